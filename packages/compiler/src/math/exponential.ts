/**
 * exp and expm1. x = k·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite 1980), e^r − 1 by a rational function or a polynomial, the result scaled by 2^k.
 */
import type { Value } from '../ir/types.ts'
import { LN2_HIGH, LN2_LOW } from './constants.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'

/**
 * exp is K. C. Ng's algorithm in fdlibm (Sun Microsystems 1993), which Node 20 to 26 use as well (Chromium 156 does not), operation by operation: with R(r²) = r·(e^r + 1) / (e^r − 1) = 2 + r²/6 − …,
 * e^r = 1 + 2r / (R − r). Five coefficients and a division are fewer instructions for a vector than a polynomial of the same error (2^-59), which needs ten.
 */
const RATIONAL = [0.16666666666666602, -0.0027777777777015593, 0.00006613756321437934, -0.0000016533902205465252, 4.1381367970572385e-8]
/** ln 2 in fdlibm's pieces, 32 bits and the rest. */
const RATIONAL_LN2_HIGH = 0.6931471803691238
const RATIONAL_LN2_LOW = 1.9082149292705877e-10
/** (e^r − 1 − r − r²/2) / r³ on |r| ≤ 0.3466: 2^-63. */
const CUBE = [
  0.16666666666666688, 0.041666666666666824, 0.008333333333313863, 0.001388888888877723, 0.00019841269903513885,
  2.4801587562906703e-05, 2.755722847921499e-06, 2.7557062517664863e-07, 2.511401912803737e-08, 2.097994059696992e-09,
]

/** Results are normal numbers while |x| is below this. */
export const EXP_SAFE = 708
/** Above, the result is ∞, below −EXP_LIMIT it is 0; in between, scaling rounds it to what it is. */
export const EXP_LIMIT = 746

interface Reduced { k: Value; high: Value; low: Value }

/** x − k·ln 2 = high − low, with k and high exact. */
function reduce(math: KernelBuilder, x: Value): Reduced {
  const k = math.round(math.mul(x, Math.LOG2E))
  return { k, high: math.sub(x, math.mul(k, LN2_HIGH)), low: math.mul(k, LN2_LOW) }
}

/** m · 2^k for arguments beyond EXP_SAFE, where x tells zero from infinity. */
export function scaleFar(math: KernelBuilder, m: Value, k: Value, x: Value): Value {
  const inRange = math.scale(m, math.select(math.lt(math.abs(x), EXP_LIMIT), k, 0))
  return math.select(math.gt(x, EXP_LIMIT), Infinity, math.select(math.lt(x, -EXP_LIMIT), 0, inRange))
}

/** k and e^r of x = k·ln 2 + r. */
function rationalExp(math: KernelBuilder, x: Value): { k: Value; m: Value } {
  const k = math.round(math.mul(x, Math.LOG2E))
  const high = math.sub(x, math.mul(k, RATIONAL_LN2_HIGH))
  const low = math.mul(k, RATIONAL_LN2_LOW)
  const r = math.sub(high, low)
  const square = math.mul(r, r)
  const c = math.sub(r, math.mul(square, math.horner(square, RATIONAL)))
  const quotient = math.div(math.mul(r, c), math.sub(2, c))
  return { k, m: math.sub(1, math.sub(math.sub(low, quotient), high)) }
}

export const exp: Kernel = (math, [x]) => {
  const { k, m } = rationalExp(math, x)
  // Not "beyond": NaN is no rare value in columns of data, but it comes out right either way.
  const far = math.ge(math.abs(x), EXP_SAFE)
  return math.rarely(far, () => {
    // From the argument alone, so that nothing else stays alive for this in the loop; where it is clamped, the result is 0 or ∞.
    const clamped = math.select(math.lt(x, 0), math.select(math.lt(x, -EXP_LIMIT), -EXP_LIMIT, x), math.select(math.gt(x, EXP_LIMIT), EXP_LIMIT, x))
    const parts = rationalExp(math, clamped)
    return [math.scale(parts.m, parts.k)]
  }, [math.mul(m, math.pow2(k))])[0]
}

/** e^r − 1 as a sum. What r²/2 is called here leaves out no bit: its upper part is exact, the lower one small. */
function expm1Reduced(math: KernelBuilder, { high, low }: Reduced): Double {
  const r = math.sub(high, low)
  const lost = math.sub(math.sub(high, r), low)
  const square = math.mul(r, r)
  const upper = math.high(r)
  const lower = math.mul(math.mul(math.sub(r, upper), math.add(r, upper)), 0.5)
  const cube = math.mul(math.mul(r, square), math.polynomial(r, square, CUBE))
  const small = math.add(math.add(lower, math.mul(r, lost)), cube)
  const sum = math.fastTwoSum(high, math.mul(math.mul(upper, upper), 0.5))
  return { high: sum.high, low: math.add(sum.low, math.sub(small, low)) }
}

interface PreciseExpm1 {
  /** e^x − 1 for |x| < EXP_SAFE. */
  total: Double
  /** x = k·ln 2 + r, and e^r − 1. */
  k: Value
  reduced: Double
}

/** e^x − 1 = (2^k − 1) + 2^k·(e^r − 1), every sum with its rounding error. */
export function preciseExpm1(math: KernelBuilder, x: Value): PreciseExpm1 {
  const argument = reduce(math, x)
  const reduced = expm1Reduced(math, argument)
  const power = math.pow2(argument.k)
  const difference = math.sub(power, 1)
  // Zero unless 2^k is beyond 2^53 or below 2^-53.
  const missing = math.select(math.gt(power, 1), math.sub(math.sub(power, difference), 1), math.sub(power, math.add(difference, 1)))
  const sum = math.fastTwoSum(difference, math.mul(power, reduced.high))
  const low = math.add(sum.low, math.add(missing, math.mul(power, reduced.low)))
  return { total: { high: sum.high, low }, k: argument.k, reduced }
}

export const expm1: Kernel = (math, [x]) => {
  const { total, k, reduced } = preciseExpm1(math, x)
  const far = math.ge(math.abs(x), EXP_SAFE)
  return math.rarely(far, () => {
    const large = scaleFar(math, math.add(math.sum(reduced), 1), k, x)
    return [math.select(math.lt(x, 0), -1, large)]
  }, [math.copysign(math.sum(total), x)])[0]
}
