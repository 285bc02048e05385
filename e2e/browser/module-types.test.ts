/** A JavaScript application without annotations: the types of its kernels come from the calls, in Chromium, where loading the compiler shows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import type { Browser } from 'playwright-core'
import { build, createServer, preview } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'

const kernels = `/** @parallel */
export function axpy(a, x, y) {
  for (let i = 0; i < x.length; i++) y[i] += a * x[i]
}

/** @parallel */
export function norm({ data, scale }) {
  let s = 0
  for (let i = 0; i < data.length; i++) s += data[i] * data[i] * scale
  return Math.sqrt(s)
}
`

/** Calls with arrays of one type; `late` is called with another when the page is asked to. */
const main = `import { alloc, info, ready } from 'parfor'
import * as lib from './lib'

await ready()
const n = 1_000_000
const x = alloc(Float64Array, n).fill(2), y = alloc(Float64Array, n).fill(1)
lib.axpy(3, x, y)
const outcome = () => ({ y: y[n - 1], norm: lib.norm({ data: y, scale: 1 }), regions: info().regions.map(({ name, wasm, original }) => ({ name, wasm, original })) })
globalThis.late = (of) => {
  const other = alloc(of, n).fill(1)
  lib.axpy(3, other, other)
  return { value: other[0], ...outcome() }
}
Object.assign(window, { outcome: outcome() })
`

const files: Record<string, string> = {
  'index.html': '<!doctype html><html><head><link rel="icon" href="data:,"></head><body><script type="module" src="/main.js"></script></body></html>',
  'package.json': '{ "type": "module" }', 'main.js': main, 'lib/index.js': `export * from './kernels.js'`, 'lib/kernels.js': kernels,
}

let browser: Browser
beforeAll(async () => { browser = await launchChromium() })
afterAll(() => browser.close())

function folderOf(): string {
  const below = fileURLToPath(new URL('../build/', import.meta.url))
  mkdirSync(below, { recursive: true })
  const folder = mkdtempSync(join(below, 'types-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

interface Outcome { y: number; norm: number; value?: number; regions: { name: string; wasm: number; original: number }[] }

/** `compiler`: what was fetched of it. */
async function visit(url: string, isCompiler: RegExp) {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const log = logOf(page)
  const compiler: string[] = []
  page.on('request', (request) => { if (isCompiler.test(request.url())) compiler.push(request.url()) })
  await page.goto(url)
  await page.waitForFunction(() => 'outcome' in window, undefined, { timeout: 60_000 })
  const outcome = await page.evaluate(() => (window as unknown as { outcome: Outcome }).outcome)
  const late = (type: string): Promise<Outcome> => page.evaluate((name) => {
    const global = globalThis as unknown as { late: (of: unknown) => Outcome } & Record<string, unknown>
    return global.late(global[name])
  }, type)
  return { page, log, compiler, outcome, late }
}

async function expectNoCompiler(url: string, isCompiler: RegExp): Promise<void> {
  const { log, compiler, outcome, late, page } = await visit(url, isCompiler)
  const of = ({ regions }: Outcome, name: string) => regions.find((region) => region.name.startsWith(`${name}:`))
  expect(outcome).toMatchObject({ y: 7, norm: 7000 })
  expect(of(outcome, 'axpy')).toMatchObject({ wasm: 1, original: 0 })
  expect(of(outcome, 'norm')).toMatchObject({ wasm: 1, original: 0 })
  await page.waitForLoadState('networkidle')
  expect(compiler).toEqual([])

  // A type that no call has at build time: the compiler comes, and then there is a kernel for it too.
  expect((await late('Float32Array')).value).toBe(4)
  await expect.poll(() => compiler.length, { timeout: 30_000 }).toBeGreaterThan(0)
  await expect.poll(async () => of(await late('Float32Array'), 'axpy')!.wasm, { timeout: 30_000 }).toBeGreaterThan(1)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
}

test('a build never fetches the compiler for the types that the calls tell', async () => {
  const root = folderOf()
  await build({ root, configFile: false, logLevel: 'error', plugins: [parfor()] })
  const server = await preview({ root, configFile: false, logLevel: 'error', plugins: [parfor()], preview: { port: 0, strictPort: false } })
  onTestFinished(() => server.close())
  await expectNoCompiler(server.resolvedUrls!.local[0], /compiler|dist-/)
})

test('nor does the dev server', async () => {
  const root = folderOf()
  const server = await createServer({ root, configFile: false, logLevel: 'error', plugins: [parfor()], server: { port: 0 } })
  onTestFinished(() => server.close())
  await server.listen()
  await expectNoCompiler(server.resolvedUrls!.local[0], /compiler\/dist/)
})
