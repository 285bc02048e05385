/**
 * Histogram updates of every element type and operator: by a thread alone, in private copies, and atomically. The threads of a team run one after the other here, each
 * with a part of the trips; that they can run at the same time is for the tests with workers.
 */
import { describe, expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import type { HistogramOperator } from '../../src/ir/types.ts'
import { nativeType } from '../../src/ir/vocabulary.ts'
import { compileRegion, numbers, type TypedArray } from './harness.ts'

const makers = {
  f64: Float64Array, f32: Float32Array, i64: BigInt64Array, u64: BigUint64Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array,
  i8: Int8Array, u8: Uint8Array, u8c: Uint8ClampedArray,
} as const
type Element = keyof typeof makers

const TEAM = 64
const FRAME = 1024

function source(element: Element, operator: HistogramOperator, subscript: 'f64' | 'i32', isMasked: boolean): string {
  const update = `histogram h[%b] ${operator} %w checked`
  return `region r {
    array k: ${subscript} read array w: ${element} read array h: ${element} read written
    prologue { %n: i32 = length k %m: ${subscript} = const 40 }
    body { parfor #0 [#0 %i: i32 < %n] {
      %b: ${subscript} = load k[%i] guarded
      %w: ${nativeType(element)} = load w[%i] guarded
      ${isMasked ? `%c: bool = lt %b, %m if %c { ${update} }` : update}
    } }
  }`
}

/** Thread by thread, each with its part of `k` and `w`; `h` is for all of them. */
function run(text: string, [k, w, h]: TypedArray[], threads: number): void {
  const { bytes, layout } = compileRegion(parseRegion(text))
  let next = FRAME + layout.bytes + threads * layout.threadBytes
  const addresses = [k, w, h].map((array) => {
    const address = Math.ceil(next / 64) * 64 + 64
    next = address + array.byteLength + 64
    return address
  })
  const memory = new WebAssembly.Memory({ initial: Math.ceil(next / 65536), maximum: 65536, shared: true })
  const view = new DataView(memory.buffer)
  const all = new Uint8Array(memory.buffer)
  ;[k, w, h].forEach((array, index) => all.set(new Uint8Array(array.buffer), addresses[index]))
  view.setInt32(FRAME, TEAM, true)
  view.setInt32(FRAME + 4, threads, true)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), { env: { memory, barrier: () => undefined } })
  const part = Math.ceil(k.length / threads)
  for (let thread = 0; thread < threads; thread++) {
    const [start, end] = [Math.min(thread * part, k.length), Math.min((thread + 1) * part, k.length)]
    const cells = [[addresses[0] + start * k.BYTES_PER_ELEMENT, end - start], [addresses[1] + start * w.BYTES_PER_ELEMENT, end - start], [addresses[2], h.length]]
    cells.flat().forEach((value, index) => view.setInt32(FRAME + layout.arrays + 4 * index, value, true))
    view.setInt32(TEAM, 0, true)
    ;(exports.region as (frame: number, thread: number) => void)(FRAME, thread)
  }
  for (let byte = 1; byte <= 64; byte++) if (all[addresses[2] - byte] !== 0 || all[addresses[2] + h.byteLength + byte - 1] !== 0) throw new Error('bytes beside the histogram were written')
  new Uint8Array(h.buffer).set(all.subarray(addresses[2], addresses[2] + h.byteLength))
}

const combine: Record<HistogramOperator, { number: (a: number, b: number) => number; bigint: (a: bigint, b: bigint) => bigint }> = {
  add: { number: (a, b) => a + b, bigint: (a, b) => a + b },
  min: { number: Math.min, bigint: (a, b) => (a < b ? a : b) },
  max: { number: Math.max, bigint: (a, b) => (a > b ? a : b) },
  and: { number: (a, b) => a & b, bigint: (a, b) => a & b },
  or: { number: (a, b) => a | b, bigint: (a, b) => a | b },
  xor: { number: (a, b) => a ^ b, bigint: (a, b) => a ^ b },
}

function inJavaScript(operator: HistogramOperator, [k, w, h]: TypedArray[], isMasked: boolean): void {
  for (let i = 0; i < k.length; i++) {
    const [at, value] = [k[i] as number, w[i]]
    if (!Number.isInteger(at) || at < 0 || at >= h.length || (isMasked && at >= 40)) continue
    h[at] = typeof value === 'bigint' ? combine[operator].bigint(h[at] as bigint, value) : combine[operator].number(h[at] as number, value)
  }
}

function valuesOf(element: Element, length: number, seed: number): TypedArray {
  const whole = (index: number): number => Math.imul(index + seed, 0x9e3779b1) ^ (index * seed)
  const indices = Array.from({ length }, (_, index) => index)
  if (element === 'i64' || element === 'u64') return new makers[element](indices.map((index) => (BigInt(whole(index)) << 32n) | BigInt(whole(index + 7) >>> 0)))
  if (element === 'f64' || element === 'f32') return new makers[element](numbers(length + seed, true).slice(seed))
  return new makers[element](indices.map(whole))
}

const elements = Object.keys(makers) as Element[]
const operatorsOf = (element: Element): HistogramOperator[] => {
  if (element === 'f64' || element === 'f32') return ['min', 'max']
  return element === 'u8c' ? ['min', 'max', 'and', 'or', 'xor'] : ['add', 'min', 'max', 'and', 'or', 'xor']
}
const sizes = [[0, 3], [1, 1], [9, 2], [2049, 50], [2000, 6000]]

describe.each(elements)('%s', (element) => {
  test.each(operatorsOf(element))('%s', (operator) => {
    for (const subscript of ['f64', 'i32'] as const) for (const isMasked of [false, true]) {
      const text = source(element, operator, subscript, isMasked)
      for (const [trips, bins] of sizes) {
        const subscripts = Array.from({ length: trips }, (_, index) => (index % 11 === 3 ? [-1, bins, 2 ** 31, 0.5, NaN, -0][index % 6] : (index * index + 3 * index) % bins))
        const k = (subscript === 'f64' ? Float64Array : Int32Array).from(subscripts)
        const w = valuesOf(element, trips, 3)
        const expected = valuesOf(element, bins, 11)
        inJavaScript(operator, [k, w, expected], isMasked)
        for (const threads of [1, 2, 5]) {
          const h = valuesOf(element, bins, 11)
          run(text, [k, w, h], threads)
          const different = expected.findIndex((value: number | bigint, index: number) => !Object.is(value, h[index]))
          expect(different, `${trips} trips, ${bins} elements, ${threads} threads`).toBe(-1)
        }
      }
    }
  })
})
