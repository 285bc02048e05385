/** One view, computed by plain JavaScript and by parfor on one thread and on all: times, and whether the pixels are the same. */
import { withOptions } from 'parfor'
import { breathe, create } from '../dom.ts'
import { state, type Engine } from '../engine.ts'
import { gain, median, milliseconds, plural, whole } from '../format.ts'
import type { Renderer, Scene } from './renderer.ts'

interface Variant { name: string; engine: Engine; threads: number }

export interface Comparison {
  rows: { name: string; engine: Engine; milliseconds: number }[]
  pixels: number
  different: number
}

const rounds = 5

export async function compare(renderer: Renderer, scene: Scene, progress: (part: number) => void): Promise<Comparison> {
  const variants: Variant[] = [
    { name: 'plain JavaScript', engine: 'plain', threads: 1 },
    { name: 'parfor, 1 thread', engine: 'parfor', threads: 1 },
    ...state.available > 1 ? [{ name: `parfor, ${plural(state.available, 'thread')}`, engine: 'parfor' as const, threads: state.available }] : [],
  ]
  const times = variants.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [k, { engine, threads }] of variants.entries()) {
      const compute = engine === 'plain' ? () => renderer.compute(scene, engine) : withOptions(() => renderer.compute(scene, engine), { threads })
      const start = performance.now()
      compute()
      // The first round warms up.
      if (round > 0) times[k].push(performance.now() - start)
      progress((round * variants.length + k + 1) / ((rounds + 1) * variants.length))
      await breathe()
    }
  }
  const [plain, parfor] = [renderer.compute(scene, 'plain').slice(), renderer.compute(scene, 'parfor')]
  return {
    rows: variants.map(({ name, engine }, k) => ({ name, engine, milliseconds: median(times[k]) })),
    pixels: plain.length,
    different: plain.reduce((count, pixel, k) => count + (pixel === parfor[k] ? 0 : 1), 0),
  }
}

export function showComparison(place: HTMLElement, { rows, pixels, different }: Comparison): void {
  const slowest = Math.max(...rows.map((row) => row.milliseconds))
  place.replaceChildren(...rows.map((row) => {
    const fill = create('i')
    fill.style.inlineSize = `${100 * row.milliseconds / slowest}%`
    return create('div', { class: 'bar-row', 'data-engine': row.engine }, create('span', {}, row.name),
      create('b', {}, row.engine === 'plain' ? '' : gain(rows[0].milliseconds / row.milliseconds)), create('span', { class: 'number' }, `${milliseconds(row.milliseconds)} ms`), create('div', { class: 'track' }, fill))
  }), create('p', { class: different === 0 ? 'same' : 'differs' }, different === 0 ? `All ${whole(pixels)} pixels are identical.` : `${whole(different)} of ${whole(pixels)} pixels differ.`))
}
