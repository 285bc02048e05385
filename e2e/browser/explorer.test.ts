/** examples/explorer, built and previewed, in Chromium: its three views with both programs, isolated and not. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import { freePort, runNode, startNode, type Running } from '../src/processes.ts'

const explorer = fileURLToPath(new URL('../../examples/explorer/', import.meta.url))
const vite = join(dirname(createRequire(`${explorer}package.json`).resolve('vite/package.json')), 'bin/vite.js')

let output: string
let browser: Browser
const sites: Record<'isolated' | 'bare', { url: string; server: Running } | undefined> = { isolated: undefined, bare: undefined }

async function preview(mode: string): Promise<{ url: string; server: Running }> {
  const port = await freePort()
  const server = await startNode([vite, 'preview', '--mode', mode, '--outDir', output, '--port', String(port), '--strictPort', '--host', 'localhost'], explorer, /Local:/)
  return { url: `http://localhost:${port}/`, server }
}

beforeAll(async () => {
  output = await mkdtemp(join(tmpdir(), 'parfor-explorer-'))
  runNode([vite, 'build', '--outDir', output, '--emptyOutDir'], explorer)
  sites.isolated = await preview('production')
  sites.bare = await preview('not-isolated')
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  for (const site of Object.values(sites)) await site?.server.stop()
  await rm(output, { recursive: true, force: true })
})

/** Opens a view, and expects that the page has nothing to complain of. */
async function visit(site: keyof typeof sites, view: string, run: (page: Page) => Promise<void>): Promise<void> {
  const page = await (await browser.newContext({ viewport: { width: 1000, height: 640 } })).newPage()
  const log = logOf(page)
  const failed: string[] = []
  page.on('requestfailed', (request) => failed.push(request.url()))
  await page.goto(`${sites[site]!.url}#${view}`)
  await page.waitForFunction(() => document.getElementById('status')!.dataset.state !== 'starting')
  await run(page)
  expect({ ...log, failed }).toEqual({ errors: [], warnings: site === 'bare' ? [expect.stringContaining('isolated')] : [], exceptions: [], failed: [] })
  await page.context().close()
}

const text = (page: Page, id: string) => page.locator(`#${id}`).innerText()

/** The radio buttons are drawn by their labels. */
const choose = (page: Page, name: string, value: string) => page.locator(`label:has(input[name="${name}"][value="${value}"])`).click()

/** Calls of each region that ran as kernels, as the panel shows them. */
async function kernelCalls(page: Page): Promise<Record<string, number>> {
  await page.locator('#status').click()
  const rows = await page.locator('.regions tbody tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent!)))
  await page.keyboard.press('Escape')
  expect(await page.locator('#panel').isHidden()).toBe(true)
  return Object.fromEntries(rows.map(([name, _calls, wasm]) => [name.split(':')[0], Number(wasm.replaceAll(',', ''))]))
}

/** Hash and number of colours of a canvas. */
const picture = (page: Page, id: string) => page.evaluate(async (canvasId) => {
  const canvas = document.getElementById(canvasId) as HTMLCanvasElement
  const { width, height } = canvas
  // Read from a copy: the browser warns of canvases that are read again and again.
  const copy = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!
  copy.drawImage(canvas, 0, 0)
  const { data } = copy.getImageData(0, 0, width, height)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data))
  return { width, height, colours: new Set(new Uint32Array(data.buffer)).size, hash: Array.from(digest, (byte) => byte.toString(16)).join('') }
}, id)

/** Waits until the view stands still, drawn by that engine. */
async function settled(page: Page, engine: string): Promise<void> {
  await page.waitForFunction((wanted) => document.getElementById('frame-engine')!.textContent!.startsWith(wanted), engine)
  const frame = () => page.locator('#where').innerText()
  for (let before = ''; before !== await frame();) {
    before = await frame()
    await page.waitForTimeout(300)
  }
}

async function samePixels(page: Page): Promise<void> {
  await choose(page, 'engine', 'parfor')
  await settled(page, 'parfor')
  const fast = await picture(page, 'fractal')
  expect(fast.width * fast.height).toBeGreaterThan(200_000)
  expect(fast.colours).toBeGreaterThan(500)
  await choose(page, 'engine', 'plain')
  await settled(page, 'plain')
  expect(await picture(page, 'fractal')).toEqual(fast)
  await choose(page, 'engine', 'parfor')
}

describe('fractals', () => {
  test('both programs draw the same pixels; parfor as kernels on all threads', () => visit('isolated', 'fractals', async (page) => {
    await settled(page, 'parfor')
    const threads = await page.evaluate(() => navigator.hardwareConcurrency)
    expect(threads).toBeGreaterThan(1)
    expect(await text(page, 'frame-engine')).toBe(`parfor, ${threads} threads`)
    expect(await page.locator('#notice').isHidden()).toBe(true)
    await samePixels(page)
    await choose(page, 'set', 'julia')
    await samePixels(page)
    const calls = await kernelCalls(page)
    expect(calls.escape).toBeGreaterThan(5)
    await page.locator('#compare').click()
    await page.waitForSelector('#comparison .same')
    expect(await text(page, 'comparison')).toMatch(/^plain JavaScript[^]*parfor, 1 thread[^]*parfor, \d threads[^]*All [\d,]+ pixels are identical\.$/)
  }))

  test('wheel, drag, double click, keys and the inset', () => visit('isolated', 'fractals', async (page) => {
    await settled(page, 'parfor')
    const place = async () => {
      await settled(page, 'parfor')
      const [, re, zoom] = /^(-?[\d.]+).* ([\d,]+)× zoom$/.exec(await text(page, 'where'))!
      return { re: Number(re), zoom: Number(zoom.replaceAll(',', '')) }
    }
    expect(await place()).toEqual({ re: -0.6, zoom: 1 })
    await page.mouse.move(300, 300)
    await page.mouse.wheel(0, -700)
    const zoomed = await place()
    expect(zoomed.zoom).toBeGreaterThan(1)
    await page.mouse.down()
    await page.mouse.move(200, 300, { steps: 4 })
    await page.mouse.up()
    const dragged = await place()
    expect(dragged.re).toBeGreaterThan(zoomed.re)
    await page.mouse.dblclick(300, 300)
    expect((await place()).zoom).toBeGreaterThan(2 * dragged.zoom)
    await page.locator('#fractal').press('0')
    await page.waitForFunction(() => document.getElementById('where')!.textContent!.endsWith('· 1× zoom'))
    await page.locator('#fractal').press('ArrowRight')
    expect((await place()).re).toBeGreaterThan(-0.6)
    const before = await picture(page, 'inset')
    await page.mouse.move(420, 320)
    await expect.poll(async () => (await picture(page, 'inset')).hash).not.toBe(before.hash)
    await page.locator('#inset').click()
    expect(await page.locator('input[name="set"][value="julia"]').isChecked()).toBe(true)
    await expect.poll(() => text(page, 'inset-title')).toBe('Mandelbrot')
  }))

  test('fewer threads on request, and all again', () => visit('isolated', 'fractals', async (page) => {
    await settled(page, 'parfor')
    const threads = await page.evaluate(() => navigator.hardwareConcurrency)
    await page.locator('#threads').selectOption('1')
    await page.waitForFunction(() => document.getElementById('frame-engine')!.textContent === 'parfor, 1 thread')
    await page.locator('#threads').selectOption(String(threads))
    await page.waitForFunction((all) => document.getElementById('frame-engine')!.textContent === `parfor, ${all} threads`, threads)
  }))
})

const figures = (page: Page) => page.locator('.head .figures div:not(.update) dd').allInnerTexts()

describe('flights', () => {
  const loaded = (page: Page) => page.waitForFunction(() => document.getElementById('count')!.textContent === '200,000' && document.querySelectorAll('#delays .bar').length > 0)

  test('both programs find the same numbers, and the page says what runs in parallel', () => visit('isolated', 'flights', async (page) => {
    await loaded(page)
    const numbers = await figures(page)
    expect(numbers).toEqual(['200,000', '7.50 min', '31.98 min', '21.6 %'])
    const drawing = await page.locator('#hours svg').innerHTML()
    await choose(page, 'engine', 'plain')
    await page.waitForFunction(() => document.getElementById('status')!.dataset.state === 'plain')
    await page.waitForTimeout(300)
    expect(await figures(page)).toEqual(numbers)
    expect(await page.locator('#hours svg').innerHTML()).toBe(drawing)
    await choose(page, 'engine', 'parfor')

    await page.locator('#compare-flights').click()
    await page.waitForFunction(() => document.querySelector('#verdicts tr:last-child td:last-child')!.textContent !== '')
    const table = await page.locator('#verdicts tr').evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent!)))
    expect(table.map(([name, verdict]) => `${name} ${/PF\d+/.exec(verdict)![0]}`)).toEqual([
      'summary PF101', 'correlation PF101', 'density PF100', 'histogram PF101', 'byHour PF101', 'score PF101', 'gradient PF101',
    ])
    for (const [name, verdict, , plain, parfor, , results] of table) {
      expect(Number(plain), name).toBeGreaterThan(0)
      expect(Number(parfor), name).toBeGreaterThan(0)
      if (verdict.startsWith('not marked')) expect(results).toBe('same code')
      // Long sums have a shape of their own, and logarithms and the like an error of their own.
      else expect(results === 'identical' || Number(results.replace('differ by ', '')) < 1e-9, `${name}: ${results}`).toBe(true)
    }
    const calls = await kernelCalls(page)
    for (const name of ['summary', 'correlation', 'density', 'score', 'gradient']) expect(calls[name], name).toBeGreaterThan(3)
  }))

  test('sliders recompute; the model can be fitted', () => visit('isolated', 'flights', async (page) => {
    await loaded(page)
    await page.locator('#low').fill('1000')
    await page.waitForFunction(() => document.getElementById('count')!.textContent !== '200,000')
    const [count] = await figures(page)
    expect(Number(count.replaceAll(',', ''))).toBeGreaterThan(20_000)
    expect(await text(page, 'range-value')).toBe('1,000 to 5,000 miles')
    await page.locator('#threshold').fill('60')
    await expect.poll(async () => Number.parseFloat((await figures(page))[3])).toBeLessThan(10)
    const loss = async () => Number(/log loss ([\d.]+)/.exec(await text(page, 'score'))![1])
    const before = await loss()
    await page.locator('#fit').click()
    await page.waitForFunction(() => document.getElementById('fit')!.textContent!.startsWith('Fitted'), undefined, { timeout: 60_000 })
    expect(await loss()).toBeLessThan(before - 0.05)
    await page.locator('#reset').click()
    await expect.poll(loss).toBe(before)
  }))
})

test('bench: a report for the table, the script and the download', () => visit('isolated', 'bench', async (page) => {
  await page.waitForFunction(() => 'parforBench' in window)
  const report = await page.evaluate(() => (window as unknown as { parforBench: { run(options: object): Promise<{ threads: number; rows: { name: string; milliseconds: Record<string, number> }[]; start: object; tiny: object[]; poolReady: object }> } })
    .parforBench.run({ rounds: 1, only: 'horner' }))
  expect(report.threads).toBeGreaterThan(1)
  expect(report.rows.map(({ name }) => name)).toEqual(['horner 13, 1M'])
  expect(Object.keys(report.rows[0].milliseconds)).toEqual(['plain', 'shared 1', `shared ${report.threads}`, 'own 1', `own ${report.threads}`])
  for (const number of [report.rows[0].milliseconds, report.start].flatMap((one) => Object.values(one) as number[])) expect(number).toBeGreaterThan(0)
  expect(report.tiny).toHaveLength(3)
  expect(await page.locator('tr[data-case^="horner"] .ratio').allInnerTexts()).toHaveLength(4)
  const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#download').click()])
  expect(download.suggestedFilename()).toBe('parfor-bench.json')
  expect((await kernelCalls(page)).horner).toBeGreaterThan(0)
}))

test('tabs by keyboard, and back', () => visit('isolated', 'fractals', async (page) => {
  await settled(page, 'parfor')
  await page.locator('[data-tab="flights"]').focus()
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => document.getElementById('count')!.textContent === '200,000')
  expect(await page.locator('#view-fractals').isHidden()).toBe(true)
  expect(await page.locator('[data-tab="flights"]').getAttribute('aria-current')).toBe('page')
  await page.goBack()
  await page.waitForFunction(() => !document.getElementById('view-fractals')!.hidden)
}))

/** A busy machine stretches tasks: the shortest of some visits counts. */
test('no long task before the first call', async () => {
  let longest = Infinity
  for (let attempt = 0; attempt < 6 && longest > 200; attempt++) {
    const page = await (await browser.newContext()).newPage()
    await page.addInitScript(() => {
      const tasks: PerformanceEntry[] = []
      new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask', buffered: true })
      Object.assign(window, { tasks })
    })
    await page.goto(`${sites.isolated!.url}#fractals`)
    await page.waitForFunction(() => performance.getEntriesByName('parfor:ready').length > 0)
    const durations = await page.evaluate(() => {
      const [{ startTime }] = performance.getEntriesByName('parfor:ready')
      return (window as unknown as { tasks: PerformanceEntry[] }).tasks.filter((task) => task.startTime < startTime).map((task) => task.duration)
    })
    longest = Math.min(longest, Math.max(0, ...durations))
    await page.context().close()
  }
  expect(longest).toBeLessThanOrEqual(200)
})

describe('without isolation', () => {
  test('one thread, with the reason on screen; the same pixels', () => visit('bare', 'fractals', async (page) => {
    await settled(page, 'parfor')
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(false)
    expect(await text(page, 'frame-engine')).toBe('parfor, 1 thread')
    expect(await text(page, 'notice')).toMatch(/^Running on 1 thread: .*isolated/)
    expect(await page.locator('#threads').isDisabled()).toBe(true)
    await samePixels(page)
    // New arrays in place of the old.
    const { width } = await picture(page, 'fractal')
    await page.locator('#resolution').selectOption('0.5')
    await expect.poll(async () => (await picture(page, 'fractal')).width).toBe(width / 2)
    expect((await kernelCalls(page)).escape).toBeGreaterThan(2)
  }))

  test('the same numbers', () => visit('bare', 'flights', async (page) => {
    await page.waitForFunction(() => document.getElementById('count')!.textContent === '200,000')
    expect(await figures(page)).toEqual(['200,000', '7.50 min', '31.98 min', '21.6 %'])
  }))
})
