/** Kernels whose bits must be the same in every engine. */

/** Twenty-two functions that ECMAScript leaves to the engine, and one that is not.
 *  @parallel */
export function transcendental(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i]
    const inner = v % 1
    out[23 * i] = Math.exp(v)
    out[23 * i + 1] = Math.expm1(v)
    out[23 * i + 2] = Math.log(v)
    out[23 * i + 3] = Math.log2(v)
    out[23 * i + 4] = Math.log10(v)
    out[23 * i + 5] = Math.log1p(v)
    out[23 * i + 6] = Math.abs(v) ** 1.7
    out[23 * i + 7] = Math.cbrt(v)
    out[23 * i + 8] = Math.hypot(v, inner)
    out[23 * i + 9] = Math.sin(v)
    out[23 * i + 10] = Math.cos(v)
    out[23 * i + 11] = Math.tan(v)
    out[23 * i + 12] = Math.asin(inner)
    out[23 * i + 13] = Math.acos(inner)
    out[23 * i + 14] = Math.atan(v)
    out[23 * i + 15] = Math.atan2(v, inner)
    out[23 * i + 16] = Math.sinh(v)
    out[23 * i + 17] = Math.cosh(v)
    out[23 * i + 18] = Math.tanh(v)
    out[23 * i + 19] = Math.asinh(v)
    out[23 * i + 20] = Math.acosh(v)
    out[23 * i + 21] = Math.atanh(inner)
    out[23 * i + 22] = Math.sqrt(v)
  }
}

/** Everything here is fixed by ECMAScript to the bit.
 *  @parallel */
export function exact(x: Float64Array, out: Float64Array, singles: Float32Array, shorts: Int16Array, bytes: Uint8ClampedArray, words: Uint32Array): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i]
    const k = v | 0
    out[8 * i] = Math.round(v) + Math.sign(v)
    out[8 * i + 1] = v % 3.7
    out[8 * i + 2] = Math.max(v, -0) / Math.min(v, 0)
    out[8 * i + 3] = Math.floor(v) - Math.ceil(v / 3)
    out[8 * i + 4] = Math.imul(k, 0x9e3779b1) ^ (k >>> 5) ^ (k << 7)
    out[8 * i + 5] = Math.clz32(v) + (k >> 3)
    out[8 * i + 6] = Math.fround(v) * Math.trunc(v)
    out[8 * i + 7] = v > 0.5 ? v * v - 1 / v : -v
    singles[i] = v / 3
    shorts[i] = v
    bytes[i] = v
    words[i] = v * 1e4
  }
}

/** A long sum, in the shape that parfor gives it.
 *  @parallel */
export function sum(x: Float64Array): number {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] / 3
  return s
}
