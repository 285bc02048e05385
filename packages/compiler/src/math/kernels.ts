/** Which kernel computes which function of `Math`. */
import type { MathFunction } from '../ir/types.ts'
import type { Kernel } from './kernel-builder.ts'
import { exp, expm1 } from './exponential.ts'
import { log, log10, log1p, log2 } from './logarithm.ts'
import { pow } from './power.ts'
import { clz32, fround, imul, round, sign } from './rounding.ts'
import { cos, sin, tan } from './trigonometric.ts'

const kernels: Partial<Record<MathFunction, Kernel>> = { exp, expm1, log, log2, log10, log1p, pow, sin, cos, tan, round, sign, fround, clz32, imul }

export function mathKernel(callee: MathFunction): Kernel {
  const kernel = kernels[callee]
  if (!kernel) throw new Error(`Math.${callee} has no vector kernel`)
  return kernel
}
