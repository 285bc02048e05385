import { coreUrl } from '#assets'
import { startNodeWorker } from './node-worker.ts'
import { nodeParallelism } from './parallelism.ts'
import type { Platform } from './platform.ts'

export const isNode = typeof globalThis.process?.getBuiltinModule === 'function'

function readNow(): Uint8Array<ArrayBuffer> {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  try {
    return readFileSync(coreUrl()) as Uint8Array<ArrayBuffer>
  } catch (error) {
    throw new Error(`${coreUrl().href} cannot be read (${(error as NodeJS.ErrnoException).code}). Where a server is bundled, leave parfor and @parfor/* external, ` +
      'or use @parfor/babel-plugin/rollup or @parfor/babel-plugin/esbuild, which put core.wasm and the worker beside the bundle', { cause: error })
  }
}

/** Test runners start a process for each core, so that the threads of all of them would be the square of what the machine has. Two share work as many do. */
function inTestRunner(): boolean {
  const { VITEST_WORKER_ID, JEST_WORKER_ID, NODE_TEST_CONTEXT } = process.env
  return (VITEST_WORKER_ID ?? JEST_WORKER_ID ?? NODE_TEST_CONTEXT) !== undefined
}

export const platform: Platform = {
  cores: nodeParallelism,
  threads(wanted, cores, reasons) {
    if (wanted !== undefined) return wanted
    if (process.getBuiltinModule('node:worker_threads').isMainThread) return inTestRunner() ? Math.min(cores, 2) : cores
    reasons.push('this is a worker thread, and the pool of a process belongs to its main thread; ask for more with the option threads')
    return 1
  },
  read: async () => readNow(),
  readNow,
  startWorker: startNodeWorker,
  // A thread that cannot start ends, and its end is seen.
  startLimit: Infinity,
}
