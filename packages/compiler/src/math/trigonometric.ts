/**
 * sin, cos, tan. The argument minus k·π/2 as two doubles: in four pieces of π/2 while |k| < 2^22 (Cody and Waite 1980), else with as many bits
 * of 2/π as the argument needs (Payne and Hanek, SIGNUM Newsletter 18, 1983). Then sine and cosine of |y| ≤ π/4 by minimax polynomials, and
 * the quadrant chooses between them.
 */
import type { Value } from '../ir/types.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'
import { reduceHuge } from './payne-hanek.ts'

/** sin y = y + y³·(…), relative error 2^-58 on |y| ≤ π/4. */
const SINE = [
  -0.16666666666666632, 0.008333333333322463, -0.00019841269829823328, 2.7557313691586327e-06, -2.5050757406636383e-08, 1.5896725204462578e-10,
]
/** cos y = 1 − y²/2 + y⁴·(…), 2^-64. */
const COSINE = [
  0.041666666666666616, -0.001388888888887649, 2.4801587290763613e-05, -2.755731468079949e-07, 2.087576355333761e-09, -1.136155300910029e-11,
]

/**
 * π/2 in pieces with lowest bits 2^-30, 2^-52, 2^-83 and 2^-139: the first three times k are exact, and the first two differences as well. What is
 * left of rounding, 2^-113, is small against the least distance of a double below 2^22·π/2 from a multiple of π/2.
 */
const PIECES = [1.5707963267341256, 6.077094383272197e-11, 6.12323399409214e-17, 1.6446256936324258e-26] as const
const CODY_WAITE = 6588397

interface Reduced extends Double { quadrant: Value }

/** x = quadrant·π/2 + high + low. */
function reduce(math: KernelBuilder, x: Value): Reduced {
  const k = math.round(math.mul(x, 2 / Math.PI))
  const [first, second, third, fourth] = PIECES.map((piece) => math.mul(k, piece))
  const exact = math.sub(math.sub(x, first), second)
  const sum = math.sub(exact, third)
  const error = math.sub(math.sub(exact, sum), third)
  // Subtracted, not added: a −0 has to stay one.
  const rest = math.sub(fourth, error)
  const high = math.sub(sum, rest)
  const low = math.sub(math.sub(sum, high), rest)
  const magnitude = math.abs(x)
  const huge = math.and(math.ge(magnitude, CODY_WAITE), math.lt(magnitude, Infinity))
  const [a, b, c] = math.rarely(huge, () => reduceHuge(math, x), [high, low, k])
  return { high: a, low: b, quadrant: c }
}

interface Circular { quadrant: Value; sine: Double; cosine: Double }

/** Sine and cosine of the reduced argument, each as a leading term and the small rest. */
function circular(math: KernelBuilder, x: Value): Circular {
  return math.share('circular', x, () => {
    const { high, low, quadrant } = reduce(math, x)
    const square = math.mul(high, high)
    const fourth = math.mul(square, square)
    const cube = math.mul(square, high)
    const [first, ...others] = SINE
    const series = math.mul(cube, math.polynomial(square, fourth, others))
    const sine = math.sub(math.sub(math.mul(square, math.sub(math.mul(low, 0.5), series)), low), math.mul(cube, first))
    const half = math.mul(square, 0.5)
    const one = math.sub(1, half)
    const tail = math.sub(math.mul(fourth, math.polynomial(square, fourth, COSINE)), math.mul(high, low))
    return {
      quadrant,
      // Minus: with −0 it has to be −0, as 0 − sine is not.
      sine: { high, low: math.neg(sine) },
      cosine: { high: one, low: math.add(math.sub(math.sub(1, one), half), tail) },
    }
  })
}

/** The sine in quadrant q: the cosine in odd ones, and negative in the third and fourth. */
function inQuadrant(math: KernelBuilder, { sine, cosine }: Circular, quadrant: Value): Value {
  const { odd, half } = parity(math, quadrant)
  const value = math.select(odd, math.add(cosine.high, cosine.low), math.add(sine.high, sine.low))
  return math.mul(value, math.sub(1, math.mul(math.sub(half, math.mul(math.floor(math.mul(half, 0.5)), 2)), 2)))
}

function parity(math: KernelBuilder, quadrant: Value): { odd: Value; half: Value } {
  const half = math.floor(math.mul(quadrant, 0.5))
  return { odd: math.ne(math.add(half, half), quadrant), half }
}

export const sin: Kernel = (math, [x]) => {
  const parts = circular(math, x)
  return inQuadrant(math, parts, parts.quadrant)
}

export const cos: Kernel = (math, [x]) => {
  const parts = circular(math, x)
  return inQuadrant(math, parts, math.add(parts.quadrant, 1))
}

/** Sine by cosine, or minus its inverse in odd quadrants, the quotient with its remainder. */
export const tan: Kernel = (math, [x]) => {
  const { quadrant, ...parts } = circular(math, x)
  const { odd } = parity(math, quadrant)
  const sine = math.fastTwoSum(parts.sine.high, parts.sine.low)
  const cosine = math.fastTwoSum(parts.cosine.high, parts.cosine.low)
  const numerator = { high: math.select(odd, math.neg(cosine.high), sine.high), low: math.select(odd, math.neg(cosine.low), sine.low) }
  const denominator = { high: math.select(odd, sine.high, cosine.high), low: math.select(odd, sine.low, cosine.low) }
  return math.select(math.eq(x, 0), x, math.sum(math.quotient(numerator, denominator)))
}
