/** @parallel
 *  @param {Float64Array} x
 *  @param {{ factor: number, offset: number }} scale */
exports.scaled = function scaled(x, { factor, offset }) {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = factor * x[i] + offset
  return out
}
const { alloc, info } = require('parfor')

import('./check.mjs').then(async ({ check }) => {
  await check(exports.scaled)
  // The copy for require and the one for import are one runtime.
  const used = info().heap.used
  console.log(alloc(Float64Array, 100_000).length, info().heap.used - used)
})
