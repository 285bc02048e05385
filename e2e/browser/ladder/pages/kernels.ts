/** What the pages run, marked here; `kernels.parallel.ts` is the same compiled. */

/** @parallel */
export function sum(x: Float64Array): number {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i]
  return s
}

/** @parallel */
export function mapped(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(x[i] + 1) * 3 - x[i] / 7
  return out
}

/** One team of threads for all steps, with barriers between the loops.
 *  @parallel */
export function heat(a: Float64Array, b: Float64Array, steps: number): void {
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < a.length - 1; i++) b[i] = (a[i - 1] + a[i] + a[i + 1]) / 3
    for (let i = 1; i < a.length - 1; i++) a[i] = b[i]
  }
}

/** Its bits are those of parfor's exponential function, on every rung.
 *  @parallel */
export function score(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i] / 1000))
  return out
}
