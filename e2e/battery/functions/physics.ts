/** Physics on arrays of coordinates. */
const G = 6.674e-11
const SOFTENING = 1e-9
const CONFIG = { gravity: -9.81, damping: 0.98, floor: 0 } as const
const LIMITS = Object.freeze({ speed: 50, substeps: 2 })

interface Bodies { x: Float64Array; y: Float64Array; vx: Float64Array; vy: Float64Array; mass: Float64Array }

/** @parallel */
export function nbody(bodies: Bodies, dt: number): void {
  const { x, y, vx, vy, mass } = bodies
  const n = x.length
  for (let i = 0; i < n; i++) {
    let fx = 0
    let fy = 0
    for (let j = 0; j < n; j++) {
      if (i === j) continue
      const dx = x[j] - x[i]
      const dy = y[j] - y[i]
      const d2 = dx * dx + dy * dy + SOFTENING
      const inverse = 1 / Math.sqrt(d2)
      const f = G * mass[j] * inverse * inverse * inverse
      fx += f * dx
      fy += f * dy
    }
    vx[i] += fx * dt
    vy[i] += fy * dt
  }
  for (let i = 0; i < n; i++) {
    x[i] += vx[i] * dt
    y[i] += vy[i] * dt
  }
}

/** @parallel */
export function particles(x: Float32Array, y: Float32Array, vx: Float32Array, vy: Float32Array, dt: number): void {
  for (let i = 0; i < x.length; i++) {
    vy[i] += CONFIG.gravity * dt
    x[i] += vx[i] * dt
    y[i] += vy[i] * dt
    if (y[i] < CONFIG.floor) {
      y[i] = -y[i]
      vy[i] *= -CONFIG.damping
    }
  }
}

/** @parallel */
export function clampSpeed(vx: Float64Array, vy: Float64Array): number {
  let clamped = 0
  for (let i = 0; i < vx.length; i++) {
    const speed = Math.hypot(vx[i], vy[i])
    if (speed > LIMITS.speed) {
      vx[i] *= LIMITS.speed / speed
      vy[i] *= LIMITS.speed / speed
      clamped++
    }
  }
  return clamped
}

/** Springs between neighbours: forces into a second array. @parallel */
export function springs(position: Float64Array, force: Float64Array, stiffness: number, rest: number): void {
  const last = position.length - 1
  for (let i = 0; i <= last; i++) {
    let f = 0
    if (i > 0) f += stiffness * (rest - (position[i] - position[i - 1]))
    if (i < last) f -= stiffness * (rest - (position[i + 1] - position[i]))
    force[i] = f
  }
}

/** @parallel */
export function verlet(now: Float64Array, before: Float64Array, acceleration: Float64Array, dt: number): void {
  const dt2 = dt * dt
  for (let i = 0; i < now.length; i++) {
    const position = now[i]
    now[i] = 2 * position - before[i] + acceleration[i] * dt2
    before[i] = position
  }
}

class System {
  static readonly damping = 0.99
  readonly position: Float64Array
  readonly velocity: Float64Array
  time = 0
  private drag = 0.5
  #wind = 0.25

  constructor(position: Float64Array, velocity: Float64Array) {
    this.position = position
    this.velocity = velocity
  }

  /** @parallel */
  step(dt: number): void {
    for (let i = 0; i < this.position.length; i++) {
      this.velocity[i] *= System.damping
      this.position[i] += this.velocity[i] * dt
    }
    this.time += dt
  }

  /** @parallel */
  blow(dt: number): void {
    for (let i = 0; i < this.velocity.length; i++) this.velocity[i] += (this.#wind - this.velocity[i] * this.drag) * dt
  }

  /** @parallel */
  energy(): number {
    const { velocity } = this
    let sum = 0
    for (let i = 0; i < velocity.length; i++) sum += this.half(velocity[i] * velocity[i])
    return sum
  }

  private half(x: number): number { return 0.5 * x }
}

export function stepSystem(position: Float64Array, velocity: Float64Array): number[] {
  const system = new System(position, velocity)
  system.step(0.01)
  system.blow(0.01)
  return [system.time, system.energy()]
}

/** @parallel */
export function heat(grid: Float64Array, next: Float64Array, width: number, height: number, steps: number): Float64Array {
  let from = grid
  let to = next
  for (let step = 0; step < steps; step++) {
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const i = y * width + x
        to[i] = from[i] + 0.1 * (from[i - 1] + from[i + 1] + from[i - width] + from[i + width] - 4 * from[i])
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}

/** The same, with a temporary to swap. @parallel */
export function diffuse(a: Float64Array, b: Float64Array, steps: number): Float64Array {
  for (let step = 0; step < steps; step++) {
    for (let i = 1; i < a.length - 1; i++) b[i] = (a[i - 1] + a[i] + a[i + 1]) / 3
    const t = a
    a = b
    b = t
  }
  return a
}

const values = (length: number, scale = 1) => Float64Array.from({ length }, (_, i) => (((i * 7919) % 2001) / 1000 - 1) * scale)

export const inputs = {
  nbody: () => [{ x: values(200), y: values(200, 2), vx: values(200, 0.1), vy: values(200, 0.2), mass: values(200, 1e9).map(Math.abs) }, 0.1],
  particles: () => [Float32Array.from(values(3001)), Float32Array.from(values(3001)), Float32Array.from(values(3001)), Float32Array.from(values(3001)), 0.01],
  clampSpeed: () => [values(3001, 60), values(3001, 20)],
  springs: () => [values(3001), new Float64Array(3001), 3, 0.1],
  verlet: () => [values(3001), values(3001, 0.9), values(3001, 3), 0.01],
  stepSystem: () => [values(3001), values(3001, 3)],
  heat: () => [values(40 * 50), values(40 * 50), 40, 50, 4],
  diffuse: () => [values(3001), new Float64Array(3001), 4],
}
