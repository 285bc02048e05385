/**
 * What the flights view computes whenever a slider moves, as ordinary TypeScript. It is loaded twice: compiled by parfor, and (`?plain`) with its marks
 * taken out. Columns: delay (minutes late at arrival, negative: early), distance (miles), hour (local time of departure, 0 to 24).
 * Everything takes the flights of `low` to `high` miles.
 */

/** How many flights, their mean distance, and the mean and standard deviation of their delay; `late` counts those more than `threshold` minutes late.
 * @parallel */
export function summary(delay: Float64Array, distance: Float64Array, low: number, high: number, threshold: number) {
  let count = 0
  let late = 0
  let miles = 0
  let sum = 0
  let squares = 0
  for (let i = 0; i < delay.length; i++) {
    if (distance[i] >= low && distance[i] <= high) {
      count++
      if (delay[i] > threshold) late++
      miles += distance[i]
      sum += delay[i]
      squares += delay[i] * delay[i]
    }
  }
  const mean = sum / count
  return { count, late, miles: miles / count, mean, deviation: Math.sqrt(squares / count - mean * mean) }
}

/** Pearson's correlation of two columns.
 * @parallel */
export function correlation(x: Float64Array, y: Float64Array, distance: Float64Array, low: number, high: number): number {
  let n = 0
  let sumX = 0
  let sumY = 0
  let sumXX = 0
  let sumYY = 0
  let sumXY = 0
  for (let i = 0; i < x.length; i++) {
    if (distance[i] >= low && distance[i] <= high) {
      const a = x[i]
      const b = y[i]
      n++
      sumX += a
      sumY += b
      sumXX += a * a
      sumYY += b * b
      sumXY += a * b
    }
  }
  return (n * sumXY - sumX * sumY) / Math.sqrt((n * sumXX - sumX * sumX) * (n * sumYY - sumY * sumY))
}

/**
 * Counts of delays in bins of equal width from `start` on. Two flights may meet in one bin, so that each thread counts for itself; whole numbers have
 * the same sum in any order.
 * @parallel
 */
export function histogram(delay: Float64Array, distance: Float64Array, low: number, high: number, start: number, width: number, counts: Int32Array): void {
  counts.fill(0)
  for (let i = 0; i < delay.length; i++) {
    if (distance[i] >= low && distance[i] <= high) {
      const bin = Math.floor((delay[i] - start) / width)
      if (bin >= 0 && bin < counts.length) counts[bin] += 1
    }
  }
}

/** The smooth density of the delays at each point of `at`: a Gaussian of standard deviation `bandwidth` around every flight (Parzen 1962).
 * @parallel */
export function density(delay: Float64Array, distance: Float64Array, low: number, high: number, at: Float64Array, bandwidth: number, out: Float64Array): void {
  const scale = -0.5 / (bandwidth * bandwidth)
  for (let p = 0; p < at.length; p++) {
    let sum = 0
    for (let i = 0; i < delay.length; i++) {
      const d = delay[i] - at[p]
      if (distance[i] >= low && distance[i] <= high) sum += Math.exp(scale * d * d)
    }
    out[p] = sum
  }
}

/** Flights and late flights by hour of departure: two histograms.
 * @parallel */
export function byHour(delay: Float64Array, distance: Float64Array, hour: Float64Array, low: number, high: number, threshold: number, all: Int32Array, late: Int32Array): void {
  all.fill(0)
  late.fill(0)
  for (let i = 0; i < delay.length; i++) {
    if (distance[i] >= low && distance[i] <= high) {
      const h = Math.floor(hour[i])
      all[h] += 1
      if (delay[i] > threshold) late[h] += 1
    }
  }
}

/**
 * How well a logistic model tells late flights: mean log loss, and how many it gets right. The probability that a flight is late depends on its distance
 * (in thousands of miles) and on the hour, which enters by two harmonics of the day.
 * @parallel
 */
export function score(
  delay: Float64Array, distance: Float64Array, hour: Float64Array, low: number, high: number, threshold: number,
  bias: number, perMiles: number, sin1: number, cos1: number, sin2: number, cos2: number,
) {
  let count = 0
  let right = 0
  let loss = 0
  for (let i = 0; i < delay.length; i++) {
    const angle = hour[i] * (Math.PI / 12)
    const logit = bias + perMiles * distance[i] / 1000 + sin1 * Math.sin(angle) + cos1 * Math.cos(angle) + sin2 * Math.sin(2 * angle) + cos2 * Math.cos(2 * angle)
    const late = delay[i] > threshold
    if (distance[i] >= low && distance[i] <= high) {
      count++
      if (late === logit > 0) right++
      loss += Math.log(1 + Math.exp(late ? -logit : logit))
    }
  }
  return { count, right, loss: loss / count }
}

/** The gradient of the log loss: one step of fitting the model.
 * @parallel */
export function gradient(
  delay: Float64Array, distance: Float64Array, hour: Float64Array, low: number, high: number, threshold: number,
  bias: number, perMiles: number, sin1: number, cos1: number, sin2: number, cos2: number,
) {
  let count = 0
  let dBias = 0
  let dMiles = 0
  let dSin1 = 0
  let dCos1 = 0
  let dSin2 = 0
  let dCos2 = 0
  for (let i = 0; i < delay.length; i++) {
    const angle = hour[i] * (Math.PI / 12)
    const s1 = Math.sin(angle)
    const c1 = Math.cos(angle)
    const s2 = Math.sin(2 * angle)
    const c2 = Math.cos(2 * angle)
    const miles = distance[i] / 1000
    const logit = bias + perMiles * miles + sin1 * s1 + cos1 * c1 + sin2 * s2 + cos2 * c2
    if (distance[i] >= low && distance[i] <= high) {
      const error = 1 / (1 + Math.exp(-logit)) - (delay[i] > threshold ? 1 : 0)
      count++
      dBias += error
      dMiles += error * miles
      dSin1 += error * s1
      dCos1 += error * c1
      dSin2 += error * s2
      dCos2 += error * c2
    }
  }
  return [dBias / count, dMiles / count, dSin1 / count, dCos1 / count, dSin2 / count, dCos2 / count]
}
