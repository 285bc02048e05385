/**
 * The benchmark kernels, as ordinary TypeScript. Each is built twice: with parfor, and with its types removed only.
 */

/** @parallel */
export function axpy(a: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < x.length; i++) y[i] = a * x[i] + y[i]
}

/** @parallel */
export function sum(x: Float64Array): number {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i]
  return s
}

/** @parallel */
export function dot(x: Float64Array, y: Float64Array): number {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] * y[i]
  return s
}

/** Degree 13, Horner's rule. @parallel */
export function horner(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const t = x[i]
    let p = 1 / 6227020800
    p = p * t + 1 / 479001600
    p = p * t + 1 / 39916800
    p = p * t + 1 / 3628800
    p = p * t + 1 / 362880
    p = p * t + 1 / 40320
    p = p * t + 1 / 5040
    p = p * t + 1 / 720
    p = p * t + 1 / 120
    p = p * t + 1 / 24
    p = p * t + 1 / 6
    p = p * t + 1 / 2
    p = p * t + 1
    p = p * t + 1
    out[i] = p
  }
}

/** @parallel */
export function exponential(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < x.length; i++) out[i] = Math.exp(x[i])
}

/** @parallel */
export function mandelbrot(out: Int32Array, width: number, height: number, limit: number): void {
  for (let y = 0; y < height; y++) {
    const ci = -1.2 + 2.4 * y / height
    for (let x = 0; x < width; x++) {
      const cr = -2.2 + 3.2 * x / width
      let zr = 0
      let zi = 0
      let n = 0
      while (n < limit && zr * zr + zi * zi <= 4) {
        const t = zr * zr - zi * zi + cr
        zi = 2 * zr * zi + ci
        zr = t
        n++
      }
      out[y * width + x] = n
    }
  }
}

/** The normal distribution function by Abramowitz and Stegun 26.2.17 (absolute error below 7.5e-8). */
function normal(x: number): number {
  const k = 1 / (1 + 0.2316419 * Math.abs(x))
  const tail = 0.3989422804014327 * Math.exp(-0.5 * x * x) * k *
    (0.31938153 + k * (-0.356563782 + k * (1.781477937 + k * (-1.821255978 + k * 1.330274429))))
  return x >= 0 ? 1 - tail : tail
}

/** European calls and puts (Black and Scholes 1973). @parallel */
export function blackScholes(spot: Float64Array, strike: Float64Array, years: Float64Array, call: Float64Array, put: Float64Array, rate: number, volatility: number): void {
  for (let i = 0; i < spot.length; i++) {
    const root = volatility * Math.sqrt(years[i])
    const d1 = (Math.log(spot[i] / strike[i]) + (rate + 0.5 * volatility * volatility) * years[i]) / root
    const d2 = d1 - root
    const discounted = strike[i] * Math.exp(-rate * years[i])
    call[i] = spot[i] * normal(d1) - discounted * normal(d2)
    put[i] = discounted * normal(-d2) - spot[i] * normal(-d1)
  }
}

/** Polybench's jacobi-2d. @parallel */
export function jacobi2d(a: Float64Array, b: Float64Array, n: number, steps: number): void {
  for (let t = 0; t < steps; t++) {
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        b[i * n + j] = 0.2 * (a[i * n + j] + a[i * n + j - 1] + a[i * n + j + 1] + a[(i + 1) * n + j] + a[(i - 1) * n + j])
      }
    }
    for (let i = 1; i < n - 1; i++) {
      for (let j = 1; j < n - 1; j++) {
        a[i * n + j] = 0.2 * (b[i * n + j] + b[i * n + j - 1] + b[i * n + j + 1] + b[(i + 1) * n + j] + b[(i - 1) * n + j])
      }
    }
  }
}

/** C = A·B in i-k-j order. @parallel */
export function matmul(a: Float64Array, b: Float64Array, c: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) c[i * n + j] = 0
    for (let k = 0; k < n; k++) {
      const aik = a[i * n + k]
      for (let j = 0; j < n; j++) c[i * n + j] += aik * b[k * n + j]
    }
  }
}

/** y = A·x, A in compressed sparse rows. @parallel */
export function spmv(rows: Int32Array, columns: Int32Array, values: Float64Array, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < y.length; i++) {
    let s = 0
    for (let k = rows[i]; k < rows[i + 1]; k++) s += values[k] * x[columns[k]]
    y[i] = s
  }
}

/** @parallel */
export function conditionalMean(x: Float64Array, key: Float64Array, least: number): number {
  let s = 0
  let n = 0
  for (let i = 0; i < x.length; i++) {
    if (key[i] > least) {
      s += x[i]
      n++
    }
  }
  return s / n
}

/** Counts in bins of equal width: two values may meet in one, so that each thread counts for itself. @parallel */
export function histogram(x: Float64Array, low: number, perUnit: number, counts: Int32Array): void {
  for (let i = 0; i < x.length; i++) counts[Math.floor((x[i] - low) * perUnit)]++
}

/** Keeps what is above a limit, in order, with where it was; gives the number kept. @parallel */
export function filter(x: Float64Array, least: number, kept: Float64Array, where: Int32Array): number {
  let n = 0
  for (let i = 0; i < x.length; i++) {
    if (x[i] > least) {
      kept[n] = x[i]
      where[n] = i
      n++
    }
  }
  return n
}
