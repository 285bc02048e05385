export interface Scale { factor: number; offset: number }

/** @parallel */
export function scaled(x: Float64Array, { factor, offset }: Scale): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = factor * x[i] + offset
  return out
}

/** @parallel */
export function recurrence(x: Float64Array): void {
  for (let i = 1; i < x.length; i++) x[i] = Math.sqrt(x[i - 1]) + x[i]
}
