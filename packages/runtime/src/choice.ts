/**
 * Which rung runs a call where two give the same bits, so that only time is at stake: a kernel, or plain JavaScript (the original of a region that is exact, the js back
 * end's function of any other). Arrays outside the shared heap are copied for a kernel, and a loop that does little with each element loses more by that than it gains;
 * one that gathers gains little from lanes. Estimates come first. Then the other rung is tried now and then, next to calls of the preferred one, so that both saw the same
 * input and the same load of the machine.
 */

export type Rung = 'kernel' | 'plain'

/** Nanoseconds, from runs on current machines: a simple operation in V8 where memory keeps up (from 0.15 in a polynomial to 0.6 in a sum), the
 *  same in a kernel on one thread, a byte copied. */
const plainOperation = 0.2
const kernelOperation = 0.1
const copiedByte = 0.06

/** Nanoseconds that make a sample, of one call or of many: clocks of browsers go in steps of up to 0.1 ms, but are right in the sum. */
const sampleTime = 5e5
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
/** Nanoseconds that tries may cost: at first, per nanosecond of all calls, and at most in one try (people notice more). */
const grant = 5e6
const share = 0.02
const most = 5e7

/** The choice for calls of one kind: about one size, copied or not, on one thread or by a team. */
export interface Contest {
  /** The rung for a call of `work` operations. */
  choose(work: number): Rung
  record(rung: Rung, work: number, nanoseconds: number): void
}

const fastest = (samples: readonly number[]): number => Math.min(...samples)

// Not a class: names of properties stay as long as they are in what applications download.
function contestOf(work: number, copied: number, threads: number): Contest {
  /** Nanoseconds per operation of a kernel by estimate. */
  const computing = kernelOperation / threads
  const copying = copiedByte * copied / work
  let preferred: Rung = computing + copying < plainOperation ? 'kernel' : 'plain'
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

  const other = (): Rung => preferred === 'kernel' ? 'plain' : 'kernel'
  const current = (): Rung => trial ? other() : preferred

  const begin = (next: number[] | undefined): void => {
    trial = next
    time = operations = 0
  }

  const takeSample = (): number => {
    const sample = time / operations
    time = operations = 0
    return sample
  }

  /** Time per operation of the other rung. What the preferred one took says how good the estimate of the work is. */
  const estimate = (known: number): number => {
    if (preferred === 'plain') return (known / plainOperation) * computing + copying
    // Copies may be faster than estimated, but some of the time was spent in the loop.
    return (Math.max(known - copying, known / 4) / computing) * plainOperation
  }

  const isWorthTrying = (size: number): boolean => {
    const known = fastest(samples)
    const expected = ratio || estimate(known) / known
    return expected < hopeless && (expected - 1) * Math.max(known * size, sampleTime) <= allowance
  }

  const judge = (results: number[]): void => {
    const [before, now] = [fastest(samples), fastest(results)]
    if (now < better * before) {
      preferred = other()
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
    begin(undefined)
    wait = retry
    retry = Math.min(2 * retry, lastRetry)
  }

  return {
    choose(size) {
      if (!trial && wait <= 0 && isWorthTrying(size)) begin([])
      return current()
    },

    record(rung, size, nanoseconds) {
      if (rung !== current()) return
      allowance = Math.min(allowance + share * nanoseconds, most)
      time += nanoseconds
      operations += size
      if (trial) {
        // The first sample of all finds code that was never optimised: it may take ten times as long, once.
        if (trial.length > 0 || level > 0) allowance -= Math.max(0, nanoseconds - fastest(samples) * size)
        if (time >= sampleTime || allowance < 0) trial.push(takeSample())
        if (trial.length === tried || (trial.length >= leastTried && allowance < 0)) judge(trial)
      } else if (time >= sampleTime) {
        samples.push(takeSample())
        if (samples.length > remembered) samples.shift()
        wait--
        const change = fastest(samples) / level
        if (level > 0 && (change > 2 || change < 0.5)) wait = Math.min(wait, retry = firstRetry)
      }
    },
  }
}

export class Choice {
  private readonly contests = new Map<number, Contest>()

  /** For a call of `work` operations, for which so many bytes are copied if a kernel runs it, on so many threads. */
  contest(work: number, copied: number, threads: number): Contest {
    const operations = Math.max(work, 1)
    const kind = (Math.log2(operations) >> 1) * 4 + (copied > 0 ? 2 : 0) + (threads > 1 ? 1 : 0)
    let contest = this.contests.get(kind)
    if (!contest) this.contests.set(kind, contest = contestOf(operations, copied, threads))
    return contest
  }
}
