import { coreUrl } from '#assets'
import { WasmCore } from './core.ts'
import { makeMemory } from './memory.ts'
import { startNodeWorker } from './node-worker.ts'
import { nodeParallelism } from './parallelism.ts'
import { startBrowserWorker } from './web-worker.ts'
import type { CoreParts } from './core.ts'
import type { Core, CoreOptions } from './types.ts'

const inNode = typeof globalThis.process?.getBuiltinModule === 'function'

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

/** Threads by default, with the reason if that is not the machine's number. */
function defaultThreads(cores: number, reasons: string[]): number {
  if (inNode && !process.getBuiltinModule('node:worker_threads').isMainThread) {
    reasons.push('1 thread: this is a worker thread, and the pool of a process belongs to its main thread; ask for more with the option threads')
    return 1
  }
  return cores
}

function threadsWanted(options: CoreOptions, cores: number, reasons: string[]): number {
  const threads = options.threads ?? defaultThreads(cores, reasons)
  if (!Number.isInteger(threads) || threads < 1) throw new RangeError(`threads must be a whole number from 1, not ${threads}`)
  if (threads > 1 && !inNode && !globalThis.crossOriginIsolated) {
    reasons.push('1 thread: the page is not cross-origin isolated (it needs the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp)')
    return 1
  }
  return threads
}

function start(module: WebAssembly.Module, options: CoreOptions): Core {
  const reasons: string[] = []
  const cores = inNode ? nodeParallelism() : navigator.hardwareConcurrency
  const parts: CoreParts = {
    module,
    memory: makeMemory(options.maximumBytes, reasons),
    threads: threadsWanted(options, cores, reasons),
    cores,
    mayBlock: mayBlock(),
    startWorker: inNode ? startNodeWorker : startBrowserWorker,
    reasons,
  }
  return new WasmCore(parts)
}

function readCore(url: URL): Uint8Array<ArrayBuffer> {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  return readFileSync(url) as Uint8Array<ArrayBuffer>
}

/** Loads the core and starts its workers; resolves when the calling thread can launch, while the workers may still be starting. Rejects where WebAssembly with
 *  shared memory is not to be had, or for an option without sense. */
export async function loadCore(options: CoreOptions = {}): Promise<Core> {
  const url = coreUrl()
  if (inNode && url.protocol === 'file:') return start(await WebAssembly.compile(readCore(url)), options)
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url.href} could not be loaded: ${response.status} ${response.statusText}`)
  return start(await WebAssembly.compile(await response.arrayBuffer()), options)
}

/** As `loadCore`, at once. Only where files can be read synchronously: in Node. */
export function loadCoreSync(options: CoreOptions = {}): Core {
  if (!inNode) throw new Error('the core can be loaded synchronously in Node only')
  return start(new WebAssembly.Module(readCore(coreUrl())), options)
}
