/** Draws a set onto a canvas, with either of the two programs. */
import { alloc, free } from 'parfor'
import type { Engine } from '../engine.ts'
import type { Camera, Point } from './camera.ts'
import * as parfor from './kernels.ts'
import * as plainModule from './kernels.ts?plain'
import type { Palette } from './palettes.ts'

/** The two programs: one source. */
export const programs: Record<Engine, typeof parfor> = { parfor, plain: plainModule as typeof parfor }

export interface Scene {
  julia: boolean
  /** The parameter of the Julia set. */
  parameter: Point
  camera: Camera
  limit: number
  palette: Palette
  /** Turns of the palette: more, more colour. */
  period: number
}

/** The arrays of one program: parfor's in the shared heap, the others ordinary. */
interface Buffers { time: Float32Array; pixels: Uint32Array; ring: Uint32Array }

export class Renderer {
  readonly canvas: HTMLCanvasElement
  #context: CanvasRenderingContext2D
  #image: ImageData
  #buffers: { plain?: Buffers; parfor?: Buffers } = {}

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas
    this.#context = canvas.getContext('2d', { alpha: false })!
    this.#image = this.#context.createImageData(1, 1)
  }

  resize(width: number, height: number): void {
    if (this.#image.width === width && this.#image.height === height) return
    this.canvas.width = width
    this.canvas.height = height
    this.#image = this.#context.createImageData(width, height)
    this.release()
  }

  /** Gives the arrays back; the next frame makes new ones. */
  release(): void {
    for (const array of Object.values(this.#buffers.parfor ?? {})) free(array)
    this.#buffers = {}
  }

  #buffersOf(engine: Engine): Buffers {
    const { width, height, data } = this.#image
    const length = width * height
    // Plain JavaScript writes straight into the image. A canvas does not take shared memory, so what parfor writes is copied to it, which counts as its time.
    return this.#buffers[engine] ??= engine === 'plain'
      ? { time: new Float32Array(length), pixels: new Uint32Array(data.buffer), ring: new Uint32Array(4096) }
      : { time: alloc(Float32Array, length), pixels: alloc(Uint32Array, length), ring: alloc(Uint32Array, 4096) }
  }

  /** Computes the image; returns the pixels. */
  compute(scene: Scene, engine: Engine): Uint32Array {
    const { width, height } = this.#image
    const { camera, julia, parameter, palette } = scene
    const { time, pixels, ring } = this.#buffersOf(engine)
    const step = camera.span / height
    ring.set(palette.ring)
    const { escape, paint } = programs[engine]
    escape(time, width, height, camera.x - width / 2 * step, camera.y + height / 2 * step, step, scene.limit, julia, parameter.re, parameter.im)
    paint(time, ring, scene.period * 64, 0, palette.inside, pixels)
    return pixels
  }

  /** Computes and shows a frame. Returns the milliseconds that it took. */
  draw(scene: Scene, engine: Engine): number {
    const start = performance.now()
    const pixels = this.compute(scene, engine)
    if (engine === 'parfor') new Uint32Array(this.#image.data.buffer).set(pixels)
    const taken = performance.now() - start
    this.#context.putImageData(this.#image, 0, 0)
    return taken
  }
}
