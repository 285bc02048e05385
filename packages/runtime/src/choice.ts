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
export class Contest {
  private preferred: Rung
  /** Nanoseconds per operation of a kernel by estimate. */
  private readonly computing: number
  private readonly copying: number
  private readonly samples: number[] = []
  /** Those of the other rung, while it is being tried. */
  private trial: number[] | undefined
  /** How many times the preferred rung's time the other one took when it was last tried; 0: not tried yet. */
  private ratio = 0
  private disappointments = 0
  private wait = remembered
  private retry = firstRetry
  /** The preferred rung's time per operation at the last try; 0: there was none. */
  private level = 0
  private allowance = grant
  /** The sample that is being taken. */
  private time = 0
  private work = 0

  constructor(work: number, copied: number, threads: number) {
    this.computing = kernelOperation / threads
    this.copying = copiedByte * copied / work
    this.preferred = this.computing + this.copying < plainOperation ? 'kernel' : 'plain'
  }

  choose(work: number): Rung {
    if (!this.trial && this.wait <= 0 && this.isWorthTrying(work)) this.begin([])
    return this.current
  }

  private get current(): Rung {
    return (this.preferred === 'kernel') === (this.trial === undefined) ? 'kernel' : 'plain'
  }

  private begin(trial: number[] | undefined): void {
    this.trial = trial
    this.time = this.work = 0
  }

  private isWorthTrying(work: number): boolean {
    const time = Math.min(...this.samples)
    const ratio = this.ratio || this.estimate(time) / time
    return ratio < hopeless && (ratio - 1) * Math.max(time * work, sampleTime) <= this.allowance
  }

  /** Time per operation of the other rung. What the preferred one took says how good the estimate of the work is. */
  private estimate(time: number): number {
    if (this.preferred === 'plain') return (time / plainOperation) * this.computing + this.copying
    // Copies may be faster than estimated, but some of the time was spent in the loop.
    return (Math.max(time - this.copying, time / 4) / this.computing) * plainOperation
  }

  record(rung: Rung, work: number, nanoseconds: number): void {
    if (rung !== this.current) return
    this.allowance = Math.min(this.allowance + share * nanoseconds, most)
    this.time += nanoseconds
    this.work += work
    const { trial, samples } = this
    if (trial) {
      // The first sample of all finds code that was never optimised: it may take ten times as long, once.
      if (trial.length > 0 || this.level > 0) this.allowance -= Math.max(0, nanoseconds - Math.min(...samples) * work)
      if (this.time >= sampleTime || this.allowance < 0) trial.push(this.takeSample())
      if (trial.length === tried || (trial.length >= leastTried && this.allowance < 0)) this.judge(trial)
    } else if (this.time >= sampleTime) {
      samples.push(this.takeSample())
      if (samples.length > remembered) samples.shift()
      this.wait--
      const change = Math.min(...samples) / this.level
      if (this.level > 0 && (change > 2 || change < 0.5)) this.wait = Math.min(this.wait, this.retry = firstRetry)
    }
  }

  private takeSample(): number {
    const sample = this.time / this.work
    this.time = this.work = 0
    return sample
  }

  private judge(trial: number[]): void {
    const [before, now] = [Math.min(...this.samples), Math.min(...trial)]
    if (now < better * before) {
      this.preferred = this.current
      this.samples.splice(0, remembered, ...trial)
      this.retry = firstRetry
      this.ratio = before / now
      this.disappointments = 0
      this.level = now
    } else {
      this.ratio = now / before
      this.disappointments = this.ratio < hopeless ? 0 : this.disappointments + 1
      // Back to the estimate: it may have been the engine's interpreter, or another process.
      if (this.disappointments === 1) this.ratio = 0
      this.level = before
    }
    this.begin(undefined)
    this.wait = this.retry
    this.retry = Math.min(2 * this.retry, lastRetry)
  }
}

export class Choice {
  private readonly contests = new Map<number, Contest>()

  /** For a call of `work` operations, for which so many bytes are copied if a kernel runs it, on so many threads. */
  contest(work: number, copied: number, threads: number): Contest {
    const operations = Math.max(work, 1)
    const kind = (Math.log2(operations) >> 1) * 4 + (copied > 0 ? 2 : 0) + (threads > 1 ? 1 : 0)
    let contest = this.contests.get(kind)
    if (!contest) {
      contest = new Contest(operations, copied, threads)
      this.contests.set(kind, contest)
    }
    return contest
  }
}
