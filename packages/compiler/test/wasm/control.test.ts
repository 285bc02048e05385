/** Divergent control flow, subscripts of every kind and nests, against the same loops in plain JavaScript. */
import { describe, expect, test } from 'vitest'
import { numbers, runner } from './harness.ts'

const lengths = [0, 1, 7, 8, 9, 33, 2049]

describe('divergent control flow', () => {
  const iterate = runner(`
  region iterate {
    array x: f64 read
    array y: f64 written
    array k: i32 written
    prologue { %n: i32 = length x %zero: i32 = const 0 %one: i32 = const 1 %most: i32 = const 50 %four: f64 = const 4 }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %c: f64 = load x[%i] guarded
        %z: f64, %z2: f64, %count: i32 = while #1 carry (%a: f64 = %c, %a2: f64 = %c, %t: i32 = %zero) {
          %s: f64 = mul %a, %a
          %small: bool = le %s, %four
          %more: bool = lt %t, %most
          %both: bool = and %small, %more
          yield %both
        } do {
          %square: f64 = mul %a, %a
          %next: f64 = add %square, %c
          %t1: i32 = add %t, %one
          yield %next, %a, %t1
        }
        store y[%i] = %z guarded
        store k[%i] = %count guarded
      }
    }
  }`)
  test.each(lengths)('while over %i trips', (n) => {
    const x = Float64Array.from(numbers(n, true).map((value) => value * 2))
    const y = new Float64Array(n)
    const k = new Int32Array(n)
    iterate.run([x, y, k])
    x.forEach((c, i) => {
      let [z, t] = [c, 0]
      while (z * z <= 4 && t < 50) { z = z * z + c; t++ }
      expect([y[i], k[i]]).toEqual([z, t])
    })
  })

  test('a truth value that the body needs in another width than the test after it', () => {
    const once = runner(`
    region once {
      array out: f64 written
      scalar x = %x: f64
      prologue { %n: i32 = length out %zero: f64 = const 0 %one: f64 = const 1 %no: bool = const false }
      body {
        parfor #0 [#0 %i: i32 < %n] {
          %f: f64 = convert value %i
          %k: f64, %t: f64, %left: bool = while #1 carry (%k0: f64 = %zero, %t0: f64 = %one, %left0: bool = %no) {
            %stay: bool = not %left0
            %more: bool = lt %k0, %one
            %both: bool = and %stay, %more
            yield %both
          } do {
            %t1: f64 = mul %t0, %x
            %enough: bool = ge %f, %t1
            %left1: bool = or %enough, %left0
            %k1: f64 = add %k0, %one
            %k2: f64 = select %left1, %k0, %k1
            yield %k2, %t1, %left1
          }
          store out[%i] = %t guarded
        }
      }
    }`)
    const out = new Float64Array(19)
    once.run([out], [1.5])
    expect([...out]).toEqual(Array.from({ length: 19 }, () => 1.5))
  })

  test('a short cut: all lanes go round, if one has to', () => {
    const both = runner(`
    region both {
      array x: f64 read
      array out: f64 written
      array way: f64 written
      prologue { %n: i32 = length x %one: f64 = const 1 %two: f64 = const 2 %half: f64 = const 0.5 %four: f64 = const 4 }
      body {
        parfor #0 [#0 %i: i32 < %n] {
          %a: f64 = load x[%i] guarded
          %big: bool = gt %a, %one
          %r: f64, %w: f64 = if %big general {
            %b: f64 = mul %a, %two %c: f64 = mul %b, %two %d: f64 = mul %c, %half %e: f64 = mul %d, %half %f: f64 = mul %e, %four
            yield %f, %two
          } else {
            %g: f64 = mul %a, %four
            yield %g, %one
          }
          store out[%i] = %r guarded
          store way[%i] = %w guarded
        }
      }
    }`)
    const x = Float64Array.from({ length: 37 }, (_, i) => (i === 10 || i === 36 ? 3 : i / 40))
    const [out, way] = [new Float64Array(37), new Float64Array(37)]
    both.run([x, out, way])
    expect([...out]).toEqual([...x].map((value) => value * 4))
    // The two ways are told apart here, as no program could: eight lanes from 8 on, and the last trip by itself.
    expect([...way]).toEqual(Array.from({ length: 37 }, (_, i) => (i >= 8 && i < 16) || i === 36 ? 2 : 1))
  })

  const branches = runner(`
  region branches {
    array x: f64 read
    array y: f64 written
    array z: f32 written
    array b: u8 written
    prologue { %n: i32 = length x %zero: f64 = const 0 %half: f64 = const 0.5 %one: i32 = const 1 %last: i32 = sub %n, %one }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %v: f64 = load x[%i] guarded
        %c: bool = gt %v, %zero
        %r: f64 = if %c {
          %w: f64 = sqrt %v
          %inner: bool = gt %w, %half
          if %inner { store y[%i] = %w guarded store z[%i] = %w guarded store b[%i] = %w guarded } else { }
          yield %w
        } else {
          %below: i32 = sub %last, %i
          %mirror: f64 = load x[%below] guarded
          %before: i32 = sub %i, %one
          %left: f64 = load x[%before] checked
          %u: f64 = add %mirror, %left
          yield %u
        }
        %d: bool = not %c
        if %d { store y[%i] = %r guarded } else { }
      }
    }
  }`)
  test.each(lengths)('if over %i trips', (n) => {
    const x = Float64Array.from(numbers(n))
    const y = new Float64Array(n).fill(9)
    const z = new Float32Array(n).fill(9)
    const b = new Uint8Array(n).fill(9)
    const [ey, ez, eb] = [y.slice(), z.slice(), b.slice()]
    for (let i = 0; i < n; i++) {
      if (x[i] > 0) {
        const w = Math.sqrt(x[i])
        if (w > 0.5) { ey[i] = w; ez[i] = w; eb[i] = w }
      } else ey[i] = x[n - 1 - i] + (i > 0 ? x[i - 1] : NaN)
    }
    branches.run([x, y, z, b])
    expect(y).toEqual(ey)
    expect(z).toEqual(ez)
    expect(b).toEqual(eb)
  })

  const ragged = runner(`
  region ragged {
    array start: i32 read
    array x: f64 read
    array y: f64 written
    prologue { %m: i32 = length start %one: i32 = const 1 %n: i32 = sub %m, %one %zero: f64 = const 0 %seven: i32 = const 7 }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %from: i32 = load start[%i] guarded
        %i1: i32 = add %i, %one
        %to: i32 = load start[%i1] guarded
        %count: i32 = sub %to, %from
        %r: f64, %least: f64 = loop #1 %t: i32 < %count carry (%s: f64 = %zero, %low: f64 = %zero) {
          %k: i32 = add %from, %t
          %v: f64 = load x[%k] guarded
          %p: f64 = mul %v, %v
          %q: f64 = sqrt %p
          %s1: f64 = add %s, %q
          %low1: f64 = min %low, %v
          yield %s1, %low1
        }
        %odd: i32 = rem %count, %seven
        %oddf: f64 = convert value %odd
        %a: f64 = mul %r, %least
        %b: f64 = add %a, %oddf
        store y[%i] = %b guarded
      }
    }
  }`)
  test.each(lengths)('loops of different length in %i trips', (n) => {
    const counts = numbers(n).map((value) => Math.floor(Math.abs(value) * 6))
    const start = new Int32Array(n + 1)
    counts.forEach((count, i) => { start[i + 1] = start[i] + count })
    const x = Float64Array.from(numbers(start[n]))
    const y = new Float64Array(n)
    ragged.run([start, x, y])
    for (let i = 0; i < n; i++) {
      let [s, low] = [0, 0]
      for (let k = start[i]; k < start[i + 1]; k++) { s += Math.sqrt(x[k] * x[k]); low = Math.min(low, x[k]) }
      expect(y[i]).toBe(s * low + counts[i] % 7)
    }
  })

  const divide = runner(`
  region divide {
    array a: i32 read
    array b: i32 read
    array y: i32 written
    prologue { %n: i32 = length a %zero: i32 = const 0 %minus: i32 = const -1 }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %p: i32 = load a[%i] guarded
        %q: i32 = load b[%i] guarded
        %c: bool = gt %q, %zero
        %r: i32 = if %c {
          %d: i32 = div %p, %q
          %m: i32 = rem %p, %q
          %e: i32 = clz %m
          %s: i32 = shl %d, %e
          %x: i32 = xor %s, %m
          yield %x
        } else { yield %minus }
        %mx: i32 = max %r, %q
        %mn: i32 = min %mx, %p
        %ab: i32 = abs %mn
        store y[%i] = %ab guarded
      }
    }
  }`)
  test.each(lengths)('a division that only some of %i lanes may do', (n) => {
    const a = Int32Array.from(numbers(n).map((value) => value * 2 ** 31))
    const b = Int32Array.from(numbers(n + 1).slice(1).map((value) => Math.round(value * 3)))
    const y = new Int32Array(n)
    divide.run([a, b, y])
    for (let i = 0; i < n; i++) {
      let r = -1
      if (b[i] > 0) { const m = a[i] % b[i]; r = (((a[i] / b[i]) | 0) << Math.clz32(m)) ^ m }
      expect(y[i]).toBe(Math.abs(Math.min(Math.max(r, b[i]), a[i])) | 0)
    }
  })

  const booleans = runner(`
  region booleans {
    array x: f64 read
    array k: i32 read
    array y: f64 written
    scalar on = %on: bool
    prologue { %n: i32 = length x %zero: f64 = const 0 %three: i32 = const 3 %one: f64 = const 1 }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %v: f64 = load x[%i] guarded
        %j: i32 = load k[%i] guarded
        %p: bool = gt %v, %zero
        %q: bool = gt %j, %three
        %a: bool = and %p, %q
        %o: bool = or %a, %on
        %x1: bool = xor %o, %q
        %nx: bool = not %x1
        %e: bool = eq %nx, %p
        %s: bool = select %q, %e, %nx
        %sv: f64 = convert value %s
        %si: i32 = convert value %x1
        %jj: i32 = mul %j, %si
        %jf: f64 = convert value %jj
        %t: f64 = add %sv, %jf
        %w: f64 = select %e, %t, %one
        store y[%i] = %w guarded
      }
    }
  }`)
  test.each([true, false])('masks of two widths, with %s', (on) => {
    const n = 101
    const x = Float64Array.from(numbers(n, true))
    const k = Int32Array.from(numbers(n).map((value) => value * 9))
    const y = new Float64Array(n)
    booleans.run([x, k, y], [on])
    for (let i = 0; i < n; i++) {
      const [p, q] = [x[i] > 0, k[i] > 3]
      const x1 = ((p && q) || on) !== q
      const e = !x1 === p
      expect(y[i]).toBe(e ? Number(q ? e : !x1) + k[i] * Number(x1) : 1)
    }
  })
})

const gather = (bounds: string, type: string): ReturnType<typeof runner> => runner(`
region gather {
  array x: f64 read
  array j: ${type} read
  array y: f64 read written
  prologue { %n: i32 = length j }
  body {
    parfor #0 [#0 %i: i32 < %n] {
      %k: ${type} = load j[%i] guarded
      %v: f64 = load x[%k] ${bounds}
      %a: f64 = sqrt %v
      %b: f64 = add %a, %v
      %c: f64 = mul %b, %v
      %d: f64 = abs %c
      store y[%i] = %d guarded
      store x[%k] = %d ${bounds}
    }
  }
}`)
const model = (v: number): number => Math.abs((Math.sqrt(v) + v) * v)

describe('subscripts', () => {
  test.each(lengths)('a permutation of %i', (n) => {
    const x = Float64Array.from(numbers(n, true))
    const j = Int32Array.from({ length: n }, (_, i) => n - 1 - i)
    const y = new Float64Array(n)
    const before = x.slice()
    gather('guarded', 'i32').run([x, j, y])
    expect([...y]).toEqual([...j].map((k) => model(before[k])))
    expect([...x]).toEqual([...before].map(model))
  })

  test.each(lengths)('out of range with %i', (n) => {
    const x = Float64Array.from(numbers(n))
    const j = Int32Array.from({ length: n }, (_, i) => [i, -1 - i, n + i, -(2 ** 31)][i % 4])
    const y = new Float64Array(n)
    const before = x.slice()
    gather('checked', 'i32').run([x, j, y])
    expect([...y]).toEqual([...j].map((k) => model(k >= 0 && k < n ? before[k] : NaN)))
    expect([...x]).toEqual([...before].map((v, i) => i % 4 === 0 ? model(v) : v))
  })

  test.each(lengths)('doubles as subscripts with %i', (n) => {
    const x = Float64Array.from(numbers(n))
    const j = Float64Array.from({ length: n }, (_, i) => [i, i + 0.5, NaN, -1, 2 ** 32 + i, 2 ** 31 - 1, Infinity][i % 7])
    if (n > 0) j[0] = -0
    const y = new Float64Array(n)
    const before = x.slice()
    gather('checked', 'f64').run([x, j, y])
    expect([...y]).toEqual([...j].map((k) => model(before[k] ?? NaN)))
    expect([...x]).toEqual([...before].map((v, i) => i % 7 === 0 ? model(v) : v))
  })

  test('nothing is read from an empty array', () => {
    const j = Int32Array.from({ length: 40 }, (_, i) => i - 20)
    const y = new Float64Array(40)
    gather('checked', 'i32').run([new Float64Array(0), j, y])
    expect(y).toEqual(new Float64Array(40).fill(NaN))
  })

  const strides = runner(`
  region strides {
    array x: f64 read
    array f: f32 read
    array y: f64 written
    prologue { %n: i32 = length y %three: i32 = const 3 %one: i32 = const 1 %last: i32 = sub %n, %one }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %k: i32 = mul %i, %three
        %k1: i32 = add %k, %one
        %r: i32 = sub %last, %i
        %a: f64 = load x[%k1] guarded
        %b: f64 = load x[%r] guarded
        %c: f64 = load f[%k] guarded
        %d: f64 = load f[%i] guarded
        %e: f64 = mul %a, %b
        %g: f64 = mul %c, %d
        %h: f64 = sub %e, %g
        %if: f64 = convert value %i
        %m: f64 = mul %h, %if
        store y[%r] = %m guarded
      }
    }
  }`)
  test.each(lengths)('constant strides with %i', (n) => {
    const x = Float64Array.from(numbers(3 * n))
    const f = Float32Array.from(numbers(3 * n))
    const y = new Float64Array(n)
    strides.run([x, f, y])
    for (let i = 0; i < n; i++) expect(y[n - 1 - i]).toBe((x[3 * i + 1] * x[n - 1 - i] - f[3 * i] * f[i]) * i)
  })

  const window = runner(`
  region window {
    array x: f64 read
    array y: f64 written
    scalar d = %d: i32
    prologue { %n: i32 = length x %m: i32 = length y %two: i32 = const 2 %half: f64 = const 0.5 }
    body {
      parfor #0 [#0 %i: i32 < %n] {
        %k: i32 = add %i, %d
        %a: f64 = load x[%k] checked
        %b: f64 = mul %a, %half
        %c: f64 = add %b, %a
        store y[%k] = %c checked
      }
    }
  }`)
  test.each([0, 3, -3, 50, -50, 1000, -(2 ** 31), 2 ** 31 - 1])('shifted by %i', (d) => {
    const x = Float64Array.from(numbers(50))
    const y = new Float64Array(47).fill(7)
    const expected = y.slice()
    for (let i = 0; i < 50; i++) { const k = i + d; const a = x[k] ?? NaN; if (k >= 0 && k < 47) expected[k] = a * 0.5 + a }
    window.run([x, y], [d])
    expect(y).toEqual(expected)
  })
})

describe('nests', () => {
  const jacobi = runner(`
  region jacobi {
    array a: f64 read
    array b: f64 written
    scalar m = %m: i32
    scalar n = %n: i32
    prologue { %one: i32 = const 1 %two: i32 = const 2 %mi: i32 = sub %m, %two %ni: i32 = sub %n, %two %q: f64 = const 0.25 }
    body {
      parfor #0 [#0 %i: i32 < %mi, #1 %j: i32 < %ni] {
        %i1: i32 = add %i, %one
        %j1: i32 = add %j, %one
        %row: i32 = mul %i1, %n
        %k: i32 = add %row, %j1
        %l: i32 = sub %k, %one
        %r: i32 = add %k, %one
        %u: i32 = sub %k, %n
        %d: i32 = add %k, %n
        %lv: f64 = load a[%l] guarded
        %rv: f64 = load a[%r] guarded
        %uv: f64 = load a[%u] guarded
        %dv: f64 = load a[%d] guarded
        %s: f64 = add %lv, %rv
        %s2: f64 = add %s, %uv
        %s3: f64 = add %s2, %dv
        %v: f64 = mul %s3, %q
        store b[%k] = %v guarded
      }
    }
  }`)
  test.each([[2, 2], [3, 3], [10, 11], [67, 35], [3, 500], [300, 12]])('a stencil on %i × %i', (m, n) => {
    const a = Float64Array.from(numbers(m * n))
    const b = new Float64Array(m * n)
    const expected = b.slice()
    for (let i = 1; i < m - 1; i++) for (let j = 1; j < n - 1; j++) {
      const k = i * n + j
      expected[k] = (a[k - 1] + a[k + 1] + a[k - n] + a[k + n]) * 0.25
    }
    jacobi.run([a, b], [m, n])
    expect(b).toEqual(expected)
  })

  const matmul = runner(`
  region matmul {
    array a: f64 read
    array b: f64 read
    array c: f64 read written
    scalar n = %n: i32
    scalar p = %p: i32
    body {
      parfor #0 [#0 %i: i32 < %n] {
        loop #1 %k: i32 < %p {
          %ip: i32 = mul %i, %p
          %ik: i32 = add %ip, %k
          %aik: f64 = load a[%ik] guarded
          %in: i32 = mul %i, %n
          %kn: i32 = mul %k, %n
          parfor #2 [#2 %j: i32 < %n] {
            %kj: i32 = add %kn, %j
            %bkj: f64 = load b[%kj] guarded
            %ij: i32 = add %in, %j
            %cij: f64 = load c[%ij] guarded
            %m: f64 = mul %aik, %bkj
            %s: f64 = add %cij, %m
            store c[%ij] = %s guarded
          }
        }
      }
    }
  }`)
  test.each([[1, 1], [5, 3], [8, 8], [33, 6], [40, 41]])('i-k-j product of %i with %i', (n, p) => {
    const a = Float64Array.from(numbers(n * p))
    const b = Float64Array.from(numbers(n * p))
    const c = Float64Array.from(numbers(n * n))
    const expected = c.slice()
    for (let i = 0; i < n; i++) for (let k = 0; k < p; k++) for (let j = 0; j < n; j++) expected[i * n + j] += a[i * p + k] * b[k * n + j]
    matmul.run([a, b, c], [n, p])
    expect(c).toEqual(expected)
  })

  const transposed = runner(`
  region transposed {
    array a: f64 read
    array b: f64 written
    scalar m = %m: i32
    scalar n = %n: i32
    body {
      parfor #0 [#0 %j: i32 < %n, #1 %i: i32 < %m] {
        %row: i32 = mul %i, %n
        %k: i32 = add %row, %j
        %v: f64 = load a[%k] guarded
        %w: f64 = sqrt %v
        store b[%k] = %w guarded
      }
    }
  }`)
  test('columns outside, rows inside', () => {
    const [m, n] = [37, 29]
    const a = Float64Array.from(numbers(m * n))
    const b = new Float64Array(m * n)
    transposed.run([a, b], [m, n])
    expect(b).toEqual(a.map(Math.sqrt))
  })

  const steps = runner(`
  region steps {
    array a: f64 read written
    array b: f64 read written
    scalar t = %t: i32
    output last: f64
    prologue { %n: i32 = length a %one: i32 = const 1 %zero: i32 = const 0 %half: f64 = const 0.5 }
    body {
      loop #0 %s: i32 < %t {
        parfor #1 [#1 %i: i32 < %n] {
          %v: f64 = load a[%i] guarded
          %w: f64 = mul %v, %half
          store b[%i] = %w guarded
        }
        %x: f64 = load b[%zero] guarded
        store a[%zero] = %x guarded
        parfor #2 [#2 %k: i32 < %n] {
          %p: f64 = load b[%k] guarded
          %q: f64 = add %p, %x
          store a[%k] = %q guarded
        }
      }
      %y: f64 = load a[%zero] guarded
      yield %y
    }
  }`)
  test('time steps', () => {
    const a = Float64Array.from(numbers(3000))
    const b = new Float64Array(3000)
    const e = a.slice()
    for (let s = 0; s < 5; s++) { const f = e.map((v) => v * 0.5); f.forEach((v, i) => { e[i] = v + f[0] }) }
    const { outputs } = steps.run([a, b], [5])
    expect(a).toEqual(e)
    expect(outputs[0]).toBe(e[0])
  })
})
