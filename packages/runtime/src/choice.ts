/**
 * Kernel or JavaScript, where both give the same bits: only time is at stake. Arrays outside the shared heap are copied for a kernel, and a
 * loop that does little with each element loses more by that than it gains. Estimates come first, then what the calls really took.
 */

/** Nanoseconds, from runs on current machines: a simple operation in V8 where memory keeps up (from 0.15 in a polynomial to 0.6 in a sum), the
 *  same in a kernel on one thread, a byte copied. The time of the original is never measured, so its estimate is a low one. */
const plainOperation = 0.2
const kernelOperation = 0.1
const copiedByte = 0.06
/** Calls shorter than this (in operations) are not worth two looks at the clock. */
const measurable = 50_000
/** After so many calls the rung not taken is tried again, then after twice as many, and so on. */
const firstRetry = 16
/** The first calls of a rung compile it, in every thread. */
const unrepresentative = 2

export class Choice {
  /** Nanoseconds per operation as measured, copies included; 0: not measured. */
  private kernel = 0
  private plain = 0
  private calls = 0
  private retry = firstRetry
  private readonly recorded = { kernel: 0, plain: 0 }

  /** Whether a call of `work` operations, for which so many bytes must be copied, should run as a kernel. `timed`: the other rung can be
   *  measured too (the runtime does not see the end of a call that it leaves to the original). */
  prefersKernel(work: number, copied: number, timed: boolean): boolean {
    if (copied === 0) return true
    const kernel = this.kernel === 0 ? kernelOperation * work + copiedByte * copied : this.kernel * work
    const plain = (this.plain === 0 ? plainOperation : this.plain) * work
    const better = kernel < plain
    if (work < measurable || ++this.calls < this.retry) return better
    this.retry *= 2
    this.calls = 0
    const worthATry = better ? timed && plain < 4 * kernel : kernel < 4 * plain
    return worthATry ? !better : better
  }

  record(rung: 'kernel' | 'plain', work: number, copied: number, begin: number): void {
    if (work < measurable || copied === 0 || ++this.recorded[rung] <= unrepresentative) return
    const nanoseconds = ((performance.now() - begin) * 1e6) / work
    this[rung] = this[rung] === 0 ? nanoseconds : 0.7 * this[rung] + 0.3 * nanoseconds
  }
}
