import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchStatus, loadCore } from '../src/index.ts'
import type { Core, Kernel } from '../src/index.ts'
import { assemble, emptyKernel, makeFrame, roundsKernel, word, writingKernel } from './kernels.ts'

const most = 7
let core: Core
let rounds: Kernel
let readyMilliseconds: number

beforeAll(async () => {
  const start = performance.now()
  core = await loadCore({ threads: most })
  await core.ready
  readyMilliseconds = performance.now() - start
  rounds = core.addKernel(roundsKernel)
})

afterAll(() => core.terminate())

function checkRounds(threads: number, expected: number, chunks: number, count: number): void {
  const { address, words, cells } = makeFrame(core, chunks, count)
  expect(core.launch(rounds, address, threads)).toBe(launchStatus.done)
  expect(words[1]).toBe(expected)
  expect(words[word.entered]).toBe(expected)
  expect(words[word.visits]).toBe(chunks * count)
  expect([...cells]).toEqual(Array.from({ length: chunks }, () => count))
  core.free(address)
}

test('the pool has the threads that were asked for', () => {
  expect(core.threads()).toBe(most)
  expect(core.workersReady()).toBe(true)
  expect(core.reasons).toEqual([])
})

describe('launch', () => {
  test.each([1, 2, 3, 7])('%i threads take every chunk once and meet after each round', (threads) => {
    for (const [chunks, count] of [[1, 100], [13, 200], [100, 5], [4, 0]]) checkRounds(threads, threads, chunks, count)
  })

  test('more threads than there are', () => checkRounds(50, most, 13, 20))

  test('after the workers have gone to sleep', async () => {
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      checkRounds(3, 3, 8, 20)
    }
  })

  test('those who have not come by the deadline are excused, and come to the next launch', async () => {
    const { address, words, cells } = makeFrame(core, 13, 20)
    for (let i = 1; i <= 50; i++) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      words[word.entered] = 0
      expect(core.launch(rounds, address, most, i % 2 === 0 ? 0 : performance.now() + 0.02)).toBe(launchStatus.done)
      expect(words[1]).toBeGreaterThanOrEqual(1)
      expect(words[word.entered]).toBe(words[1])
      expect(words[word.visits]).toBe(13 * 20 * i)
      expect([...cells]).toEqual(Array.from({ length: 13 }, () => 20 * i))
    }
    core.free(address)
    checkRounds(most, most, 13, 20)
  })

  test('100,000 launches use up no memory', () => {
    const frame = makeFrame(core, 2, 1)
    const before = [core.heapUsed(), core.buffer().byteLength]
    for (let i = 0; i < 100_000; i++) {
      if (core.launch(rounds, frame.address, 2) !== launchStatus.done) throw new Error('a launch failed')
    }
    expect(frame.words[word.visits]).toBe(200_000)
    expect([core.heapUsed(), core.buffer().byteLength]).toEqual(before)
    core.free(frame.address)
  })

  test('plan is run by the calling thread alone', () => {
    const { address, words } = makeFrame(core, 5, 1)
    words[word.chunks] = 4_000_000_000
    expect(core.plan(rounds, address)).toBe(4_000_000_000)
    core.free(address)
  })
})

describe('kernels', () => {
  test('a slot is reused, and every thread gets the new kernel', () => {
    const frame = makeFrame(core, 0, 0)
    const used = core.heapUsed()
    const slots = new Set<number>()
    for (let value = 1; value <= 200; value++) {
      const kernel = core.addKernel(writingKernel(value))
      slots.add(kernel.slot)
      for (let again = 0; again < 2; again++) {
        expect(core.launch(kernel, frame.address, 3)).toBe(launchStatus.done)
        expect([...frame.words.subarray(24, 28)]).toEqual([value, value, value, 0])
      }
      core.removeKernel(kernel)
    }
    expect(slots.size).toBe(1)
    expect(core.heapUsed()).toBe(used)
    core.free(frame.address)
  })

  test('many at once, more than one page of slots', () => {
    const frame = makeFrame(core, 0, 0)
    const kernels = Array.from({ length: 300 }, (_, i) => core.addKernel(writingKernel(i)))
    expect(new Set(kernels.map((kernel) => kernel.slot)).size).toBe(300)
    for (const i of [0, 299, 150, 299, 0]) {
      expect(core.launch(kernels[i], frame.address, 2)).toBe(launchStatus.done)
      expect([...frame.words.subarray(24, 26)]).toEqual([i, i])
    }
    for (const kernel of kernels) core.removeKernel(kernel)
    core.free(frame.address)
  })

  test('a removed kernel is refused', () => {
    const kernel = core.addKernel(emptyKernel)
    core.removeKernel(kernel)
    expect(() => core.launch(kernel, 0, 1)).toThrow('has been removed')
    expect(() => core.plan(kernel, 0)).toThrow('has been removed')
    expect(() => core.removeKernel(kernel)).toThrow('has been removed')
  })

  test('what is no kernel module is refused and leaves nothing behind', () => {
    const used = core.heapUsed()
    expect(() => core.addKernel(new Uint8Array([1, 2, 3]))).toThrow(WebAssembly.CompileError)
    expect(() => core.addKernel(assemble('(module (import "env" "other" (func)))'))).toThrow(WebAssembly.LinkError)
    expect(() => core.addKernel(assemble('(module (func (export "region") (param i32 i32)))'))).toThrow('must export plan and region')
    expect(core.heapUsed()).toBe(used)
  })
})

const median = (times: number[]): string => (times.sort((a, b) => a - b)[times.length >> 1] * 1000).toFixed(2)

/** Milliseconds of one launch, the average of `count` in a row. */
function timeLaunch(on: Core, kernel: Kernel, frame: number, threads: number, count: number): number {
  const start = performance.now()
  for (let i = 0; i < count; i++) on.launch(kernel, frame, threads)
  return (performance.now() - start) / count
}

test('latencies, for information', async () => {
  const pair = await loadCore({ threads: 2 })
  await pair.ready
  const kernel = pair.addKernel(emptyKernel)
  const frame = makeFrame(pair, 0, 0).address
  timeLaunch(pair, kernel, frame, 2, 20_000)
  const awake = Array.from({ length: 200 }, () => timeLaunch(pair, kernel, frame, 2, 100))
  const asleep: number[] = []
  for (let i = 0; i < 100; i++) {
    await new Promise((resolve) => setTimeout(resolve, 3))
    asleep.push(timeLaunch(pair, kernel, frame, 2, 1))
  }
  const alone = Array.from({ length: 200 }, () => timeLaunch(pair, kernel, frame, 1, 100))
  console.log(`pool of ${most} ready after ${readyMilliseconds.toFixed(0)} ms; a region on 2 threads, µs: awake ${median(awake)}, asleep ${median(asleep)}; on 1: ${median(alone)}`)
  await pair.terminate()
})
