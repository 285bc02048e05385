import { loadCoreSync } from '@parfor/runtime-wasm'
import type { Core, CoreOptions, shareCore } from '@parfor/runtime-wasm'
import { parseEnvironment } from '../environment.ts'
import { version } from '../version.ts'
import { builtinModule, nodeProcess } from './node.ts'
import type { Compiler, Platform } from './platform.ts'
import { addReportSource, noteFunctions, startReport } from './report.ts'

/** From the sources packages are loaded by `import` only, as whoever runs them has set that up. */
const isSource = version === 'source'

function memory(): number {
  const total = builtinModule<{ totalmem(): number }>('node:os')!.totalmem()
  const constrained = nodeProcess!.constrainedMemory?.() ?? 0
  return constrained > 0 ? Math.min(total, constrained) : total
}

/** By Node's own `require`, which makes modules in the process's first realm. */
function load(name: string): unknown {
  const { createRequire } = builtinModule<{ createRequire(url: string): (name: string) => unknown }>('node:module')!
  return createRequire(import.meta.url)(name)
}

/** Not those of the process's first realm: a context of `vm`, as test runners make one for each test file. */
const inOtherRealm = (): boolean => !(builtinModule<{ createRequire: unknown }>('node:module')!.createRequire instanceof Function)

/** Other realms come and go: they share a core that stays. */
function loadSharedCore(options: CoreOptions): Core {
  const lender = load('@parfor/runtime-wasm') as { shareCore: typeof shareCore }
  return lender.shareCore(options, () => performance.now())
}

/** Undefined where this is not Node. */
export function nodePlatform(): Platform | undefined {
  if (!nodeProcess) return undefined
  const environment = parseEnvironment(nodeProcess.env)
  return {
    environment,
    nodeVersion: nodeProcess.versions.node,
    memory,
    loadNow: !isSource && inOtherRealm() ? loadSharedCore : loadCoreSync,
    isWorkerThread: builtinModule<{ isMainThread: boolean }>('node:worker_threads')!.isMainThread === false,
    requireCompiler: isSource ? undefined : () => load('@parfor/compiler') as Compiler,
    noteFunctions,
    addReportSource,
    startReport: () => { startReport(environment.report) },
  }
}
