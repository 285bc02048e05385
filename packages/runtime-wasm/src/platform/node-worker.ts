import { workerUrl } from '#assets'
import type { WorkerMessage, WorkerStart } from '../exports.ts'
import type { PoolWorker, PoolWorkerEvents } from '../pool-worker.ts'

/**
 * Starts a worker thread that neither keeps the process alive nor inherits hooks (`--import`, NODE_OPTIONS) or standard streams.
 *
 * Whether the thread still lives is asked of `eventLoopUtilization`, the one synchronous answer that Node gives: `idle` is −1 once the thread has stopped running JavaScript.
 * It does so only once the parent has asked while the worker's event loop was running, which takes one turn of the parent's own loop after the start.
 */
export function startNodeWorker(start: WorkerStart, events: PoolWorkerEvents): PoolWorker {
  const { Worker } = process.getBuiltinModule('node:worker_threads')
  const worker = new Worker(workerUrl(), { workerData: start, execArgv: [], env: {}, name: `parfor ${start.id + 1}` })
  let ended = false
  let told = false
  let reason: string | undefined
  const idle = (): number => worker.performance.eventLoopUtilization().idle
  worker.on('message', (message: WorkerMessage) => {
    if ('fault' in message) events.fault(message.fault)
    else idle()
  })
  worker.on('error', (error: unknown) => {
    reason = String(error)
  })
  worker.on('exit', (code) => {
    ended = true
    events.ended(told ? undefined : reason ?? `its thread was ended (exit code ${code})`)
  })
  // After the listeners: adding one holds the process again.
  worker.unref()
  return {
    hasEnded: () => ended || idle() === -1,
    terminate: async () => {
      told = true
      await worker.terminate()
    },
  }
}
