/**
 * sin, cos, tan. The argument minus k·π/2 as two doubles, with π/2 in three pieces while |k| < 2^14, in four below 2^22 (Cody and Waite 1980), else
 * with as many bits of 2/π as the argument needs (Payne and Hanek, SIGNUM Newsletter 18, 1983). Then sine and cosine of |y| ≤ π/4 by
 * minimax polynomials, and the quadrant chooses between them.
 */
import type { Value } from '../ir/types.ts'
import { ROUNDER, type Double, type Kernel, type KernelBuilder } from './kernel-builder.ts'
import { reduceHuge } from './payne-hanek.ts'

/** (y − sin y) / y³ in y², relative error of the sine 2^-58 on |y| ≤ π/4. */
const SINE = [
  0.16666666666666632, -0.008333333333322463, 0.00019841269829823328, -2.7557313691586327e-06, 2.5050757406636383e-08, -1.5896725204462578e-10,
]
/** (cos y − 1 + y²/2) / y⁴ in y², 2^-64. */
const COSINE = [
  0.041666666666666616, -0.001388888888887649, 2.4801587290763613e-05, -2.755731468079949e-07, 2.087576355333761e-09, -1.136155300910029e-11,
]

/**
 * π/2 in pieces with lowest bits 2^-38, 2^-77 and 2^-130: the first two times k are exact, and so is the difference with the first. The last product is off
 * by 2^-116, little against the least distance of a double below 2^14·π/2 from a multiple of π/2. All are positive, so that −0 stays −0.
 */
const NEAR_PIECES = [1.5707963267923333, 2.5633441515905732e-12, 3.9455541665632055e-24] as const
const NEAR = 25735

/** The same with lowest bits 2^-30, 2^-52, 2^-83 and 2^-139: the first three times k are exact, and the first two differences as well. */
const FAR_PIECES = [1.5707963267341256, 6.077094383272197e-11, 6.12323399409214e-17, 1.6446256936324258e-26] as const
const FAR = 6588397

/** x = (quadrant − ROUNDER)·π/2 + high − minusLow: what is left of rounding, so that the quadrant is in the lowest bits. */
interface Reduced { quadrant: Value; high: Value; minusLow: Value }

function reduceNear(math: KernelBuilder, x: Value): Reduced {
  const quadrant = math.add(math.mul(x, 2 / Math.PI), ROUNDER)
  const k = math.sub(quadrant, ROUNDER)
  const [first, second, third] = NEAR_PIECES.map((piece) => math.mul(k, piece))
  const exact = math.sub(x, first)
  const high = math.sub(exact, second)
  // The difference is a multiple of the last bit of `second`, which is all that Dekker's sum needs.
  return { quadrant, high, minusLow: math.sub(third, math.sub(math.sub(exact, high), second)) }
}

function reduceFar(math: KernelBuilder, x: Value): Reduced {
  const k = math.round(math.mul(x, 2 / Math.PI))
  const [first, second, third, fourth] = FAR_PIECES.map((piece) => math.mul(k, piece))
  const exact = math.sub(math.sub(x, first), second)
  const sum = math.sub(exact, third)
  const rest = math.sub(fourth, math.sub(math.sub(exact, sum), third))
  const near = math.sub(sum, rest)
  const huge = math.and(math.ge(math.abs(x), FAR), math.lt(math.abs(x), Infinity))
  const [high, low, quadrant] = math.rarely(huge, () => reduceHuge(math, x), [near, math.sub(math.sub(sum, near), rest), k])
  return { quadrant: math.add(quadrant, ROUNDER), high, minusLow: math.neg(low) }
}

/** Sine and cosine of the reduced argument, each as a leading term and the small rest. */
interface Circular { quadrant: Value; sine: { high: Value; minusLow: Value }; cosine: Double }

function circular(math: KernelBuilder, { quadrant, high, minusLow }: Reduced): Circular {
  const { square, fourth, half, one, tail, rest } = series(math, high)
  return {
    quadrant,
    // Subtracted, not added: −0 has to stay −0.
    sine: { high, minusLow: math.add(math.mul(math.mul(square, high), SINE[0]), math.add(rest, math.mul(minusLow, one))) },
    cosine: { high: one, low: math.add(math.sub(math.sub(1, one), half), math.add(math.mul(fourth, tail), math.mul(high, minusLow))) },
  }
}

/** The same where nothing was taken off. */
function circularOfSmall(math: KernelBuilder, x: Value): Angle {
  const { square, fourth, half, one, tail, rest } = series(math, x)
  return {
    sine: math.sub(x, math.add(math.mul(math.mul(square, x), SINE[0]), rest)),
    cosine: math.add(one, math.add(math.sub(math.sub(1, one), half), math.mul(fourth, tail))),
  }
}

interface Series { square: Value; fourth: Value; half: Value; one: Value; tail: Value; rest: Value }

/** sin y ≈ y − SINE₀·y³ − rest, cos y ≈ one + y⁴·tail, where one is 1 − y²/2 rounded. */
function series(math: KernelBuilder, y: Value): Series {
  const square = math.mul(y, y)
  const fourth = math.mul(square, square)
  const half = math.mul(square, 0.5)
  return {
    square, fourth, half,
    one: math.sub(1, half),
    tail: math.polynomial(square, fourth, COSINE),
    rest: math.mul(math.mul(fourth, y), math.polynomial(square, fourth, SINE.slice(1))),
  }
}

/** Up to here, a little below π/4, the quadrant is 0 and nothing is taken off. */
const SMALL = 0.785

interface Angle { sine: Value; cosine: Value }

/** Small angles are common enough (half differences of coordinates, for one) for a short cut that leads to the same bits. */
function angle(math: KernelBuilder, x: Value): Angle {
  return math.share('angle', x, () => {
    const [sine, cosine] = math.unless(math.gt(math.abs(x), SMALL), () => {
      const near = circular(math, reduceNear(math, x))
      const values = (parts: Circular): Value[] => [inQuadrant(math, parts, parts.quadrant), inQuadrant(math, parts, math.add(parts.quadrant, 1))]
      const usual = values(near)
      return math.rarely(math.ge(math.abs(x), NEAR), () => values(circular(math, reduceFar(math, x))), usual)
    }, () => {
      const small = circularOfSmall(math, x)
      return [small.sine, small.cosine]
    })
    return { sine, cosine }
  })
}

/** The sine in quadrant q: the cosine in odd ones, and negative in the third and fourth. */
function inQuadrant(math: KernelBuilder, { sine, cosine }: Circular, quadrant: Value): Value {
  const value = math.select(math.odd(quadrant), math.add(cosine.high, cosine.low), math.sub(sine.high, sine.minusLow))
  return math.quadrant(value, quadrant)
}

export const sin: Kernel = (math, [x]) => angle(math, x).sine

export const cos: Kernel = (math, [x]) => angle(math, x).cosine

/** Sine by cosine, or minus its inverse in odd quadrants, the quotient with its remainder. */
export const tan: Kernel = (math, [x]) => {
  const quotient = (parts: Circular): Value => {
    const odd = math.odd(parts.quadrant)
    const sine = math.fastTwoSum(parts.sine.high, math.neg(parts.sine.minusLow))
    const cosine = math.fastTwoSum(parts.cosine.high, parts.cosine.low)
    const numerator = { high: math.select(odd, math.neg(cosine.high), sine.high), low: math.select(odd, math.neg(cosine.low), sine.low) }
    const denominator = { high: math.select(odd, sine.high, cosine.high), low: math.select(odd, sine.low, cosine.low) }
    return math.sum(math.quotient(numerator, denominator))
  }
  const near = quotient(circular(math, reduceNear(math, x)))
  const value = math.rarely(math.ge(math.abs(x), NEAR), () => [quotient(circular(math, reduceFar(math, x)))], [near])[0]
  return math.select(math.eq(x, 0), x, value)
}
