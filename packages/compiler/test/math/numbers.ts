/** Numbers for sweeps, the same in every run. */

export const specials = [
  0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, Infinity, -Infinity, NaN, 5e-324, -5e-324, 2 ** -1022, 2 ** -1022 - 2 ** -1074, Number.MAX_VALUE, -Number.MAX_VALUE,
  2 ** 53, 2 ** 53 - 1, -(2 ** 53), 1e-300, 1e300, 2 ** 1022, 2 ** -1073,
]

export class Numbers {
  private seed: number

  constructor(seed: number) {
    this.seed = seed >>> 0
  }

  /** In [0, 1), with 53 random bits. */
  next(): number {
    return (this.word() * 2 ** 21 + (this.word() >>> 11)) / 2 ** 53
  }

  /** Any finite double, all exponents alike. */
  bits(): number {
    const view = new DataView(new ArrayBuffer(8))
    for (;;) {
      view.setUint32(0, this.word())
      view.setUint32(4, this.word())
      if (Number.isFinite(view.getFloat64(0))) return view.getFloat64(0)
    }
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next()
  }

  /** xorshift (Marsaglia 2003). */
  private word(): number {
    this.seed ^= this.seed << 13
    this.seed ^= this.seed >>> 17
    this.seed ^= this.seed << 5
    return this.seed >>> 0
  }
}

const view = new DataView(new ArrayBuffer(8))

/** The distance of the next double away from zero. */
export function ulp(x: number): number {
  view.setFloat64(0, Math.abs(x))
  return 2 ** Math.max((view.getUint32(0) >>> 20) - 1075, -1074)
}
