/** What an application downloads, and what the start costs. Sizes are limits; times are printed, never judged. */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, logOf } from '../../src/chromium.ts'
import type { measured } from './pages/start.ts'
import { buildPages, removePages, runtimeFile, serve } from './site.ts'
import { expectSilence } from './visit.ts'

let folder: string
let browser: Browser

beforeAll(async () => {
  folder = await buildPages()
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
  await removePages(folder)
})

const kilobytes = (bytes: Uint8Array): number => Math.round(gzipSync(bytes, { level: 9 }).length / 10) / 100

/** As an application's bundler makes it. */
async function bundled(contents: string, external: string[] = []): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname }, bundle: true, minify: true, format: 'esm', write: false, external, logLevel: 'error',
  })
  return outputFiles[0].contents
}

test('sizes', async () => {
  const { resolve } = createRequire(createRequire(import.meta.url).resolve('parfor'))
  const runtime = await bundled("import * as all from 'parfor'; import * as internal from 'parfor/internal'; globalThis.all = [all, internal]", ['@parfor/compiler'])
  const budget: [string, number, number][] = [
    ['runtime (parfor, parfor/internal, @parfor/runtime-wasm)', kilobytes(runtime), 15],
    ['worker.mjs', kilobytes(await readFile(runtimeFile('worker.mjs'))), 2],
    ['core.wasm', kilobytes(await readFile(runtimeFile('core.wasm'))), 60],
    ['compiler, when a region needs it', kilobytes(await bundled(`export * from ${JSON.stringify(resolve('@parfor/compiler').replace(/\.cjs$/, '.mjs'))}`)), 120],
  ]
  console.log(budget.map(([name, size, limit]) => `${name.padEnd(60)} ${size.toFixed(2).padStart(7)} kB gzip of ${limit}`).join('\n'))
  for (const [name, size, limit] of budget) expect(size, name).toBeLessThanOrEqual(limit)
  // Nothing of Node comes with it.
  expect(/getBuiltinModule|["']node:|cgroup|PARFOR_REPORT|createRequire/.exec(new TextDecoder().decode(runtime))?.[0]).toBeUndefined()
})

test('the files that are beside the bundle are whole by themselves', async () => {
  const dist = dirname(runtimeFile('worker.mjs'))
  expect(await readFile(join(dist, 'worker.mjs'), 'utf8')).not.toMatch(/^import |\bimport\(/m)
  expect((await readdir(dist)).filter((name) => name.startsWith('worker.'))).toEqual(['worker.mjs'])
})

const paintOf = (): Promise<number> => new Promise((resolve) => {
  new PerformanceObserver((list) => { for (const { name, startTime } of list.getEntries()) if (name === 'first-contentful-paint') resolve(startTime) }).observe({ type: 'paint', buffered: true })
})

test('the start, for information', async () => {
  const site = await serve(folder)
  try {
    const paints: Record<'empty' | 'start', number[]> = { empty: [], start: [] }
    let last: typeof measured | undefined
    const readies: number[] = []
    for (let round = 0; round < 5; round++) {
      for (const name of ['empty', 'start'] as const) {
        const page = await (await browser.newContext()).newPage()
        const log = logOf(page)
        await page.goto(`${site.url}${name}.html`)
        if (name === 'start') {
          await page.locator('html[data-state=measured]').waitFor({ state: 'attached' })
          last = await page.evaluate(() => (globalThis as unknown as { measured: typeof measured }).measured)
          readies.push(last.ready - last.scriptBegan)
        }
        paints[name].push(await page.evaluate(paintOf))
        expectSilence(log)
        await page.context().close()
      }
    }
    const middle = (values: number[]): string => values.sort((a, b) => a - b)[values.length >> 1].toFixed(0)
    console.log(`first paint ${middle(paints.start)} ms, of a page without parfor ${middle(paints.empty)} ms; threads ready ${middle(readies)} ms after the script began; the last: ${JSON.stringify(last)}`)
    expect(last!.threads).toBeGreaterThan(1)
  } finally {
    await site.close()
  }
})
