import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { alloc, configure, info, ready, withOptions } from 'parfor'
import type { Backend } from 'parfor'
import { both } from './compiled.ts'
import type { Exports } from './compiled.ts'

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
beforeEach(() => { configure({ gate: 'off' }) })
afterEach(() => {
  configure({ gate: 'on' })
  warnings.mockClear()
})

const source = `
/** @parallel */
export function scale(x, factor) { for (let i = 0; i < x.length; i++) x[i] = x[i] * factor + 1 }
/** @parallel */
export function typed(x: Float64Array, out: Float64Array) { for (let i = 0; i < x.length; i++) out[i] = x[i] * 3 }
/** @parallel */
export function wrap(x: BigInt64Array, by: bigint) { for (let i = 0; i < x.length; i++) x[i] = x[i] + by }
/** @parallel */
export function sum(x: Float64Array) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i]; return s }
/** @parallel */
export function doubled(n: number) { const out = new Float64Array(n); for (let i = 0; i < n; i++) out[i] = i * 2; return out }
`
let compiled: Exports
let plain: Exports

beforeAll(async () => {
  ({ compiled, plain } = both(source))
  await ready()
})

const call = (f: Exports[string], ...values: unknown[]): unknown => (f as (...values: unknown[]) => unknown)(...values)
const counts = (name: string) => info().regions.find((region) => region.name.startsWith(`${name}:`) && region.file === 'module.ts')!

describe('types that the source does not tell', () => {
  it.each([Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray])('%o is compiled for at its first call', (constructor) => {
    const before = counts('scale').wasm
    for (const backend of ['wasm', 'wasm1', 'js'] as Backend[]) {
      const [got, wanted] = [0, 1].map(() => (constructor as unknown as Float64ArrayConstructor).from({ length: 3001 }, (_, i) => i * 0.7 - 50))
      call(withOptions(compiled.scale, { backend }), got, 1.5)
      call(plain.scale, wanted, 1.5)
      expect(got).toEqual(wanted)
    }
    expect(counts('scale').wasm).toBe(before + 2)
    expect(warnings).not.toHaveBeenCalled()
  })

  it('leaves BigInt arrays, ordinary arrays and objects to the original, with its errors', () => {
    const bigints = new BigInt64Array(10)
    expect(() => call(compiled.scale, bigints, 2)).toThrow(TypeError)
    expect(() => call(plain.scale, bigints, 2)).toThrow(TypeError)
    const numbers = [1, 2, 3]
    call(compiled.scale, numbers, 2)
    expect(numbers).toEqual([3, 5, 7])
    expect(() => call(compiled.scale, null, 2)).toThrow(TypeError)
    expect(warnings.mock.calls.map(([text]) => String(text))).toEqual(expect.arrayContaining([expect.stringMatching(/PF401.*module\.ts.*BigInt64Array/)]))
  })

  it('runs as the original when declared types are not kept', () => {
    const x = Float32Array.of(1, 2, 3)
    const out = new Float64Array(3)
    call(compiled.typed, x, out)
    expect(out).toEqual(Float64Array.of(3, 6, 9))
  })
})

describe('BigInt', () => {
  it('wraps as stores do', () => {
    const [got, wanted] = [0, 1].map(() => BigInt64Array.from({ length: 1000 }, (_, i) => (i % 2 ? 2n ** 63n - 1n : -5n)))
    call(compiled.wrap, got, 3n)
    call(plain.wrap, wanted, 3n)
    expect(got).toEqual(wanted)
    expect(counts('wrap').wasm).toBe(1)
  })

  it.each([3, '3', null, undefined, 2n ** 64n])('mixed with %s: what plain JavaScript does', (by) => {
    const attempt = (f: Exports[string]): unknown => {
      const x = new BigInt64Array(4)
      try {
        call(f, x, by)
        return x
      } catch (error) {
        return String(error)
      }
    }
    expect(attempt(compiled.wrap)).toEqual(attempt(plain.wrap))
  })
})

describe('numbers', () => {
  const values = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i) * 1e3)

  it('the same bits on every rung, with any number of threads, on any kind of array', () => {
    const shared = alloc(Float64Array, values.length)
    shared.set(values)
    const results = new Set<unknown>()
    for (const backend of ['wasm', 'wasm1', 'js'] as Backend[]) {
      for (const threads of [1, 2, 3]) for (const x of [values, shared]) results.add(call(withOptions(compiled.sum, { backend, threads }), x))
    }
    expect(results.size).toBe(1)
    expect([...results][0]).toBeCloseTo(call(plain.sum, values) as number, 6)
  })

  it('exact: true gives the bits of the plain function', () => {
    expect(call(withOptions(compiled.sum, { exact: true }), values)).toBe(call(plain.sum, values))
  })

  it('below the gate the original runs and nothing is counted', () => {
    configure({ gate: 'on' })
    const before = counts('sum').calls
    expect(call(compiled.sum, values.subarray(0, 10))).toBe(call(plain.sum, values.subarray(0, 10)))
    expect(counts('sum').calls).toBe(before)
  })

  it('results live in the shared heap and feed the next call without a copy', () => {
    const out = call(compiled.doubled, 50_000) as Float64Array
    expect(out.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(out).toEqual(call(plain.doubled, 50_000))
    expect(call(compiled.doubled, 3)).toEqual(Float64Array.of(0, 2, 4))
    expect(() => call(compiled.doubled, -1)).toThrow(RangeError)
  })
})
