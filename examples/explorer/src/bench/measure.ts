/**
 * Timing: the variants of a case take turns, so that a noisy moment of the machine hits all of them; medians are compared. Between the calls the page
 * can paint and be stopped.
 */
import { breathe } from '../dom.ts'
import { median } from '../format.ts'

export class Stopped extends Error {}

/** Calls before anything counts, so that the engine's optimising compiler has seen the code. */
const warmUps = 3

/** Median milliseconds of each runnable. */
export async function measure(runnables: Record<string, () => unknown>, rounds: number, stopped: () => boolean): Promise<Record<string, number>> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(runnables).map((name) => [name, []]))
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, run] of Object.entries(runnables)) {
      await breathe()
      if (stopped()) throw new Stopped('stopped')
      const start = performance.now()
      run()
      if (round >= 0) times[name].push(performance.now() - start)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]))
}

/** Median nanoseconds per call, for calls too short for the clock, which browsers make coarse: `batch` calls at a time. */
export async function nanosecondsPerCall(runnables: Record<string, () => unknown>, batch: number, rounds: number, stopped: () => boolean): Promise<Record<string, number>> {
  const batches = Object.fromEntries(Object.entries(runnables).map(([name, run]) => [name, () => { for (let k = 0; k < batch; k++) run() }]))
  const times = await measure(batches, rounds, stopped)
  return Object.fromEntries(Object.entries(times).map(([name, value]) => [name, value * 1e6 / batch]))
}
