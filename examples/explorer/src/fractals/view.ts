/** The fractal view: a frame is computed synchronously, in the animation frame in which it is shown, whenever something changed. */
import { create, element } from '../dom.ts'
import { onEngine, started, state } from '../engine.ts'
import { milliseconds, plural, whole } from '../format.ts'
import type { View } from '../main.ts'
import type { Camera, Size } from './camera.ts'
import { pan, pointAt, zoomAt } from './camera.ts'
import { compare, showComparison } from './comparison.ts'
import { Motion } from './motion.ts'
import { onGestures } from './gestures.ts'
import { FrameHistory } from './history.ts'
import { Inset } from './inset.ts'
import { palettes } from './palettes.ts'
import { home, places, type Place } from './places.ts'
import { Renderer, type Scene } from './renderer.ts'

type SetName = 'mandelbrot' | 'julia'

/** Enough iterations for the depth of the zoom, as experience has it. Points near a Julia set take longer to leave. */
const followZoom = ({ julia, camera: { span } }: Scene) => Math.round(Math.min(4096, (julia ? 400 : 200) + 55 * Math.max(0, Math.log2(home.mandelbrot.span / span))))

export function view(): View {
  const canvas = element<HTMLCanvasElement>('fractal')
  const renderer = new Renderer(canvas)
  const history = new FrameHistory(element<HTMLCanvasElement>('frames'))
  const motion = new Motion()
  const scene: Scene = { julia: false, parameter: { re: -0.8, im: 0.156 }, camera: home.mandelbrot, limit: 256, palette: palettes[0], period: 5 }
  const size = (): Size => ({ width: canvas.clientWidth, height: canvas.clientHeight })
  let visible = false
  let busy = false
  /** Frames still to draw. */
  let wanted = 1
  let asked = false

  const request = () => {
    if (asked || !visible || !state.started) return
    asked = true
    requestAnimationFrame(frame)
  }
  const invalidate = (frames = 1) => {
    wanted = Math.max(wanted, frames)
    request()
  }
  const inset = new Inset(element<HTMLCanvasElement>('inset'), scene, {
    changed: () => { if (scene.julia) invalidate(); else request() },
    open: () => choose(scene.julia ? 'mandelbrot' : 'julia'),
  })

  function frame(now: number): void {
    asked = false
    if (!visible || busy) return
    const moved = motion.step(scene.camera, size(), now)
    if (moved) {
      scene.camera = moved
      wanted = Math.max(1, wanted)
    }
    if (wanted > 0) {
      wanted--
      drawFrame()
    }
    inset.draw(state.engine)
    if (wanted > 0 || motion.running) request()
  }

  function drawFrame(): void {
    const scale = devicePixelRatio * Number(element<HTMLSelectElement>('resolution').value)
    const { width, height } = size()
    renderer.resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
    if (element<HTMLInputElement>('auto').checked) scene.limit = followZoom(scene)
    const taken = renderer.draw(scene, state.engine)
    history.add(taken, state.engine)
    history.draw()
    showNumbers()
  }

  function showNumbers(): void {
    const { width, height } = canvas
    const typical = history.median()
    element('frame-time').textContent = milliseconds(typical)
    element('frame-engine').textContent = state.engine === 'plain' ? 'plain JavaScript' : `parfor, ${plural(state.threads, 'thread')}`
    element('frame-pixels').textContent = `${whole(width)} × ${whole(height)}`
    element('frame-rate').textContent = `${(width * height / typical / 1000).toFixed(1)} Mpx/s`
    element('limit-value').textContent = whole(scene.limit)
    element<HTMLInputElement>('limit').value = String(Math.log2(scene.limit))
    element('period-value').textContent = scene.period.toFixed(1)
    const { x, y, span } = scene.camera
    const digits = Math.max(3, Math.ceil(-Math.log10(span)) + 3)
    element('where').textContent = `${x.toFixed(digits)} ${y < 0 ? '−' : '+'} ${Math.abs(y).toFixed(digits)}i · ${whole(Math.round(home.mandelbrot.span / span))}× zoom`
  }

  function choose(set: SetName, camera: Camera = home[set]): void {
    scene.julia = set === 'julia'
    scene.camera = camera
    motion.stop()
    for (const input of element('set').querySelectorAll('input')) input.checked = input.value === set
    inset.changed()
    invalidate()
  }

  function visit(place: Place): void {
    element<HTMLInputElement>('auto').checked = true
    if (place.julia) {
      scene.parameter = place.julia
      choose('julia', place.camera)
    } else {
      if (scene.julia) choose('mandelbrot')
      motion.fly(scene.camera, place.camera)
      request()
    }
  }

  const reset = () => { motion.fly(scene.camera, home[scene.julia ? 'julia' : 'mandelbrot']); request() }
  const keys: Record<string, () => void> = {
    ArrowLeft: () => motion.push(0.12, 0), ArrowRight: () => motion.push(-0.12, 0), ArrowUp: () => motion.push(0, 0.12), ArrowDown: () => motion.push(0, -0.12),
    '+': () => motion.zoom(size().width / 2, size().height / 2, 0.6), '=': () => keys['+'](), '-': () => motion.zoom(size().width / 2, size().height / 2, 1 / 0.6),
    0: reset, Home: reset, j: () => choose(scene.julia ? 'mandelbrot' : 'julia'), J: () => keys.j(),
  }
  onGestures(canvas, {
    pan(dx, dy) { motion.stop(); scene.camera = pan(scene.camera, size(), dx, dy); invalidate() },
    zoom(px, py, factor, smooth) {
      if (smooth) motion.zoom(px, py, factor)
      else scene.camera = zoomAt(scene.camera, size(), px, py, factor)
      invalidate()
    },
    pick(px, py) { if (!scene.julia) { inset.pin(pointAt(scene.camera, size(), px, py)); request() } },
    hover(px, py) { if (!scene.julia && inset.follow(pointAt(scene.camera, size(), px, py))) request() },
    key(key) {
      if (!Object.hasOwn(keys, key)) return false
      keys[key]()
      request()
      return true
    },
  })

  element('set').addEventListener('change', (event) => choose((event.target as HTMLInputElement).value as SetName))
  element('limit').addEventListener('input', (event) => {
    element<HTMLInputElement>('auto').checked = false
    scene.limit = Math.round(2 ** Number((event.target as HTMLInputElement).value))
    inset.changed()
    invalidate()
  })
  element('period').addEventListener('input', (event) => { scene.period = Number((event.target as HTMLInputElement).value); inset.changed(); invalidate() })
  for (const id of ['auto', 'resolution']) element(id).addEventListener('change', () => invalidate(3))
  element('places').append(...places.map((place) => {
    const button = create('button', { type: 'button' }, place.name)
    button.addEventListener('click', () => visit(place))
    return button
  }))
  element('palettes').append(...palettes.map((palette, k) => {
    const input = create('input', { type: 'radio', name: 'palette', value: palette.name, 'aria-label': palette.name, ...(k === 0 && { checked: '' }) })
    input.addEventListener('change', () => { scene.palette = palette; inset.changed(); invalidate() })
    const swatch = create('i')
    swatch.style.background = `linear-gradient(135deg, ${palette.stops.join(', ')})`
    return create('label', { title: palette.name }, input, swatch)
  }))

  const button = element<HTMLButtonElement>('compare')
  button.addEventListener('click', async () => {
    busy = button.disabled = true
    const result = await compare(renderer, scene, (part) => { button.textContent = `Comparing ${Math.round(100 * part)} %` })
    showComparison(element('comparison'), result)
    button.textContent = 'Compare on this view'
    busy = button.disabled = false
    invalidate()
  })

  new ResizeObserver(() => invalidate()).observe(canvas)
  onEngine(() => { inset.changed(); invalidate(5) })
  return {
    show() {
      visible = true
      void started().then(() => invalidate())
    },
    hide() { visible = false },
  }
}
