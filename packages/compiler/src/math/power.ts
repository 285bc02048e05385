/**
 * pow, cbrt, hypot.
 *
 * pow: x^y = e^(y·log x) with the logarithm and the product in two doubles, about 2^-65 of relative error, so that what is left after the last
 * rounding is small: powers that are doubles come out exact. The logarithm divides twice as precisely as log does: s = f / (2 + f) is
 * split so that upper parts multiply exactly (the method of Muller, Elementary Functions, 2016, §11.4, on Dekker's arithmetic).
 */
import type { Value } from '../ir/types.ts'
import { EXP_LIMIT, EXP_SAFE, scaleFar } from './exponential.ts'
import { LEAST_NORMAL, LN2_HIGH, LN2_LOW } from './constants.ts'
import type { Double, Kernel, KernelBuilder } from './kernel-builder.ts'
import { decompose, decomposeAny, isUsual, type Decomposed } from './logarithm.ts'

/** (3·artanh(s)/s − 3 − s²) / s⁴ in s², |s| ≤ 0.1716: 2^-66 of the logarithm. */
const ARTANH = [
  0.6000000000000332, 0.4285714285517325, 0.33333333776626667, 0.2727267676966807, 0.2308012830568416, 0.19885360192674637, 0.19793607385165546,
]
/** (e^r − 1 − r) / r² on |r| ≤ 0.3466: 2^-63. */
const EXP = [
  0.5, 0.16666666666666688, 0.041666666666666824, 0.008333333333313863, 0.001388888888877723, 0.00019841269903513885,
  2.4801587562906703e-05, 2.755722847921499e-06, 2.7557062517664863e-07, 2.511401912803737e-08, 2.097994059696992e-09,
]
/** 2/3: 21 bits and the rest. */
const TWO_THIRDS = { high: 0.6666665077209473, low: 1.5894571940104166e-07 }

/** log(2^e·m) as two doubles. */
function preciseLog(math: KernelBuilder, e: Value, m: Value): Double {
  const f = math.sub(m, 1)
  const denominator = math.add(m, 1)
  const inverse = math.div(1, denominator)
  const s = math.mul(f, inverse)
  const sHigh = math.high(s)
  const upper = math.high(denominator)
  const lower = math.sub(m, math.sub(upper, 1))
  const sLow = math.mul(math.sub(math.sub(f, math.mul(sHigh, upper)), math.mul(sHigh, lower)), inverse)
  // log m = 2/3·s·(3 + s² + r), where sHigh² is exact and everything else is small.
  const exactSquare = math.mul(sHigh, sHigh)
  const cross = math.mul(sLow, math.add(sHigh, s))
  const square = math.add(exactSquare, cross)
  const fourth = math.mul(square, square)
  const r = math.add(math.mul(fourth, math.polynomial(square, fourth, ARTANH)), cross)
  const tHigh = math.high(math.add(math.add(exactSquare, 3), r))
  const tLow = math.sub(r, math.sub(math.sub(tHigh, 3), exactSquare))
  const product = math.mul(sHigh, tHigh)
  const rest = math.add(math.mul(sLow, tHigh), math.mul(tLow, s))
  const pHigh = math.high(math.add(product, rest))
  const pLow = math.sub(rest, math.sub(pHigh, product))
  const logHigh = math.mul(pHigh, TWO_THIRDS.high)
  const logLow = math.add(math.mul(pHigh, TWO_THIRDS.low), math.mul(pLow, 2 / 3))
  const sum = math.fastTwoSum(math.mul(e, LN2_HIGH), logHigh)
  return { high: sum.high, low: math.add(sum.low, math.add(math.mul(e, LN2_LOW), logLow)) }
}

/** a · (b.high + b.low), the upper part with 42 bits. */
function preciseProduct(math: KernelBuilder, a: Value, b: Double): Double {
  const [aHigh, bHigh] = [math.high(a), math.high(b.high)]
  const bLow = math.add(math.sub(b.high, bHigh), b.low)
  return { high: math.mul(aHigh, bHigh), low: math.add(math.mul(math.sub(a, aHigh), bHigh), math.mul(a, bLow)) }
}

/** Exponents whose powers have a correctly rounded form of their own. Constant ones need no kernel at all. */
const simplePowers: ReadonlyMap<number, (math: KernelBuilder, x: Value) => Value> = new Map([
  [2, (math: KernelBuilder, x: Value) => math.mul(x, x)],
  // √−0 is −0, but (−0)**0.5 is 0; and (−∞)**0.5 is ∞.
  [0.5, (math: KernelBuilder, x: Value) => math.select(math.eq(x, -Infinity), Infinity, math.sqrt(math.add(x, 0)))],
  [-1, (math: KernelBuilder, x: Value) => math.div(1, x)],
  [1, (_: KernelBuilder, x: Value) => x],
])

export function isSimplePower(exponent: number): boolean {
  return simplePowers.has(exponent)
}

export const pow: Kernel = (math, [x, y]) => {
  const exponent = math.constantOf(y)
  const simple = typeof exponent === 'number' ? simplePowers.get(exponent) : undefined
  if (simple) return simple(math, x)
  const near = exponentiate(math, decompose(math, x), y)
  const usual = math.and(isUsual(math, x), math.lt(math.abs(near.size), EXP_SAFE))
  const isSimple = [...simplePowers.keys()].map((value) => math.eq(y, value)).reduce((left, right) => math.or(left, right))
  return math.rarely(math.or(math.not(usual), isSimple), () => {
    const special = specialPower(math, x, y, exponentiate(math, decomposeAny(math, math.abs(x)), y))
    return [[...simplePowers].reduce((result, [value, compute]) => math.select(math.eq(y, value), compute(math, x), result), special)]
  }, [math.mul(near.power, math.pow2(near.k))])[0]
}

/** x^y = power · 2^k = e^size. */
interface Exponentiated { logarithm: Value; size: Value; power: Value; k: Value }

function exponentiate(math: KernelBuilder, { e, m }: Decomposed, y: Value): Exponentiated {
  const logarithm = preciseLog(math, e, m)
  const product = preciseProduct(math, y, logarithm)
  const k = math.round(math.mul(math.add(product.high, product.low), Math.LOG2E))
  const head = math.sub(product.high, math.mul(k, LN2_HIGH))
  const tail = math.sub(product.low, math.mul(k, LN2_LOW))
  const r = math.add(head, tail)
  const square = math.mul(r, r)
  const sum = math.fastTwoSum(1, head)
  const power = math.add(sum.high, math.add(sum.low, math.add(tail, math.mul(square, math.polynomial(r, square, EXP)))))
  return { logarithm: logarithm.high, size: product.high, power, k }
}

/** Number::exponentiate of ECMA-262 where x is not positive, or x or y is not finite, or the result is not a normal number. */
function specialPower(math: KernelBuilder, x: Value, y: Value, { logarithm, power, k }: Exponentiated): Value {
  const magnitude = math.abs(x)
  const log = math.select(math.eq(magnitude, 0), -Infinity, math.select(math.eq(magnitude, Infinity), Infinity, logarithm))
  // 0 · ∞ is NaN here, as |x| = 1 with y = ±∞ has to be.
  const product = math.mul(y, log)
  const moderate = math.lt(math.abs(product), EXP_LIMIT)
  const extreme = math.select(math.gt(product, 0), Infinity, math.select(math.lt(product, 0), 0, NaN))
  const size = math.select(moderate, scaleFar(math, power, k, math.select(moderate, product, 0)), extreme)
  const integer = math.eq(y, math.floor(y))
  const half = math.mul(y, 0.5)
  const odd = math.and(integer, math.ne(half, math.floor(half)))
  const signed = math.copysign(size, math.select(odd, x, 1))
  const undefinedPower = math.and(math.and(math.lt(x, 0), math.lt(magnitude, Infinity)), math.not(integer))
  return math.select(math.eq(y, 0), 1, math.select(undefinedPower, NaN, signed))
}

/** ∛m on [1, 2), relative error 2^-19.6. */
const CUBE_ROOT = [
  0.4733306782658951, 0.8381600362865655, -0.46922872344979755, 0.20277723209749537, -0.050386539913467324, 0.005348547675164436,
]

/** A rough root, then one step of Halley's iteration, whose error is the cube of what it starts from; t with 21 bits has an exact square. */
export const cbrt: Kernel = (math, [x]) => {
  const magnitude = math.abs(x)
  const usual = math.and(math.ge(magnitude, LEAST_NORMAL), math.lt(magnitude, Infinity))
  const [scaled, factor] = math.rarely(math.not(usual), () => {
    const tiny = math.and(math.gt(magnitude, 0), math.lt(magnitude, LEAST_NORMAL))
    return [math.select(tiny, math.mul(magnitude, 2 ** 54), 1), math.select(tiny, 2 ** -18, magnitude)]
  }, [magnitude, math.value(1)])
  const exponent = math.exponent(scaled)
  const third = math.floor(math.mul(math.add(exponent, 0.5), 1 / 3))
  const rest = math.sub(exponent, math.mul(third, 3))
  const m = math.mantissa(scaled)
  const a = math.mul(m, math.pow2(rest))
  const rough = math.polynomial(m, math.mul(m, m), CUBE_ROOT)
  const shift = math.select(math.eq(rest, 0), 1, math.select(math.eq(rest, 1), Math.cbrt(2), Math.cbrt(4)))
  const t = math.high(math.mul(rough, shift))
  const quotient = math.div(a, math.mul(t, t))
  const step = math.div(math.sub(quotient, t), math.add(math.add(t, t), quotient))
  const root = math.add(t, math.mul(t, step))
  return math.copysign(math.mul(math.mul(root, math.pow2(third)), factor), x)
}

/** The sum of squares in two doubles, and its root. Scaled by a power of two where squares could overflow or underflow. */
export const hypot: Kernel = (math, parameters) => {
  if (parameters.length === 0) return math.value(0)
  const magnitudes = parameters.map((x) => math.abs(x))
  if (magnitudes.length === 1) return magnitudes[0]
  // NaN never gets in here, but into the sum; ∞ always does.
  const largest = magnitudes.reduce((most, x) => math.select(math.gt(x, most), x, most), math.value(0))
  const unusual = math.not(math.and(math.gt(largest, 2 ** -500), math.lt(largest, 2 ** 500)))
  const [scale, unscale] = math.rarely(unusual, () => {
    const big = math.gt(largest, 1)
    return [math.select(big, 2 ** -600, 2 ** 600), math.select(big, 2 ** 600, 2 ** -600)]
  }, [math.value(1), math.value(1)])
  const squares = magnitudes.map((x) => {
    const scaled = math.mul(x, scale)
    return math.twoProduct(scaled, scaled)
  })
  const sum = squares.reduce((left, right) => {
    const { high, low } = math.twoSum(left.high, right.high)
    return { high, low: math.add(low, math.add(left.low, right.low)) }
  })
  const result = math.mul(math.sum(math.root(sum)), unscale)
  return math.select(math.eq(largest, Infinity), Infinity, result)
}
