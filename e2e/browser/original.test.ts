/** In a minified build of Vite, in Chromium: original statements are timed, and run where the kernel would take longer. With threads, and where the page has one thread and a coarse clock. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import type { Browser } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'

const files: Record<string, string> = {
  'index.html': '<!doctype html><html><head><link rel="icon" href="data:,"></head><body><script type="module" src="/main.ts"></script></body></html>',
  'kernels.ts': `
/** By estimate the loop inside has 32 trips, and a kernel is worth copying all of x. It has none, so that the copy takes ten times as long as the original. @parallel */
export function rarely(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let v = x[i]
    while (v > 1e300) v = Math.sqrt(v) * 3 - 1
    out[i] = v
  }
}
/** Arithmetic enough that the kernel wins. @parallel */
export function often(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let v = x[i]
    for (let k = 0; k < 200; k++) v = v * 0.999 + 1
    out[i] = v
  }
}`,
  'main.ts': `
import { info, ready } from 'parfor'
import { often, rarely } from './kernels'
await ready()
const x = new Float64Array(3_000_000).map((_, i) => i), out = new Float64Array(200_000)
const few = x.slice(0, 20_000), result = new Float64Array(20_000)
const regions = (name: string) => info().regions.find((one) => one.name.startsWith(name))
const last = (all: string[]) => all.slice(-50).filter((one) => one === 'original').length > 25 ? 'original' : 'kernel'
// As many calls as it takes until the original runs: a page that is stopped during a try waits before it tries again.
const rungs = (name: string, most: number, call: () => void) => {
  const all: string[] = []
  while (all.length < most && last(all) === 'kernel') {
    const before = regions(name)?.wasm ?? 0
    call()
    all.push(regions(name)!.wasm > before ? 'kernel' : 'original')
  }
  return all
}
const [rare, frequent] = [rungs('rarely', 3000, () => rarely(x, out)), rungs('often', 200, () => often(few, result))]
Object.assign(window, { outcome: { same: out.every((value, i) => value === i), isolated: crossOriginIsolated, first: rare[0], last: last(rare), other: last(frequent) } })`,
}

let browser: Browser
let folder: string
beforeAll(async () => {
  const below = fileURLToPath(new URL('../build/', import.meta.url))
  mkdirSync(below, { recursive: true })
  folder = mkdtempSync(join(below, 'original-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  await build({ configFile: false, root: folder, logLevel: 'error', plugins: [parfor()] })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each([['isolated', isolationHeaders, true], ['not isolated', {}, false]] as const)('%s: the faster rung is found', async (_, headers, isolated) => {
  const server = await serveFolder(join(folder, 'dist'), headers)
  const page = await (await browser.newContext()).newPage()
  try {
    const log = logOf(page)
    await page.goto(server.url)
    await page.waitForFunction(() => 'outcome' in window, undefined, { timeout: 60_000 }).catch((error: unknown) => {
      throw new Error(`no outcome: ${JSON.stringify(log)}`, { cause: error })
    })
    expect(await page.evaluate(() => (window as unknown as { outcome: object }).outcome)).toEqual({ same: true, isolated, first: 'kernel', last: 'original', other: 'kernel' })
  } finally {
    await page.context().close()
    await server.close()
  }
})
