/**
 * Timing: the variants of a case take turns, so that a noisy moment of the machine hits all of them; medians are compared. Between the samples the page
 * can paint and be stopped; a sample of a short call is several calls in a row, or it would measure how long threads take to wake after the pause (`afterPause` does).
 */
import { breathe } from '../dom.ts'
import { median } from '../format.ts'

export class Stopped extends Error {}

/** Calls before anything counts, so that the engine's optimising compiler has seen the code. */
const warmUps = 3

/** A sample takes as long, in the first variant. */
const sampleMilliseconds = 16

const timed = (run: () => unknown): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}

/** Median milliseconds of each runnable; the first one tells how many calls make a sample. */
export async function measure(runnables: Record<string, () => unknown>, rounds: number, stopped: () => boolean): Promise<Record<string, number>> {
  const times: Record<string, number[]> = Object.fromEntries(Object.keys(runnables).map((name) => [name, []]))
  let calls = 1
  for (let round = -warmUps; round < rounds; round++) {
    for (const [name, run] of Object.entries(runnables)) {
      await breathe()
      if (stopped()) throw new Stopped('stopped')
      const time = timed(() => { for (let call = 0; call < calls; call++) run() }) / calls
      if (round >= 0) times[name].push(time)
      else if (name === Object.keys(runnables)[0]) calls = Math.max(1, Math.round(sampleMilliseconds / time))
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]))
}

/** Median milliseconds of single calls, each after a pause in which the workers fell asleep. */
export async function afterPause(run: () => unknown, rounds: number, stopped: () => boolean): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (stopped()) throw new Stopped('stopped')
    times.push(timed(run))
  }
  return median(times)
}

/** Median nanoseconds per call, for calls too short for the clock, which browsers make coarse: `batch` calls at a time. */
export async function nanosecondsPerCall(runnables: Record<string, () => unknown>, batch: number, rounds: number, stopped: () => boolean): Promise<Record<string, number>> {
  const batches = Object.fromEntries(Object.entries(runnables).map(([name, run]) => [name, () => { for (let k = 0; k < batch; k++) run() }]))
  const times = await measure(batches, rounds, stopped)
  return Object.fromEntries(Object.entries(times).map(([name, value]) => [name, value * 1e6 / batch]))
}
