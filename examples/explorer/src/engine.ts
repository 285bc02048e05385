/** Which of the two programs computes, and on how many threads. All views obey the same switch. */
import { configure, info, ready } from 'parfor'

export type Engine = 'plain' | 'parfor'

interface State {
  engine: Engine
  /** Threads that work on one call now, and the most there are. */
  threads: number
  available: number
  /** Whether the pool has started, or it is known that it will not. */
  started: boolean
}

export const state: State = { engine: 'parfor', threads: 1, available: 1, started: false }

const listeners = new Set<() => void>()
const tell = () => { for (const listener of listeners) listener() }

/** Calls the listener whenever the switch, the threads or the pool changed. */
export function onEngine(listener: () => void): void {
  listeners.add(listener)
}

export function setEngine(engine: Engine): void {
  state.engine = engine
  tell()
}

export function setThreads(threads: number): void {
  configure({ threads })
  state.threads = info().threads
  tell()
}

/** Settles when the pool is there. */
export const started: () => Promise<void> = once(async () => {
  await ready()
  performance.mark('parfor:ready')
  state.available = state.threads = info().threads
  state.started = true
  tell()
})

function once(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  return () => running ??= task()
}
