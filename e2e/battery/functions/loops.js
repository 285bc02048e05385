/** Ways to write loops, in JavaScript. */

/** @parallel @param {Float64Array} x */
export function forOf(x) {
  let max = -Infinity
  for (const value of x) if (value > max) max = value
  return max
}

/** @parallel @param {Float64Array} x @param {Float64Array} out */
export function forEach(x, out) {
  x.forEach((value, i) => { out[i] = value * 2 })
}

/** @parallel @param {Float64Array} x */
export function map(x) {
  return x.map((value, i) => value * i + 1)
}

/** @parallel @param {Float64Array} x */
export function reduce(x) {
  return x.reduce((sum, value) => sum + value, 0)
}

/** @parallel @param {Float64Array} x */
export function reduceBlock(x) {
  const total = x.reduce((sum, value) => {
    const clipped = Math.min(value, 0.5)
    return sum + clipped
  }, 0)
  return total / x.length
}

/** @parallel @param {number} n */
export function from(n) {
  return Float64Array.from({ length: n }, (_, i) => Math.sqrt(i))
}

/** @parallel @param {number} n */
export function arrayFrom(n) {
  return Array.from({ length: n }, (_, i) => i * i)
}

/** @parallel @param {number} n */
export function filled(n) {
  const out = new Float64Array(n).fill(3)
  for (let i = 0; i < n; i++) out[i] += i
  return out
}

/** @parallel @param {number} n */
export function newArray(n) {
  const out = new Array(n) // oxlint-disable-line unicorn/no-new-array -- what people write
  for (let i = 0; i < n; i++) out[i] = i * 2
  return out
}

/** @parallel @param {Float64Array} other */
export function copied(other) {
  const out = new Float64Array(other)
  for (let i = 0; i < out.length; i++) out[i] = out[i] + 1
  return out
}

/** @parallel @param {Float64Array} x */
export function countingDown(x) {
  for (let i = x.length - 1; i >= 0; i--) x[i] = x[i] / 2
}

/** @parallel @param {Float64Array} x */
export function byTwos(x) {
  for (let i = 0; i + 1 < x.length; i += 2) {
    const sum = x[i] + x[i + 1]
    x[i + 1] = x[i] - x[i + 1]
    x[i] = sum
  }
}

/** @parallel @param {Float64Array} x */
export function whileLoop(x) {
  let i = 0
  const n = x.length
  while (i < n) {
    x[i] = x[i] * x[i]
    i++
  }
}

/** @parallel @param {Float64Array} x */
export function counterOutside(x) {
  let i
  let value
  for (i = 0; i < x.length; i++) {
    value = x[i] - 1
    x[i] = value * value
  }
  return i
}

/** @parallel @param {Float64Array} a @param {Float64Array} b @param {number} offset */
export function offsets(a, b, offset) {
  for (let i = 0; i < a.length - offset; i++) b[i] = a[i + offset] - a[i]
}

/** @parallel @param {Float64Array} x */
export function halves(x) {
  const half = x.length >> 1
  const low = x.subarray(0, half)
  const high = x.subarray(half)
  for (let i = 0; i < half; i++) low[i] = low[i] + high[i]
  return x
}

/** @parallel @param {Float64Array} x */
export function swapEnds(x) {
  for (let i = 0; i < x.length >> 1; i++) {
    const j = x.length - 1 - i
    ;[x[i], x[j]] = [x[j], x[i]]
  }
}

/** @parallel @param {Float64Array} x @param {number} wanted */
export function indexOf(x, wanted) {
  let found = -1
  for (let i = 0; i < x.length; i++) {
    if (x[i] === wanted) {
      found = i
      break
    }
  }
  return found
}

/** @parallel @param {Float64Array} x @param {Float64Array} y @param {Float64Array} z */
export function several(x, y, z) {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]
  const scale = sum > 0 ? 1 / sum : 1
  console.assert(Number.isFinite(scale))
  for (let i = 0; i < x.length; i++) y[i] = x[i] * scale
  if (y[0] > 1e9) return -1
  for (let i = 0; i < x.length; i++) z[i] = y[i] + x[i]
  return sum
}

/** @parallel @param {Float64Array} x @param {{ alpha?: number, clip?: boolean }} options */
export function withOptions(x, options = {}) {
  for (let i = 0; i < x.length; i++) {
    const v = x[i] * (options.alpha ?? 0.5)
    x[i] = options.clip ? Math.min(1, v) : v
  }
}

/** @parallel @param {Float64Array} x */
export function compoundLogical(x) {
  for (let i = 0; i < x.length; i++) x[i] = Math.max(x[i], 0, -0.5, i % 3) || 1
}

/** Several variables in one head. @parallel @param {Float64Array} x @param {Float64Array} y */
export function twoCounters(x, y) {
  for (let i = 0, j = x.length - 1; i < x.length; i++, j--) y[i] = x[j]
}

/** @parallel @param {Float64Array} x */
export function entries(x) {
  let sum = 0
  for (const [i, value] of x.entries()) sum += i * value
  return sum
}

/** @parallel @param {Float64Array} x */
export function withLimit(x) {
  const limit = 10
  for (let i = 0, n = x.length; i < n; i++) {
    if (!(x[i] < limit)) continue
    x[i]++
  }
}

/** @parallel @param {Float64Array} x @param {(v: number) => number} f */
export function callback(x, f) {
  for (let i = 0; i < x.length; i++) x[i] = f(x[i])
}

/** Sum of a filtered list. @parallel @param {Float64Array} x */
export function filtered(x) {
  return x.filter((v) => v > 0).length
}

/** @parallel @param {Float64Array} x */
export function someAndEvery(x) {
  return [x.some((v) => v > 5), x.every((v) => v < 5)]
}

/** @param {number} [length] */
const values = (length = 3001) => [Float64Array.from({ length }, (_, i) => ((i * 7919) % 2001) / 1000 - 1)]

export const inputs = {
  forOf: values, forEach: () => [...values(), new Float64Array(3001)], map: values, reduce: values, reduceBlock: values, from: () => [3001], arrayFrom: () => [300], filled: () => [3001],
  newArray: () => [300], copied: values, countingDown: values, byTwos: values, whileLoop: values, counterOutside: values,
  offsets: () => [...values(), new Float64Array(3001), 3], halves: values, swapEnds: values, indexOf: () => [...values(), 0.5],
  several: () => [...values(), new Float64Array(3001), new Float64Array(3001)], withOptions: values, compoundLogical: values,
  twoCounters: () => [...values(), new Float64Array(3001)], entries: values, withLimit: values, callback: () => [...values(), Math.abs], filtered: values, someAndEvery: values,
}
