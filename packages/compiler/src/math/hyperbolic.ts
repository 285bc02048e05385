/**
 * sinh, cosh, tanh from E = e^|x| − 1, and asinh, acosh, atanh as logarithms of one plus something, with E, quotients, roots and that something
 * in two doubles. Nothing cancels near zero.
 */
import type { Value } from '../ir/types.ts'
import { preciseExpm1, scaleFar } from './exponential.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'
import { logOnePlus } from './logarithm.ts'

/** From here on, e^-x is nothing beside e^x; products of pairs of doubles could overflow soon. */
const EXPONENTIAL_FAR = 600

interface Exponential { minusOne: Double; far: Value; farHalf: () => Value[] }

/** e^|x| − 1, and e^|x| / 2 for large arguments. */
function exponential(math: KernelBuilder, magnitude: Value): Exponential {
  const { total, reduced, k } = preciseExpm1(math, magnitude)
  return {
    minusOne: math.fastTwoSum(total.high, total.low),
    far: math.ge(magnitude, EXPONENTIAL_FAR),
    farHalf: () => [scaleFar(math, math.add(math.sum(reduced), 1), math.sub(k, 1), magnitude)],
  }
}

export const sinh: Kernel = (math, [x]) => {
  const { minusOne, far, farHalf } = exponential(math, math.abs(x))
  const power = addOne(math, minusOne)
  const inverse = math.quotient(minusOne, power)
  const sum = math.fastTwoSum(minusOne.high, inverse.high)
  const near = math.mul(math.add(sum.high, math.add(sum.low, math.add(minusOne.low, inverse.low))), 0.5)
  return math.copysign(math.rarely(far, farHalf, [near])[0], x)
}

export const cosh: Kernel = (math, [x]) => {
  const { minusOne, far, farHalf } = exponential(math, math.abs(x))
  const power = addOne(math, minusOne)
  const inverse = math.div(1, power.high)
  const low = math.mul(power.low, math.sub(1, math.mul(inverse, inverse)))
  const near = math.mul(math.add(power.high, math.add(inverse, low)), 0.5)
  return math.rarely(far, farHalf, [near])[0]
}

/** From here on, tanh x is 1. */
const TANH_LIMIT = 30

export const tanh: Kernel = (math, [x]) => {
  const magnitude = math.abs(x)
  const bounded = math.select(math.gt(magnitude, TANH_LIMIT), TANH_LIMIT, magnitude)
  const { minusOne } = exponential(math, math.add(bounded, bounded))
  const { high, low } = math.twoSum(minusOne.high, 2)
  return math.copysign(math.sum(math.quotient(minusOne, { high, low: math.add(low, minusOne.low) })), x)
}

function addOne(math: KernelBuilder, { high, low }: Double): Double {
  const sum = math.twoSum(high, 1)
  return { high: sum.high, low: math.add(sum.low, low) }
}

/** Beyond, x² + 1 and x² − 1 are x² for all that matters, and the result is log 2x. */
const FAR = 2 ** 30

export const asinh: Kernel = (math, [x]) => {
  const magnitude = math.abs(x)
  const far = math.ge(magnitude, FAR)
  const near = math.select(far, 1, magnitude)
  // √(x² + 1) − 1 = x² / (1 + √(x² + 1)).
  const square = math.twoProduct(near, near)
  const root = math.root(addOne(math, square))
  const excess = math.quotient(square, addOne(math, root))
  const sum = math.fastTwoSum(near, excess.high)
  return math.copysign(inverseHyperbolic(math, magnitude, far, { high: sum.high, low: math.add(sum.low, excess.low) }), x)
}

export const acosh: Kernel = (math, [x]) => {
  const far = math.ge(x, FAR)
  const near = math.select(math.lt(x, 1), NaN, math.select(far, 2, x))
  // With t = x − 1: √(x² − 1) = √(t·(t + 2)).
  const t = math.sub(near, 1)
  const lost = math.sub(near, math.add(t, 1))
  const product = math.twoProduct(t, math.add(t, 2))
  const inexact = math.sub(t, math.sub(math.add(t, 2), 2))
  const root = math.root({ high: product.high, low: math.add(product.low, math.mul(t, inexact)) })
  const sum = math.twoSum(t, root.high)
  return inverseHyperbolic(math, x, far, { high: sum.high, low: math.add(sum.low, math.add(root.low, lost)) })
}

/** log(1 + near), or log(2·magnitude). */
function inverseHyperbolic(math: KernelBuilder, magnitude: Value, far: Value, near: Double): Value {
  return logOnePlus(math, { high: math.select(far, magnitude, near.high), low: math.select(far, -1, near.low) }, math.select(far, 1, 0))
}

export const atanh: Kernel = (math, [x]) => {
  const magnitude = math.abs(x)
  const denominator = math.twoSum(1, math.neg(magnitude))
  const twice = { high: math.add(magnitude, magnitude), low: math.value(0) }
  const half = math.mul(logOnePlus(math, math.quotient(twice, denominator), math.value(0)), 0.5)
  return math.copysign(math.select(math.eq(magnitude, 1), Infinity, half), x)
}
