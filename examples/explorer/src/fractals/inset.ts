/** The small picture of the other set: beside Mandelbrot's, the Julia set of a point; beside a Julia set, the map on which its point lies. */
import { element } from '../dom.ts'
import type { Engine } from '../engine.ts'
import { pixelOf, pointAt, type Point } from './camera.ts'
import { home } from './places.ts'
import { Renderer, type Scene } from './renderer.ts'

interface Events {
  /** The parameter changed, or the inset wants to be drawn. */
  changed(): void
  open(): void
}

export class Inset {
  #renderer: Renderer
  #scene: Scene
  #events: Events
  #dirty = true
  #pinned = false

  constructor(canvas: HTMLCanvasElement, scene: Scene, events: Events) {
    this.#renderer = new Renderer(canvas)
    this.#scene = scene
    this.#events = events
    canvas.addEventListener('click', () => { if (!scene.julia) events.open() })
    canvas.addEventListener('dblclick', () => { if (scene.julia) events.open() })
    canvas.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      events.open()
    })
    const drag = (event: PointerEvent) => {
      if (!scene.julia || event.buttons !== 1) return
      canvas.setPointerCapture(event.pointerId)
      const { left, top } = canvas.getBoundingClientRect()
      this.#set(pointAt(home.mandelbrot, { width: canvas.clientWidth, height: canvas.clientHeight }, event.clientX - left, event.clientY - top))
    }
    canvas.addEventListener('pointerdown', drag)
    canvas.addEventListener('pointermove', drag)
  }

  #set(point: Point): void {
    this.#scene.parameter = point
    this.#dirty = true
    this.#events.changed()
  }

  /** Takes the point under the pointer, unless one was picked. */
  follow(point: Point): boolean {
    if (this.#pinned) return false
    this.#set(point)
    return true
  }

  /** Picks a point; picking again lets it follow the pointer. */
  pin(point: Point): void {
    this.#pinned = !this.#pinned
    this.#set(point)
  }

  changed(): void {
    this.#dirty = true
  }

  draw(engine: Engine): void {
    if (!this.#dirty) return
    this.#dirty = false
    const { canvas } = this.#renderer
    const { clientWidth: width, clientHeight: height } = canvas
    const { julia, parameter, palette, period } = this.#scene
    element('inset-title').textContent = julia ? 'Mandelbrot' : 'Julia'
    element('inset-point').textContent = `c = ${parameter.re.toFixed(3)} ${parameter.im < 0 ? '−' : '+'} ${Math.abs(parameter.im).toFixed(3)}i${!julia && this.#pinned ? ' ✓' : ''}`
    this.#renderer.resize(Math.max(1, Math.round(width * devicePixelRatio)), Math.max(1, Math.round(height * devicePixelRatio)))
    const camera = julia ? home.mandelbrot : home.julia
    this.#renderer.draw({ julia: !julia, parameter, camera, limit: 240, palette, period }, engine)
    if (julia) this.#mark(pixelOf(camera, canvas, parameter))
  }

  #mark({ px, py }: { px: number; py: number }): void {
    const context = this.#renderer.canvas.getContext('2d')!
    const radius = 5 * devicePixelRatio
    for (const [colour, width] of [['#000', 4], ['#fff', 2]] as const) {
      context.beginPath()
      context.arc(px, py, radius, 0, 2 * Math.PI)
      context.lineWidth = width * devicePixelRatio
      context.strokeStyle = colour
      context.stroke()
    }
  }
}
