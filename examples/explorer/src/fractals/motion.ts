/** Movements that go on after the gesture: zoom steps that are eased in, pushes by the arrow keys, flights to a place. */
import { between, pan, zoomAt, type Camera, type Size } from './camera.ts'

const flightMilliseconds = 2200
/** Time in which 63 % of a step is done. */
const easing = 75

const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches

export class Motion {
  /** What is left of the zoom, as the logarithm of its factor, and where on screen it is anchored. */
  #zoom = { left: 0, px: 0, py: 0 }
  /** What is left of the push, in heights of the view. */
  #push = { x: 0, y: 0 }
  #flight: { from: Camera; to: Camera; start: number } | undefined
  #before = 0

  get running(): boolean {
    return this.#flight !== undefined || this.#zoom.left !== 0 || this.#push.x !== 0 || this.#push.y !== 0
  }

  stop(): void {
    this.#zoom.left = this.#push.x = this.#push.y = 0
    this.#flight = undefined
  }

  zoom(px: number, py: number, factor: number): void {
    this.#flight = undefined
    this.#zoom = { left: this.#zoom.left + Math.log(factor), px, py }
  }

  push(x: number, y: number): void {
    this.#flight = undefined
    this.#push.x += x
    this.#push.y += y
  }

  fly(from: Camera, to: Camera): void {
    this.stop()
    this.#flight = { from, to, start: 0 }
  }

  /** Where the camera is at the time `now`; undefined if it stands still. */
  step(camera: Camera, size: Size, now: number): Camera | undefined {
    if (!this.running) {
      this.#before = 0
      return undefined
    }
    const elapsed = this.#before === 0 ? 16 : Math.min(100, now - this.#before)
    this.#before = now
    return this.#flight ? this.#fly(now) : this.#ease(camera, size, calm() ? 1 : 1 - Math.exp(-elapsed / easing))
  }

  #fly(now: number): Camera {
    const flight = this.#flight!
    flight.start ||= now
    const t = calm() ? 1 : Math.min(1, (now - flight.start) / flightMilliseconds)
    if (t === 1) {
      this.#flight = undefined
      return flight.to
    }
    return between(flight.from, flight.to, t * t * (3 - 2 * t))
  }

  #ease(camera: Camera, size: Size, part: number): Camera {
    const take = (left: number, least: number) => Math.abs(left) < least ? left : left * part
    const zoom = take(this.#zoom.left, 0.002)
    const [x, y] = [take(this.#push.x, 0.001), take(this.#push.y, 0.001)]
    this.#zoom.left -= zoom
    this.#push.x -= x
    this.#push.y -= y
    return zoomAt(pan(camera, size, x * size.height, y * size.height), size, this.#zoom.px, this.#zoom.py, Math.exp(zoom))
  }
}
