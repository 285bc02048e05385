import { afterEach, describe, expect, test, vi } from 'vitest'
import { loadCoreSync } from '../src/index.ts'
import { makeMemory } from '../src/memory.ts'
import { emptyKernel } from './kernels.ts'

const megabyte = 2 ** 20

/** An engine that grants no more. */
function refuseAbove(pages: number): void {
  const { Memory } = WebAssembly
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor) {
    if (descriptor.maximum! > pages) throw new RangeError('WebAssembly.Memory(): could not allocate memory')
    return new Memory(descriptor)
  })
}

describe('heap', () => {
  test('grows, and gives 0 when it is full', () => {
    const core = loadCoreSync({ threads: 1, maximumBytes: 64 * megabyte })
    const used = core.heapUsed()
    expect(core.buffer().byteLength).toBe(megabyte)
    const blocks: number[] = []
    for (let block = core.alloc(megabyte); block !== 0; block = core.alloc(megabyte)) blocks.push(block)
    expect(blocks.length).toBeGreaterThanOrEqual(61)
    for (const block of blocks) {
      expect(block % 64).toBe(0)
      new Uint8Array(core.buffer(), block, megabyte).fill(255)
    }
    while (core.alloc(64) !== 0);
    expect(core.buffer().byteLength).toBe(64 * megabyte)
    expect(core.allocZeroed(100_000)).toBe(0)
    expect(() => core.addKernel(new Uint8Array([...emptyKernel, 0, 0xff, 0xff, 3, 1, 97, ...new Uint8Array(65533)]))).toThrow('heap is full')
    for (const block of blocks) core.free(block)
    expect(core.heapUsed()).toBeGreaterThan(used)
    const again = core.allocZeroed(40 * megabyte)
    expect(new Uint8Array(core.buffer(), again, 40 * megabyte).every((byte) => byte === 0)).toBe(true)
  })

  test('addresses above 2 GB are unsigned', () => {
    const core = loadCoreSync({ threads: 1 })
    const low = core.alloc(2 ** 31 - megabyte)
    const high = core.alloc(2 ** 31 - 4 * megabyte)
    expect(low).toBeGreaterThan(0)
    expect(high).toBeGreaterThan(2 ** 31 - megabyte)
    new Uint8Array(core.buffer(), high + 2 ** 31 - 5 * megabyte, 1)[0] = 7
    expect(core.alloc(2 ** 31)).toBe(0)
    core.free(high)
    core.free(low)
    expect(core.alloc(2 ** 32 - 8 * megabyte)).toBe(low)
  })

  test('sizes', () => {
    const core = loadCoreSync({ threads: 1 })
    expect(core.alloc(0)).toBeGreaterThan(0)
    expect(core.alloc(2 ** 32)).toBe(0)
    expect(core.alloc(2 ** 53)).toBe(0)
    expect(core.alloc(Infinity)).toBe(0)
    expect(() => core.alloc(-1)).toThrow(RangeError)
    expect(() => core.allocZeroed(NaN)).toThrow(RangeError)
    const block = core.alloc(100.5)
    const next = core.alloc(1)
    expect(Math.abs(next - block)).toBeGreaterThanOrEqual(128)
  })

  test('free refuses what is not a block in use', () => {
    const core = loadCoreSync({ threads: 1 })
    const block = core.alloc(1000)
    const used = core.heapUsed()
    for (const wrong of [0, -64, block + 8, block + 64, 2 ** 31, 2 ** 32 - 64, NaN]) expect(() => core.free(wrong), String(wrong)).toThrow('not the address')
    expect(core.heapUsed()).toBe(used)
    core.free(block)
    expect(() => core.free(block)).toThrow('not the address')
  })

  test('100,000 blocks leave nothing behind', () => {
    const core = loadCoreSync({ threads: 1 })
    const used = core.heapUsed()
    for (let i = 0; i < 100_000; i++) {
      const first = core.alloc(80_000)
      const second = core.allocZeroed(i % 5000)
      core.free(first)
      core.free(second)
    }
    expect(core.heapUsed()).toBe(used)
    expect(core.buffer().byteLength).toBe(megabyte)
  })
})

describe('maximum of the memory', () => {
  afterEach(() => void vi.restoreAllMocks())

  test('is halved until the engine agrees', () => {
    refuseAbove(16384)
    const reasons: string[] = []
    makeMemory(undefined, reasons)
    expect(reasons).toEqual(['the heap can grow to 1024 MB only: the engine refused more'])
  })

  test('the engine refuses even the least', () => {
    refuseAbove(100)
    expect(() => makeMemory(undefined, [])).toThrow('could not allocate memory')
  })

  test.each([1, megabyte - 1, 2 ** 32 + 1, NaN, -5])('maximumBytes: %f is refused', (bytes) => {
    expect(() => makeMemory(bytes, [])).toThrow(RangeError)
  })
})
