/** Machine learning and matrices. */

/** @parallel */
export function dense(input: Float32Array, weights: Float32Array, bias: Float32Array, outputs: number): Float32Array {
  const inputs = input.length
  const out = new Float32Array(outputs)
  for (let o = 0; o < outputs; o++) {
    let sum = bias[o]
    for (let i = 0; i < inputs; i++) sum += weights[o * inputs + i] * input[i]
    out[o] = Math.max(0, sum)
  }
  return out
}

/** @parallel */
export function softmax(logits: Float64Array): Float64Array {
  let max = -Infinity
  for (const x of logits) max = Math.max(max, x)
  const out = new Float64Array(logits.length)
  let sum = 0
  for (let i = 0; i < logits.length; i++) {
    out[i] = Math.exp(logits[i] - max)
    sum += out[i]
  }
  for (let i = 0; i < out.length; i++) out[i] /= sum
  return out
}

/** @parallel */
export const relu = (x: Float32Array): Float32Array => x.map((v) => (v > 0 ? v : 0))

/** @parallel */
export function reluInPlace(x: Float32Array): Float32Array {
  for (let i = x.length; i--;) if (x[i] < 0) x[i] = 0
  return x
}

/** @parallel */
export function assign(points: Float64Array, centres: Float64Array, dimensions: number): Int32Array {
  const n = points.length / dimensions
  const k = centres.length / dimensions
  const labels = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    let best = -1
    let distance = Infinity
    for (let c = 0; c < k; c++) {
      let d = 0
      for (let j = 0; j < dimensions; j++) {
        const difference = points[i * dimensions + j] - centres[c * dimensions + j]
        d += difference * difference
      }
      if (d < distance) {
        distance = d
        best = c
      }
    }
    labels[i] = best
  }
  return labels
}

/** Three reductions in one loop. @parallel */
export function cosine(a: Float64Array, b: Float64Array): number {
  let dot = 0
  let aa = 0
  let bb = 0
  for (let i = 0; i < a.length; i++) {
    dot += a[i] * b[i]
    aa += a[i] ** 2
    bb += b[i] ** 2
  }
  return dot / (Math.sqrt(aa) * Math.sqrt(bb))
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z))
}

/** @parallel */
export function logisticStep(x: Float64Array, y: Uint8Array, w: Float64Array, rate: number): Float64Array {
  const features = w.length
  const rows = y.length
  const error = new Float64Array(rows)
  for (let r = 0; r < rows; r++) {
    let z = 0
    for (let f = 0; f < features; f++) z += x[r * features + f] * w[f]
    error[r] = sigmoid(z) - y[r]
  }
  const next = new Float64Array(features)
  for (let f = 0; f < features; f++) {
    let gradient = 0
    for (let r = 0; r < rows; r++) gradient += error[r] * x[r * features + f]
    next[f] = w[f] - (rate * gradient) / rows
  }
  return next
}

/** @parallel */
export function transpose(a: Float64Array, rows: number, columns: number): Float64Array {
  const t = new Float64Array(a.length)
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) t[j * rows + i] = a[i * columns + j]
  return t
}

/** @parallel */
export function matmul(a: Float64Array, b: Float64Array, n: number, m: number, p: number): Float64Array {
  const c = new Float64Array(n * p)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      for (let k = 0; k < m; k++) c[i * p + j] += a[i * m + k] * b[k * p + j]
    }
  }
  return c
}

/** @parallel */
export function matvec(a: Float64Array, x: Float64Array): Float64Array {
  const n = x.length
  const rows = a.length / n
  const y = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const row = a.subarray(i * n, (i + 1) * n)
    let sum = 0
    for (let j = 0; j < n; j++) sum += row[j] * x[j]
    y[i] = sum
  }
  return y
}

/** @parallel */
export function outer(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length * b.length)
  let at = 0
  for (let i = 0; i < a.length; i++) for (let j = 0; j < b.length; j++) out[at++] = a[i] * b[j]
  return out
}

type Matrix = { rows: number; columns: number; data: Float64Array }

/** @parallel */
export function scaleMatrix(m: Matrix, options?: { factor?: number }): Matrix {
  const data = new Float64Array(m.data)
  for (let i = 0; i < m.rows * m.columns; i++) data[i] *= options?.factor ?? 0.5
  return { ...m, data }
}

/** Rows as arrays of arrays. @parallel */
export function rowSums(rows: Float64Array[]): Float64Array {
  const sums = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) {
    let sum = 0
    for (let j = 0; j < rows[i].length; j++) sum += rows[i][j]
    sums[i] = sum
  }
  return sums
}

/** Every row by itself, named before the inner loop. @parallel */
export function normaliseRows(rows: Float64Array[]): void {
  for (const row of rows) {
    let sum = 0
    for (let j = 0; j < row.length; j++) sum += row[j] * row[j]
    const norm = Math.sqrt(sum)
    for (let j = 0; j < row.length; j++) row[j] /= norm
  }
}

/** A cell of values that switch by their activation. @parallel */
export function activate(x: Float64Array, kind: 'relu' | 'tanh'): void {
  for (let i = 0; i < x.length; i++) {
    if (kind === 'relu') x[i] = Math.max(0, x[i])
    else x[i] = Math.tanh(x[i])
  }
}

const values = (length: number, scale = 1) => Float64Array.from({ length }, (_, i) => (((i * 7919) % 2001) / 1000 - 1) * scale)
const rows = (count: number, length: number) => Array.from({ length: count }, (_, i) => values(length, i + 1))

export const inputs = {
  dense: () => [Float32Array.from(values(64)), Float32Array.from(values(64 * 30)), Float32Array.from(values(30)), 30],
  softmax: () => [values(3000)],
  relu: () => [Float32Array.from(values(3001))],
  reluInPlace: () => [Float32Array.from(values(3001))],
  assign: () => [values(999), values(15), 3],
  cosine: () => [values(3001), values(3001, 2).map((x) => x + 0.25)],
  logisticStep: () => [values(4 * 300), Uint8Array.from({ length: 300 }, (_, i) => i % 2), values(4), 0.1],
  transpose: () => [values(1200), 30, 40],
  matmul: () => [values(600), values(800), 30, 20, 40],
  matvec: () => [values(1200), values(40)],
  outer: () => [values(40), values(50)],
  scaleMatrix: () => [{ rows: 30, columns: 40, data: values(1200) }],
  rowSums: () => [rows(20, 100)],
  normaliseRows: () => [rows(20, 100)],
  activate: () => [values(3001), 'tanh'],
}
