/** `window.bits`: fingerprints of what the kernels compute, for comparison between threads, rungs and engines; and whether what can be compared with the plain functions is right. */
import { alloc, configure, info, ready } from 'parfor'
import type { Configuration, Information } from 'parfor'
import * as parallel from './kernels.parallel.ts'
import * as plain from './kernels.ts'

type Arrays = readonly (Float64Array | Float32Array | Int16Array | Uint8ClampedArray | Uint32Array)[]

/** FNV-1a over the bits; all NaNs count as equal. */
function hash(arrays: Arrays): string {
  let h = 0x811c9dc5
  for (const array of arrays) for (const byte of new Uint8Array(Float64Array.from(array, (value) => (Number.isNaN(value) ? 1e-300 : value)).buffer)) h = Math.imul(h ^ byte, 0x01000193)
  return (h >>> 0).toString(16)
}

const special = [0, -0, NaN, Infinity, -Infinity, 5e-324, -5e-324, 2 ** -1022, Number.MAX_VALUE, -Number.MAX_VALUE, 0.5, -0.5, 1.5, 2 ** 31, 2 ** 32, -(2 ** 31) - 1, 709.78, -745.13]
const scales = [1e-300, 1e-9, 1, 3, 20, 1500, 1e5, 2 ** 33, 1e300]

/** Equal in all engines: whole numbers and products of two doubles. */
function input(length: number): Float64Array {
  let state = 12345
  return Float64Array.from({ length }, (_, i) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return i < special.length ? special[i] : (state / 2 ** 32 - 0.5) * scales[i % scales.length]
  })
}

const same = (a: Arrays, b: Arrays): boolean => a.every((array, k) => array.every((value, i) => Object.is(value, b[k][i])))

type Create = <T extends Float64Array | Float32Array | Int16Array | Uint8ClampedArray | Uint32Array>(constructor: { new (length: number): T; readonly BYTES_PER_ELEMENT: number }, length: number) => T

const results = (create: Create, length: number): [Float64Array, Float32Array, Int16Array, Uint8ClampedArray, Uint32Array] =>
  [create(Float64Array, 8 * length), create(Float32Array, length), create(Int16Array, length), create(Uint8ClampedArray, length), create(Uint32Array, length)]

const inHeap = alloc as unknown as Create
const ordinary: Create = (constructor, length) => new constructor(length)

export interface Bits { fingerprint: string; right: boolean; info: Information }

function compute(create: Create, length: number): { fingerprint: string; right: boolean } {
  const x = create(Float64Array, length)
  x.set(input(length))
  const values = create(Float64Array, 23 * length)
  parallel.transcendental(x, values)
  const [own, expected] = [results(create, length), results(ordinary, length)]
  parallel.exact(x, ...own)
  plain.exact(x, ...expected)
  const finite = x.map((value) => (Math.abs(value) < 1e100 ? value : 1))
  return { fingerprint: hash([values, ...own, Float64Array.of(parallel.sum(finite))]), right: same(own, expected) }
}

async function bits(settings: Configuration): Promise<Bits> {
  await ready()
  configure({ gate: 'off', ...settings })
  const all = [inHeap, ordinary].flatMap((create) => [1, 17, 5000, 40_000].map((length) => compute(create, length)))
  return { fingerprint: all.map(({ fingerprint }) => fingerprint).join(), right: all.every(({ right }) => right), info: info() }
}

export type BitsOfPage = typeof bits
Object.assign(globalThis, { bits, parfor: { alloc, info } })
document.documentElement.dataset.state = 'loaded'
