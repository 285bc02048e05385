import { startWebWorker } from '#assets'
import type { WorkerMessage, WorkerStart } from './exports.ts'
import type { PoolWorker, PoolWorkerEvents } from './pool-worker.ts'

/** Starts a worker of a page (or of a worker). Only its owner can end it, so it cannot vanish while the owner waits. */
export function startBrowserWorker(start: WorkerStart, events: PoolWorkerEvents): PoolWorker {
  const worker = startWebWorker(`parfor ${start.id + 1}`)
  let ended = false
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    if ('fault' in data) events.fault(data.fault)
  })
  worker.addEventListener('error', (event) => {
    // An error event that says nothing is a script that could not be loaded.
    ended = true
    worker.terminate()
    events.ended(event.message || 'its script could not be loaded')
  })
  worker.postMessage(start, {})
  return {
    hasEnded: () => ended,
    terminate: async () => {
      ended = true
      worker.terminate()
      events.ended()
    },
  }
}
