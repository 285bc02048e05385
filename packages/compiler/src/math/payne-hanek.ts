/**
 * Huge arguments of the circular functions: x·2/π modulo 4, from as many digits of 2/π as matter (Payne and Hanek, SIGNUM Newsletter 18, 1983).
 * A digit has 42 bits. Its halves times the upper 21 and the lower 32 bits of x are exact; of each product, multiples of 4 fall away, and the rest
 * goes into three sums of which the upper two are exact: multiples of 2^-43, multiples of 2^-90, and what is below.
 */
import type { Value } from '../ir/types.ts'
import { HALF_PI } from './constants.ts'
import type { KernelBuilder } from './kernel-builder.ts'

const DIGIT_BITS = 42
/** 2/π = 0.DIGITS in base 2^42: enough for the largest double. */
const DIGITS = [
  0x28be60db939, 0x41529fc275, 0x1f47d4d3770, 0xdb6295993c,
  0x10e4107f945, 0x23abdebbc56, 0x6dc91b8e90, 0x24dd2e00649,
  0xbba8274648, 0x1cfe1deb1cb, 0x4a69cfba20, 0x235f52ebb44,
  0x213a671c09a, 0x345f7e41399, 0x758e60d4ce, 0x1f49c845f8b,
  0x2f7e4a0ec7f, 0x3897ffde059, 0x203fbcbc462, 0x35a0a6d1f6d,
  0xd9fb3c9f2c, 0x9b74f463f6, 0x1a797fa8b5d, 0x127bac7ebe5,
  0x3c5ecf41ce7, 0x378a5292ea6, 0x2fed7ec47e3, 0x15d08560330,
]
/** Moves digits and argument apart by 2^200, so that neither the last digit nor its products underflow. */
const SHIFT = 200
/** No double is closer than 2^-62 to a multiple of π/2: bits below this are beyond the precision of the result. */
const NEGLIGIBLE = 2 ** -125
const UPPER_ROUNDER = 1.5 * 2 ** (52 - 43)
const MIDDLE_ROUNDER = 1.5 * 2 ** (52 - 90)

/** x − k·π/2 as two doubles, then k modulo 4. */
export function reduceHuge(math: KernelBuilder, x: Value): Value[] {
  const scaled = math.mul(math.abs(x), 2 ** -SHIFT)
  const high = math.high(scaled)
  const low = math.sub(scaled, high)
  const zero = math.value(0)
  const [, , upper, middle, lower] = math.builder.while(
    [zero, math.value(2 ** SHIFT), zero, zero, zero],
    ([, weight]) => math.ge(math.mul(scaled, weight), NEGLIGIBLE),
    ([index, weight, ...sums]) => {
      const digit = DIGITS.reduceRight<Value>((rest, value, position) => (
        math.select(math.eq(index, position), value * 2 ** (SHIFT - DIGIT_BITS * (position + 1)), rest)
      ), zero)
      const digitHigh = math.high(digit)
      const digitLow = math.sub(digit, digitHigh)
      const products = [high, low].flatMap((part) => [math.mul(part, digitHigh), math.mul(part, digitLow)])
      return [math.add(index, 1), math.mul(weight, 2 ** -DIGIT_BITS), ...products.reduce((sum, product) => accumulate(math, sum, product), sums)]
    },
  )
  const turns = math.sub(upper, math.mul(math.floor(math.mul(upper, 0.25)), 4))
  const quadrant = math.round(turns)
  const fraction = math.twoSum(math.sub(turns, quadrant), middle)
  const { high: f, low: rest } = math.fastTwoSum(fraction.high, math.add(fraction.low, lower))
  const product = math.twoProduct(f, HALF_PI.high)
  const correction = math.add(product.low, math.add(math.mul(f, HALF_PI.low), math.mul(rest, HALF_PI.high)))
  const y = math.fastTwoSum(product.high, correction)
  const sign = math.copysign(1, x)
  return [math.mul(y.high, sign), math.mul(y.low, sign), math.mul(quadrant, sign)]
}

function accumulate(math: KernelBuilder, [upper, middle, lower]: Value[], product: Value): Value[] {
  const modulo = math.sub(product, math.mul(math.floor(math.mul(product, 0.25)), 4))
  const top = math.sub(math.add(modulo, UPPER_ROUNDER), UPPER_ROUNDER)
  const below = math.sub(modulo, top)
  const centre = math.sub(math.add(below, MIDDLE_ROUNDER), MIDDLE_ROUNDER)
  return [math.add(upper, top), math.add(middle, centre), math.add(lower, math.sub(below, centre))]
}
