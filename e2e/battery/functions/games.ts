/** Games: cells, terrain, rays. */
enum Cell { Dead, Alive }
const enum Terrain { Water = 1, Sand, Grass, Rock = 10 }
const WIDTH = 64
const HEIGHT = 48
const SIZE = WIDTH * HEIGHT
const settings = { scale: 0.05, octaves: 4, seed: 1337 }

/** @parallel */
export function life(cells: Uint8Array, next: Uint8Array): void {
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      let neighbours = 0
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          if (dx === 0 && dy === 0) continue
          neighbours += cells[((y + dy + HEIGHT) % HEIGHT) * WIDTH + ((x + dx + WIDTH) % WIDTH)]
        }
      }
      const alive = cells[y * WIDTH + x] === Cell.Alive
      next[y * WIDTH + x] = neighbours === 3 || (alive && neighbours === 2) ? Cell.Alive : Cell.Dead
    }
  }
}

function hash(x: number, y: number, seed: number): number {
  let h = seed ^ Math.imul(x, 374761393) ^ Math.imul(y, 668265263)
  h = Math.imul(h ^ (h >>> 13), 1274126177)
  return ((h ^ (h >>> 16)) >>> 0) / 4294967296
}

const smooth = (t: number) => t * t * (3 - 2 * t)
const lerp = (a: number, b: number, t: number) => a + (b - a) * t

function noise(x: number, y: number, seed: number): number {
  const ix = Math.floor(x)
  const iy = Math.floor(y)
  const fx = smooth(x - ix)
  const fy = smooth(y - iy)
  const top = lerp(hash(ix, iy, seed), hash(ix + 1, iy, seed), fx)
  const bottom = lerp(hash(ix, iy + 1, seed), hash(ix + 1, iy + 1, seed), fx)
  return lerp(top, bottom, fy)
}

/** @parallel */
export function terrain(): Float32Array {
  const out = new Float32Array(SIZE)
  for (let i = 0; i < SIZE; i++) {
    const x = i % WIDTH
    const y = (i / WIDTH) | 0
    let height = 0
    let amplitude = 1
    let frequency = settings.scale
    for (let o = 0; o < settings.octaves; o++) {
      height += amplitude * noise(x * frequency, y * frequency, settings.seed + o)
      amplitude *= 0.5
      frequency *= 2
    }
    out[i] = height
  }
  return out
}

/** @parallel */
export function classify(height: Float32Array): Uint8Array {
  const kinds = new Uint8Array(height.length)
  for (let i = 0; i < height.length; i++) {
    const h = height[i]
    kinds[i] = h < 0.3 ? Terrain.Water : h < 0.4 ? Terrain.Sand : h < 0.8 ? Terrain.Grass : Terrain.Rock
  }
  return kinds
}

/** @parallel */
export function cost(kinds: Uint8Array): Float32Array {
  const out = new Float32Array(kinds.length)
  for (let i = 0; i < kinds.length; i++) {
    switch (kinds[i]) {
      case Terrain.Water: out[i] = Infinity; break
      case Terrain.Sand: out[i] = 1.5; break
      case Terrain.Grass: out[i] = 1; break
      default: out[i] = 3
    }
  }
  return out
}

/** @parallel */
export function raySphere(dx: Float64Array, dy: Float64Array, dz: Float64Array, sphere: { x: number; y: number; z: number; radius: number }): Float64Array {
  const hits = new Float64Array(dx.length)
  for (let i = 0; i < dx.length; i++) {
    const b = dx[i] * sphere.x + dy[i] * sphere.y + dz[i] * sphere.z
    const c = sphere.x ** 2 + sphere.y ** 2 + sphere.z ** 2 - sphere.radius ** 2
    const discriminant = b * b - c
    if (discriminant < 0) {
      hits[i] = -1
      continue
    }
    hits[i] = b - Math.sqrt(discriminant)
  }
  return hits
}

/** @parallel */
export function mandelbrot(width: number, height: number, limit: number): Uint16Array {
  const counts = new Uint16Array(width * height)
  for (let py = 0; py < height; py++) {
    const y0 = (py / height) * 2 - 1
    for (let px = 0; px < width; px++) {
      const x0 = (px / width) * 3 - 2
      let x = 0, y = 0, n = 0
      while (n < limit && x * x + y * y <= 4) {
        const t = x * x - y * y + x0
        y = 2 * x * y + y0
        x = t
        n++
      }
      counts[py * width + px] = n
    }
  }
  return counts
}

/** The boids that see a point: an early way out. @parallel */
export function anyNear(x: Float32Array, y: Float32Array, px: number, py: number, radius: number): boolean {
  for (let i = 0; i < x.length; i++) {
    if ((x[i] - px) ** 2 + (y[i] - py) ** 2 < radius * radius) return true
  }
  return false
}

/** Entities as objects. @parallel */
export function moveAll(entities: { x: number; vx: number }[], dt: number): void {
  for (const entity of entities) entity.x += entity.vx * dt
}

/** Random numbers inside the loop. @parallel */
export function scatter(x: Float64Array, spread: number): void {
  for (let i = 0; i < x.length; i++) x[i] += spread > 0 ? 0 : Math.random()
}

const floats = (length: number) => Float32Array.from({ length }, (_, i) => Math.fround(((i * 7919) % 1009) / 1009))
const values = (length: number, scale = 1) => Float64Array.from({ length }, (_, i) => (((i * 7919) % 2001) / 1000 - 1) * scale)

export const inputs = {
  life: () => [Uint8Array.from({ length: SIZE }, (_, i) => ((i * 7919) >> 3) & 1), new Uint8Array(SIZE)],
  terrain: () => [],
  classify: () => [floats(3001)],
  cost: () => [Uint8Array.from({ length: 3001 }, (_, i) => [1, 2, 3, 10][i % 4])],
  raySphere: () => [values(3001), values(3001, 0.5), values(3001, 0.25), { x: 0.5, y: 0.5, z: 0.5, radius: 0.7 }],
  mandelbrot: () => [60, 40, 50],
  anyNear: () => [floats(3001), floats(3001), 0.5, 0.5, 0.001],
  moveAll: () => [Array.from({ length: 100 }, (_, i) => ({ x: i, vx: 1 })), 0.1],
  scatter: () => [values(3001), 2],
}
