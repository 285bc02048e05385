/**
 * JavaScript's `%` on doubles, exact: long division in base 2^18. A quotient digit q of at most 18 bits times the upper 21 and the lower 32 bits of the
 * divisor is exact, and so are both subtractions, because a remainder in [−b/2, b/2] needs no more bits than b has.
 */
import type { Value } from '../ir/types.ts'
import type { Kernel, KernelBuilder } from './kernel-builder.ts'

const DIGIT = 2 ** 18
const LEAST_NORMAL = 2 ** -1022

/** r mod b in [0, b), for r < about 2^18 · b. */
function divisionStep(math: KernelBuilder, r: Value, b: Value): Value {
  const digit = math.round(math.div(r, b))
  const upper = math.high(b)
  const partly = math.sub(r, math.mul(digit, upper))
  const rest = math.sub(partly, math.mul(digit, math.sub(b, upper)))
  return math.select(math.lt(rest, 0), math.add(rest, b), rest)
}

/** ⌊log2 x⌋, subnormal numbers included. */
function trueExponent(math: KernelBuilder, x: Value): Value {
  return math.select(math.lt(x, LEAST_NORMAL), math.sub(math.exponent(math.mul(x, 2 ** 54)), 54), math.exponent(x))
}

export const remainder: Kernel = (math, [x, y]) => {
  const { builder } = math
  const [a, b] = [math.abs(x), math.abs(y)]
  const defined = math.and(math.lt(a, Infinity), math.gt(b, 0))
  // Most quotients are small; each further digit brings the remainder down to the divisor shifted left as far as the digit allows.
  const [r] = builder.while(
    [math.select(defined, a, NaN)],
    ([large]) => math.ge(large, math.mul(b, DIGIT)),
    ([large]) => {
      const shift = math.sub(math.sub(trueExponent(math, large), trueExponent(math, b)), 17)
      return [divisionStep(math, large, math.scale(b, shift))]
    },
  )
  return math.select(math.lt(a, b), x, math.copysign(divisionStep(math, r, b), x))
}
