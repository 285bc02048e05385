/** What it costs to start a parallel region: a kernel with almost no work, with the pool awake and asleep, and the same kernel on the calling thread alone. */
import { alloc, withOptions } from 'parfor'
import type { Kernels } from './cases.ts'

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

export interface StartTimes { alone: number; awake: number; asleep: number }

/** Microseconds. The gate must be off, or the calls would stay in plain JavaScript. */
export async function measureStart(kernels: Kernels, threads: number): Promise<StartTimes> {
  const x = alloc(Float64Array, 64), y = alloc(Float64Array, 64)
  const call = (count: number) => {
    const run = withOptions(kernels.axpy as (...values: unknown[]) => unknown, { threads: count })
    return () => {
      const start = performance.now()
      run(1e-9, x, y)
      return (performance.now() - start) * 1000
    }
  }
  const [alone, team] = [call(1), call(threads)]
  for (let k = 0; k < 2000; k++) { alone(); team() }
  const awake = median(Array.from({ length: 2001 }, team))
  const oneThread = median(Array.from({ length: 2001 }, alone))
  const sleeping: number[] = []
  for (let k = 0; k < 101; k++) {
    // Much longer than workers spin.
    await new Promise((resolve) => setTimeout(resolve, 20))
    sleeping.push(team())
  }
  return { alone: oneThread, awake, asleep: median(sleeping) }
}
