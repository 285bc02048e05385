/** Geometry and maps. */
const EARTH = 6371.0088
const toRadians = (degrees: number) => (degrees * Math.PI) / 180

/** @parallel */
export function haversine(lat: Float64Array, lon: Float64Array, lat0: number, lon0: number): Float64Array {
  const out = new Float64Array(lat.length)
  for (let i = 0; i < lat.length; i++) {
    const dLat = toRadians(lat[i] - lat0)
    const dLon = toRadians(lon[i] - lon0)
    const a = Math.sin(dLat / 2) ** 2 + Math.cos(toRadians(lat0)) * Math.cos(toRadians(lat[i])) * Math.sin(dLon / 2) ** 2
    out[i] = 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(a)))
  }
  return out
}

/** Points by a 4×4 matrix in a plain array. @parallel */
export function transformList(points: Float32Array, m: readonly number[]): Float32Array {
  const out = new Float32Array(points.length)
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i], y = points[i + 1], z = points[i + 2]
    out[i] = m[0] * x + m[4] * y + m[8] * z + m[12]
    out[i + 1] = m[1] * x + m[5] * y + m[9] * z + m[13]
    out[i + 2] = m[2] * x + m[6] * y + m[10] * z + m[14]
  }
  return out
}

/** By a matrix in a typed array. @parallel */
export function transform(points: Float32Array, m: Float32Array): Float32Array {
  const out = new Float32Array(points.length)
  for (let i = 0; i < points.length; i += 3) {
    const x = points[i]
    const y = points[i + 1]
    const z = points[i + 2]
    for (let c = 0; c < 3; c++) out[i + c] = m[c] * x + m[c + 4] * y + m[c + 8] * z + m[c + 12]
  }
  return out
}

/** By the entries of a matrix, taken apart. @parallel */
export function affine(x: Float64Array, y: Float64Array, [a, b, c, d]: [number, number, number, number]): void {
  for (let i = 0; i < x.length; i++) {
    const px = x[i]
    x[i] = a * px + b * y[i]
    y[i] = c * px + d * y[i]
  }
}

/** @parallel */
export function pointsInPolygon(px: Float64Array, py: Float64Array, vx: Float64Array, vy: Float64Array): Uint8Array {
  const inside = new Uint8Array(px.length)
  const n = vx.length
  for (let p = 0; p < px.length; p++) {
    let odd = false
    for (let i = 0, j = n - 1; i < n; j = i++) {
      if (vy[i] > py[p] !== vy[j] > py[p] && px[p] < ((vx[j] - vx[i]) * (py[p] - vy[i])) / (vy[j] - vy[i]) + vx[i]) odd = !odd
    }
    inside[p] = odd ? 1 : 0
  }
  return inside
}

/** @parallel */
export function distanceMatrix(x: Float64Array, y: Float64Array): Float64Array {
  const n = x.length
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) out[i * n + j] = Math.hypot(x[i] - x[j], y[i] - y[j])
  }
  return out
}

/** Both triangles from one. @parallel */
export function distanceTriangle(x: Float64Array, y: Float64Array): Float64Array {
  const n = x.length
  const out = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const d = Math.sqrt((x[i] - x[j]) ** 2 + (y[i] - y[j]) ** 2)
      out[i * n + j] = d
      out[j * n + i] = d
    }
  }
  return out
}

/** @parallel */
export function nearest(px: Float64Array, py: Float64Array, qx: number, qy: number): { index: number; distance: number } {
  let index = -1
  let best = Infinity
  for (let i = 0; i < px.length; i++) {
    const d = (px[i] - qx) ** 2 + (py[i] - qy) ** 2
    if (d < best) {
      best = d
      index = i
    }
  }
  return { index, distance: Math.sqrt(best) }
}

/** Box around points: four reductions. @parallel */
export function bounds(points: Float64Array): [number, number, number, number] {
  let minX = Infinity, minY = Infinity, maxX = -Infinity, maxY = -Infinity
  for (let i = 0; i < points.length; i += 2) {
    minX = Math.min(minX, points[i])
    maxX = Math.max(maxX, points[i])
    minY = Math.min(minY, points[i + 1])
    maxY = Math.max(maxY, points[i + 1])
  }
  return [minX, minY, maxX, maxY]
}

/** Objects in an array. @parallel */
export function centroid(points: { x: number; y: number }[]): { x: number; y: number } {
  let x = 0
  let y = 0
  for (const p of points) {
    x += p.x
    y += p.y
  }
  return { x: x / points.length, y: y / points.length }
}

const values = (length: number, scale = 1) => Float64Array.from({ length }, (_, i) => (((i * 7919) % 2001) / 1000 - 1) * scale)

export const inputs = {
  haversine: () => [values(2000, 90), values(2000, 180), 48, 11],
  transformList: () => [Float32Array.from(values(3000)), [1, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 4, 5, 6, 1]],
  transform: () => [Float32Array.from(values(3000)), Float32Array.from(values(16))],
  affine: () => [values(2000), values(2000, 2), [0.5, 0.25, -0.25, 0.5]],
  pointsInPolygon: () => [values(500, 2), values(500, 3), Float64Array.of(-1, 1, 1, -1), Float64Array.of(-1, -1, 1, 1)],
  distanceMatrix: () => [values(60), values(60, 2)],
  distanceTriangle: () => [values(60), values(60, 2)],
  nearest: () => [values(3000), values(3000, 2), 0.25, -0.5],
  bounds: () => [values(3000)],
  centroid: () => [Array.from({ length: 100 }, (_, i) => ({ x: i, y: -i }))],
}
