import { afterEach, expect, test, vi } from 'vitest'
import { launchStatus, loadCore, loadCoreSync } from '../src/index.ts'
import { withUnsharedMemory } from '../src/unshared.ts'
import { assemble, makeFrame, roundsKernel, word } from './kernels.ts'

afterEach(() => void vi.restoreAllMocks())

/** As an engine that has no shared memory, or one that does not know the word. */
function refuseShared(how: 'throws' | 'ignores'): void {
  const { Memory } = WebAssembly
  vi.spyOn(WebAssembly, 'Memory').mockImplementation(function (descriptor) {
    if (descriptor.shared && how === 'throws') throw new RangeError('shared memory is disabled')
    return new Memory({ ...descriptor, shared: false })
  })
}

test.each(['throws', 'ignores'] as const)('an engine that %s: one thread over a memory of its own, and that is said', async (how) => {
  refuseShared(how)
  for (const core of [await loadCore({ threads: 3 }), loadCoreSync()]) {
    await core.ready
    expect(core.shared).toBe(false)
    expect(core.memory.buffer).toBeInstanceOf(ArrayBuffer)
    expect(core.threads()).toBe(1)
    expect(core.reasons).toHaveLength(1)
    expect(core.reasons[0]).toMatch(/^shared WebAssembly memory is refused here .*so calls copy their arrays.*docs\/hosting\.md/)
    const { address, words } = makeFrame(core, 13, 20)
    expect(core.launch(core.addKernel(roundsKernel), address, 3)).toBe(launchStatus.done)
    expect(words[word.entered]).toBe(1)
    expect(words[word.visits]).toBe(260)
  }
})

test('growth detaches views, and what they showed is still there', () => {
  refuseShared('throws')
  const core = loadCoreSync()
  const address = core.alloc(64)
  const before = new Uint8Array(core.buffer(), address, 64).fill(7)
  const large = core.allocZeroed(200 * 2 ** 20)
  expect(large).toBeGreaterThan(0)
  expect(before.length).toBe(0)
  expect([...new Uint8Array(core.buffer(), address, 64)]).toEqual(Array.from({ length: 64 }, () => 7))
})

test('every import before and after the memory is passed over', () => {
  const bytes = assemble(`(module
    (import "env" "a function with a long name, so that its length matters" (func (param i32)))
    (import "env" "table" (table 1 200 funcref))
    (import "env" "global" (global i32))
    (import "env" "memory" (memory 1 65536 shared))
    (import "env" "last" (func))
    (func (export "add") (result i32) (i32.atomic.rmw.add (i32.const 0) (i32.const 1))))`)
  const copy = withUnsharedMemory(bytes)
  expect(copy.length).toBe(bytes.length)
  expect([...copy].filter((byte, index) => byte !== bytes[index])).toEqual([1])
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 })
  const env = {
    'a function with a long name, so that its length matters': () => {}, table: new WebAssembly.Table({ initial: 1, maximum: 200, element: 'anyfunc' }), global: 0, memory, last: () => {},
  }
  const { add } = new WebAssembly.Instance(new WebAssembly.Module(copy), { env }).exports as { add(): number }
  expect([add(), add()]).toEqual([0, 1])
})

test('a module without imports stays as it is', () => {
  const bytes = assemble('(module (func (export "f")))')
  expect(withUnsharedMemory(bytes)).toEqual(bytes)
})
