/**
 * JavaScript's `%` on doubles, exact: long division in base 2^18. A quotient digit q of at most 18 bits times the upper 21 and the lower 32 bits of the
 * divisor is exact, and so are both subtractions, because a remainder in [−b/2, b/2] needs no more bits than b has.
 */
import type { Value } from '../ir/types.ts'
import { LEAST_NORMAL } from './constants.ts'
import type { Kernel, KernelBuilder } from './kernel-builder.ts'

const DIGIT = 2 ** 18
const HUGE = 2 ** 1000

/** r mod b in [0, b), for r < about 2^18 · b. */
function divisionStep(math: KernelBuilder, r: Value, b: Value): Value {
  const step = (dividend: Value, divisor: Value): Value => {
    const digit = math.round(math.div(dividend, divisor))
    const upper = math.high(divisor)
    const partly = math.sub(dividend, math.mul(digit, upper))
    const rest = math.sub(partly, math.mul(digit, math.sub(divisor, upper)))
    return math.select(math.lt(rest, 0), math.add(rest, divisor), rest)
  }
  // The multiple nearest to the largest numbers may be one beyond them.
  const scaled = (): Value => math.mul(step(math.mul(r, 2 ** -30), math.mul(b, 2 ** -30)), 2 ** 30)
  return math.rarely(math.ge(r, HUGE), () => [scaled()], [step(r, b)])[0]
}

/** x = normal · 2^-shift, where only subnormal numbers have a shift. */
function normalise(math: KernelBuilder, x: Value): { normal: Value; shift: Value } {
  const small = math.lt(x, LEAST_NORMAL)
  return { normal: math.select(small, math.mul(x, 2 ** 54), x), shift: math.select(small, 54, 0) }
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
      const [dividend, divisor] = [normalise(math, large), normalise(math, b)]
      const exponents = math.sub(math.sub(math.exponent(dividend.normal), dividend.shift), math.exponent(divisor.normal))
      return [divisionStep(math, large, math.scale(divisor.normal, math.sub(exponents, 17)))]
    },
  )
  return math.select(math.lt(a, b), x, math.copysign(divisionStep(math, r, b), x))
}
