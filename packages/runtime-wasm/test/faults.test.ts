import { afterEach, expect, test } from 'vitest'
import { launchStatus, loadCore } from '../src/index.ts'
import type { Core } from '../src/index.ts'
import { endlessKernel, hookedRegion, makeFrame, roundsKernel, trappingKernel, word } from './kernels.ts'

const cores: Core[] = []

async function makeCore(threads: number): Promise<Core> {
  const core = await loadCore({ threads })
  cores.push(core)
  await core.ready
  return core
}

afterEach(async () => {
  await Promise.all(cores.splice(0).map((core) => core.terminate()))
})

const turn = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

async function until(condition: () => boolean): Promise<void> {
  const end = performance.now() + 10_000
  while (!condition() && performance.now() < end) await turn(5)
}

function checkRounds(core: Core, threads: number, expected = threads): void {
  const { address, words } = makeFrame(core, 13, 20)
  expect(core.launch(core.addKernel(roundsKernel), address, threads)).toBe(launchStatus.done)
  expect(words[word.entered]).toBe(expected)
  expect(words[word.visits]).toBe(260)
}

test.each([[1, 0], [2, 0], [2, 1], [3, 0], [3, 2]])('a team of %i whose thread %i traps', async (threads, who) => {
  const core = await makeCore(3)
  const kernel = core.addKernel(trappingKernel)
  for (let again = 0; again < 20; again++) {
    const { address, words } = makeFrame(core, 0, who)
    expect(core.launch(kernel, address, threads)).toBe(launchStatus.trapped)
    expect(words[word.entered]).toBe(threads)
    expect(words[word.visits]).toBe(0)
    checkRounds(core, threads)
  }
  // A worker's message needs a turn of the event loop. Nobody reports a trap that only followed another's.
  await until(() => core.reasons.length > 0)
  expect(core.reasons).toHaveLength(1)
  expect(core.reasons[0]).toMatch(who === 0 ? /^the calling thread trapped .*out of bounds/ : /^worker \d trapped .*out of bounds/)
  expect(core.threads()).toBe(3)
})

/** The part of the core that the test reaches behind. */
interface Inside {
  workers: { terminate(): Promise<void> }[]
  tableBase: number
  exports: { __indirect_function_table: WebAssembly.Table; pf_barrier_caller: () => void }
}

/** In place of a kernel's region on the calling thread: waits until a worker is inside, calls `hook`, then meets or not. */
function hookCaller(core: Core, slot: number, meets: boolean, hook: () => void): void {
  const { exports, tableBase } = core as unknown as Inside
  const module = new WebAssembly.Module(hookedRegion(meets) as BufferSource)
  const instance = new WebAssembly.Instance(module, { env: { memory: core.memory, barrier: exports.pf_barrier_caller, hook } })
  exports.__indirect_function_table.set(tableBase + slot, instance.exports.region)
}

test.each([[false, 'waits for the end'], [true, 'waits at a barrier']])('workers that are ended inside a region while the caller (%s) %s', async (meets) => {
  const core = await makeCore(3)
  // The parent learns in a turn of its event loop how to ask whether a thread lives.
  await turn(50)
  const kernel = core.addKernel(endlessKernel)
  let calls = 0
  hookCaller(core, kernel.slot, meets, () => {
    calls++
    for (const worker of (core as unknown as Inside).workers) void worker.terminate()
  })
  const { address } = makeFrame(core, 0, 0)
  const start = performance.now()
  expect(core.launch(kernel, address, 2)).toBe(launchStatus.lost)
  expect(performance.now() - start).toBeLessThan(2000)
  expect(calls).toBe(1)
  // The one that was not in the region may not have been missed yet.
  await until(() => core.threads() === 1)
  checkRounds(core, 3, 1)
  expect(core.workersReady()).toBe(true)
})

test('a launch from inside a launch runs alone, and its trap stays in it', async () => {
  const core = await makeCore(3)
  const trapping = core.addKernel(trappingKernel)
  const kernel = core.addKernel(roundsKernel)
  const outer = makeFrame(core, 0, 1)
  let inner: number | undefined
  hookCaller(core, kernel.slot, true, () => {
    checkRounds(core, 3, 1)
    inner = core.launch(trapping, makeFrame(core, 0, 0).address, 3)
    expect(() => core.removeKernel(trapping)).toThrow('inside a launch')
  })
  expect(core.launch(kernel, outer.address, 3)).toBe(launchStatus.done)
  expect(inner).toBe(launchStatus.trapped)
  expect(outer.words[word.entered]).toBe(2)
  checkRounds(core, 3)
})

test('a worker that cannot compile its copy of a kernel', async () => {
  const core = await makeCore(2)
  const kernel = core.addKernel(roundsKernel)
  const heap = new Uint8Array(core.buffer())
  const copy = heap.subarray(Buffer.from(core.buffer()).indexOf(roundsKernel))
  copy[0] = 1
  const { address, words } = makeFrame(core, 13, 20)
  expect(core.launch(kernel, address, 2)).toBe(launchStatus.trapped)
  await until(() => core.reasons.length > 0)
  expect(core.reasons[0]).toMatch(/^worker 1 trapped .*CompileError/)
  copy[0] = roundsKernel[0]
  words[word.entered] = 0
  expect(core.launch(kernel, address, 2)).toBe(launchStatus.done)
  expect(words[word.entered]).toBe(2)
})

test('a worker that is ended while it sleeps is missing from then on', async () => {
  const core = await makeCore(3)
  await turn(20)
  await (core as unknown as Inside).workers[1].terminate()
  expect(core.threads()).toBe(2)
  checkRounds(core, 3, 2)
})

test('a core goes on alone after terminate', async () => {
  const core = await makeCore(3)
  checkRounds(core, 3)
  await core.terminate()
  expect(core.threads()).toBe(1)
  expect(core.workersReady()).toBe(true)
  checkRounds(core, 3, 1)
  expect(core.reasons).toEqual([])
  await core.terminate()
})

test.each([0, -1, 1.5, NaN, Infinity])('threads: %f is refused', async (threads) => {
  await expect(loadCore({ threads })).rejects.toThrow('whole number')
})
