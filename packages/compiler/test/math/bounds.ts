/** The error of each kernel in units in the last place that `docs/math.md` states, rounded up from what was measured. */
export const bounds: Readonly<Record<string, number>> = {
  exp: 0.9, expm1: 0.75, log: 0.85, log2: 0.8, log10: 0.75, log1p: 0.85, pow: 0.95, cbrt: 0.7, hypot: 0.8,
  sin: 0.8, cos: 0.8, tan: 0.95, asin: 0.65, acos: 0.65, atan: 0.7, atan2: 0.8,
  sinh: 0.8, cosh: 0.8, tanh: 0.6, asinh: 0.85, acosh: 0.8, atanh: 0.85,
}
