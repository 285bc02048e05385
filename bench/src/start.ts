/** What it costs to start a parallel region: a kernel with almost no work, with the pool awake, and the same kernel on the calling thread alone; and what a team adds to a call when it sleeps. */
import { alloc, configure, withOptions } from 'parfor'
import type { Kernels } from './cases.ts'

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

export interface StartTimes { alone: number; awake: number; asleep: number }

/** Microseconds. */
export async function measureStart(kernels: Kernels, threads: number): Promise<StartTimes> {
  const call = (count: number, length: number) => {
    const x = alloc(Float64Array, length), y = alloc(Float64Array, length)
    const run = withOptions(kernels.axpy as (...values: unknown[]) => unknown, { threads: count })
    return () => {
      const start = performance.now()
      run(1e-9, x, y)
      return (performance.now() - start) * 1000
    }
  }
  // Off, or calls with so little work would stay in plain JavaScript.
  configure({ gate: 'off' })
  const [alone, team] = [call(1, 64), call(threads, 64)]
  for (let k = 0; k < 2000; k++) { alone(); team() }
  const awake = median(Array.from({ length: 2001 }, team))
  const oneThread = median(Array.from({ length: 2001 }, alone))
  configure({ gate: 'on' })
  // Some work, about 10 µs. No pause as long as this is waited for awake (runtime-core/pool/rhythm.h). The calling thread's caches are cold after it, so the same call alone is measured in turn.
  const sleeping: number[][] = [[], []]
  const calls = [call(1, 16384), call(threads, 16384)]
  for (let k = 0; k < 2 * 101; k++) {
    await new Promise((resolve) => setTimeout(resolve, 30))
    sleeping[k % 2].push(calls[k % 2]())
  }
  return { alone: oneThread, awake, asleep: median(sleeping[1]) - median(sleeping[0]) }
}
