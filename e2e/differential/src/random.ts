/** A seeded generator (mulberry32), so that a printed seed is a program. */
export class Random {
  private state: number

  constructor(seed: number) { this.state = seed >>> 0 }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0
    let t = this.state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  below(n: number): number { return Math.floor(this.next() * n) }
  chance(p: number): boolean { return this.next() < p }
  pick<T>(from: readonly T[]): T { return from[this.below(from.length)] }
}
