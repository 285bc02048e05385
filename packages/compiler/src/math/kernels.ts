/** Which kernel computes which function of `Math`. */
import type { MathFunction } from '../ir/types.ts'
import { exp, expm1 } from './exponential.ts'
import { acosh, asinh, atanh, cosh, sinh, tanh } from './hyperbolic.ts'
import { acos, asin, atan, atan2 } from './inverse-trigonometric.ts'
import type { Kernel } from './kernel-builder.ts'
import { log, log10, log1p, log2 } from './logarithm.ts'
import { cbrt, hypot, pow } from './power.ts'
import { clz32, fround, imul, round, sign } from './rounding.ts'
import { cos, sin, tan } from './trigonometric.ts'

export const mathKernels: Readonly<Record<MathFunction, Kernel>> = {
  exp, expm1, log, log2, log10, log1p, pow, cbrt, hypot, sin, cos, tan, asin, acos, atan, atan2,
  sinh, cosh, tanh, asinh, acosh, atanh, round, sign, fround, clz32, imul,
}
