import { describe, expect, test } from 'vitest'
import { run } from './run.ts'

/** The shape of reductions, from its definition in ARCHITECTURE.md. */
function shaped(values: number[], initial: number, block: number, operator: '+' | '*' = '+', round: (x: number) => number = (x) => x): number {
  const combine = (a: number, b: number): number => round(operator === '+' ? a + b : a * b)
  if (values.length <= block) return values.reduce(combine, initial)
  const partial = (from: number): number => {
    const l = Array<number>(8).fill(operator === '+' ? -0 : 1)
    for (let t = from; t < Math.min(from + block, values.length); t++) l[t % 8] = combine(l[t % 8], values[t])
    return combine(combine(combine(l[0], l[4]), combine(l[2], l[6])), combine(combine(l[1], l[5]), combine(l[3], l[7])))
  }
  const tree = (first: number, count: number): number => {
    if (count === 1) return partial(first * block)
    const half = 2 ** Math.floor(Math.log2(count - 1))
    return combine(tree(first, half), tree(first + half, count - half))
  }
  return combine(initial, tree(0, Math.ceil(values.length / block)))
}

let seed = 1
function random(): number {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
  return (seed / 2 ** 32 - 0.5) * 2 ** (seed % 40)
}
const numbers = (length: number): Float64Array => Float64Array.from({ length }, random)

const sums = (operator: string, combine: string, type = 'f64'): string => `region r { array x: ${type} read scalar start = %start.0: ${type} output s: ${type} body {
  %n.1: i32 = length x
  %s.2: ${type} = parfor #0 [#0 %i.3: i32 < %n.1] carry (%s.4: ${type} = %start.0 ${combine}) {
    %5: ${type} = load x[%i.3] guarded
    %6: ${type} = ${operator} %s.4, %5
    yield %6
  }
  yield %s.2
} }`

const lengths = [0, 1, 7, 8, 2047, 2048, 2049, 2055, 2056, 4095, 4096, 4097, 2048 * 5 + 3, 2048 * 7, 2048 * 8 + 1, 2048 * 11 + 1000]

describe('sums and products', () => {
  test.each(lengths)('sum of %i', (length) => {
    const x = numbers(length)
    expect(run(sums('add', 'sum'), x, 0.1)).toEqual([shaped([...x], 0.1, 2048)])
  })

  test('the shape matters for these numbers', () => {
    const x = numbers(5000)
    expect(shaped([...x], 0, 2048)).not.toBe(x.reduce((a, b) => a + b, 0))
  })

  test('product', () => {
    const x = Float64Array.from({ length: 9000 }, (_, index) => 1 + Math.sin(index) * 1e-3)
    expect(run(sums('mul', 'product'), x, 3)).toEqual([shaped([...x], 3, 2048, '*')])
  })

  test('single precision', () => {
    const x = Float32Array.from(numbers(7001))
    expect(run(sums('add', 'sum', 'f32'), x, 0)).toEqual([shaped([...x], 0, 2048, '+', Math.fround)])
  })

  test('a sum of -0 is -0', () => {
    expect(run(sums('add', 'sum'), new Float64Array(5000).fill(-0), -0)).toEqual([-0])
    expect(run(sums('add', 'sum'), new Float64Array(5000).fill(-0), 0)).toEqual([0])
  })

  test('integers wrap, in any order', () => {
    const x = Int32Array.from({ length: 5000 }, (_, index) => Math.imul(index, 2654435761))
    expect(run(sums('add', 'sum', 'i32'), x, 5)).toEqual([x.reduce((a, b) => (a + b) | 0, 5)])
    const y = BigInt64Array.from({ length: 3000 }, (_, index) => BigInt(index) * 2n ** 60n)
    expect(run(sums('add', 'sum', 'i64'), y, 5n)).toEqual([BigInt.asIntN(64, y.reduce((a, b) => a + b, 5n))])
  })

  test('least and greatest propagate NaN and order zeros', () => {
    const x = new Float64Array(3000)
    x[2500] = -0
    expect(run(sums('min', 'min'), x, Infinity)).toEqual([-0])
    x[2999] = NaN
    expect(run(sums('max', 'max'), x, -Infinity)).toEqual([NaN])
  })
})

const aroundLoop = (id: number): string => `region r { array x: f64 read scalar n = %n.0: i32 scalar m = %m.1: i32 output s: f64 body {
  %2: f64 = const 0
  %s.3: f64 = parfor #0 [#0 %i.4: i32 < %n.0] carry (%s.5: f64 = %2 sum) {
    %6: f64 = load x[%i.4] guarded
    %7: f64 = loop #${id} %j.8: i32 < %m.1 carry (%p.9: f64 = %6) {
      %10: f64 = mul %p.9, %6
      yield %10
    }
    %11: f64 = add %s.5, %7
    yield %11
  }
  yield %s.3
} }`

test('a body around a loop: blocks of 16', () => {
  for (const length of [15, 16, 17, 40, 129, 1000]) {
    const x = numbers(length)
    const values = [...x].map((value) => value * value * value)
    expect(run(aroundLoop(1), x, length, 2)).toEqual([shaped(values, 0, 16)])
    // A loop that is not of the source, as in the vector math kernels, does not count.
    expect(run(aroundLoop(-1), x, length, 2)).toEqual([shaped(values, 0, 2048)])
  }
})

test('a long body, conditional, with several accumulators', () => {
  const text = `region r { array x: f64 read output s: f64 output p: f64 output n: i32 output most: f64 body {
    %n.1: i32 = length x
    %zero.2: f64 = const 0
    %none.3: i32 = const 0
    %one.4: i32 = const 1
    %low.5: f64 = const -Infinity
    %s.6: f64, %p.7: f64, %k.8: i32, %m.9: f64 = parfor #0 [#0 %i.10: i32 < %n.1] carry (%s.11: f64 = %zero.2 sum, %p.12: f64 = %zero.2 sum, %k.13: i32 = %none.3 sum, %m.14: f64 = %low.5 max) {
      %15: f64 = load x[%i.10] guarded
      %16: bool = gt %15, %zero.2
      %17: f64, %18: f64, %19: i32 = if %16 {
        %20: f64 = add %s.11, %15
        %21: f64 = mul %15, %15
        %22: f64 = sub %p.12, %21
        %23: i32 = add %k.13, %one.4
        yield %20, %22, %23
      } else {
        yield %s.11, %p.12, %k.13
      }
      %24: f64 = max %m.14, %15
      yield %17, %18, %19, %24
    }
    yield %s.6, %p.7, %k.8, %m.9
  } }`
  for (const length of [100, 2049, 6000]) {
    const x = numbers(length)
    const lane = (f: (value: number) => number): number => {
      // Trips without a value leave their lane as it is: -0 does that in a sum.
      return shaped([...x].map((value) => (value > 0 ? f(value) : -0)), 0, 2048)
    }
    expect(run(text, x)).toEqual([lane((value) => value), lane((value) => -value * value), x.filter((value) => value > 0).length, Math.max(...x)])
  }
})

describe('nests', () => {
  const text = `region r { array x: f64 read scalar n = %n.0: i32 scalar m = %m.1: i32 scalar p = %p.2: i32 output s: f64 body {
    %3: f64 = const 0
    %4: f64 = parfor #0 [#0 %i.5: i32 < %n.0, #1 %j.6: i32 < %m.1, #2 %k.7: i32 < %p.2] carry (%s.8: f64 = %3 sum) {
      %9: i32 = mul %i.5, %m.1
      %10: i32 = add %9, %j.6
      %11: i32 = mul %10, %p.2
      %12: i32 = add %11, %k.7
      %13: f64 = load x[%12] guarded
      %14: f64 = add %s.8, %13
      yield %14
    }
    yield %4
  } }`

  test.each([[1, 1, 1], [3, 5, 7], [20, 30, 10], [1, 1, 5000], [5000, 1, 1], [2, 2000, 3]])('%i by %i by %i are one loop', (n, m, p) => {
    const x = numbers(n * m * p)
    expect(run(text, x, n, m, p)).toEqual([shaped([...x], 0, 2048)])
  })

  test('no trips where one dimension has none', () => {
    expect(run(text, new Float64Array(1), -3000, -3000, 1)).toEqual([0])
    expect(run(text, new Float64Array(1), 3000, 0, 3000)).toEqual([0])
  })
})

test('argmin and the first of something come out as in the plain loop', () => {
  const text = `region r { array x: f64 read output m: f64 output at: i32 body {
    %n.1: i32 = length x
    %2: f64 = const Infinity
    %3: i32 = const -1
    %m.4: f64, %w.5: i32, %at.6: i32 = parfor #0 [#0 %i.7: i32 < %n.1] carry (%m.8: f64 = %2 least first winner 1, %w.9: i32 = %3 winner, %at.10: i32 = %3 companion 0) {
      %11: f64 = load x[%i.7] guarded
      %12: bool = lt %11, %m.8
      %13: f64 = select %12, %11, %m.8
      %14: i32 = select %12, %i.7, %w.9
      %15: i32 = select %12, %i.7, %at.10
      yield %13, %14, %15
    }
    yield %m.4, %at.6
  } }`
  const x = new Float64Array(5000).fill(2)
  x[3000] = x[4000] = 1
  expect(run(text, x)).toEqual([1, 3000])
  expect(run(text, new Float64Array(5000).fill(NaN))).toEqual([Infinity, -1])
})

describe('builders', () => {
  test('rows that pass a filter, in order', () => {
    const text = `region r { array x: f64 read array kept: f64 written output n: i32 body {
      %n.1: i32 = length x
      %7: i32 = const 0
      %count.2: i32 = parfor #0 [#0 %i.3: i32 < %n.1] {
        %4: f64 = load x[%i.3] guarded
        %5: f64 = const 0
        %6: bool = gt %4, %5
        compact from %7 [kept = %4] when %6
      }
      yield %count.2
    } }`
    const kept = new Float64Array(4)
    expect(run(text, Float64Array.of(1, -2, 3, -4), kept)).toEqual([2])
    expect([...kept]).toEqual([1, 3, 0, 0])
  })

  test('histogram, also with one carried sum', () => {
    const text = `region r { array k: u8 read array counts: i32 read written output s: f64 body {
      %n.1: i32 = length k
      %0: f64 = const 0
      %2: f64 = parfor #0 [#0 %i.3: i32 < %n.1] carry (%s.7: f64 = %0 sum) {
        %4: i32 = load k[%i.3] guarded
        %5: i32 = const 1
        %8: f64 = convert value %4
        %9: f64 = add %s.7, %8
        histogram counts[%4] add %5 checked
        yield %9
      }
      yield %2
    } }`
    const keys = Uint8Array.from({ length: 5000 }, (_, index) => (index * 7) % 3)
    const counts = new Int32Array(3)
    expect(run(text, keys, counts)).toEqual([keys.reduce((a, b) => a + b, 0)])
    expect([...counts]).toEqual([1667, 1667, 1666])
  })

  test('groups, in order of first appearance', () => {
    const text = `region r { array key: i32 read array x: f64 read array keys: i32 written array total: f64 read written array low: f64 read written array n: i32 read written output groups: i32 body {
      %n.1: i32 = length key
      %groups.2: i32 = parfor #0 [#0 %i.3: i32 < %n.1] {
        %4: i32 = load key[%i.3] guarded
        %5: f64 = load x[%i.3] guarded
        group keys = %4 [sum total = %5, min low = %5, count n = %4]
      }
      yield %groups.2
    } }`
    const [keys, total, low, n] = [new Int32Array(3), new Float64Array(3), new Float64Array(3), new Int32Array(3)]
    expect(run(text, Int32Array.of(7, -1, 7, 7), Float64Array.of(1, 10, -4, 5), keys, total, low, n)).toEqual([2])
    expect([[...keys], [...total], [...low], [...n]]).toEqual([[7, -1, 0], [2, 10, 0], [-4, 10, 0], [3, 1, 0]])
  })
})
