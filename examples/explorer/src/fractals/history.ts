/** The last frames: their median, and a strip of bars, each in its engine's colour. */
import type { Engine } from '../engine.ts'
import { median } from '../format.ts'

interface Frame { milliseconds: number; engine: Engine }

export class FrameHistory {
  #frames: Frame[] = []
  #canvas: HTMLCanvasElement

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
  }

  add(milliseconds: number, engine: Engine): void {
    this.#frames.push({ milliseconds, engine })
    if (this.#frames.length > 80) this.#frames.shift()
  }

  /** Of the last frames of the engine that drew the last one. */
  median(): number {
    const { engine } = this.#frames.at(-1)!
    const other = this.#frames.findLastIndex((frame) => frame.engine !== engine)
    return median(this.#frames.slice(Math.max(other + 1, this.#frames.length - 15)).map((frame) => frame.milliseconds))
  }

  draw(): void {
    const { clientWidth, clientHeight } = this.#canvas
    const scale = devicePixelRatio
    this.#canvas.width = clientWidth * scale
    this.#canvas.height = clientHeight * scale
    const context = this.#canvas.getContext('2d')!
    context.scale(scale, scale)
    const style = getComputedStyle(this.#canvas)
    const most = Math.max(20, ...this.#frames.map((frame) => frame.milliseconds))
    const width = clientWidth / 80
    // The line of 60 frames a second.
    context.fillStyle = style.getPropertyValue('--line')
    context.fillRect(0, clientHeight * (1 - 16.7 / most), clientWidth, 1)
    for (const [k, { milliseconds, engine }] of this.#frames.entries()) {
      const height = Math.max(1.5, clientHeight * milliseconds / most)
      context.fillStyle = style.getPropertyValue(`--${engine}`)
      context.fillRect(clientWidth - (this.#frames.length - k) * width, clientHeight - height, Math.max(1, width - 1), height)
    }
  }
}
