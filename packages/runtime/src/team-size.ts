/**
 * How many threads a call is worth. Every member of a team must come before a call can end, and waking one that sleeps takes long: so a call is
 * shared if it is long, or if calls follow each other so fast that the workers, once woken, do not fall asleep between them.
 */

/** Milliseconds: what waking a worker may take, and what starting one that is awake takes with some reserve. */
const wakes = 0.06
const starts = 0.004

export class TeamSize {
  /** Milliseconds per operation on one thread: an estimate, then what was measured. */
  private operation = 2e-7

  /** Of the `available` threads `awake` are, the calling one included: those that took part in the last calls, which are the ones that a team is made of first. */
  choose(work: number, available: number, awake: number): number {
    const alone = work * this.operation
    const worth = (threads: number, start: number): number => (alone < 2 * start ? 1 : Math.min(threads, Math.floor(alone / start)))
    return Math.max(worth(Math.min(awake, available), starts), worth(available, wakes))
  }

  /** From when on threads that have not come are not worth waiting for: the rest of the work takes no longer than they might. A call that has one parallel
   *  loop waits for nobody, one with many loops is not left to one thread because its first loop was short. */
  deadline(work: number, begin: number): number {
    return begin + work * this.operation - 2 * wakes
  }

  record(work: number, threads: number, begin: number, end: number): void {
    const milliseconds = end - begin
    // Shorter ones say more about the start than about the work.
    if (milliseconds < 2 * starts) return
    this.operation = 0.8 * this.operation + 0.2 * ((milliseconds * threads) / work)
  }
}
