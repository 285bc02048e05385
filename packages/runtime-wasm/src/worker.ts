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

/** The policy of a worker is that of its own script. Asked before a team counts on it: it is in a region that it compiles kernels. */
function policyObstacle(): string | undefined {
  try {
    void new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)))
    return undefined
  } catch (error) {
    return `the worker script may not compile WebAssembly: add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy that it is served with (${String(error)})`
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
  const port: Port = { postMessage: (message) => { globalThis.postMessage(message, {}) } }
  addEventListener('message', (event: MessageEvent<WorkerStart>) => {
    const obstacle = policyObstacle()
    if (obstacle === undefined) work(event.data, port)
    else port.postMessage({ absent: obstacle })
    globalThis.close()
  })
  // Otherwise the memory that did not arrive would be waited for in vain. In Firefox it is the module that a policy keeps from arriving.
  addEventListener('messageerror', () => {
    port.postMessage({ absent: policyObstacle() ?? 'the worker script cannot receive shared memory: serve it with the header Cross-Origin-Embedder-Policy, as the page is' })
  })
}
