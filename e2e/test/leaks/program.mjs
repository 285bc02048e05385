/** 100,000 calls of a mixture of kernels; prints what is left of them. Run with `node --expose-gc --import parfor/register`. */
import { info, ready } from 'parfor'

/**
 * @parallel
 * @param {Float64Array} x
 * @param {number} a
 */
function scaled(x, a) {
  const result = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) result[i] = a * x[i]
  return result
}

/**
 * @parallel
 * @param {Float64Array} x
 */
function total(x) {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]
  return sum
}

/**
 * @parallel
 * @param {Float32Array} x
 * @param {number} steps
 */
function smoothed(x, steps) {
  const result = Float32Array.from(x)
  const next = new Float32Array(x.length)
  for (let step = 0; step < steps; step++) {
    for (let i = 1; i < x.length - 1; i++) next[i] = (result[i - 1] + result[i] + result[i + 1]) / 3
    for (let i = 1; i < x.length - 1; i++) result[i] = next[i]
  }
  return result
}

/** @parallel No types: compiled at the first call with each kind of array. */
function untyped(x, y) {
  let most = -Infinity
  for (let i = 0; i < x.length; i++) most = Math.max(most, x[i] * y[i])
  return most
}

await ready()
const ordinary = new Float64Array(6000).fill(0.5)
const single = new Float32Array(9000).fill(2)
const bytes = new Uint8Array(6000).fill(3)
const calls = 100_000
let wrong = 0
for (let k = 0; k < calls; k++) {
  switch (k % 4) {
    case 0: if (scaled(ordinary, k)[5999] !== k / 2) wrong++; break
    case 1: if (total(scaled(ordinary, 2)) !== 6000) wrong++; break
    case 2: if (smoothed(single, 2)[4500] !== 2) wrong++; break
    case 3: if (untyped(k % 8 === 3 ? ordinary : bytes, ordinary) !== (k % 8 === 3 ? 0.25 : 1.5)) wrong++; break
  }
  if (k % 100 === 0) await new Promise(setImmediate)
}
const { size, used: held } = info().heap
for (let k = 0; k < 400 && info().heap.used > 0; k++) {
  globalThis.gc()
  await new Promise((resolve) => setTimeout(resolve, 5))
}
const { regions, heap } = info()
const inKernels = regions.reduce((sum, region) => sum + region.wasm, 0)
console.log(JSON.stringify({ wrong, inKernels, used: heap.used, size, held, resident: process.memoryUsage().rss }))
