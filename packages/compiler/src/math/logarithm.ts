/**
 * log, log2, log10, log1p. x = 2^e·m with √½ ≤ m < √2; with f = m − 1 and s = f / (2 + f), log m = 2·artanh s, an odd series in s that is
 * short because |s| ≤ 0.1716 (Tang, ACM TOMS 16, 1990; Muller, Elementary Functions, 2016, §4.4).
 */
import type { Value } from '../ir/types.ts'
import { LEAST_NORMAL, LN2_HIGH, LN2_LOW } from './constants.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'

/** (2·artanh s − 2s) / s³ in s², |s| ≤ 0.1716: relative error of the logarithm 2^-59. */
const LOG = [
  0.6666666666666734, 0.399999999994157, 0.2857142874239202, 0.2222219855492096, 0.18183566026254233, 0.15313990697288601, 0.14796692545299148,
]

/** Up to here x·√2 and all powers of two that scale it are normal numbers. */
const LARGE = 2 ** 1022

export interface Decomposed {
  /** Binary exponent; ±∞ or NaN where the logarithm is that. */
  e: Value
  /** 2^-e where e is finite. */
  inverse: Value
  m: Value
  /** e may be no number. */
  mayBeSpecial: boolean
}

/** Positive, normal, and not so large that x·√2 could overflow. */
export function isUsual(math: KernelBuilder, x: Value): Value {
  return math.and(math.ge(x, LEAST_NORMAL), math.lt(x, LARGE))
}

/** x = 2^e·m for usual x. */
export function decompose(math: KernelBuilder, x: Value): Decomposed {
  const e = math.exponent(math.mul(x, Math.SQRT2))
  const inverse = math.pow2(math.sub(0, e))
  return { e, inverse, m: math.mul(x, inverse), mayBeSpecial: false }
}

/** x = 2^e·m for any x. Zero, infinity, NaN and negative numbers give m = 1 and their logarithm as e. */
export function decomposeAny(math: KernelBuilder, x: Value): Decomposed {
  const special = math.select(math.eq(x, 0), -Infinity, math.select(math.eq(x, Infinity), Infinity, NaN))
  const tiny = math.and(math.gt(x, 0), math.lt(x, LEAST_NORMAL))
  const huge = math.and(math.ge(x, LARGE), math.lt(x, Infinity))
  const usual = isUsual(math, x)
  const factor = math.select(tiny, 2 ** 54, math.select(huge, 2 ** -54, 1))
  const bias = math.select(tiny, -54, math.select(huge, 54, math.select(usual, 0, special)))
  const { e, ...parts } = decompose(math, math.select(math.or(usual, math.or(tiny, huge)), math.mul(x, factor), 1))
  return { ...parts, e: math.add(e, bias), mayBeSpecial: true }
}

/** The rare branch comes last and computes everything again, so that nothing of it is in the way of the others. */
function ofParts(math: KernelBuilder, x: Value, compute: (parts: Decomposed) => Value): Value {
  const result = compute(decompose(math, x))
  return math.rarely(math.not(isUsual(math, x)), () => [compute(decomposeAny(math, x))], [result])[0]
}

interface Parts { f: Value; halfSquare: Value; correction: Value }

/** log(1 + f) = f − (halfSquare − correction). */
function logParts(math: KernelBuilder, f: Value): Parts {
  const s = math.div(f, math.add(f, 2))
  const square = math.mul(s, s)
  const r = math.mul(square, math.polynomial(square, math.mul(square, square), LOG))
  const halfSquare = math.mul(math.mul(f, f), 0.5)
  return { f, halfSquare, correction: math.mul(s, math.add(halfSquare, r)) }
}

export const log: Kernel = (math, [x]) => ofParts(math, x, ({ e, m }) => {
  const { f, halfSquare, correction } = logParts(math, math.sub(m, 1))
  const low = math.sub(math.sub(halfSquare, math.add(correction, math.mul(e, LN2_LOW))), f)
  return math.sub(math.mul(e, LN2_HIGH), low)
})

/** log m as two doubles whose upper one has 21 bits, so that products with constants of 32 bits are exact. */
function logMantissa(math: KernelBuilder, m: Value): Double {
  const { f, halfSquare, correction } = logParts(math, math.sub(m, 1))
  const high = math.high(math.sub(f, halfSquare))
  return { high, low: math.add(math.sub(math.sub(f, high), halfSquare), correction) }
}

/** (log m)·c + e·d, where c is in pieces of 32 and 53 bits, and e·d is given as two doubles, the upper one exact. */
function otherBase(math: KernelBuilder, { m, mayBeSpecial }: Decomposed, base: { high: number; low: number }, power: { high: Value; low: Value }): Value {
  const { high, low } = logMantissa(math, m)
  const product = math.mul(high, base.high)
  const rest = math.add(math.mul(low, base.high), math.add(math.mul(math.add(high, low), base.low), power.low))
  const sum = math.fastTwoSum(power.high, product)
  const total = math.add(sum.high, math.add(sum.low, rest))
  return mayBeSpecial ? math.select(math.lt(math.abs(power.high), Infinity), total, power.high) : total
}

/** 1 / ln 2 and 1 / ln 10, upper pieces of 32 bits; log10(2), upper piece of 42 bits. */
const INVERSE_LN2 = { high: 1.4426950407214463, low: 1.6751713164886512e-10 }
const INVERSE_LN10 = { high: 0.4342944818781689, low: 2.5082946711645275e-11 }
const LOG10_2 = { high: 0.30102999566395283, low: 2.8363394551044964e-14 }

export const log2: Kernel = (math, [x]) => ofParts(math, x, (parts) => (
  otherBase(math, parts, INVERSE_LN2, { high: parts.e, low: math.value(0) })
))

export const log10: Kernel = (math, [x]) => ofParts(math, x, (parts) => (
  otherBase(math, parts, INVERSE_LN10, { high: math.mul(parts.e, LOG10_2.high), low: math.mul(parts.e, LOG10_2.low) })
))

/**
 * log(2^bias · (1 + x)) for x in two doubles: log u + c/u, where u = 1 + x rounded and c what that lost. Where u needs no scaling, f is x itself,
 * and nothing is lost.
 */
export function logOnePlus(math: KernelBuilder, x: Double, bias: Value): Value {
  const u = math.add(x.high, 1)
  return ofParts(math, u, ({ e, inverse, m, mayBeSpecial }) => {
    const unscaled = math.eq(e, 0)
    const lost = math.select(math.ge(math.abs(x.high), 1), math.sub(1, math.sub(u, x.high)), math.sub(x.high, math.sub(u, 1)))
    const missing = math.add(math.select(unscaled, 0, lost), x.low)
    const quotient = math.div(math.mul(missing, inverse), m)
    const relative = mayBeSpecial ? math.select(math.lt(math.abs(e), Infinity), quotient, 0) : quotient
    const { f, halfSquare, correction } = logParts(math, math.select(unscaled, x.high, math.sub(m, 1)))
    const power = math.add(e, bias)
    const tail = math.add(math.add(correction, math.mul(power, LN2_LOW)), relative)
    return math.sub(math.mul(power, LN2_HIGH), math.sub(math.sub(halfSquare, tail), f))
  })
}

export const log1p: Kernel = (math, [x]) => {
  const zero = math.value(0)
  return math.copysign(logOnePlus(math, { high: x, low: zero }, zero), x)
}
