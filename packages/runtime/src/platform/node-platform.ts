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

interface Realm { process: { getBuiltinModule(name: 'node:module'): { createRequire(url: string): (name: string) => unknown } } }

/** The process's first realm. Test runners run each test file in another one, a context of `vm`. */
const firstRealm = (): Realm => builtinModule<{ runInThisContext(code: string): Realm }>('node:vm')!.runInThisContext('globalThis')

/** By Node's own `require`, in the first realm: Jest hands out another one, by `process.getBuiltinModule` too. */
function load(name: string): unknown {
  return firstRealm().process.getBuiltinModule('node:module').createRequire(import.meta.url)(name)
}

/** Other realms come and go: they share a core that stays. */
function loadSharedCore(options: CoreOptions): Core {
  const lender = load('@parfor/runtime-wasm') as { shareCore: typeof shareCore }
  return lender.shareCore(options, () => performance.now())
}

/** Undefined where this is not Node. */
export function nodePlatform(): Platform | undefined {
  if (!nodeProcess) return undefined
  const environment = parseEnvironment(nodeProcess.env)
  const inOtherRealm = !isSource && (firstRealm() as unknown) !== globalThis
  return {
    environment,
    nodeVersion: nodeProcess.versions.node,
    memory,
    loadNow: inOtherRealm ? loadSharedCore : loadCoreSync,
    inOtherRealm,
    isWorkerThread: builtinModule<{ isMainThread: boolean }>('node:worker_threads')!.isMainThread === false,
    requireCompiler: isSource ? undefined : () => load('@parfor/compiler') as Compiler,
    // Files are there or not.
    readyLimit: Infinity,
    noteFunctions,
    addReportSource,
    startReport: () => { startReport(environment.report) },
  }
}
