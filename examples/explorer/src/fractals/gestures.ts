/** Pointer, wheel and keys on a canvas, as what they mean. Positions are in CSS pixels from the canvas's corner. */

export interface Gestures {
  pan(dx: number, dy: number): void
  /** Continuous: `smooth` tells whether the step is a jump that wants an animation. */
  zoom(px: number, py: number, factor: number, smooth: boolean): void
  pick(px: number, py: number): void
  hover(px: number, py: number): void
  key(key: string): boolean
}

const dragAfter = 4

export function onGestures(canvas: HTMLCanvasElement, to: Gestures): void {
  const pointers = new Map<number, { x: number; y: number }>()
  let moved = 0
  let wasPinch = false

  const at = (event: MouseEvent) => {
    const { left, top } = canvas.getBoundingClientRect()
    return { x: event.clientX - left, y: event.clientY - top }
  }
  const middle = () => {
    const [a, b] = [...pointers.values()]
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.hypot(a.x - b.x, a.y - b.y) }
  }

  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return
    canvas.setPointerCapture(event.pointerId)
    if (pointers.size === 0) {
      moved = 0
      wasPinch = false
    }
    pointers.set(event.pointerId, at(event))
    wasPinch ||= pointers.size > 1
  })

  canvas.addEventListener('pointermove', (event) => {
    const now = at(event)
    const before = pointers.get(event.pointerId)
    if (!before) {
      to.hover(now.x, now.y)
      return
    }
    if (pointers.size === 2) {
      const old = middle()
      pointers.set(event.pointerId, now)
      const { x, y, apart } = middle()
      to.pan(x - old.x, y - old.y)
      if (apart > 0 && old.apart > 0) to.zoom(x, y, old.apart / apart, false)
      return
    }
    moved += Math.hypot(now.x - before.x, now.y - before.y)
    pointers.set(event.pointerId, now)
    if (moved > dragAfter) {
      canvas.classList.add('dragging')
      to.pan(now.x - before.x, now.y - before.y)
    }
  })

  const end = (event: PointerEvent) => {
    const position = pointers.get(event.pointerId)
    pointers.delete(event.pointerId)
    if (pointers.size === 0) canvas.classList.remove('dragging')
    if (position && event.type === 'pointerup' && moved <= dragAfter && !wasPinch) to.pick(position.x, position.y)
  }
  canvas.addEventListener('pointerup', end)
  canvas.addEventListener('pointercancel', end)

  canvas.addEventListener('dblclick', (event) => {
    const { x, y } = at(event)
    to.zoom(x, y, event.shiftKey ? 4 : 1 / 4, true)
  })

  canvas.addEventListener('wheel', (event) => {
    event.preventDefault()
    const { x, y } = at(event)
    // Lines and pages in pixels; trackpads pinch with ctrlKey and small distances.
    const pixels = event.deltaY * (event.deltaMode === 1 ? 18 : event.deltaMode === 2 ? 300 : 1)
    to.zoom(x, y, Math.exp(Math.max(-300, Math.min(300, pixels)) * (event.ctrlKey ? 0.01 : 0.0022)), true)
  }, { passive: false })

  canvas.addEventListener('keydown', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey && to.key(event.key)) event.preventDefault()
  })
}
