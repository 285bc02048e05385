/** Statistics and finance. */

/** @parallel */
export function mean(x: Float64Array): number {
  let sum = 0
  for (const value of x) sum += value
  return sum / x.length
}

/** @parallel */
export function variance(x: Float64Array): number {
  if (x.length < 2) return NaN
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]
  const average = sum / x.length
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += (x[i] - average) ** 2
  return squares / (x.length - 1)
}

/** @parallel */
export function covariance(x: Float64Array, y: Float64Array): number {
  const n = x.length
  if (y.length !== n) throw new RangeError('lengths differ')
  let sx = 0, sy = 0, sxy = 0
  for (let i = 0; i < n; i++) {
    sx += x[i]
    sy += y[i]
    sxy += x[i] * y[i]
  }
  return (sxy - (sx * sy) / n) / (n - 1)
}

/** @parallel */
export function zScores(x: Float64Array, average: number, deviation: number): Float64Array {
  return x.map((value) => (value - average) / deviation)
}

/** @parallel */
export function minMaxScale(x: Float64Array): Float64Array {
  let min = Infinity
  let max = -Infinity
  for (let i = 0; i < x.length; i++) {
    if (x[i] < min) min = x[i]
    if (x[i] > max) max = x[i]
  }
  const range = max - min || 1
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = (x[i] - min) / range
  return out
}

/** With spread. @parallel */
export function rangeOf(x: Float64Array): number {
  return Math.max(...x) - Math.min(...x)
}

/** How much of the sample lies below each value. @parallel */
export function percentRank(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) {
    let below = 0
    for (let j = 0; j < x.length; j++) if (x[j] < x[i]) below++
    out[i] = below / (x.length - 1)
  }
  return out
}

/** Sum of what passes a test. @parallel */
export function sumPositive(x: Float64Array): number {
  let sum = 0
  x.forEach((value) => {
    if (value > 0) sum += value
  })
  return sum
}

/** Where the greatest element is. @parallel */
export function argMax(x: Float64Array): number {
  let best = 0
  for (let i = 1; i < x.length; i++) if (x[i] > x[best]) best = i
  return best
}

/** A running sum. @parallel */
export function cumulative(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  let sum = 0
  for (let i = 0; i < x.length; i++) {
    sum += x[i]
    out[i] = sum
  }
  return out
}

/** @parallel */
export function movingAverage(x: Float64Array, window: number): Float64Array {
  const out = new Float64Array(x.length - window + 1)
  for (let i = 0; i < out.length; i++) {
    let sum = 0
    for (let k = 0; k < window; k++) sum += x[i + k]
    out[i] = sum / window
  }
  return out
}

const normal = (x: number): number => {
  const t = 1 / (1 + 0.2316419 * Math.abs(x))
  const d = 0.3989422804014327 * Math.exp((-x * x) / 2)
  const p = d * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return x > 0 ? 1 - p : p
}

/** Prices of options. @parallel */
export function blackScholes(spot: Float64Array, strike: Float64Array, years: Float64Array, { rate = 0.02, volatility = 0.3 }: { rate?: number; volatility?: number } = {}): Float64Array {
  const call = new Float64Array(spot.length)
  for (let i = 0; i < spot.length; i++) {
    const root = volatility * Math.sqrt(years[i])
    const d1 = (Math.log(spot[i] / strike[i]) + (rate + (volatility * volatility) / 2) * years[i]) / root
    call[i] = spot[i] * normal(d1) - strike[i] * Math.exp(-rate * years[i]) * normal(d1 - root)
  }
  return call
}

/** @parallel */
export function compound(principal: number, rates: Float64Array): number {
  let total = principal
  for (const rate of rates) total *= 1 + rate / 100
  return total
}

/** Daily returns: two reads with an offset. @parallel */
export function returns(prices: Float64Array): Float64Array {
  const out = new Float64Array(prices.length - 1)
  for (let i = 1; i < prices.length; i++) out[i - 1] = prices[i] / prices[i - 1] - 1
  return out
}

/** Rows of an ordinary array. @parallel */
export function meanOfList(list: number[]): number {
  let sum = 0
  for (let i = 0; i < list.length; i++) sum += list[i]
  return sum / list.length
}

/** An ordinary array, taken into a typed one. @parallel */
export function squaresOfList(list: number[]): Float64Array {
  const x = Float64Array.from(list)
  for (let i = 0; i < x.length; i++) x[i] *= x[i]
  return x
}

const values = (length: number, scale = 1) => Float64Array.from({ length }, (_, i) => (((i * 7919) % 2001) / 1000 - 1) * scale)

export const inputs = {
  mean: () => [values(5000)],
  variance: () => [values(5000)],
  covariance: () => [values(5000), values(5000, 3)],
  zScores: () => [values(5000), 0.5, 2],
  minMaxScale: () => [values(5000)],
  rangeOf: () => [values(5000)],
  percentRank: () => [values(300)],
  sumPositive: () => [values(5000)],
  argMax: () => [values(5000)],
  cumulative: () => [values(5000)],
  movingAverage: () => [values(5000), 7],
  blackScholes: () => [values(3000, 10).map((x) => x + 100), values(3000, 5).map((x) => x + 99), values(3000).map((x) => x + 1.5)],
  compound: () => [1000, values(300)],
  returns: () => [values(5000).map((x) => x + 2)],
  meanOfList: () => [Array.from(values(5000))],
  squaresOfList: () => [Array.from(values(5000))],
}
