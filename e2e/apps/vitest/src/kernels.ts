/** @parallel */
export function scaled(x: Float64Array, a: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = a * x[i] + 1
  return out
}
