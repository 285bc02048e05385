/** What the loader needs from where it runs. `#platform` is `browser.ts` in bundles for browsers, which so contain nothing of Node, and `universal.ts` elsewhere. */
import type { StartWorker } from '../pool-worker.ts'

export interface Platform {
  /** How many threads can run at once. */
  cores(): number
  /** How many threads to have when none or so many were asked for. Pushes the reason if that is fewer than `cores` or than wanted. */
  threads(wanted: number | undefined, cores: number, reasons: string[]): number
  /** The bytes of core.wasm. */
  read(): Promise<Uint8Array<ArrayBuffer>>
  /** The same at once, where files can be read synchronously. */
  readNow?(): Uint8Array<ArrayBuffer>
  startWorker: StartWorker
  /** Begins to load so many workers, for `startWorker` to take; `discardWorkers` ends those that it has not taken. */
  prepareWorkers?(count: number): void
  discardWorkers?(): void
  /** Milliseconds after which nobody waits any longer for a worker that neither comes nor fails. */
  startLimit: number
}
