import vm from 'node:vm'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { alloc, free, info, ParforError, ready, withOptions } from 'parfor'
import { region } from 'parfor/internal'
import type { RegionHandle } from 'parfor/internal'
import { javaScriptCalls, scaleDescriptor } from './kernels.ts'

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
afterEach(() => { warnings.mockClear() })

beforeAll(async () => { await ready() })

const handleOf = (changes: Parameters<typeof scaleDescriptor>[0] = {}): RegionHandle & { name: string } => {
  const descriptor = scaleDescriptor(changes)
  return Object.assign(region(descriptor)!, { name: descriptor.name })
}
const countsOf = ({ name }: { name: string }) => info().regions.find((one) => one.name === name)!
const numbers = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => i + 0.5)
const messages = (): string => warnings.mock.calls.map(([text]) => String(text)).join('\n')

describe('a call', () => {
  it.each([1, 2, 3, 1000, 100_001])('computes %i elements on ordinary arrays and hands out the outputs', (length) => {
    const handle = handleOf()
    const out = new Float64Array(length)
    expect(handle.run(out, numbers(length), 3)).toBe(true)
    expect(out).toEqual(numbers(length).map((value) => value * 3))
    expect(handle.out).toEqual([length])
    expect(countsOf(handle)).toMatchObject({ calls: 1, wasm: 1, js: 0, original: 0 })
  })

  it('uses arrays of the shared heap where they are', () => {
    const handle = handleOf()
    const [out, x] = [alloc(Float64Array, 5000), alloc(Float64Array, 5000)]
    x.set(numbers(5000))
    expect(handle.run(out, x, 2)).toBe(true)
    expect(out).toEqual(numbers(5000).map((value) => value * 2))
    free(out)
    free(x)
  })

  it('takes subarrays, at odd offsets too, and leaves their surroundings alone', () => {
    const handle = handleOf()
    for (const whole of [new Float64Array(100), alloc(Float64Array, 100)]) {
      whole.fill(-1)
      expect(handle.run(whole.subarray(3, 50), numbers(100).subarray(1), 2)).toBe(true)
      expect(whole.subarray(3, 50)).toEqual(numbers(100).subarray(1, 48).map((value) => value * 2))
      expect([whole[2], whole[50]]).toEqual([-1, -1])
    }
  })

  it('runs with no elements, on detached and on out-of-bounds arrays', () => {
    const handle = handleOf()
    expect(handle.run(new Float64Array(0), new Float64Array(0), 2)).toBe(true)
    const detached = numbers(10)
    structuredClone(detached.buffer, { transfer: [detached.buffer] })
    expect(handle.run(detached, numbers(10), 2)).toBe(true)
    const shrunk = new ArrayBuffer(80, { maxByteLength: 80 } as object) as ArrayBuffer & { resize(length: number): void }
    const view = new Float64Array(shrunk, 0, 10)
    shrunk.resize(16)
    expect(handle.run(view, numbers(10), 2)).toBe(true)
    expect(handle.out).toEqual([0])
  })

  it('fixes the length of a length-tracking view', () => {
    const handle = handleOf()
    const growing = new ArrayBuffer(80, { maxByteLength: 800 } as object) as ArrayBuffer & { resize(length: number): void }
    const out = new Float64Array(growing)
    growing.resize(160)
    expect(handle.run(out, numbers(20), 2)).toBe(true)
    expect(out).toEqual(numbers(20).map((value) => value * 2))
  })

  it('does not overwrite an array that it only reads', () => {
    const handle = handleOf()
    const x = numbers(1000)
    const writes = vi.spyOn(x, 'set')
    handle.run(new Float64Array(1000), x, 2)
    expect(x).toEqual(numbers(1000))
    expect(writes).not.toHaveBeenCalled()
  })

  it('keeps the old contents of what it does not overwrite', () => {
    const handle = handleOf({ arrays: [{ name: 'out', element: 'f64', read: false, written: true }, { name: 'x', element: 'f64', read: true, written: false }] })
    const out = numbers(10)
    expect(withOptions(handle.run.bind(handle), { threads: 1 })(out, numbers(10), 1)).toBe(true)
    expect(out).toEqual(numbers(10))
  })
})

describe('kinds of values', () => {
  it('goes by brand: other realms, subclasses, arrays with properties of their own', () => {
    const handle = handleOf()
    const foreign = vm.runInNewContext('new Float64Array(100)') as Float64Array
    expect(foreign instanceof Float64Array).toBe(false)
    expect(handle.run(foreign, numbers(100), 2)).toBe(true)
    expect(Array.from(foreign)).toEqual(Array.from(numbers(100), (value) => value * 2))
    class Special extends Float64Array { note = 'own' }
    expect(handle.run(new Special(10), numbers(10), 2)).toBe(true)
    const odd = Object.defineProperty(numbers(10), Symbol.toStringTag, { value: 'Int32Array' })
    expect(handle.run(odd, numbers(10), 2)).toBe(true)
  })

  it('does not take an array whose length property is not the built-in one, and runs no user code to find out', () => {
    const handle = handleOf()
    class Special extends Float64Array {
      override get length(): number { throw new Error('user code') }
    }
    expect(handle.run(new Special(10), numbers(10), 2)).toBe(false)
    expect(handle.run(new Float64Array(10), Object.defineProperty(numbers(10), 'length', { value: 5 }), 2)).toBe(false)
    expect(messages()).toMatch(/"out" has a length property of its own/)
  })

  it.each([
    ['an Int32Array', [new Int32Array(9), new Float64Array(9), 2], /"out" is an Int32Array, compiled for a Float64Array/],
    ['a BigInt array', [new Float64Array(9), new BigInt64Array(9), 2], /"x" is a BigInt64Array/],
    ['an ordinary array', [new Float64Array(9), [1, 2], 2], /"x" is another object/],
    ['null', [new Float64Array(9), null, 2], /"x" is null/],
    ['a liar', [new Float64Array(9), { [Symbol.toStringTag]: 'Float64Array', length: 9 }, 2], /"x" is another object/],
    ['a proxy', [new Float64Array(9), new Proxy(new Float64Array(9), {}), 2], /"x" is another object/],
    ['a bigint scalar', [new Float64Array(9), new Float64Array(9), 2n], /"factor" is a value of type bigint, compiled for a number/],
    ['a string scalar', [new Float64Array(9), new Float64Array(9), '2'], /"factor" is a value of type string/],
  ])('leaves the call with %s to the original, and says so once', (_, values, message) => {
    const handle = handleOf()
    expect(handle.run(...(values as unknown[]))).toBe(false)
    expect(handle.run(...(values as unknown[]))).toBe(false)
    expect(messages()).toMatch(message)
    expect(messages()).toMatch(/PF401.*test\/scale\.ts/)
    expect(warnings).toHaveBeenCalledTimes(1)
    expect(countsOf(handle)).toMatchObject({ calls: 2, original: 2 })
  })

  it('says nothing about functions that nobody marked', () => {
    const handle = handleOf({ unasked: true })
    expect(handle.run(new Float64Array(9), [1, 2], 2)).toBe(false)
    expect(warnings).not.toHaveBeenCalled()
    expect(countsOf(handle)).toMatchObject({ calls: 1, original: 1 })
  })

  it.each([
    ['i64', 2n ** 63n - 1n, true], ['i64', 2n ** 63n, false], ['i64', -(2n ** 63n), true], ['u64', 2n ** 64n - 1n, true], ['u64', -1n, false], ['i64', 1, false],
    ['bool', true, true], ['bool', 1, false], ['i32', 1, true], ['i32', 1.5, false], ['i32', 2 ** 31, false], ['i32', -0, false], ['u32', 2 ** 31, true], ['u32', -1, false],
    ['f32', 0.5, true], ['f32', 0.1, false], ['f32', NaN, true],
  ] as const)('a scalar of type %s accepts %s: %s', (type, value, accepted) => {
    const js = vi.fn(() => true)
    const handle = handleOf({ arrays: [], aliases: [], scalars: [{ name: 's', type }], outputs: [], js })
    expect(withOptions(() => handle.run(value), { backend: 'js' })()).toBe(accepted)
  })
})

describe('overlapping arrays', () => {
  const makers: [string, (length: number) => Float64Array][] = [['ordinary', (length) => new Float64Array(length)], ['heap', (length) => alloc(Float64Array, length)]]

  it.each(makers)('runs in place on the identical view (%s)', (_, make) => {
    const handle = handleOf()
    const x = make(1000)
    x.set(numbers(1000))
    expect(handle.run(x, x, 2)).toBe(true)
    expect(Array.from(x)).toEqual(Array.from(numbers(1000), (value) => value * 2))
    const twin = new Float64Array(x.buffer as ArrayBuffer, x.byteOffset, x.length)
    expect(handle.run(x, twin, 0.5)).toBe(true)
    expect(Array.from(x)).toEqual(Array.from(numbers(1000)))
  })

  it.each(makers)('refuses views that are shifted (%s), writing nothing', (_, make) => {
    const handle = handleOf()
    const x = make(1000)
    x.set(numbers(1000))
    expect(handle.run(x.subarray(1), x.subarray(0, 999), 2)).toBe(false)
    expect(Array.from(x)).toEqual(Array.from(numbers(1000)))
    expect(messages()).toMatch(/PF402.*"out" and "x" overlap/)
    expect(handle.run(x.subarray(0, 500), x.subarray(500), 2)).toBe(true)
  })

  it('refuses the identical view where the rule says so', () => {
    const handle = handleOf({ aliases: [[0, 1, 0]] })
    const x = numbers(10)
    expect(handle.run(x, x, 2)).toBe(false)
  })

  it('is cautious about pairs without a rule', () => {
    const handle = handleOf({ aliases: [] })
    const x = numbers(10)
    expect(handle.run(x.subarray(1), x.subarray(0, 9), 2)).toBe(false)
    expect(handle.run(x, x, 2)).toBe(true)
  })

  it('sees that two buffer objects are one memory', () => {
    const handle = handleOf()
    const buffer = new SharedArrayBuffer(8000)
    const again = structuredClone(buffer)
    const x = new Float64Array(buffer, 0, 999)
    const out = new Float64Array(again, 8, 999)
    expect(again).not.toBe(buffer)
    expect(handle.run(out, x, 2)).toBe(false)
    const other = new SharedArrayBuffer(8000)
    x.set(numbers(999))
    expect(handle.run(new Float64Array(other, 8, 999), x, 2)).toBe(true)
  })

  it('knows the shared heap through any of its buffers', () => {
    const handle = handleOf()
    const [first, second] = [alloc(Float64Array, 1000), alloc(Float64Array, 1000)]
    const wide = new Float64Array(first.buffer, second.byteOffset + 8, 999)
    expect(handle.run(wide, second, 2)).toBe(false)
    expect(handle.run(wide.subarray(0, 10), second.subarray(500), 2)).toBe(true)
  })
})

describe('guards, rungs and options', () => {
  it('leaves the call to the original when the kernel says so, naming the reason', () => {
    const handle = handleOf()
    const out = new Float64Array(10)
    expect(handle.run(out, numbers(10), NaN)).toBe(false)
    expect(out).toEqual(new Float64Array(10))
    expect(messages()).toMatch(/PF400.*the factor is a number/)
    expect(withOptions(() => handle.run(out, numbers(10), NaN), { backend: 'js' })()).toBe(false)
  })

  it.each(['wasm', 'wasm1', 'js'] as const)('takes the rung %s that is asked for', (backend) => {
    const handle = handleOf()
    javaScriptCalls.count = 0
    const out = new Float64Array(100)
    expect(withOptions(() => handle.run(out, numbers(100), 2), { backend })()).toBe(true)
    expect(out).toEqual(numbers(100).map((value) => value * 2))
    expect(javaScriptCalls.count).toBe(backend === 'js' ? 1 : 0)
    expect(countsOf(handle)).toMatchObject(backend === 'js' ? { js: 1, wasm: 0 } : { js: 0, wasm: 1 })
  })

  it('never changes the bits for speed: a region that is not exact never falls to the original because of copies', () => {
    const handle = handleOf({ work: 0.001 })
    const out = new Float64Array(100_000)
    for (let call = 0; call < 50; call++) expect(handle.run(out, numbers(100_000), 2)).toBe(true)
    const { js, wasm, original } = countsOf(handle)
    expect({ calls: js + wasm, original }).toEqual({ calls: 50, original: 0 })
    // The first ones by estimate; after that it is measured which is faster on this machine.
    expect(js).toBeGreaterThan(0)
  })

  it('leaves an exact region to the original where copying would lose, and runs it where it wins', () => {
    const [cheap, dear] = [handleOf({ exact: true, work: 0.001 }), handleOf({ exact: true, work: 1000 })]
    const out = new Float64Array(100_000)
    expect(cheap.run(out, numbers(100_000), 2)).toBeTypeOf('object')
    expect(dear.run(out, numbers(100_000), 2)).toBe(true)
    const [heapOut, x] = [alloc(Float64Array, 100_000), alloc(Float64Array, 100_000)]
    expect(cheap.run(heapOut, x, 2)).toBe(true)
    expect(warnings).not.toHaveBeenCalled()
  })

  it('exact: true leaves regions that are not exact to the original', () => {
    const [exact, reshaped] = [handleOf({ exact: true }), handleOf()]
    const results = [exact, reshaped].map((handle) => withOptions(() => handle.run(new Float64Array(100), numbers(100), 2), { exact: true })())
    expect(results).toEqual([true, false])
  })

  it('does the call again without the kernel after a trap, where nothing read was overwritten', () => {
    const handle = handleOf()
    const out = new Float64Array(100)
    expect(handle.run(out, numbers(100), -1)).toBe(true)
    expect(out).toEqual(numbers(100).map((value) => -value))
    expect(messages()).toMatch(/PF406.*met a trap; the call was done again/)
    const exact = handleOf({ exact: true })
    expect(exact.run(out, numbers(100), -1)).toBe(false)
  })

  it('throws after a trap that leaves an array half written, naming it', () => {
    const handle = handleOf()
    const x = alloc(Float64Array, 1000)
    let error: unknown
    try { handle.run(x, x, -1) } catch (thrown) { error = thrown }
    expect(error).toBeInstanceOf(ParforError)
    expect(error).toMatchObject({ code: 'PF406', message: expect.stringMatching(/half written: out/) })
    // The copies of ordinary arrays are thrown away, so the call can be done again.
    const ordinary = numbers(100)
    expect(handle.run(ordinary, ordinary, -1)).toBe(true)
    expect(ordinary).toEqual(numbers(100).map((value) => -value))
    expect(handle.run(x, x, 2)).toBe(true)
  })

  it('refuses freed arrays', () => {
    const handle = handleOf()
    const x = alloc(Float64Array, 1000)
    free(x)
    expect(() => handle.run(new Float64Array(1000), x, 2)).toThrow(/PF502.*after it had been freed/)
  })

  it('does not take code of another version', () => {
    expect(region({ ...scaleDescriptor(), abi: 99 })).toBeUndefined()
    expect(messages()).toMatch(/PF405.*ABI 99.*Install the same version/)
  })

  it('says why a kernel cannot be used, and goes on without it', () => {
    const handle = handleOf({ wasm: Buffer.from('no module').toString('base64') })
    expect(handle.run(new Float64Array(10), numbers(10), 2)).toBe(true)
    expect(messages()).toMatch(/PF404.*its kernel cannot be used/)
    expect(countsOf(handle)).toMatchObject({ js: 1 })
  })
})
