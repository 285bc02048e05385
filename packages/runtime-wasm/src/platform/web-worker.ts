import { startWebWorker } from '#assets'
import type { WorkerMessage, WorkerStart } from '../exports.ts'
import { addressElsewhere, notStartedFromElsewhere, startFromElsewhere } from './other-origin.ts'
import type { PoolWorker, PoolWorkerEvents } from '../pool-worker.ts'

/** Browsers do not say to scripts why a worker's script could not be loaded. */
const notLoaded = 'the worker script could not be loaded. It must be there (worker.mjs, which bundlers emit; other builds copy it beside the script), come from the page\'s own origin, ' +
  'carry the header Cross-Origin-Embedder-Policy as the page does, be allowed by the Content-Security-Policy (worker-src \'self\'), and not be blocked by an extension'

/** The directive of a Content-Security-Policy that was violated since `watch`, if one was. */
let violated: string | undefined
let watching = false
function watch(): void {
  if (watching) return
  watching = true
  globalThis.addEventListener?.('securitypolicyviolation', (event) => {
    const { effectiveDirective } = event as SecurityPolicyViolationEvent
    if (/^(worker|child|script)-src/.test(effectiveDirective)) violated = effectiveDirective
  })
}

interface Prepared {
  worker: Worker
  /** Its script, if that is on another origin. */
  elsewhere: URL | undefined
  /** What became of it: settled by its error. */
  failure: Promise<ErrorEvent>
}

function prepare(): Prepared {
  watch()
  const elsewhere = addressElsewhere(startWebWorker)
  const worker = elsewhere ? startFromElsewhere(elsewhere, { type: 'module', name: 'parfor' }) : startWebWorker()
  const failure = new Promise<ErrorEvent>((resolve) => {
    worker.addEventListener('error', (event) => {
      // The page's own handlers of errors are not asked: nothing of the page went wrong.
      event.preventDefault()
      resolve(event)
    })
  })
  return { worker, elsewhere, failure }
}

/** Workers whose scripts are being loaded while core.wasm is: one wait for the network instead of two. */
const waiting: Prepared[] = []

export function prepareBrowserWorkers(count: number): void {
  try {
    while (waiting.length < count) waiting.push(prepare())
  } catch {
    // The same will happen when it is started, and is told then.
  }
}

export function discardBrowserWorkers(): void {
  for (const { worker } of waiting.splice(0)) worker.terminate()
}

/** WebKit throws at once what a policy forbids; elsewhere the script fails to load. */
function construct(): Prepared {
  try {
    return prepare()
  } catch (error) {
    const { name, message } = error as Error
    throw Object.assign(new Error(`${message} (the script must come from the page's own origin, and be allowed by the Content-Security-Policy: worker-src 'self')`, { cause: error }), { name })
  }
}

/** Starts a worker of a page (or of a worker). Only its owner can end it, so it cannot vanish while the owner waits. */
export function startBrowserWorker(start: WorkerStart, events: PoolWorkerEvents): PoolWorker {
  const { worker, elsewhere, failure } = waiting.shift() ?? construct()
  let ended = false
  void failure.then(({ message }) => {
    ended = true
    worker.terminate()
    // An error event that says nothing is a script that could not be loaded.
    if (message) events.ended(`its thread was ended by ${message}`)
    else if (elsewhere) events.absent(notStartedFromElsewhere(elsewhere, violated))
    else events.absent(violated === undefined ? notLoaded : `the Content-Security-Policy forbids the worker script. Add worker-src 'self' (it was ${violated} that refused it)`)
  })
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    if ('fault' in data) events.fault(data.fault)
    if ('absent' in data) events.absent(data.absent)
  })
  worker.postMessage(start, {})
  return {
    hasEnded: () => ended,
    terminate: async () => {
      ended = true
      worker.terminate()
    },
  }
}
