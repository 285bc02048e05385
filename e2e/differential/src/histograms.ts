/** Histograms of every element type and operator on every back end, with subscripts in and out of range, and sizes around those of chunks and blocks. One JSON line for each program. */
import { type Case as AnyCase, runCases } from './cases.ts'
import type { AnyArray } from './data.ts'
import { Random } from './random.ts'

/** Sizes are pairs of trips and elements; `usual` if absent. */
type Case = Omit<AnyCase, 'sizes' | 'inputs'> & { sizes?: [number, number][]; inputs: (trips: number, bins: number) => unknown[] }

type Maker = { new (length: number): AnyArray; name: string }

const integers: Maker[] = [Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array]
const usual: [number, number][] = [[0, 4], [1, 1], [7, 2], [2047, 2], [2048, 256], [2049, 256], [5000, 1], [20_000, 256], [70_000, 65_536], [100_000, 100_000], [300, 5000]]

const random = new Random(20260)
const whole = (limit: number): number => random.below(limit)

/** Mostly in range; else past either end, between two elements, or no number. */
function subscripts(trips: number, bins: number): Float64Array {
  const odd = [-1, bins, bins + 0.5, 0.5, NaN, Infinity, -Infinity, -0, 2 ** 32, 2 ** 31]
  return Float64Array.from({ length: trips }, () => (whole(10) === 0 ? odd[whole(odd.length)] : whole(bins)))
}

function filled<A extends AnyArray>(array: A): A {
  for (let k = 0; k < array.length; k++) {
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) array[k] = BigInt(whole(2 ** 31)) << BigInt(whole(33))
    else array[k] = array instanceof Float64Array || array instanceof Float32Array ? [NaN, -0, 0, Infinity, -Infinity, random.next(), -random.next(), 1e300][whole(8)] : whole(2 ** 32)
  }
  return array
}

const updates: Record<string, string> = {
  increment: 'h[k[i]]++', decrement: '--h[k[i]]', add: 'h[k[i]] += w[i]', subtract: 'h[k[i]] -= w[i]', or: 'h[k[i]] |= w[i]', and: 'h[k[i]] &= w[i]', xor: 'h[k[i]] ^= w[i]',
  max: 'h[k[i]] = Math.max(h[k[i]], w[i])', min: 'h[k[i]] = Math.min(w[i], h[k[i]])', greater: 'if (w[i] > h[k[i]]) h[k[i]] = w[i]', notLess: 'if (h[k[i]] >= w[i]) h[k[i]] = w[i]',
  masked: 'if (w[i] > 40) h[k[i]] += 3', wrapped: 'h[k[i]] = (h[k[i]] + w[i]) | 0', twice: 'h[k[i]] += w[i]; h[i % 3] -= 7',
}

function ofOperators(make: Maker): Case[] {
  return Object.entries(updates).map(([name, update]) => ({
    name: `${name} ${make.name}`,
    source: `/** @parallel */ export function f(k: Float64Array, w: ${make.name}, h: ${make.name}) { for (let i = 0; i < k.length; i++) { ${update} } }`,
    inputs: (trips, bins) => [subscripts(trips, bins), filled(new make(trips)), filled(new make(bins))],
    codes: ['PF101'],
    ...(name !== 'increment' && { sizes: [[2049, 256], [20_000, 200], [300, 5000]] }),
  }))
}

const cases: Case[] = [
  ...integers.flatMap(ofOperators),
  ...[Float64Array, Float32Array].flatMap((make) => (['max', 'min'] as const).map((name): Case => ({
    name: `${name} ${make.name}`,
    source: `/** @parallel */ export function f(k: Int32Array, w: Float64Array, h: ${make.name}) { for (let i = 0; i < k.length; i++) ${updates[name]} }`,
    inputs: (trips, bins) => [Int32Array.from(subscripts(trips, bins)), filled(new Float64Array(trips)), filled(new make(bins))],
    codes: ['PF101'],
  }))),
  ...[BigInt64Array, BigUint64Array].map((make): Case => ({
    name: `bits of ${make.name}`,
    source: `/** @parallel */ export function f(w: ${make.name}, h: ${make.name}, g: ${make.name}) { for (let i = 0; i < w.length; i++) { h[i % 61] += w[i] * 3n; g[(i + 3) % 7] ^= w[i] } }`,
    inputs: (trips) => [filled(new make(trips)), filled(new make(64)), filled(new make(16))],
    codes: ['PF101'],
  })),
  {
    name: 'clamped', codes: ['PF101'],
    source: '/** @parallel */ export function f(k: Uint8Array, w: Uint8Array, h: Uint8ClampedArray) { for (let i = 0; i < k.length; i++) h[k[i]] = Math.max(h[k[i]], w[i]) }',
    inputs: (trips, bins) => [filled(new Uint8Array(trips)), filled(new Uint8Array(trips)), filled(new Uint8ClampedArray(bins))],
  },
  {
    name: 'bins of numbers', codes: ['PF101'],
    source: '/** @parallel */ export function f(x: Float64Array, low: number, width: number, h: Uint32Array) { for (let i = 0; i < x.length; i++) { const b = Math.floor((x[i] - low) / width); if (b >= 0 && b < h.length) h[b]++ } }',
    inputs: (trips, bins) => [filled(new Float64Array(trips)), -1, 2 / bins, new Uint32Array(bins)],
  },
  {
    name: 'two dimensions, two histograms and a sum', codes: ['PF101', 'PF102'],
    source: `/** @parallel */ export function f(x: Uint8Array, y: Uint8Array, n: number, h: Int32Array, g: Uint16Array) {
      let s = 0
      for (let r = 0; r < n; r++) for (let c = 0; c < 100; c++) { const a = x[r * 100 + c], b = y[r * 100 + c]; h[(a >> 4) * 16 + (b >> 4)]++; g[a] += b; s += b }
      return s
    }`,
    inputs: (trips) => [filled(new Uint8Array(trips - (trips % 100))), filled(new Uint8Array(trips)), Math.floor(trips / 100), filled(new Int32Array(250)), filled(new Uint16Array(256))],
  },
  {
    name: 'one element for all lanes of a row', codes: ['PF101', 'PF102'],
    source: `/** @parallel */ export function f(x: Float64Array, k: Uint8Array, h: Int32Array, g: Uint16Array) {
      for (let r = 0; r < x.length; r++) for (let c = 0; c < 8; c++) { h[Math.floor(x[r] * 7)] += c; g[k[r]] += 3 }
    }`,
    inputs: (trips) => [Float64Array.from({ length: trips }, () => whole(40) - 2.5 * (whole(9) === 0 ? 1 : 0)), filled(new Uint8Array(trips)), filled(new Int32Array(250)), filled(new Uint16Array(200))],
    sizes: [[1, 1], [100, 1], [5000, 1]],
  },
  {
    name: 'loops inside', codes: ['PF101', 'PF102'],
    source: `/** @parallel */ export function f(first: Int32Array, bin: Uint16Array, h: Int32Array) {
      for (let r = 0; r < first.length; r++) { let t = first[r]; while (t > 0) { h[bin[(t * 7 + r) % 50]]++; t = (t - 1) >> 1 } }
    }`,
    inputs: (trips, bins) => [Int32Array.from({ length: trips }, () => whole(1000)), filled(new Uint16Array(50)), filled(new Int32Array(bins))],
  },
  {
    name: 'time steps', codes: ['PF103', 'PF101', 'PF100'],
    source: `/** @parallel */ export function f(x: Float64Array, h: Int32Array, out: Float64Array, steps: number) {
      for (let s = 0; s < steps; s++) {
        for (let i = 0; i < x.length; i++) h[x[i] & 31]++
        for (let i = 0; i < x.length; i++) { x[i] = x[i] + h[i & 31] }
        out[s] = h[3]
      }
    }`,
    inputs: (trips) => [Float64Array.from({ length: trips }, () => whole(1000)), filled(new Int32Array(32)), new Float64Array(4), 4],
    sizes: [[0, 1], [100, 1], [5000, 1], [40_000, 1]],
  },
  {
    name: 'one array twice', codes: ['PF101'],
    source: '/** @parallel */ export function f(k: Int32Array, h: Int32Array) { for (let i = 0; i < k.length; i++) h[k[i]]++ }',
    inputs: (trips) => { const k = Int32Array.from({ length: trips }, (_, i) => (i * 7) % trips); return [k, k] },
    sizes: [[100, 1], [5000, 1]],
  },
  {
    name: 'overlapping views', codes: ['PF101'],
    source: '/** @parallel */ export function f(k: Int32Array, h: Int32Array, g: Int32Array) { for (let i = 0; i < k.length; i++) { h[k[i]]++; g[k[i]] += 2 } }',
    inputs: (trips) => { const all = new Int32Array(300); return [Int32Array.from({ length: trips }, () => whole(250)), all.subarray(0, 200), all.subarray(100)] },
    sizes: [[100, 1], [5000, 1]],
  },
  {
    name: 'weights out of range', codes: ['PF101'],
    source: '/** @parallel */ export function f(k: Uint8Array, w: Int32Array, n: number, h: Int32Array) { for (let i = 0; i < n; i++) h[k[i]] += w[i] }',
    inputs: (trips) => [filled(new Uint8Array(trips)), filled(new Int32Array(trips >> 1)), trips, filled(new Int32Array(256))],
    sizes: [[100, 1], [5000, 1]],
  },
]

/** Those whose order can be seen, each with the reason that it has. */
const refused: [name: string, parameters: string, update: string][] = [
  ['counts of doubles', 'k: Uint8Array, h: Float64Array', 'h[k[i]]++'],
  ['sums of singles', 'k: Uint8Array, h: Float32Array', 'h[k[i]] += 0.1'],
  ['clamped sums', 'k: Uint8Array, h: Uint8ClampedArray', 'h[k[i]] += 3'],
  ['fractions', 'k: Uint8Array, h: Int32Array, w: Float64Array', 'h[k[i]] += w[i]'],
  ['weights by data', 'k: Uint8Array, h: Int32Array, w: Int32Array', 'h[k[i]] += w[k[i]]'],
  ['products', 'k: Uint8Array, h: Int32Array', 'h[k[i]] *= 3'],
  ['sums and extrema', 'k: Uint8Array, h: Int32Array, w: Int32Array', 'h[k[i]] += 1; h[k[i] + 1] = Math.max(h[k[i] + 1], w[i])'],
  ['read besides', 'k: Uint8Array, h: Int32Array, w: Int32Array', 'h[k[i]]++; w[i] = h[3]'],
  ['value of the update', 'k: Uint8Array, h: Int32Array, w: Int32Array', 'w[i] = h[k[i]]++'],
  ['too large for the element', 'k: Uint8Array, h: Uint8Array, w: Uint16Array', 'h[k[i]] = Math.max(h[k[i]], w[i])'],
  ['between load and store', 'k: Uint8Array, h: Int32Array, w: Uint8Array', 'const t = h[k[i]]; h[w[i]]++; h[k[i]] = t + 1'],
  ['greater of doubles', 'k: Uint8Array, h: Float64Array, w: Float64Array', 'if (w[i] > h[k[i]]) h[k[i]] = w[i]'],
  ['takes NaN', 'k: Uint8Array, h: Int32Array, w: Int32Array', 'if (!(w[i] <= h[k[i]])) h[k[i]] = w[i]'],
  ['another value', 'k: Uint8Array, h: Int32Array, w: Int32Array', 'if (w[i] > h[k[i]]) h[k[i]] = w[i] + 1'],
]
const makers: Record<string, Maker> = { Float64Array, Float32Array, Int32Array, Uint8Array, Uint16Array, Uint8ClampedArray }

cases.push(...refused.map(([name, parameters, update]): Case => ({
  name,
  source: `/** @parallel */ export function f(${parameters}) { for (let i = 0; i < k.length; i++) { ${update} } }`,
  inputs: (trips, bins) => parameters.split(', ').map((parameter) => {
    const [array, make] = parameter.split(': ')
    return filled(new makers[make](array === 'h' ? bins : trips))
  }),
  codes: ['PF202'], sizes: [[3000, 300]],
})))

await runCases(cases.map((one) => ({ sizes: usual, ...one })))
