/** Functions whose results ECMAScript fixes to the bit. */
import type { Kernel } from './kernel-builder.ts'

/** Half towards +∞, and −0 for −0.5 ≤ x ≤ −0. x − ⌊x⌋ is exact, where ⌊x + 0.5⌋ would go wrong below 0.5 and above 2^52. */
export const round: Kernel = (math, [x]) => {
  const floor = math.floor(x)
  const up = math.ge(math.sub(x, floor), 0.5)
  return math.copysign(math.select(up, math.add(floor, 1), floor), x)
}

export const sign: Kernel = (math, [x]) => math.select(math.gt(x, 0), 1, math.select(math.lt(x, 0), -1, x))

export const fround: Kernel = ({ builder }, [x]) => builder.convert('value', 'f64', builder.convert('value', 'f32', x))

export const clz32: Kernel = ({ builder }, [x]) => builder.convert('value', 'f64', builder.unary('clz', builder.convert('wrap', 'i32', x)))

export const imul: Kernel = ({ builder }, [x, y]) => {
  const product = builder.mul(builder.convert('wrap', 'i32', x), builder.convert('wrap', 'i32', y))
  return builder.convert('value', 'f64', product)
}
