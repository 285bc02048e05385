/** Compiled at run time, for the element types of the call; the build puts its compiled text in its place.
 *  @parallel */
export function doubled(x: Float32Array | Float64Array, out: Float32Array | Float64Array): void {
  for (let i = 0; i < x.length; i++) out[i] = x[i] * 2
}
