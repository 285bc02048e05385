/**
 * asin, acos, atan, atan2. Arguments are brought near zero by asin x = π/2 − 2·asin √((1 − x)/2) above 1/2, and by
 * atan x = π/4 + atan((x − 1)/(x + 1)) and atan x = π/2 − atan(1/x) from tan(π/8) and tan(3π/8) on (Muller, Elementary Functions, 2016, §11).
 * Roots and quotients come with their remainders, constants in two doubles; what is left is mostly the last rounding.
 */
import type { Value } from '../ir/types.ts'
import { HALF_PI, PI, QUARTER_PI } from './constants.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'

/** (asin s − s) / s³ in s², s ≤ 1/2: relative error of the arc sine below 2^-59. */
const ARCSINE = [
  0.1666666666666674, 0.07499999999974591, 0.044642857171883016, 0.030381942810199628, 0.022372212685978558,
  0.017351645302114253, 0.013980498644665149, 0.011401026612548423, 0.01077085337639782, 0.003733966578142547,
  0.021657248746484132, -0.02094909314230426, 0.03260914998518215,
]
/** (atan t − t) / t³ in t², |t| ≤ tan(π/8): 2^-59. */
const ARCTANGENT = [
  -0.3333333333333323, 0.19999999999961113, -0.14285714280815462, 0.11111110809706, -0.09090898413743513, 0.07692070530511504,
  -0.06663208978006906, 0.05848578798696601, -0.05042130329881301, 0.03813022397830685, -0.01797327921888723,
]
const TAN_PI_8 = 0.4142135623730951
const TAN_3_PI_8 = 2.414213562373095

interface Arcsine { big: Value; magnitude: Value; head: Value; tail: Value }

/** asin |x| = head + tail up to 1/2; beyond (`big`), asin √((1 − |x|)/2) is. */
function arcsine(math: KernelBuilder, x: Value): Arcsine {
  const magnitude = math.abs(x)
  const big = math.gt(magnitude, 0.5)
  const square = math.select(big, math.mul(math.sub(1, magnitude), 0.5), math.mul(magnitude, magnitude))
  const root = math.sqrt(square)
  const upper = math.high(root)
  // 2^-1000 changes nothing but 0/0 at |x| = 1.
  const lower = math.div(math.sub(square, math.mul(upper, upper)), math.add(math.add(root, upper), 2 ** -1000))
  const head = math.select(big, upper, magnitude)
  const s = math.select(big, root, magnitude)
  const series = math.mul(math.mul(s, square), math.polynomial(square, math.mul(square, square), ARCSINE))
  return { big, magnitude, head, tail: math.add(series, math.select(big, lower, 0)) }
}

/** constant + head + tail, where |head| is at most the constant, or that is 0. */
function sumWith(math: KernelBuilder, constant: { high: Value | number; low: Value | number }, head: Value, tail: Value): Value {
  const sum = math.fastTwoSum(constant.high, head)
  return math.add(sum.high, math.add(sum.low, math.add(tail, constant.low)))
}

export const asin: Kernel = (math, [x]) => {
  const { big, head, tail } = arcsine(math, x)
  const beyond = sumWith(math, HALF_PI, math.mul(head, -2), math.mul(tail, -2))
  return math.copysign(math.select(big, beyond, math.add(head, tail)), x)
}

export const acos: Kernel = (math, [x]) => {
  const { big, head, tail } = arcsine(math, x)
  const negative = math.lt(x, 0)
  const factor = math.select(big, math.select(negative, -2, 2), math.select(negative, 1, -1))
  const constant = {
    high: math.select(big, math.select(negative, PI.high, 0), HALF_PI.high),
    low: math.select(big, math.select(negative, PI.low, 0), HALF_PI.low),
  }
  return sumWith(math, constant, math.mul(head, factor), math.mul(tail, factor))
}

/** atan(y/x) for y, x ≥ 0, not both 0, of moderate size. */
function arctangent(math: KernelBuilder, y: Value, x: Value): Double {
  const small = math.lt(y, math.mul(x, TAN_PI_8))
  const large = math.gt(y, math.mul(x, TAN_3_PI_8))
  const edge = math.or(small, large)
  const choose = (whenSmall: Value | number, whenLarge: Value | number, otherwise: Value | number): Value => (
    math.select(small, whenSmall, math.select(large, whenLarge, otherwise))
  )
  const [difference, sum] = [math.twoSum(y, math.neg(x)), math.twoSum(y, x)]
  const t = math.quotient(
    { high: choose(y, math.neg(x), difference.high), low: math.select(edge, 0, difference.low) },
    { high: choose(x, y, sum.high), low: math.select(edge, 0, sum.low) },
  )
  const square = math.mul(t.high, t.high)
  const series = math.mul(math.mul(t.high, square), math.polynomial(square, math.mul(square, square), ARCTANGENT))
  // The derivative of atan is about 1 − t².
  const tail = math.add(series, math.sub(t.low, math.mul(t.low, square)))
  const total = math.fastTwoSum(choose(0, HALF_PI.high, QUARTER_PI.high), t.high)
  return { high: total.high, low: math.add(total.low, math.add(tail, choose(0, HALF_PI.low, QUARTER_PI.low))) }
}

/** From here on, atan x is π/2. */
const ATAN_LIMIT = 2 ** 60

export const atan: Kernel = (math, [x]) => {
  const magnitude = math.abs(x)
  const bounded = math.select(math.gt(magnitude, ATAN_LIMIT), ATAN_LIMIT, magnitude)
  return math.copysign(math.sum(arctangent(math, bounded, math.value(1))), x)
}

export const atan2: Kernel = (math, [y, x]) => {
  const [a, b] = [math.abs(y), math.abs(x)]
  const steep = math.gt(a, b)
  const [larger, smaller] = [math.select(steep, a, b), math.select(steep, b, a)]
  // The remainder of the quotient must not underflow.
  const exact = math.or(math.gt(smaller, 2 ** -900), math.eq(smaller, 0))
  const usual = math.and(math.and(math.gt(larger, 2 ** -900), math.lt(larger, 2 ** 900)), exact)
  const [n, d] = math.rarely(math.not(usual), () => {
    const infinite = math.or(math.eq(a, Infinity), math.eq(b, Infinity))
    const scale = math.select(math.gt(larger, 2 ** 300), 2 ** -100, 2 ** 600)
    // Infinities count as 1 beside finite numbers and beside each other; (0, 0) is like (0, 1).
    const one = (value: Value, whenZero: Value | number): Value => math.select(
      infinite, math.select(math.eq(value, Infinity), 1, 0), math.select(math.eq(larger, 0), whenZero, math.mul(value, scale)),
    )
    const undefinedAngle = math.or(math.ne(x, x), math.ne(y, y))
    return [math.select(undefinedAngle, NaN, one(a, 0)), one(b, 1)]
  }, [a, b])
  const angle = arctangent(math, n, d)
  const supplement = sumWith(math, PI, math.neg(angle.high), math.neg(angle.low))
  const left = math.lt(math.copysign(1, x), 0)
  return math.copysign(math.select(left, supplement, math.sum(angle)), y)
}
