import { loadCoreSync } from '@parfor/runtime-wasm'
import { parseEnvironment } from '../environment.ts'
import { version } from '../version.ts'
import { builtinModule, nodeProcess } from './node.ts'
import type { Compiler, Platform } from './platform.ts'
import { addReportSource, noteFunctions, startReport } from './report.ts'

function memory(): number {
  const total = builtinModule<{ totalmem(): number }>('node:os')!.totalmem()
  const constrained = nodeProcess!.constrainedMemory?.() ?? 0
  return constrained > 0 ? Math.min(total, constrained) : total
}

/** From the sources the compiler is loaded by `import` only, as whoever runs them has set that up. */
function requireCompiler(): Compiler {
  const { createRequire } = builtinModule<{ createRequire(url: string): (name: string) => unknown }>('node:module')!
  return createRequire(import.meta.url)('@parfor/compiler') as Compiler
}

/** Undefined where this is not Node. */
export function nodePlatform(): Platform | undefined {
  if (!nodeProcess) return undefined
  const environment = parseEnvironment(nodeProcess.env)
  return {
    environment,
    nodeVersion: nodeProcess.versions.node,
    memory,
    loadNow: loadCoreSync,
    isWorkerThread: builtinModule<{ isMainThread: boolean }>('node:worker_threads')!.isMainThread === false,
    requireCompiler: version === 'source' ? undefined : requireCompiler,
    noteFunctions,
    addReportSource,
    startReport: () => { startReport(environment.report) },
  }
}
