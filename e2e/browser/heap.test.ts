/** The shared heap in Chromium: each array has a buffer object of its own, so that its end, and nothing else's, frees its memory. */
import { mkdtemp, copyFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import type * as Parfor from 'parfor'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../src/chromium.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'

declare global {
  interface Window { parfor: typeof Parfor; gc(): void }
}

const require = createRequire(import.meta.url)
let folder: string
let browser: Browser

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parfor-heap-'))
  await build({
    stdin: { contents: `import * as parfor from 'parfor'; parfor.ready().then(() => { window.parfor = parfor })`, resolveDir: import.meta.dirname },
    bundle: true, format: 'esm', outfile: join(folder, 'page.js'), external: ['@parfor/compiler'], logLevel: 'error',
  })
  const runtime = dirname(createRequire(require.resolve('parfor')).resolve('@parfor/runtime-wasm'))
  for (const name of ['core.wasm', 'worker.mjs']) await copyFile(join(runtime, name), join(folder, name))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>heap</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>')
  browser = await launchChromium(['--js-flags=--expose-gc'])
})

afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

async function onPage<T>(headers: Record<string, string>, run: (page: Page) => Promise<T>): Promise<T> {
  const server = await serveFolder(folder, headers)
  const page = await (await browser.newContext()).newPage()
  try {
    await page.goto(server.url)
    await page.waitForFunction(() => 'parfor' in window)
    return await run(page)
  } finally {
    await page.close()
    await server.close()
  }
}

const situations: [string, Record<string, string>][] = [['isolated', isolationHeaders], ['not isolated', {}]]

test.each(situations)('%s: freeing one array frees no other', (_, headers) => onPage(headers, async (page) => {
  const outcome = await page.evaluate(() => {
    const { alloc, free, info } = window.parfor
    const size = 100_000
    const [first, second] = [alloc(Float64Array, size).fill(1), alloc(Float64Array, size).fill(2)]
    const before = info().heap.used
    const same = first.buffer === second.buffer
    free(first)
    const after = info().heap.used
    // The third takes the place of the first; the fourth would take the second's, were that free.
    const third = alloc(Float64Array, size).fill(3)
    const fourth = alloc(Float64Array, size).fill(4)
    const sum = second.reduce((a, b) => a + b, 0)
    for (const array of [second, third, fourth]) free(array)
    const twice = (() => { try { free(second); return 'nothing' } catch (error) { return (error as { code: string }).code } })()
    return { same, before, after, sum, twice, left: info().heap.used }
  })
  expect(outcome).toEqual({ same: false, before: 1_600_000, after: 800_000, sum: 200_000, twice: 'PF502', left: 0 })
}))

test.each(situations)('%s: an array that nobody holds is freed, once its last view is gone', (_, headers) => onPage(headers, async (page) => {
  await page.evaluate(() => {
    const { alloc } = window.parfor
    Object.assign(window, { part: alloc(Float64Array, 100_000).fill(7).subarray(5, 10) })
    for (let k = 0; k < 20; k++) alloc(Int32Array, 50_000)
  })
  const used = () => page.evaluate(async () => {
    for (let k = 0; k < 3; k++) {
      window.gc()
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    return window.parfor.info().heap.used
  })
  await expect.poll(used, { timeout: 20_000 }).toBe(800_000)
  expect(await page.evaluate(() => [...(window as unknown as { part: Float64Array }).part])).toEqual([7, 7, 7, 7, 7])
  await page.evaluate(() => { delete (window as { part?: unknown }).part })
  await expect.poll(used, { timeout: 20_000 }).toBe(0)
}))
