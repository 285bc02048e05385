/** A host without headers: the service worker of the plugin isolates the page. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import { serveFolder } from '../src/static-server.ts'
import type { StaticServer } from '../src/static-server.ts'

const script = createRequire(import.meta.url).resolve('@parfor/vite-plugin/isolation-worker.js')

const files: Record<string, string> = {
  'index.html': '<!doctype html><html><head><link rel="icon" href="data:,"><script src="/isolation-worker.js"></script></head><body><img id="other"><script type="module" src="/main.ts"></script></body></html>',
  'main.ts': `import { info, ready } from 'parfor'
import { scale } from './kernels'
await ready()
const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i)
const right = scale(x, 2).every((value, i) => value === 2 * i)
const { rung, threads } = info()
Object.assign(window, { outcome: { right, rung, threads, isolated: crossOriginIsolated } })
`,
  'kernels.ts': `/** @parallel */
export function scale(x: Float64Array, a: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = a * x[i]
  return out
}
`,
}

let browser: Browser
let folder: string
beforeAll(async () => {
  const below = fileURLToPath(new URL('../build/', import.meta.url))
  mkdirSync(below, { recursive: true })
  folder = mkdtempSync(join(below, 'service-worker-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  mkdirSync(join(folder, 'public'))
  copyFileSync(script, join(folder, 'public/isolation-worker.js'))
  await build({ configFile: false, root: folder, base: '/site/', logLevel: 'silent', plugins: [parfor()] })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

async function host(headers: Record<string, string> = {}): Promise<StaticServer> {
  const server = await serveFolder(join(folder, 'dist'), headers, '/site/')
  onTestFinished(() => server.close())
  return server
}

async function newContext(): Promise<BrowserContext> {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  return context
}

const patient = { timeout: 20_000 }

/** How often the page was asked of the host. */
const loads = ({ requests }: StaticServer): number => requests.filter((path) => path === '/site/').length

async function outcomeOf(page: Page, isolated: boolean): Promise<unknown> {
  await page.waitForFunction((wanted) => (window as { outcome?: { isolated: boolean } }).outcome?.isolated === wanted, isolated)
  return page.evaluate(() => (window as { outcome?: unknown }).outcome)
}

const computed = { right: true, rung: 'wasm', isolated: true, threads: expect.toSatisfy((threads: number) => threads >= 2) as number }

test('isolated after one reload, with threads; from then on at once', async () => {
  const server = await host()
  const context = await newContext()
  const page = await context.newPage()
  const log = logOf(page)
  await page.goto(server.url)
  expect(await outcomeOf(page, true)).toEqual(computed)
  expect(loads(server)).toBe(2)
  await page.waitForTimeout(1000)
  expect(loads(server)).toBe(2)
  expect({ errors: log.errors, exceptions: log.exceptions }).toEqual({ errors: [], exceptions: [] })

  const second = await context.newPage()
  await second.goto(server.url)
  expect(await outcomeOf(second, true)).toEqual(computed)
  expect(loads(server)).toBe(3)
})

test('pictures of other sites still load', async () => {
  const other = await serveFolder(join(folder, 'dist'))
  onTestFinished(() => other.close())
  writeFileSync(join(folder, 'dist/picture.svg'), '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>')
  const server = await host()
  const page = await (await newContext()).newPage()
  await page.goto(server.url)
  await outcomeOf(page, true)
  const width = await page.evaluate((url) => new Promise((resolve) => {
    const image = document.querySelector('img')!
    image.addEventListener('load', () => resolve(image.naturalWidth))
    image.addEventListener('error', () => resolve('refused'))
    image.src = url
  }), `${other.url.replace('localhost', '127.0.0.1')}picture.svg`)
  expect(width).toBe(7)
})

test('a host that sends the headers: nothing happens', async () => {
  const server = await host({ 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' })
  const page = await (await newContext()).newPage()
  await page.goto(server.url)
  expect(await outcomeOf(page, true)).toEqual(computed)
  expect(loads(server)).toBe(1)
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
})

test('a browser that is never isolated: both policies are tried, then it stays, with a message', async () => {
  const server = await host()
  const page = await (await newContext()).newPage()
  const log = logOf(page)
  await page.addInitScript(() => Object.defineProperty(window, 'crossOriginIsolated', { value: false }))
  await page.goto(server.url)
  await expect.poll(() => log.warnings.filter((text) => text.startsWith('isolation-worker.js')), patient).toEqual(['isolation-worker.js: the page is not cross-origin isolated, parfor uses one thread: this browser stays without it'])
  expect(loads(server)).toBe(3)
  await page.waitForTimeout(1000)
  expect(loads(server)).toBe(3)
})

test('the service worker of the application is not replaced', async () => {
  writeFileSync(join(folder, 'dist/own.js'), `importScripts('./isolation-worker.js')\naddEventListener('install', () => skipWaiting())`)
  const server = await host()
  const page = await (await newContext()).newPage()
  const log = logOf(page)
  await page.route('**/isolation-worker.js', (route) => route.fulfill({ body: '', contentType: 'text/javascript' }), { times: 1 })
  await page.goto(server.url)
  await page.evaluate(async () => {
    await navigator.serviceWorker.register('/site/own.js')
    await navigator.serviceWorker.ready
  })
  // With importScripts in it, it isolates by itself.
  await page.reload()
  expect(await outcomeOf(page, true)).toEqual(computed)
  await page.addInitScript(() => Object.defineProperty(window, 'crossOriginIsolated', { value: false }))
  await page.reload()
  await expect.poll(() => log.warnings.join('\n'), patient).toMatch(/the application has a service worker, http\S+own\.js: put importScripts\('\/site\/isolation-worker\.js'\) into that/)
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.active?.scriptURL.replace(/.*\//, '')))).toEqual(['own.js'])
})

test('it is what the documentation shows', () => {
  const documentation = readFileSync(fileURLToPath(new URL('../../docs/hosting.md', import.meta.url)), 'utf8')
  expect(documentation).toContain('node_modules/@parfor/vite-plugin/isolation-worker.js')
})
