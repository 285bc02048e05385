import { platform } from '#platform'
import { WasmCore } from './core.ts'
import { checkFeatures } from './features.ts'
import { makeMemory } from './memory.ts'
import type { Heap } from './memory.ts'
import type { Core, CoreOptions } from './types.ts'
import { withUnsharedMemory } from './unshared.ts'

/** Where `Atomics.wait` is allowed, which a page's main thread is not. */
function mayBlock(): boolean {
  try {
    // Not equal, so it returns at once.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0)
    return true
  } catch {
    return false
  }
}

/** What is decided before the core is there. */
interface Plan { heap: Heap; cores: number; threads: number; reasons: string[] }

function plan({ threads, maximumBytes }: CoreOptions): Plan {
  if (threads !== undefined && (!Number.isInteger(threads) || threads < 1)) throw new RangeError(`threads must be a whole number from 1, not ${threads}`)
  checkFeatures()
  const reasons: string[] = []
  const heap = makeMemory(maximumBytes, reasons)
  const cores = platform.cores()
  return { heap, cores, threads: heap.shared ? platform.threads(threads, cores, reasons) : 1, reasons }
}

function start(module: WebAssembly.Module, { heap, ...rest }: Plan): Core {
  return new WasmCore({ module, ...heap, ...rest, mayBlock: mayBlock(), startWorker: platform.startWorker, startLimit: platform.startLimit })
}

function damaged(error: unknown): Error {
  return new Error(`core.wasm cannot be compiled (${String(error)}): it is damaged, or this engine is too old. Deploy the file of the installed @parfor/runtime-wasm`, { cause: error })
}

const bytesFor = (heap: Heap, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => (heap.shared ? bytes : withUnsharedMemory(bytes))

/** Loads the core and starts its workers; resolves when the calling thread can launch, while the workers may still be starting. Rejects where WebAssembly with
 *  SIMD is not to be had, or for an option without sense. */
export async function loadCore(options: CoreOptions = {}): Promise<Core> {
  const planned = plan(options)
  platform.prepareWorkers?.(planned.threads - 1)
  try {
    const bytes = await platform.read()
    const module = await WebAssembly.compile(bytesFor(planned.heap, bytes)).catch((error: unknown) => { throw damaged(error) })
    return start(module, planned)
  } finally {
    platform.discardWorkers?.()
  }
}

/** As `loadCore`, at once. Only where files can be read synchronously: in Node. */
export function loadCoreSync(options: CoreOptions = {}): Core {
  if (!platform.readNow) throw new Error('the core can be loaded synchronously in Node only')
  const planned = plan(options)
  return start(new WebAssembly.Module(bytesFor(planned.heap, platform.readNow())), planned)
}
