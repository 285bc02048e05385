/** Loops that append what passes a test, on every back end: element types, how much is kept and in what order, arrays too short and too long, and sizes around those of chunks and blocks. */
import { type Case, runCases } from './cases.ts'
import type { AnyArray } from './data.ts'
import { Random } from './random.ts'

type Maker = { new (length: number): AnyArray; name: string }

const random = new Random(4711)
const whole = (limit: number): number => random.below(limit)

const numbers: Maker[] = [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray]
const bigints: Maker[] = [BigInt64Array, BigUint64Array]

const odd = [NaN, -0, 0, Infinity, -Infinity, 0.5, -1.5, 2 ** 31, 2 ** 40, -1e-310, 300]

function filled<A extends AnyArray>(array: A): A {
  for (let k = 0; k < array.length; k++) {
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) array[k] = BigInt(whole(2 ** 31)) << BigInt(whole(33))
    else array[k] = whole(4) === 0 ? odd[whole(odd.length)] : whole(2 ** 32) - 2 ** 31
  }
  return array
}

/** What is kept: 1, the others are 0. */
const patterns: Record<string, (index: number, trips: number) => boolean> = {
  none: () => false, all: () => true, alternating: (index) => index % 2 === 1, half: () => whole(2) === 1, few: () => whole(300) === 0, most: () => whole(50) > 0,
  'first half': (index, trips) => index < trips / 2, 'last ones': (index, trips) => index > trips - 5, runs: (index) => (index >> 6) % 3 === 0,
}

function keeping(pattern: string, trips: number): Uint8Array {
  return Uint8Array.from({ length: trips }, (_, index) => Number(patterns[pattern](index, trips)))
}

const usual = [[0], [1], [7], [8], [9], [100], [2047], [2048], [2049], [5003], [20_000], [70_001]]
const some = [[0], [9], [2049], [20_003]]

/** Room for `by` elements more than the loop can append; the old contents are a pattern. */
function target(make: Maker, trips: number, by: number): AnyArray { return filled(new make(Math.max(0, trips + by))) }

function ofType(make: Maker): Case[] {
  const source = `/** @parallel */ export function f(keep: Uint8Array, x: ${make.name}, out: ${make.name}, n: number) {
    for (let i = 0; i < keep.length; i++) if (keep[i] > 0) { out[n] = x[i]; n++ }
    return n
  }`
  return [
    ...Object.keys(patterns).map((pattern): Case => ({
      name: `${pattern} ${make.name}`, codes: ['PF101'], sizes: make === Float64Array || make === Uint8Array ? usual : some, source,
      inputs: (trips) => [keeping(pattern, trips), filled(new make(trips)), target(make, trips, 3), 0],
    })),
    ...[0, 1, 7, 20, -3, -1000].map((start): Case => ({
      name: `from ${start} ${make.name}`, codes: ['PF101'], sizes: some, source,
      inputs: (trips) => [keeping('half', trips), filled(new make(trips)), target(make, trips, 30), start],
    })),
    ...[0.1, 0.4, 0.5, 0.6].map((part): Case => ({
      name: `${part} of the room ${make.name}`, codes: ['PF101'], sizes: some, source,
      inputs: (trips) => [keeping('half', trips), filled(new make(trips)), filled(new make(Math.floor(trips * part))), 0],
    })),
    {
      name: `exactly enough ${make.name}`, codes: ['PF101'], sizes: some, source,
      inputs: (trips) => { const keep = keeping('half', trips); return [keep, filled(new make(trips)), filled(new make(keep.reduce((sum, one) => sum + one, 0))), 0] },
    },
  ]
}

const conversions = numbers.map((make): Case => ({
  name: `numbers into ${make.name}`, codes: ['PF101'], sizes: some,
  source: `/** @parallel */ export function f(x: Float64Array, out: ${make.name}) { let n = 0; for (let i = 0; i < x.length; i++) if (!(x[i] < 0)) out[n++] = x[i] * 1.5; return n }`,
  inputs: (trips) => [filled(new Float64Array(trips)), target(make, trips, 0)],
}))

const simple = (name: string, body: string, more: Partial<Case> = {}): Case => ({
  name, codes: ['PF101'], sizes: usual,
  source: `/** @parallel */ export function f(x: Float64Array, y: Float64Array, a: Float64Array, b: Float32Array, c: Int32Array) { let n = 0, m = 0, s = 0\n${body}\nreturn [n, m, s].join() }`,
  inputs: (trips) => [filled(new Float64Array(trips)), filled(new Float64Array(trips)), target(Float64Array, trips, 2), target(Float32Array, trips, -10), target(Int32Array, trips, 0)],
  ...more,
})

const shapes: Case[] = [
  simple('three arrays, one short', 'for (let i = 0; i < x.length; i++) { if (x[i] > y[i]) { a[n] = x[i]; b[n] = y[i]; c[n] = i; n++ } }'),
  simple('partition', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) a[n++] = x[i]; else c[m++] = i }'),
  simple('else if', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) a[n++] = x[i]; else if (y[i] > 0) a[n++] = -y[i]; else m += 1 }'),
  simple('two values of one place', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) { if (y[i] > 0) a[n] = x[i]; else a[n] = y[i]; n++ } }'),
  simple('continue', 'for (let i = 0; i < x.length; i++) { if (!(x[i] > 0)) continue; if (y[i] < 0) continue; a[n] = x[i] + y[i]; n += 1 }'),
  simple('and, or', 'for (let i = 0; i < x.length; i++) { if ((x[i] > 0 && y[i] > 0) || x[i] < -1e9) c[n++] = i }'),
  simple('constants', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) { a[n] = 7; c[n] = -1; n++ } }'),
  simple('every trip', 'for (let i = 0; i < x.length; i++) { if (i >= 0) { a[n] = x[i]; n++ } }'),
  simple('every third', 'for (let i = 0; i < x.length; i++) { if (i % 3 === 1) { a[n] = x[i]; n++ } }'),
  simple('with a sum and a maximum', 'let t = -Infinity\nfor (let i = 0; i < x.length; i++) { s += i % 7; if (x[i] > 0) { a[n] = x[i]; n++; t = Math.max(t, y[i]) } }\ns += t'),
  simple('with a store of each trip', 'for (let i = 0; i < x.length; i++) { y[i] = x[i] * 2; if (x[i] > 0) a[n++] = x[i] }'),
  simple('cleared when taken', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) { a[n++] = x[i]; x[i] = 0 } }'),
  simple('tested as written', 'for (let i = 0; i < x.length; i++) { y[i] = x[i] - 1; if (y[i] > 0) a[n++] = x[i] }', { codes: ['PF200'], sizes: some }),
  simple('tested as maybe written', 'for (let i = 0; i < x.length; i++) { y[i] = x[i] - 1; if (x[i] > y[0]) a[n++] = x[i] }', { codes: ['PF201'], sizes: some }),
  simple('records', 'let most = 0\nfor (let i = 0; i < x.length; i++) { if (x[i] > most) { most = x[i]; a[n++] = x[i] } }', { codes: ['PF200'], sizes: some }),
  simple('the first only', 'let first = -1\nfor (let i = 0; i < x.length; i++) { if (first < 0 && x[i] > 0) { first = i; a[n++] = x[i] } }\ns = first', { codes: ['PF200'], sizes: some }),
  simple('after the sum', 'for (let i = 0; i < x.length; i++) { s += i & 3; if (s % 3 === 0) a[n++] = x[i] }', { codes: ['PF200'], sizes: some }),
  simple('the sum itself', 'for (let i = 0; i < x.length; i++) { s += i & 3; if (x[i] > 0) a[n++] = s }', { codes: ['PF200'], sizes: some }),
  simple('a flag', 'let any = false\nfor (let i = 0; i < x.length; i++) { if (x[i] > 1e9) any = true; if (any) a[n++] = x[i] }\ns = any ? 1 : 0', { codes: ['PF200'], sizes: some }),
  simple('a flag besides', 'let any = false\nfor (let i = 0; i < x.length; i++) { if (x[i] > 1e9) any = true; if (x[i] > 0) a[n++] = x[i] }\ns = any ? 1 : 0'),
  simple('with a histogram', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) a[n++] = x[i]; if (i < c.length) c[(x[i] | 0) & 31]++ }'),
  simple('a dear value', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) { a[n++] = Math.sqrt(x[i]) / (1 + y[i] * y[i]) + Math.floor(y[i] / 3) * 2 - Math.abs(y[i]) } }'),
  simple('counted before the loop', 'for (let i = 1; i < 4; i++) n += i\nfor (let i = 0; i < x.length; i++) { if (x[i] > 0) a[n++] = x[i] }', { codes: ['PF101', 'PF101'] }),
  simple('one after the other', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) a[n++] = x[i] }\nfor (let i = 0; i < y.length; i++) { if (y[i] > 0) a[n++] = y[i] }', { codes: ['PF101', 'PF101'] }),
  simple('read after it was written', 'for (let i = 0; i < x.length; i++) { if (x[i] > 0) a[n++] = x[i] }\nfor (let i = 0; i < n; i++) y[i] = a[i] + 1', { codes: ['PF101', 'PF100'] }),
  simple('time steps', 'for (let t = 0; t < 5; t++) { n = 0; for (let i = 0; i < x.length; i++) { if (x[i] > t * 1e8) a[n++] = x[i] } s += n }', { codes: ['PF103', 'PF101'], sizes: some }),
  simple('a loop inside decides', 'for (let i = 0; i < x.length; i++) { let d = 0; for (let k = 0; k < 3; k++) d += y[(i + k) % x.length]; if (d > 0) { a[n] = d; c[n] = i; n++ } }', { codes: ['PF101', 'PF102'], sizes: some }),
  simple('a while inside decides', 'for (let i = 0; i < x.length; i++) { let d = i; while (d > 40) d = d >> 1; if (d > 25) c[n++] = d }', { codes: ['PF101', 'PF102'] }),
  simple('n += condition', 'for (let i = 0; i < x.length; i++) { const keep = x[i] > 0; if (keep) c[n] = i; n += keep ? 1 : 0 }'),
  simple('backwards', 'for (let i = x.length - 1; i >= 0; i--) { if (x[i] > 0) c[n++] = i }'),
]

const nests: Case[] = [
  {
    name: 'pixels', codes: ['PF101', 'PF102'], sizes: [[0, 0], [1, 1], [0, 5], [5, 0], [3, 700], [700, 3], [90, 91], [1, 5000], [5000, 1], [200, 128]],
    source: `/** @parallel */ export function f(image: Uint8Array, xs: Int32Array, ys: Uint16Array, width: number, height: number, n: number) {
      for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (image[y * width + x] > 127) { xs[n] = x; ys[n] = y; n++ }
      return n
    }`,
    inputs: (width, height) => [filled(new Uint8Array(width * height)), target(Int32Array, width * height, 2), target(Uint16Array, width * height, -100), width, height, 3],
  },
  {
    name: 'pixels that exceed their rows', codes: ['PF101', 'PF102'], sizes: [[3, 700], [90, 91]],
    source: `/** @parallel */ export function f(image: Float64Array, out: Float64Array, bright: Float64Array, width: number, height: number) {
      let n = 0, m = 0
      for (let y = 0; y < height; y++) {
        const least = y * 1e6
        for (let x = 0; x < width; x++) { if (image[y * width + x] > least) out[n++] = image[y * width + x]; else if (x > 1) bright[m++] = least }
      }
      return n * 1e6 + m
    }`,
    inputs: (width, height) => [filled(new Float64Array(width * height)), target(Float64Array, width * height, 0), target(Float64Array, width * height, 0), width, height],
  },
  {
    name: 'rows counted by themselves', codes: ['PF100', 'PF102'], sizes: [[3, 700], [90, 91]],
    source: `/** @parallel */ export function f(image: Float64Array, out: Float64Array, width: number, height: number) {
      for (let y = 0; y < height; y++) { let n = 0; for (let x = 0; x < width; x++) if (image[y * width + x] > 0) n++; out[y] = n }
    }`,
    inputs: (width, height) => [filled(new Float64Array(width * height)), target(Float64Array, height, 0), width, height],
  },
  {
    name: 'pairs', codes: ['PF200', 'PF101'], sizes: [[100]],
    source: `/** @parallel */ export function f(x: Float64Array, out: Int32Array) { let n = 0; for (let i = 0; i < x.length; i++) for (let k = 0; k < i; k++) if (x[k] > x[i]) out[n++] = k; return n }`,
    inputs: (trips) => [filled(new Float64Array(trips)), target(Int32Array, trips, 0)],
  },
]

const overlapping: Case[] = [
  {
    name: 'in place, from another view', codes: ['PF101'], sizes: some,
    source: '/** @parallel */ export function f(x: Float64Array, out: Float64Array) { let n = 0; for (let i = 0; i < x.length; i++) if (x[i] > 0) out[n++] = x[i]; return n }',
    inputs: (trips) => { const all = filled(new Float64Array(trips + 5)); return [all.subarray(0, trips), all.subarray(5)] },
  },
  {
    name: 'two arrays that overlap', codes: ['PF101'], sizes: some,
    source: '/** @parallel */ export function f(x: Float64Array, a: Float64Array, b: Float64Array) { let n = 0; for (let i = 0; i < x.length; i++) if (x[i] > 0) { a[n] = x[i]; b[n] = -x[i]; n++ } return n }',
    inputs: (trips) => { const all = filled(new Float64Array(trips + 5)); return [filled(new Float64Array(trips)), all.subarray(0, trips), all.subarray(5)] },
  },
]

await runCases([...[...numbers, ...bigints].flatMap(ofType), ...conversions, ...shapes, ...nests, ...overlapping])
