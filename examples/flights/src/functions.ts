/**
 * What someone would ask of three million flights, as ordinary TypeScript. Delete the marks and it is the same program.
 * Columns: delay (minutes late at arrival, negative: early), distance (miles), time (hours since midnight), and the airports' coordinates (degrees).
 */

/** Mean and standard deviation of the delay of flights longer than `minimum` miles.
 * @parallel */
export function delayStatistics(delay: Float64Array, distance: Float64Array, minimum: number): { count: number; mean: number; deviation: number } {
  let count = 0
  let sum = 0
  let squares = 0
  for (let i = 0; i < delay.length; i++) {
    if (distance[i] > minimum) {
      count++
      sum += delay[i]
      squares += delay[i] * delay[i]
    }
  }
  const mean = sum / count
  return { count, mean, deviation: Math.sqrt(squares / count - mean * mean) }
}

/** Great-circle distance in miles between the two airports of each flight (haversine formula, mean Earth radius 3958.76 miles).
 * @parallel */
export function greatCircle(fromLatitude: Float64Array, fromLongitude: Float64Array, toLatitude: Float64Array, toLongitude: Float64Array): Float64Array {
  const miles = new Float64Array(fromLatitude.length)
  const radian = Math.PI / 180
  for (let i = 0; i < fromLatitude.length; i++) {
    const phi = fromLatitude[i] * radian
    const psi = toLatitude[i] * radian
    const halfPhi = Math.sin((psi - phi) / 2)
    const halfLambda = Math.sin((toLongitude[i] - fromLongitude[i]) * radian / 2)
    const a = halfPhi * halfPhi + Math.cos(phi) * Math.cos(psi) * halfLambda * halfLambda
    miles[i] = 2 * 3958.76 * Math.asin(Math.min(1, Math.sqrt(a)))
  }
  return miles
}

/** The delays as z-scores: (x − mean) / standard deviation, limited to ±4.
 * @parallel */
export function normalise(delay: Float64Array, mean: number, deviation: number): Float64Array {
  const score = new Float64Array(delay.length)
  for (let i = 0; i < delay.length; i++) {
    score[i] = Math.max(-4, Math.min(4, (delay[i] - mean) / deviation))
  }
  return score
}

/** The probability that a flight is late: a logistic model of distance and of the time of day, which enters by its first two harmonics.
 * @parallel */
export function lateProbability(distance: Float64Array, time: Float64Array): Float64Array {
  const probability = new Float64Array(distance.length)
  for (let i = 0; i < distance.length; i++) {
    const angle = time[i] * (Math.PI / 12)
    const logit = -1.62 + 0.00011 * distance[i] - 0.61 * Math.sin(angle) - 0.34 * Math.cos(angle) + 0.12 * Math.sin(2 * angle)
    probability[i] = 1 / (1 + Math.exp(-logit))
  }
  return probability
}

/** Pearson's correlation of two columns.
 * @parallel */
export function correlation(x: Float64Array, y: Float64Array): number {
  const n = x.length
  let sumX = 0
  let sumY = 0
  let sumXX = 0
  let sumYY = 0
  let sumXY = 0
  for (let i = 0; i < n; i++) {
    const a = x[i]
    const b = y[i]
    sumX += a
    sumY += b
    sumXX += a * a
    sumYY += b * b
    sumXY += a * b
  }
  return (n * sumXY - sumX * sumY) / Math.sqrt((n * sumXX - sumX * sumX) * (n * sumYY - sumY * sumY))
}

/** The flight most like the given one: the row with the smallest weighted distance in delay, length and time of day (which is a circle).
 * @parallel */
export function mostAlike(delay: Float64Array, distance: Float64Array, time: Float64Array, self: number): { row: number; dissimilarity: number } {
  const delay0 = delay[self]
  const distance0 = distance[self]
  const time0 = time[self]
  let best = Infinity
  let row = -1
  for (let i = 0; i < delay.length; i++) {
    const hours = Math.abs(time[i] - time0)
    const apart = Math.min(hours, 24 - hours) / 6
    const late = (delay[i] - delay0) / 30
    const far = (distance[i] - distance0) / 500
    const d = late * late + far * far + apart * apart
    if (d < best && i !== self) {
      best = d
      row = i
    }
  }
  return { row, dissimilarity: best }
}

/** How many flights were at least `minutes` late, how many more than that early, and the largest delay.
 * @parallel */
export function extremes(delay: Float64Array, minutes: number): { late: number; early: number; worst: number } {
  let late = 0
  let early = 0
  let worst = -Infinity
  for (let i = 0; i < delay.length; i++) {
    if (delay[i] >= minutes) late++
    else if (delay[i] <= -minutes) early++
    worst = Math.max(worst, delay[i])
  }
  return { late, early, worst }
}
