/** Small functions that kernels call where a conversion has no single instruction; each is made at its first use. */
import type { FunctionBuilder } from './function.ts'
import { HistogramFunctions } from './histogram.ts'
import type { ModuleBuilder } from './module.ts'

export class Helpers {
  readonly histograms: HistogramFunctions
  private readonly module: ModuleBuilder
  private int32?: FunctionBuilder

  constructor(module: ModuleBuilder) {
    this.module = module
    this.histograms = new HistogramFunctions(module)
  }

  /** ToInt32 (ECMA-262 7.1.6): modulo 2^32, where `i32.trunc_sat_f64_s` would saturate; NaN and ±∞ give 0. */
  get toInt32(): FunctionBuilder {
    return this.int32 ??= this.makeToInt32()
  }

  private makeToInt32(): FunctionBuilder {
    const code = this.module.function('toInt32', { parameters: ['f64'], results: ['i32'] })
    const bits = code.local('i64')
    const exponent = code.local('i64')
    code.get(0); code.op('f64.abs'); code.f64(2 ** 63); code.op('f64.lt')
    code.if(() => { code.get(0); code.op('i64.trunc_sat_f64_s', 'i32.wrap_i64', 'return') })
    // From 2^63 on, the number is its 53-bit mantissa times a power of two: shifted left by 32 or more, nothing is left.
    code.get(0); code.op('i64.reinterpret_f64'); code.tee(bits)
    code.i64(52n); code.op('i64.shr_u'); code.i64(0x7ffn); code.op('i64.and'); code.i64(1075n); code.op('i64.sub'); code.tee(exponent)
    code.i64(32n); code.op('i64.ge_u')
    code.if(() => { code.i32(0); code.op('return') })
    code.get(bits); code.i64(0xfffffffffffffn); code.op('i64.and'); code.i64(0x10000000000000n); code.op('i64.or')
    code.get(exponent); code.op('i64.shl', 'i32.wrap_i64')
    // Negated where the sign bit is set: (x ^ s) - s.
    code.get(bits); code.i64(63n); code.op('i64.shr_s', 'i32.wrap_i64', 'i32.xor')
    code.get(bits); code.i64(63n); code.op('i64.shr_s', 'i32.wrap_i64', 'i32.sub')
    return code
  }
}
