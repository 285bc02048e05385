/** examples/explorer in each engine: its three views load without a complaint, and both programs give the same pixels and numbers. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchEngine } from '../../src/engines/index.ts'
import type { Engine, EngineName, EnginePage } from '../../src/engines/index.ts'
import { recorder } from '../../src/engines/recorder.ts'
import { runNode } from '../../src/processes.ts'
import { isolationHeaders, serveFolder } from '../../src/static-server.ts'
import type { StaticServer } from '../../src/static-server.ts'

const explorer = fileURLToPath(new URL('../../../examples/explorer/', import.meta.url))
const vite = join(dirname(createRequire(`${explorer}package.json`).resolve('vite/package.json')), 'bin/vite.js')

/** What a page needs that compares its two programs; installed by `open`. */
interface Tools {
  until(condition: () => unknown, what: string): Promise<void>
  choose(engine: 'plain' | 'parfor'): void
  text(id: string): string
}

const installTools = (): void => {
  const tools: Tools = {
    async until(condition, what) {
      const end = performance.now() + 60_000
      while (!condition()) {
        if (performance.now() > end) throw new Error(`waited for 60 s: ${what}`)
        await new Promise((resolve) => { setTimeout(resolve, 20) })
      }
    },
    choose: (engine) => { document.querySelector<HTMLInputElement>(`input[name="engine"][value="${engine}"]`)!.click() },
    text: (id) => document.getElementById(id)!.textContent!,
  }
  Object.assign(globalThis, { tools })
}

const started = (): Promise<void> => {
  const { tools } = globalThis as unknown as { tools: Tools }
  return tools.until(() => document.getElementById('status')!.dataset.state !== 'starting', 'the engine')
}

/** Hash of the picture once it stands still, drawn by that program. */
const drawnBy = async (engine: 'plain' | 'parfor'): Promise<{ drawer: string; pixels: number; colours: number; hash: string }> => {
  const { tools } = globalThis as unknown as { tools: Tools }
  const drawer = (): string => tools.text('frame-engine')
  tools.choose(engine)
  await tools.until(() => drawer().startsWith(engine), `a picture by ${engine}`)
  for (let before = ''; before !== tools.text('where');) {
    before = tools.text('where')
    await new Promise((resolve) => { setTimeout(resolve, 400) })
  }
  const canvas = document.getElementById('fractal') as HTMLCanvasElement
  const copy = Object.assign(document.createElement('canvas'), { width: canvas.width, height: canvas.height }).getContext('2d', { willReadFrequently: true })!
  copy.drawImage(canvas, 0, 0)
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
  return { drawer: drawer(), pixels: data.length / 4, colours: new Set(new Uint32Array(data.buffer)).size, hash: Array.from(digest, (byte) => byte.toString(16)).join('') }
}

const numbersOf = async (engine: 'plain' | 'parfor'): Promise<{ figures: string[]; drawing: string }> => {
  const { tools } = globalThis as unknown as { tools: Tools }
  tools.choose(engine)
  await tools.until(() => tools.text('count') === '200,000' && document.querySelectorAll('#delays .bar').length > 0, 'the flights')
  await new Promise((resolve) => { setTimeout(resolve, 400) })
  return {
    figures: [...document.querySelectorAll('.head .figures div:not(.update) dd')].map((figure) => figure.textContent!.trim()),
    drawing: document.querySelector('#hours svg')!.innerHTML,
  }
}

/** Its kernels are not measured here: that takes as long as the machine is busy. */
const benchRows = async (): Promise<number> => {
  const { tools } = globalThis as unknown as { tools: Tools }
  await tools.until(() => 'parforBench' in window, 'the bench')
  return document.querySelectorAll('#bench-rows tr.waiting').length
}

/** `warnings`: what the engine lacks. */
export function describeExplorer(name: EngineName, { warnings, threads }: { warnings: RegExp[]; threads: boolean }): void {
  let output: string
  let server: StaticServer
  let engine: Engine

  beforeAll(async () => {
    output = await mkdtemp(join(tmpdir(), 'parfor-explorer-'))
    runNode([vite, 'build', '--outDir', output, '--emptyOutDir'], explorer)
    const index = join(output, 'index.html')
    await writeFile(index, (await readFile(index, 'utf8')).replace('<head>', '<head><script src="./before.js"></script>'))
    await writeFile(join(output, 'before.js'), recorder)
    server = await serveFolder(output, isolationHeaders)
    engine = await launchEngine(name)
  })

  afterAll(async () => {
    await engine?.close()
    await server?.close()
    await rm(output, { recursive: true, force: true })
  })

  async function visit<T>(view: string, use: (page: EnginePage) => Promise<T>): Promise<void> {
    const page = await engine.open(`${server.url}#${view}`)
    try {
      await page.evaluate(installTools)
      await page.evaluate(started)
      await use(page)
      expect(await page.log()).toEqual({ errors: [], warnings: warnings.map((text) => expect.stringMatching(text) as string), exceptions: [] })
    } finally {
      await page.close()
    }
  }

  test('fractals: the same pixels', () => visit('fractals', async (page) => {
    const cores = await page.evaluate(() => navigator.hardwareConcurrency)
    const { drawer, ...fast } = await page.evaluate(drawnBy, 'parfor' as const)
    expect(drawer).toBe(threads ? `parfor, ${cores} threads` : 'parfor, 1 thread')
    expect(fast.pixels).toBeGreaterThan(100_000)
    expect(fast.colours).toBeGreaterThan(500)
    const { drawer: other, ...plain } = await page.evaluate(drawnBy, 'plain' as const)
    expect(other).toMatch(/^plain/)
    expect(plain).toEqual(fast)
  }))

  test('flights: the same numbers', () => visit('flights', async (page) => {
    const fast = await page.evaluate(numbersOf, 'parfor' as const)
    expect(fast.figures).toEqual(['200,000', '7.50 min', '31.98 min', '21.6 %'])
    expect(await page.evaluate(numbersOf, 'plain' as const)).toEqual(fast)
  }))

  test('bench: ready to run', () => visit('bench', async (page) => {
    expect(await page.evaluate(benchRows)).toBeGreaterThan(5)
  }))
}
