/** The WebAssembly core, and the reasons for what is missing of it. */
import { loadCore } from '@parfor/runtime-wasm'
import type { Core } from '@parfor/runtime-wasm'
import { platform } from '#platform'
import { connectHeap, heapRemarks } from './heap.ts'
import { sayOnce } from './messages.ts'
import type { Backend } from './options.ts'
import { active, environment, wantedThreads } from './settings.ts'

/** Read at every call. */
export const loaded: { core: Core | undefined } = { core: undefined }
let loading: Promise<void> | undefined
/** Why there is no core. */
let refused: string | undefined

function arrived(core: Core): void {
  loaded.core = core
  connectHeap(core)
}

function failed(error: unknown): void {
  refused = error instanceof Error ? error.message : String(error)
  sayOnce('core', 'PF404', `WebAssembly cannot be used here, marked functions run as plain JavaScript: ${refused}`)
}

const counted = (threads: number): string => (threads === 1 ? '1 thread' : `${threads} threads`)

/** What is less than it could be. */
export const coreRemarks = (): string[] => [...(loaded.core?.reasons ?? []), ...heapRemarks]

/** What is missing, once it is known. In a worker thread of the user's one thread is what is wanted; `info()` says why. */
async function tell(core: Core): Promise<void> {
  await core.ready
  const remarks = coreRemarks()
  if (remarks.length > 0 && !platform.isWorkerThread) sayOnce('ladder', 'PF404', `marked functions run on ${counted(core.threads())}: ${remarks.join('; ')}`)
}

/** Loads the core if that was not begun. In Node it is there on return: a script may compute before it ever awaits. */
export function wantCore(): void {
  if (loading || environment.disabled) return
  const options = { threads: wantedThreads() }
  if (platform.loadNow) {
    loading = Promise.resolve()
    try {
      arrived(platform.loadNow(options))
    } catch (error) {
      failed(error)
    }
  } else {
    // Unlike in Node, waiting for the threads keeps nothing alive.
    loading = loadCore(options).then((core) => { arrived(core); void tell(core) }, failed)
  }
}

/** Settles when the core is there, its threads perhaps not yet, or when it is known that it will not come. */
export const coreLoaded = (): Promise<void> => loading ?? Promise.resolve()

/** Settles when the core and its threads are there, or it is known why not. */
export async function coreReady(): Promise<void> {
  if (active.backend !== 'js') wantCore()
  await loading
  if (loaded.core) await tell(loaded.core)
}

/** One rung of the ladder, best first, and why it is not taken. */
export interface Rung {
  rung: Backend
  available: boolean
  /** Why it is not available, or not used. */
  reason?: string
}

export function ladder(): Rung[] {
  const { core } = loaded
  const asked = environment.backend ? `PARFOR_BACKEND=${environment.backend}` : `configure({ backend: '${active.backend}' })`
  const none = environment.disabled ? 'PARFOR_DISABLE=1' : refused ?? (active.backend === 'js' ? asked : loading ? 'still loading' : 'no marked function was loaded yet')
  const alone = active.backend === 'wasm1' ? asked : active.threads === 1 ? 'one thread was asked for'
    : core && core.threads() === 1 ? core.reasons.join('; ') || (core.workersReady() ? 'this process may use one core only' : 'its threads are still starting') : undefined
  const unavailable = core === undefined || active.backend === 'js' || environment.disabled
  return [
    unavailable ? { rung: 'wasm', available: false, reason: none } : { rung: 'wasm', available: alone === undefined, reason: alone },
    unavailable ? { rung: 'wasm1', available: false, reason: none } : { rung: 'wasm1', available: true },
    environment.disabled ? { rung: 'js', available: false, reason: none } : { rung: 'js', available: true },
  ]
}
