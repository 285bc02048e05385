/**
 * How many threads a call is worth. Every member of a team must come before a call can end, and waking one that sleeps takes long: so a call is
 * shared if it is long, or if calls follow each other so fast that the workers, once woken, do not fall asleep between them.
 */

/** Milliseconds: what waking a worker may take, and what starting one that is awake takes with some reserve. */
const wakes = 0.06
const starts = 0.004
/** Workers look out for work about so long before they sleep. */
const remainsAwake = 0.2

/** When the last kernel of this process ended. */
let lastEnd = -Infinity

export class TeamSize {
  /** Milliseconds per operation on one thread: an estimate, then what was measured. */
  private operation = 2e-7

  choose(work: number, available: number, now: number): number {
    if (available === 1) return 1
    const alone = work * this.operation
    const start = now - lastEnd < remainsAwake ? starts : wakes
    return alone < 2 * start ? 1 : Math.min(available, Math.floor(alone / start))
  }

  /** From when on threads that have not come are not worth waiting for: the rest of the work takes no longer than they might. A call that has one parallel
   *  loop waits for nobody, one with many loops is not left to one thread because its first loop was short. */
  deadline(work: number, begin: number): number {
    return begin + work * this.operation - 2 * wakes
  }

  record(work: number, threads: number, begin: number, end: number): void {
    lastEnd = end
    const milliseconds = end - begin
    // Shorter ones say more about the start than about the work.
    if (milliseconds < 2 * starts) return
    this.operation = 0.8 * this.operation + 0.2 * ((milliseconds * threads) / work)
  }
}
