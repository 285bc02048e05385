/** Less usual settings of Vite, in Chromium: workers of the format 'iife', the bundled dev server, files on another origin. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import type { Browser } from 'playwright-core'
import { build, createServer, preview } from 'vite'
import type { InlineConfig } from 'vite'
import * as vite7 from 'vite7'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import type { PageLog } from '../src/chromium.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'

const compute = `import { info, ready } from 'parfor'
import { scale } from './kernels'
export async function compute() {
  await ready()
  const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i)
  const right = scale(x, 2).every((value, i) => value === 2 * i)
  const { rung, threads, ladder } = info()
  return { right, rung, threads, reasons: ladder.map(({ reason }) => reason ?? '').join(' ') }
}
`

const files: Record<string, string> = {
  'index.html': '<!doctype html><html><head><link rel="icon" href="data:,"></head><body><script type="module" src="/main.ts"></script></body></html>',
  'main.ts': "import { compute } from './compute'\nObject.assign(window, { outcome: await compute() })",
  'compute.ts': compute,
  'kernels.ts': `/** @parallel */
export function scale(x: Float64Array, a: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = a * x[i]
  return out
}
`,
}

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

function folderOf(more: Record<string, string> = {}): string {
  const below = fileURLToPath(new URL('../build/', import.meta.url))
  mkdirSync(below, { recursive: true })
  const folder = mkdtempSync(join(below, 'modes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries({ ...files, ...more })) writeFileSync(join(folder, name), text)
  return folder
}

interface Visited { outcome: { right: boolean; rung: string; threads: number; reasons: string }; log: PageLog }

async function visit(url: string): Promise<Visited> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const log = logOf(page)
  await page.goto(url)
  await page.waitForFunction(() => 'outcome' in window, undefined, { timeout: 60_000 }).catch((error: unknown) => {
    throw new Error(`no outcome: ${JSON.stringify(log)}`, { cause: error })
  })
  return { outcome: await page.evaluate(() => (window as unknown as Visited).outcome), log }
}

async function built(folder: string, config: InlineConfig = {}, buildWith = build): Promise<string> {
  await buildWith({ configFile: false, root: folder, logLevel: 'error', plugins: [parfor()], ...config })
  return join(folder, 'dist')
}

async function served(folder: string, headers: Record<string, string> = isolationHeaders): Promise<string> {
  const server = await serveFolder(folder, headers)
  onTestFinished(() => server.close())
  return server.url
}

const onThreads = { right: true, rung: 'wasm', threads: expect.toSatisfy((threads: number) => threads >= 2) as number }
const quiet = { errors: [], exceptions: [] }

test("an application's worker of the format 'iife' computes", async () => {
  const folder = folderOf({
    'main.ts': "const worker = new Worker(new URL('./own-worker.ts', import.meta.url))\nworker.addEventListener('message', ({ data }) => Object.assign(window, { outcome: data }))",
    'own-worker.ts': "import { compute } from './compute'\ncompute().then((outcome) => postMessage(outcome), (error) => postMessage({ error: String(error) }))",
  })
  const { outcome, log } = await visit(await served(await built(folder, { worker: { format: 'iife' }, logLevel: 'silent' })))
  expect(outcome).toMatchObject(onThreads)
  expect(log).toMatchObject(quiet)
})

const ownKernel = `${files['kernels.ts'].replace('export ', '')}\n${compute.replace("import { scale } from './kernels'\n", '').replace('export ', '')}`
const answering = `${ownKernel}\ncompute().then((outcome) => postMessage(outcome), (error) => postMessage({ error: String(error) }))`
const listening = "worker.addEventListener('message', ({ data }) => Object.assign(window, { outcome: data }))"

describe.each([
  ["import OwnWorker from './own-worker?worker'\nconst worker = new OwnWorker()"],
  ["const worker = new Worker(new URL('./own-worker.ts', import.meta.url), { type: 'module' })"],
])("a marked function in the file of an application's worker: %s", (start) => {
  const application = { 'main.ts': `${start}\n${listening}`, 'own-worker.ts': answering }

  test('dev server', async () => {
    const server = await createServer({ configFile: false, root: folderOf(application), logLevel: 'error', plugins: [parfor()], server: { port: 0, host: 'localhost', watch: null } })
    onTestFinished(() => server.close())
    await server.listen()
    const { outcome, log } = await visit(`http://localhost:${(server.httpServer!.address() as AddressInfo).port}/`)
    expect(outcome).toMatchObject(onThreads)
    expect(log).toMatchObject(quiet)
  })

  test('build', async () => {
    const { outcome, log } = await visit(await served(await built(folderOf(application), { base: './' })))
    expect(outcome).toMatchObject(onThreads)
    expect(log).toMatchObject(quiet)
  })
})

describe('a worker inside the script of the page', () => {
  const application = { 'main.ts': `import OwnWorker from './own-worker?worker&inline'\nconst worker = new OwnWorker()\n${listening}`, 'own-worker.ts': answering }

  test.each([['vite 8', { build }], ['vite 7', vite7]])('%s: all threads', async (_, vite) => {
    const { outcome, log } = await visit(await served(await built(folderOf(application), {}, vite.build as typeof build)))
    expect(outcome).toMatchObject(onThreads)
    expect(log).toMatchObject({ ...quiet, warnings: [] })
  })

  test('a relative base: plain JavaScript, with the cure', async () => {
    const { outcome, log } = await visit(await served(await built(folderOf(application), { base: './' })))
    expect(outcome).toMatchObject({ right: true, rung: 'js', reasons: expect.stringContaining('?worker without &inline') as string })
    expect(log.warnings.join()).toContain('?worker without &inline')
    expect(log.exceptions).toEqual([])
  })
})

test('whole-application mode: arrays of functions that nobody marked go where they always went', async () => {
  const folder = folderOf({
    'kernels.ts': files['kernels.ts'].replace('/** @parallel */', ''),
    'main.ts': `import { compute } from './compute'
function gradient(width: number, height: number): ImageData {
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let i = 0; i < pixels.length; i++) pixels[i] = i % 251
  return new ImageData(pixels, width, height)
}
function random(n: number): number {
  const bytes = crypto.getRandomValues(new Uint8Array(n))
  let sum = 0
  for (let i = 0; i < bytes.length; i++) sum += bytes[i]
  return new Blob([bytes]).size + (sum > 0 ? 0 : 1)
}
const canvas = document.createElement('canvas')
canvas.getContext('2d')!.putImageData(gradient(300, 150), 0, 0)
Object.assign(window, { outcome: { ...await compute(), width: gradient(300, 150).width, size: random(1000) } })`,
  })
  await build({ configFile: false, root: folder, logLevel: 'error', plugins: [parfor({ mode: 'infer' })] })
  const { outcome, log } = await visit(await served(join(folder, 'dist')))
  expect(outcome).toMatchObject({ ...onThreads, width: 300, size: 1000 })
  expect(log).toEqual({ ...quiet, warnings: [] })
})

test('the bundled dev server', async () => {
  const folder = folderOf()
  // The page that Vite shows while it bundles asks for one.
  mkdirSync(join(folder, 'public'))
  writeFileSync(join(folder, 'public/favicon.ico'), '')
  const server = await createServer({ configFile: false, root: folder, logLevel: 'error', plugins: [parfor()], server: { port: 0, host: 'localhost', watch: null }, experimental: { bundledDev: true } })
  onTestFinished(() => server.close())
  await server.listen()
  const { outcome, log } = await visit(`http://localhost:${(server.httpServer!.address() as AddressInfo).port}/`)
  expect(outcome).toMatchObject(onThreads)
  expect(log).toMatchObject(quiet)
})

// Of a relative base only links of one level work, in whatever application: what the page loads is beside its address.
test.each([['/deep/path/', '/deep/path/flights/17/map?zoom=3#top'], ['./', '/flights?zoom=3']])('preview, base %s: a deep link', async (base, link) => {
  const folder = folderOf()
  await built(folder, { base })
  const server = await preview({ configFile: false, root: folder, base, logLevel: 'error', plugins: [parfor()], preview: { port: 0, host: 'localhost' } })
  onTestFinished(() => server.close())
  const { outcome, log } = await visit(`http://localhost:${(server.httpServer.address() as AddressInfo).port}${link}`)
  expect(outcome).toMatchObject(onThreads)
  expect(log).toEqual({ ...quiet, warnings: [] })
})

const otherOrigin = { 'Access-Control-Allow-Origin': '*' }

test.each([['vite 8', { build }], ['vite 7', vite7]])('%s: files on another origin, that allows CORS: threads', async (_, vite) => {
  const folder = folderOf()
  const cdn = await served(join(folder, 'dist'), otherOrigin)
  const { outcome, log } = await visit(await served(await built(folder, { base: cdn }, vite.build as typeof build)))
  expect(outcome).toMatchObject(onThreads)
  expect(log).toEqual({ ...quiet, warnings: [] })
})

test('files on another origin, and a Content-Security-Policy without blob: workers: threads where the worker stays on the own one', async () => {
  const folder = folderOf()
  const cdn = await served(join(folder, 'dist'), otherOrigin)
  const policy = (workers: string): Record<string, string> => {
    const { origin } = new URL(cdn)
    return { ...isolationHeaders, 'Content-Security-Policy': `default-src 'none'; img-src data:; script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}; worker-src ${workers}` }
  }
  const refused = await visit(await served(await built(folder, { base: cdn }), policy("'self'")))
  expect(refused.outcome).toMatchObject({ right: true, rung: 'wasm1', threads: 1, reasons: expect.stringContaining('Add worker-src blob: ') as string })
  expect(refused.log.warnings).toHaveLength(1)
  expect(refused.log.exceptions).toEqual([])
  // As docs/hosting.md shows it.
  const renderBuiltUrl = (file: string): { runtime: string } | undefined => (/worker-[\w-]+\.js$/.test(file) ? { runtime: `location.origin + '/${file}'` } : undefined)
  const { outcome, log } = await visit(await served(await built(folder, { base: cdn, experimental: { renderBuiltUrl } }), policy("'self'")))
  expect(outcome).toMatchObject(onThreads)
  expect(log).toEqual({ ...quiet, warnings: [] })
})

test('a dev server behind the page of another one (server.origin): threads', async () => {
  const folder = folderOf()
  const page = await served(folder)
  const server = await createServer({
    configFile: false, root: folder, logLevel: 'error', plugins: [parfor()], server: { port: 0, host: 'localhost', watch: null, cors: { origin: new URL(page).origin } },
  })
  onTestFinished(() => server.close())
  await server.listen()
  const vite = `http://localhost:${(server.httpServer!.address() as AddressInfo).port}`
  writeFileSync(join(folder, 'index.html'), `<!doctype html><link rel="icon" href="data:,"><script type="module" src="${vite}/main.ts"></script>`)
  const { outcome, log } = await visit(page)
  expect(outcome).toMatchObject(onThreads)
  expect(log).toMatchObject(quiet)
})
