/** Timing: variants of a case take turns, so that a noisy moment of a shared machine hits all of them; medians are compared. */

/** Milliseconds spent in compiling and instantiating kernels on this thread. */
let compiling = 0
for (const name of ['Module', 'Instance'] as const) {
  Reflect.set(WebAssembly, name, new Proxy<new (...values: never[]) => object>(WebAssembly[name], {
    construct(target, values) {
      const start = performance.now()
      try {
        return Reflect.construct(target, values) as object
      } finally {
        compiling += performance.now() - start
      }
    },
  }))
}

export interface Timing { median: number; first: number; rounds: number }

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** Times each runnable `rounds` times, in turn, after one untimed call each (whose time, without that of compiling, is `first`). */
export function measure(runnables: Record<string, () => unknown>, rounds: number): Record<string, Timing> {
  const times: Record<string, number[]> = {}
  const first: Record<string, number> = {}
  const time = (run: () => unknown) => {
    const start = performance.now()
    run()
    return performance.now() - start
  }
  for (const [name, run] of Object.entries(runnables)) {
    const compiled = compiling
    first[name] = time(run) - (compiling - compiled)
    times[name] = []
    // Both tiers of the engine have seen the code before anything counts.
    for (let k = 0; k < 3; k++) run()
  }
  for (let round = 0; round < rounds; round++) for (const [name, run] of Object.entries(runnables)) times[name].push(time(run))
  return Object.fromEntries(Object.keys(runnables).map((name) => [name, { median: median(times[name]), first: first[name], rounds }]))
}

/** Nanoseconds per call, for calls too short for the clock: batches of `batch` calls. */
export function nanosecondsPerCall(runnables: Record<string, () => unknown>, batch: number, rounds: number): Record<string, number> {
  const timed = measure(Object.fromEntries(Object.entries(runnables).map(([name, run]) => [name, () => { for (let k = 0; k < batch; k++) run() }])), rounds)
  return Object.fromEntries(Object.entries(timed).map(([name, timing]) => [name, (timing.median * 1e6) / batch]))
}
