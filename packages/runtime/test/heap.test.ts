import vm from 'node:vm'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { alloc, free, info, ParforError, ready } from 'parfor'
import type { TypedArray, TypedArrayConstructor } from 'parfor'
import { make } from 'parfor/internal'

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => { warnings.mockClear() })
beforeAll(async () => { await ready() })

const inHeap = (array: TypedArray): boolean => array.buffer.byteLength > 1_000_000
const constructors: TypedArrayConstructor[] = [
  Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray, BigInt64Array, BigUint64Array,
]

function attempt(f: () => TypedArray): TypedArray | string {
  try {
    return f()
  } catch (error) {
    return `${(error as Error).constructor.name}: ${(error as Error).message}`
  }
}

/** The same expression with `new` and with `make`: equal arrays, or equal errors. */
function same(constructor: unknown, ...values: unknown[]): TypedArray | undefined {
  const wanted = attempt(() => new (constructor as new (...values: unknown[]) => TypedArray)(...values))
  const got = attempt(() => make(constructor as new () => TypedArray, ...values))
  if (typeof wanted === 'string' || typeof got === 'string') {
    expect(got).toBe(wanted)
    return undefined
  }
  expect(Object.getPrototypeOf(got)).toBe(Object.getPrototypeOf(wanted))
  expect(got.length).toBe(wanted.length)
  expect(Array.from<unknown>(got)).toEqual(Array.from<unknown>(wanted))
  return got
}

describe('make', () => {
  it.each(constructors.map((constructor) => [(constructor as unknown as { name: string }).name, constructor] as const))('%s: zeroed in the shared heap, aligned', (_, constructor) => {
    for (let round = 0; round < 3; round++) {
      const array = same(constructor, 40_001)!
      expect(inHeap(array)).toBe(true)
      expect(array.byteOffset % 16).toBe(0)
      // What was freed is used again, and is zeroed again.
      array.fill((array instanceof BigInt64Array || array instanceof BigUint64Array ? 1n : 1) as never)
      free(array)
    }
  })

  it('leaves small arrays ordinary', () => {
    expect(inHeap(make(Float64Array, 1000))).toBe(false)
  })

  it.each([
    [-1], [1.5], [40_000.9], [NaN], ['40000'], [null], [undefined], [true], [2 ** 53], [1e300], [Symbol.iterator], [10n], [-0],
  ] as unknown[][])('new Float64Array(%s) as it is', (value) => { same(Float64Array, value) })

  it('without arguments', () => { same(Float64Array) })

  it('copies what can be copied, converting as the constructor does', () => {
    const source = Float64Array.from({ length: 10_000 }, (_, i) => i * 1.37 - 300)
    for (const constructor of constructors) same(constructor, source)
    expect(inHeap(same(Float32Array, source)!)).toBe(true)
    expect(inHeap(same(Float64Array, Array.from(source))!)).toBe(true)
    expect(inHeap(same(Float64Array, new Set(source))!)).toBe(true)
    expect(inHeap(same(Uint8ClampedArray, { length: 40_000, 3: 7.5 })!)).toBe(true)
    same(BigInt64Array, Array.from({ length: 5000 }, (_, i) => BigInt(i)))
    same(Float64Array, ['1', {}, undefined, null])
    const detached = new Float64Array(5000)
    structuredClone(detached.buffer, { transfer: [detached.buffer] })
    same(Float64Array, detached)
    same(Float64Array, { length: -1 })
    same(Float64Array, { length: 2 ** 60 })
    same(Float64Array, { get length() { throw new RangeError('no length') } })
  })

  it('keeps views views', () => {
    const buffer = new ArrayBuffer(80_000)
    for (const values of [[buffer], [buffer, 8], [buffer, 8, 100]]) {
      const array = make(Float64Array, ...values)
      expect(array.buffer).toBe(buffer)
      same(Float64Array, ...values)
    }
    same(Float64Array, buffer, 3)
    same(Float64Array, new SharedArrayBuffer(80_000))
  })

  it('takes constructors of other realms, and leaves subclasses, proxies and functions to themselves', () => {
    const foreign = vm.runInNewContext('Float64Array') as Float64ArrayConstructor
    const array = make(foreign, 5000)
    expect(inHeap(array)).toBe(true)
    expect(Object.getPrototypeOf(array)).toBe(foreign.prototype)
    class Special extends Float64Array {
      constructor(length: number) { super(length * 2) }
    }
    expect(make(Special, 5000).length).toBe(10_000)
    const calls = vi.fn()
    const proxy = new Proxy(Float64Array, { construct: (target, values) => { calls(); return new target(...(values as [number])) } })
    make(proxy, 5000)
    expect(calls).toHaveBeenCalledTimes(1)
    expect(() => make((() => 1) as never, 5000)).toThrow(TypeError)
    expect(() => make(undefined as never, 5000)).toThrow(TypeError)
  })
})

describe('alloc and free', () => {
  it('allocates any length, also none, and the arrays look like any other', () => {
    const used = info().heap.used
    const none = alloc(Float64Array, 0)
    expect(none.length).toBe(0)
    free(none)
    const array = alloc(Int16Array, 3)
    expect(info().heap.used).toBeGreaterThan(used)
    expect(Object.keys(array)).toEqual(['0', '1', '2'])
    expect(Reflect.ownKeys(array)).toEqual(['0', '1', '2'])
    free(array)
    expect(info().heap.used).toBe(used)
  })

  it.each([
    [Array, 10, /takes a typed-array constructor/], [undefined, 10, /takes a typed-array constructor/], [Float64Array, -1, /the length must be a whole number/],
    [Float64Array, 1.5, /must be a whole number/], [Float64Array, '10', /must be a whole number/], [DataView, 10, /typed-array constructor/],
  ])('refuses alloc(%s, %s)', (constructor, length, message) => {
    let error: unknown
    try { alloc(constructor as never, length as never) } catch (thrown) { error = thrown }
    expect(error).toBeInstanceOf(ParforError)
    expect(error).toMatchObject({ code: 'PF501', message: expect.stringMatching(message) })
  })

  it.each([
    ['an ordinary array', () => new Float64Array(3), /not in the shared heap/],
    ['an array of numbers', () => [1, 2], /takes a typed array/],
    ['null', () => null, /takes a typed array/],
    ['a freed array', () => { const array = alloc(Float64Array, 100); free(array); return array }, /freed before/],
    ['a view of a freed array', () => { const array = alloc(Float64Array, 100); const part = array.subarray(50); free(array); return part }, /freed before/],
  ])('free refuses %s', (_, makeArray, message) => {
    let error: unknown
    try { free(makeArray() as never) } catch (thrown) { error = thrown }
    expect(error).toBeInstanceOf(ParforError)
    expect(error).toMatchObject({ code: 'PF502', message: expect.stringMatching(message) })
  })

  it('says once that the heap is full, and goes on with ordinary arrays', () => {
    const size = 2 ** 29
    const held: TypedArray[] = []
    for (let k = 0; k < 9; k++) held.push(alloc(Uint8Array, size))
    expect(held.some((array) => !(array.buffer instanceof SharedArrayBuffer))).toBe(true)
    expect(warnings.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('PF403'))).toHaveLength(1)
    expect(String(warnings.mock.calls[0][0])).toMatch(/the shared heap is full: [\d.]+ MB are used.*free\(\) arrays/)
    for (const array of held) free(array)
    const again = alloc(Uint8Array, size)
    expect(again.buffer).toBeInstanceOf(SharedArrayBuffer)
    free(again)
    expect(() => free(again)).toThrow(/freed before/)
  })
})
