/** Constants in pieces. The upper piece has so few bits that its product with a small integer is exact (Cody and Waite 1980). */

/** 42 bits: exact times integers up to 2^11. */
export const LN2_HIGH = 0.6931471805598903
export const LN2_LOW = 5.497923018708371e-14

/** Two doubles each. */
export const PI = { high: Math.PI, low: 1.2246467991473532e-16 } as const
export const HALF_PI = { high: Math.PI / 2, low: 6.123233995736766e-17 } as const
export const QUARTER_PI = { high: Math.PI / 4, low: 3.061616997868383e-17 } as const

export const LEAST_NORMAL = 2 ** -1022
