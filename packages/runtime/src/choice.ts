/**
 * Which rung runs a call where two give the same bits, so that only time is at stake: a kernel, or plain JavaScript (the original of a region that is exact, the js back
 * end's function of any other). Arrays outside the shared heap are copied for a kernel, and a loop that does little with each element loses more by that than it gains;
 * one that gathers gains little from lanes. Estimates come first. Then the other rung is tried now and then, next to calls of the preferred one, so that both saw the same
 * input and the same load of the machine.
 */

/** Milliseconds, from runs on current machines: a simple operation in V8 where memory keeps up (from 0.15 ns in a polynomial to 0.6 in a sum), the
 *  same in a kernel on one thread, a byte copied. */
const plainOperation = 2e-7
const kernelOperation = 1e-7
const copiedByte = 6e-8

/** Milliseconds that make a sample, of one call or of many: clocks of browsers go in steps of up to 0.1 ms, but are right in the sum. */
const sampleTime = 0.5
/** Compilation, slow tiers of the engine and other processes only add time: of the latest samples, so many, the fastest counts. */
const remembered = 4
/** Samples of a try, and of one that has become too expensive: one alone may be bad luck. */
const tried = 3
const leastTried = 2
/** Samples until the next try, twice as many after each that changes nothing. */
const firstRetry = 16
const lastRetry = 1024
/** What would take so many times as long is not tried, what took so long in two tries running never again: in the first one the engine may have been interpreting. */
const hopeless = 3
/** Better by less than this changes nothing. */
const better = 0.95
/** Milliseconds that tries may cost: at first, for each of all calls, and at most in one try (people notice more). */
const grant = 5
const share = 0.02
const most = 50

/** The choice for calls of one kind: about one size, copied or not, on one thread or by a team. */
export interface Contest {
  /** Whether a kernel is to run a call of `work` operations. */
  choosesKernel(work: number): boolean
  /** What such a call took, as a kernel or not. */
  record(kernel: boolean, work: number, milliseconds: number): void
}

const fastest = (samples: readonly number[]): number => Math.min(...samples)

// Not a class: names of properties stay as long as they are in what applications download.
function contestOf(work: number, copied: number, threads: number): Contest {
  /** Milliseconds per operation of a kernel by estimate. */
  const computing = kernelOperation / threads
  const copying = copiedByte * copied / work
  let kernelPreferred = computing + copying < plainOperation
  let samples: number[] = []
  /** Those of the other rung, while it is being tried. */
  let trial: number[] | undefined
  /** How many times the preferred rung's time the other one took when it was last tried; 0: not tried yet. */
  let ratio = 0
  let disappointments = 0
  let wait = remembered
  let retry = firstRetry
  /** The preferred rung's time per operation at the last try; 0: there was none. */
  let level = 0
  let allowance = grant
  /** The sample that is being taken. */
  let time = 0
  let operations = 0

  const current = (): boolean => kernelPreferred === !trial

  const takeSample = (): number => {
    const sample = time / operations
    time = operations = 0
    return sample
  }

  /** Time per operation of the other rung. What the preferred one took says how good the estimate of the work is. Copies may be faster than estimated, but some of a
   *  kernel's time was spent in its loop. */
  const estimate = (known: number): number =>
    kernelPreferred ? Math.max(known - copying, known / 4) / computing * plainOperation : known / plainOperation * computing + copying

  const isWorthTrying = (size: number): boolean => {
    const known = fastest(samples)
    const expected = ratio || estimate(known) / known
    return expected < hopeless && (expected - 1) * Math.max(known * size, sampleTime) <= allowance
  }

  const judge = (results: number[]): void => {
    const [before, now] = [fastest(samples), fastest(results)]
    if (now < better * before) {
      kernelPreferred = !kernelPreferred
      samples = results
      retry = firstRetry
      ratio = before / now
      disappointments = 0
      level = now
    } else {
      ratio = now / before
      disappointments = ratio < hopeless ? 0 : disappointments + 1
      // Back to the estimate: it may have been the engine's interpreter, or another process.
      if (disappointments === 1) ratio = 0
      level = before
    }
    trial = undefined
    wait = retry
    retry = Math.min(2 * retry, lastRetry)
  }

  return {
    choosesKernel(size) {
      if (!trial && wait <= 0 && isWorthTrying(size)) {
        trial = []
        time = operations = 0
      }
      return current()
    },

    record(kernel, size, milliseconds) {
      if (kernel !== current()) return
      allowance = Math.min(allowance + share * milliseconds, most)
      time += milliseconds
      operations += size
      if (trial) {
        // The first sample of all finds code that was never optimised: it may take ten times as long, once. And a process that was stopped has lost no more than the most.
        if (trial.length > 0 || level > 0) allowance -= Math.min(most, milliseconds - fastest(samples) * size)
        if (time >= sampleTime || allowance < 0) trial.push(takeSample())
        if (trial.length === tried || (trial.length >= leastTried && allowance < 0)) judge(trial)
      } else if (time >= sampleTime) {
        samples.push(takeSample())
        if (samples.length > remembered) samples.shift()
        wait--
        const change = fastest(samples) / level
        if (change > 2 || change < 0.5) wait = Math.min(wait, retry = firstRetry)
      }
    },
  }
}

/** For each region, its contests by kind of call. */
export function choices(): (work: number, copied: number, threads: number) => Contest {
  const contests = new Map<number, Contest>()
  /** For a call of `work` operations, for which so many bytes are copied if a kernel runs it, on so many threads. */
  return (work, copied, threads) => {
    const operations = Math.max(work, 1)
    const kind = (Math.log2(operations) >> 1) * 4 + (copied > 0 ? 2 : 0) + Math.min(threads, 2)
    let contest = contests.get(kind)
    if (!contest) contests.set(kind, contest = contestOf(operations, copied, threads))
    return contest
  }
}
