/** Charts as SVG: bars, lines, marks, axes. They take their colours from the style sheet, so they follow the colour scheme by themselves. */

export interface Axis { least: number; most: number; format(value: number): string }

export interface ChartSpec {
  /** What it shows, for those who do not see it. */
  label: string
  x: Axis
  y: Axis
  bars?: { from: number; to: number; value: number; kind?: string }[]
  lines?: { kind: string; points: readonly (readonly [number, number])[] }[]
  /** Vertical lines with a word. */
  marks?: { at: number; text: string; kind: string }[]
  /** What to say about the place under the pointer. */
  describe?(x: number): string
}

const margin = { top: 14, right: 16, bottom: 24, left: 46 }

/** About `count` round numbers between the ends. */
function ticks({ least, most }: Axis, count: number): number[] {
  const rough = (most - least) / count
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = power * ([1, 2, 3, 5, 6, 10].find((factor) => factor * power >= rough) ?? 10)
  const first = Math.ceil(least / step)
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, k) => (first + k) * step)
}

const escapeText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const fixed = (value: number) => value.toFixed(1)

/** Through all points, with the tangents of Catmull and Rom. */
function smoothPath(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], k) => {
    if (k === 0) return `M${fixed(x)} ${fixed(y)}`
    const [before, from, after] = [points[Math.max(0, k - 2)], points[k - 1], points[Math.min(points.length - 1, k + 1)]]
    const [x1, y1, x2, y2] = [from[0] + (x - before[0]) / 6, from[1] + (y - before[1]) / 6, x - (after[0] - from[0]) / 6, y - (after[1] - from[1]) / 6]
    return `C${[x1, y1, x2, y2, x, y].map(fixed).join(' ')}`
  }).join('')
}

export class Chart {
  #place: HTMLElement
  #spec: ChartSpec | undefined
  #readout = document.createElement('output')
  #drawing = document.createElement('div')

  constructor(place: HTMLElement) {
    this.#place = place
    place.append(this.#drawing, this.#readout)
    new ResizeObserver(() => this.#draw()).observe(place)
    place.addEventListener('pointermove', (event) => this.#point(event))
    place.addEventListener('pointerleave', () => { this.#readout.textContent = '' })
  }

  show(spec: ChartSpec): void {
    this.#spec = spec
    this.#draw()
  }

  #point(event: PointerEvent): void {
    if (!this.#spec?.describe) return
    const { left, width } = this.#place.getBoundingClientRect()
    const { least, most } = this.#spec.x
    const x = least + (event.clientX - left - margin.left) / (width - margin.left - margin.right) * (most - least)
    this.#readout.textContent = x < least || x > most ? '' : this.#spec.describe(x)
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.#place
    if (!this.#spec || width === 0 || height === 0) return
    const { label, x, y, bars = [], lines = [], marks = [] } = this.#spec
    const right = (value: number) => margin.left + (value - x.least) / (x.most - x.least) * (width - margin.left - margin.right)
    const bottom = height - margin.bottom
    const up = (value: number) => bottom - (value - y.least) / (y.most - y.least) * (bottom - margin.top)
    const parts: string[] = []
    for (const tick of ticks(y, 4)) {
      parts.push(`<line class="grid-line" x1="${margin.left}" x2="${width - margin.right}" y1="${fixed(up(tick))}" y2="${fixed(up(tick))}"/>`,
        `<text class="tick" x="${margin.left - 7}" y="${fixed(up(tick) + 4)}" text-anchor="end">${y.format(tick)}</text>`)
    }
    for (const tick of ticks(x, Math.max(3, Math.round(width / 90)))) parts.push(`<text class="tick" x="${fixed(right(tick))}" y="${height - 7}" text-anchor="middle">${x.format(tick)}</text>`)
    for (const { from, to, value, kind = '' } of bars) {
      const top = up(Math.min(value, y.most))
      parts.push(`<rect class="bar ${kind}" x="${fixed(right(from) + 1)}" y="${fixed(top)}" width="${fixed(Math.max(1, right(to) - right(from) - 2))}" height="${fixed(Math.max(0, bottom - top))}" rx="2"/>`)
    }
    for (const { kind, points } of lines) parts.push(`<path class="line ${kind}" d="${smoothPath(points.map(([a, b]) => [right(a), up(b)]))}"/>`)
    for (const { at, text, kind } of marks) {
      const late = right(at) > width - 90
      parts.push(`<line class="mark ${kind}" x1="${fixed(right(at))}" x2="${fixed(right(at))}" y1="${margin.top - 6}" y2="${bottom}"/>`,
        `<text class="mark-text ${kind}" x="${fixed(right(at) + (late ? -5 : 5))}" y="${margin.top + 3}" text-anchor="${late ? 'end' : 'start'}">${escapeText(text)}</text>`)
    }
    parts.push(`<line class="axis" x1="${margin.left}" x2="${width - margin.right}" y1="${bottom}" y2="${bottom}"/>`)
    this.#drawing.innerHTML = `<svg role="img" aria-label="${escapeText(label)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`
  }
}
