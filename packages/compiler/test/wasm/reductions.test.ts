/** The shape of reductions, against models that are written independently of the kernels. */
import { describe, expect, test } from 'vitest'
import { numbers, runner, shapedSum } from './harness.ts'

const lengths = [0, 1, 7, 8, 9, 2047, 2048, 2049, 4096, 2048 * 3 + 5, 2048 * 128, 2048 * 129 + 17, 2048 * 256 + 1]
const some = lengths.slice(0, 10)

describe('sums', () => {
  const sum = runner(`
  region sum {
    array x: f64 read
    scalar s0 = %s0: f64
    output s: f64
    prologue { %n: i32 = length x }
    body {
      %r: f64 = parfor #0 [#0 %i: i32 < %n] carry (%s: f64 = %s0 sum) {
        %xi: f64 = load x[%i] guarded
        %t: f64 = add %s, %xi
        yield %t
      }
      yield %r
    }
  }`)
  test.each(lengths)('%i numbers', (n) => {
    const x = Float64Array.from(numbers(n))
    expect(sum.run([x], [0.1]).outputs[0]).toBe(shapedSum([...x], 0.1, 2048))
  })
  test('minus zeros stay minus zero', () => {
    for (const n of [0, 5, 5000]) expect(sum.run([new Float64Array(n).fill(-0)], [-0]).outputs[0]).toBe(-0)
  })

  const conditional = runner(`
  region conditional {
    array x: f64 read
    array w: f32 read
    array y: f64 written
    output s: f64
    output p: f64
    output n: i32
    prologue { %len: i32 = length x %zero: f64 = const 0 %one: f64 = const 1 %i0: i32 = const 0 %i1: i32 = const 1 }
    body {
      %rs: f64, %rp: f64, %rn: i32 = parfor #0 [#0 %i: i32 < %len] carry (%s: f64 = %zero sum, %p: f64 = %one product, %k: i32 = %i0 sum) {
        %xi: f64 = load x[%i] guarded
        %c: bool = gt %xi, %zero
        %s1: f64, %p1: f64, %k1: i32 = if %c {
          %wi: f64 = load w[%i] guarded
          %a: f64 = add %s, %wi
          %b: f64 = add %one, %xi
          %d: f64 = mul %p, %b
          %e: i32 = add %k, %i1
          store y[%i] = %a guarded
          yield %a, %d, %e
        } else { yield %s, %p, %k }
        yield %s1, %p1, %k1
      }
      yield %rs, %rp, %rn
    }
  }`)
  test.each(some)('of those above zero among %i', (n) => {
    const x = Float64Array.from(numbers(n))
    const w = Float32Array.from(numbers(n))
    const { outputs } = conditional.run([x, w, new Float64Array(n)])
    // −0 is what a lane adds when it adds nothing: exact for all but a lane of nothing, which is −0 itself.
    expect(outputs[0]).toBe(shapedSum([...x].map((value, i) => value > 0 ? w[i] : -0), 0, 2048))
    expect(outputs[2]).toBe([...x].filter((value) => value > 0).length)
    const product = [...x].reduce((all, value) => value > 0 ? all * (1 + value) : all, 1)
    if (Number.isFinite(product)) expect(Math.abs(outputs[1] as number / product - 1)).toBeLessThan(1e-9)
  })

  const nested = runner(`
  region nested {
    array x: f64 read
    scalar m = %m: i32
    output s: f64
    prologue { %len: i32 = length x %rows: i32 = div %len, %m %zero: f64 = const 0 }
    body {
      %r: f64 = parfor #0 [#0 %i: i32 < %rows] carry (%s: f64 = %zero sum) {
        %row: i32 = mul %i, %m
        %q: f64 = loop #1 %j: i32 < %m carry (%t: f64 = %zero) {
          %k: i32 = add %row, %j
          %v: f64 = load x[%k] guarded
          %w: f64 = sqrt %v
          %u: f64 = add %t, %w
          yield %u
        }
        %z: f64 = add %s, %q
        yield %z
      }
      yield %r
    }
  }`)
  test.each([1, 15, 16, 17, 24, 100, 1000])('of rows: blocks of 16 when the body has a loop, %i rows', (rows) => {
    const m = 5
    const x = Float64Array.from(numbers(rows * m).map(Math.abs))
    const sums = Array.from({ length: rows }, (_, i) => {
      let t = 0
      for (let j = 0; j < m; j++) t += Math.sqrt(x[i * m + j])
      return t
    })
    expect(nested.run([x], [m]).outputs[0]).toBe(shapedSum(sums, 0, 16))
  })

  const table = runner(`
  region table {
    array x: f64 read
    scalar n = %n: i32
    scalar m = %m: i32
    output s: f64
    prologue { %zero: f64 = const 0 }
    body {
      %r: f64 = parfor #0 [#0 %i: i32 < %n, #1 %j: i32 < %m] carry (%s: f64 = %zero sum) {
        %row: i32 = mul %i, %m
        %k: i32 = add %row, %j
        %v: f64 = load x[%k] guarded
        %jf: f64 = convert value %j
        %w: f64 = mul %v, %jf
        %u: f64 = add %s, %w
        yield %u
      }
      yield %r
    }
  }`)
  test.each([[0, 5], [5, 0], [-1, 7], [3, 5], [100, 37], [37, 100], [3, 5000], [700, 9], [5000, 1]])('over a nest of %i × %i', (n, m) => {
    const x = Float64Array.from(numbers(Math.max(0, n) * m))
    expect(table.run([x], [n, m]).outputs[0]).toBe(shapedSum([...x].map((value, t) => value * (t % m)), 0, 2048))
  })
})

const arg = (kind: string, tie: string, relation: string): ReturnType<typeof runner> => runner(`
region arg {
  array x: f64 read
  array label: i32 read
  scalar start = %start: f64
  output m: f64
  output w: i32
  output l: i32
  prologue { %n: i32 = length x %m1: i32 = const -1 %i9: i32 = const -9 }
  body {
    %a: f64, %b: i32, %c: i32 = parfor #0 [#0 %i: i32 < %n]
        carry (%m: f64 = %start ${kind} ${tie} winner 1, %w: i32 = %m1 winner, %l: i32 = %i9 companion 0) {
      %v: f64 = load x[%i] guarded
      %better: bool = ${relation} %v, %m
      %lv: i32 = load label[%i] guarded
      %m2: f64 = select %better, %v, %m
      %w2: i32 = select %better, %i, %w
      %l2: i32 = select %better, %lv, %l
      yield %m2, %w2, %l2
    }
    yield %a, %b, %c
  }
}`)

describe('whatever the order', () => {
  const extremes = runner(`
  region extremes {
    array x: f64 read
    array k: i32 read
    output low: f64
    output high: f64
    output all: i32
    output any: bool
    output odd: i32
    output least: i32
    prologue { %n: i32 = length x %inf: f64 = const Infinity %ninf: f64 = const -Infinity %m1: i32 = const -1 %no: bool = const false %i0: i32 = const 0 %big: i32 = const 1000 %h: f64 = const 0.9 }
    body {
      %a: f64, %b: f64, %c: i32, %d: bool, %e: i32, %f: i32 = parfor #0 [#0 %i: i32 < %n]
          carry (%lo: f64 = %inf min, %hi: f64 = %ninf max, %al: i32 = %m1 and, %an: bool = %no or, %od: i32 = %i0 xor, %le: i32 = %big min) {
        %v: f64 = load x[%i] guarded
        %j: i32 = load k[%i] guarded
        %lo1: f64 = min %lo, %v
        %hi1: f64 = max %hi, %v
        %al1: i32 = and %al, %j
        %t: bool = gt %v, %h
        %an1: bool = or %an, %t
        %od1: i32 = xor %od, %j
        %le1: i32 = min %le, %j
        yield %lo1, %hi1, %al1, %an1, %od1, %le1
      }
      yield %a, %b, %c, %d, %e, %f
    }
  }`)
  test.each(some)('extremes and bits of %i', (n) => {
    const x = Float64Array.from(numbers(n))
    const k = Int32Array.from(numbers(n).map((value) => value * 2 ** 31 | 64))
    expect(extremes.run([x, k]).outputs).toEqual([
      Math.min(...x), Math.max(...x), k.reduce((a, b) => a & b, -1), x.some((value) => value > 0.9), k.reduce((a, b) => a ^ b, 0), Math.min(1000, ...k),
    ])
  })
  test('NaN and signed zeros propagate as in Math.min and Math.max', () => {
    const x = new Float64Array(3000)
    x[2500] = -0
    expect(extremes.run([x, new Int32Array(3000)]).outputs.slice(0, 2)).toEqual([-0, 0])
    x[17] = NaN
    expect(extremes.run([x, new Int32Array(3000)]).outputs.slice(0, 2)).toEqual([NaN, NaN])
  })

  const compare: Record<string, (a: number, b: number) => boolean> = { lt: (a, b) => a < b, le: (a, b) => a <= b, gt: (a, b) => a > b, ge: (a, b) => a >= b }
  describe.each([['least', 'first', 'lt'], ['least', 'last', 'le'], ['greatest', 'first', 'gt'], ['greatest', 'last', 'ge']])('%s, %s of ties', (kind, tie, relation) => {
    const kernel = arg(kind, tie, relation)
    const worst = kind === 'least' ? Infinity : -Infinity
    test.each(some)('%i candidates', (n) => {
      for (const start of [worst, NaN, 0.5, -worst]) {
        const x = Float64Array.from(numbers(n, true).map((value) => Math.round(value * 8) / 8))
        const label = Int32Array.from({ length: n }, (_, i) => 1000 + i)
        const expected = [start, -1, -9]
        x.forEach((value, i) => { if (compare[relation](value, expected[0])) { expected[0] = value; expected[1] = i; expected[2] = label[i] } })
        expect(kernel.run([x, label], [start]).outputs).toEqual(expected)
      }
    })
  })

  test.each(['first', 'last'])('the %s that fulfils a condition', (kind) => {
    const kernel = runner(`
    region find {
      array x: f64 read
      output v: f64
      output w: i32
      prologue { %n: i32 = length x %m1: i32 = const -1 %none: f64 = const -1 %h: f64 = const 0.99 }
      body {
        %a: f64, %b: i32 = parfor #0 [#0 %i: i32 < %n] carry (%f: f64 = %none ${kind} winner 1, %w: i32 = %m1 winner) {
          %v: f64 = load x[%i] guarded
          %is: bool = gt %v, %h
          %free: bool = ${kind === 'first' ? 'eq %w, %m1' : 'eq %m1, %m1'}
          %take: bool = and %is, %free
          %f1: f64 = select %take, %v, %f
          %w1: i32 = select %take, %i, %w
          yield %f1, %w1
        }
        yield %a, %b
      }
    }`)
    for (const n of some) {
      const x = Float64Array.from(numbers(n))
      const at = kind === 'first' ? x.findIndex((value) => value > 0.99) : x.findLastIndex((value) => value > 0.99)
      expect(kernel.run([x]).outputs).toEqual([at < 0 ? -1 : x[at], at])
    }
  })
})
