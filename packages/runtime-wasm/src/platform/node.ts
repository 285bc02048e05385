import { coreUrl } from '#assets'
import { startNodeWorker } from './node-worker.ts'
import { nodeParallelism } from './parallelism.ts'
import type { Platform } from './platform.ts'

export const isNode = typeof globalThis.process?.getBuiltinModule === 'function'

function readNow(): Uint8Array<ArrayBuffer> {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  return readFileSync(coreUrl()) as Uint8Array<ArrayBuffer>
}

export const platform: Platform = {
  cores: nodeParallelism,
  threads(wanted, cores, reasons) {
    if (wanted !== undefined) return wanted
    if (process.getBuiltinModule('node:worker_threads').isMainThread) return cores
    reasons.push('this is a worker thread, and the pool of a process belongs to its main thread; ask for more with the option threads')
    return 1
  },
  read: async () => readNow(),
  readNow,
  startWorker: startNodeWorker,
  // A thread that cannot start ends, and its end is seen.
  startLimit: Infinity,
}
