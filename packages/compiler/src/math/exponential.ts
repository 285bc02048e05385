/**
 * exp and expm1. x = k·ln 2 + r with |r| ≤ ln 2 / 2 (Cody and Waite 1980), e^r by a minimax polynomial, the result scaled by 2^k.
 * The scheme is Tang's (ACM TOMS 15, 1989) without his table, because lanes cannot look anything up cheaply.
 */
import type { Value } from '../ir/types.ts'
import { LN2_HIGH, LN2_LOW } from './constants.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'

/** (e^r − 1 − r) / r² on |r| ≤ 0.3466: relative error of e^r 2^-55.9. */
const EXP = [
  0.5000000000000011, 0.16666666666666644, 0.04166666666655068, 0.008333333333482582, 0.001388888893718836, 0.00019841269401119774,
  2.480149949036469e-05, 2.7557735308570816e-06, 2.762818577141684e-07, 2.494492574511212e-08,
]
/** (e^r − 1 − r − r²/2) / r³ there: 2^-63. */
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

export const exp: Kernel = (math, [x]) => {
  const { k, high, low } = reduce(math, x)
  const r = math.sub(high, low)
  const square = math.mul(r, r)
  const tail = math.sub(math.mul(square, math.polynomial(r, square, EXP)), low)
  const m = math.add(math.add(high, tail), 1)
  // Not "beyond": NaN is no rare value in columns of data, but it comes out right either way.
  const far = math.ge(math.abs(x), EXP_SAFE)
  return math.rarely(far, () => [scaleFar(math, m, k, x)], [math.mul(m, math.pow2(k))])[0]
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
