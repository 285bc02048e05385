/** A worker of the pool: instantiates the core on the shared memory, with a stack of its own, and stays in it. Runs in Node and in browsers. */
import { installRegion, instantiateCore, instantiateKernel } from './exports.ts'
import type { WorkerMessage, WorkerStart } from './exports.ts'

interface Port {
  postMessage(message: WorkerMessage): void
}

function work({ id, module, memory, stackTop, tableBase }: WorkerStart, port: Port): void {
  /** Version of the kernel that this thread has in a slot. */
  const versions: number[] = []
  const core = instantiateCore(module, memory, {
    load_kernel(slot, version, address, bytes) {
      if (versions[slot] === version) return
      // WebAssembly.Module refuses shared buffers: slice copies.
      const copy = new Uint8Array(memory.buffer, address >>> 0, bytes).slice()
      installRegion(core, tableBase + slot, instantiateKernel(new WebAssembly.Module(copy), memory, core.pf_barrier_worker))
      versions[slot] = version
    },
    find_lost: () => 0,
  })
  for (;;) {
    core.__stack_pointer.value = stackTop
    try {
      core.pf_worker_enter(id)
      return
    } catch (error) {
      if (core.pf_worker_fault(id) === 1) port.postMessage({ fault: String(error) })
    }
  }
}

const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads')
if (threads) {
  const port = threads.parentPort
  if (!port) throw new Error('this file is the worker of parfor and of no use on its own')
  setImmediate(() => {
    port.postMessage({ started: true } satisfies WorkerMessage)
    work(threads.workerData as WorkerStart, port)
    port.unref()
  })
} else {
  addEventListener('message', (event: MessageEvent<WorkerStart>) => {
    work(event.data, { postMessage: (message) => globalThis.postMessage(message, {}) })
    globalThis.close()
  })
  // Otherwise the memory that did not arrive would be waited for in vain: its owner hears an error.
  addEventListener('messageerror', () => { throw new Error('the shared memory could not be received: the worker is not cross-origin isolated as its page is') })
}
