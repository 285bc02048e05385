/** @parallel
 *  @param {Float64Array} x
 *  @param {number} a */
export function scaled(x, a) {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = a * x[i] + 1
  return out
}

/** Types that only a call shows.
 *  @parallel */
export function largest(x) {
  let most = -Infinity
  for (let i = 0; i < x.length; i++) if (x[i] > most) most = x[i]
  return most
}
