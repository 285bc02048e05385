/** A worker as the core sees it, whatever starts it. */
import type { WorkerStart } from './exports.ts'

export interface PoolWorker {
  /** True only if its thread certainly runs no more. Asked while the calling thread waits for it, so it cannot rely on events. */
  hasEnded(): boolean
  terminate(): Promise<void>
}

export interface PoolWorkerEvents {
  /** It trapped in a region and goes on. */
  fault(message: string): void
  /** Its thread has ended. `reason` is absent if it was told to. */
  ended(reason?: string): void
  /** It never began, and neither will any other, for this reason. */
  absent(reason: string): void
}

export type StartWorker = (start: WorkerStart, events: PoolWorkerEvents) => PoolWorker
