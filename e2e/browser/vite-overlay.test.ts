/** What the plugin shows in Vite's overlay while developing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import type { ParforOptions } from '@parfor/vite-plugin'
import type { Browser, Page } from 'playwright-core'
import { createServer } from 'vite'
import type { InlineConfig } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchChromium } from '../src/chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const below = fileURLToPath(new URL('../build/', import.meta.url))

const sequential = (name: string): string => `/** @parallel */
export function ${name}(x: Float64Array): void {
  for (let i = 1; i < x.length; i++) x[i] += x[i - 1]
}
if (import.meta.hot) import.meta.hot.accept()
`

const parallel = `/** @parallel */
export function first(x: Float64Array): void {
  for (let i = 1; i < x.length; i++) x[i] += 1
}
if (import.meta.hot) import.meta.hot.accept()
`

const files: Record<string, string> = {
  'index.html': '<!doctype html><html><body><script type="module" src="/main.ts"></script></body></html>',
  'main.ts': "import './first'\nimport './second'\nimport './third'\ndocument.title = 'there'\nif (import.meta.hot) import.meta.hot.accept()",
  'first.ts': sequential('first'), 'second.ts': sequential('second'), 'third.ts': 'export const third = 3',
}

interface Site { page: Page; write(name: string, text: string): void; overlay(): Promise<string | undefined> }

async function develop(options: ParforOptions = {}, config: InlineConfig = {}): Promise<Site> {
  mkdirSync(below, { recursive: true })
  const folder = mkdtempSync(join(below, 'overlay-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  const server = await createServer({ configFile: false, root: folder, logLevel: 'silent', plugins: [parfor(options)], server: { port: 0, host: 'localhost', watch: { usePolling: true, interval: 50 } }, ...config })
  onTestFinished(() => server.close())
  await server.listen()
  const page = await (await browser.newContext()).newPage()
  onTestFinished(() => page.context().close())
  await page.goto(`http://localhost:${(server.httpServer!.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => document.title === 'there')
  await page.evaluate(() => { (window as { marker?: number }).marker = 1 })
  // Vite's client has a socket: only then do edits arrive.
  await page.waitForTimeout(500)
  return { page, write, overlay: () => page.evaluate(() => document.querySelector('vite-error-overlay')?.shadowRoot?.textContent ?? undefined) }
}

const isMarked = (page: Page): Promise<boolean> => page.evaluate(() => (window as { marker?: number }).marker === 1)

test('functions that stay plain JavaScript: one overlay, which follows edits without a reload', async () => {
  const { page, write, overlay } = await develop()
  await expect.poll(overlay, { timeout: 20_000 }).toMatch(/\[plugin:parfor\] PF306 no loop of 'first' runs in parallel: PF201 an element of 'x' is carried[^]*Write to another array/)
  const text = (await overlay())!
  expect(text).toMatch(/first\.ts:3:3/)
  expect(text).toMatch(/> 3 \| {3}for \(let i = 1/)
  // The other one is in it too.
  expect(text).toMatch(/second\.ts:3:3 PF306 no loop of 'second'/)

  write('first.ts', parallel)
  await expect.poll(overlay, { timeout: 20_000 }).toMatch(/^(?![^]*'first')[^]*'second'/)
  expect(await isMarked(page)).toBe(true)

  write('second.ts', sequential('other'))
  await expect.poll(overlay, { timeout: 20_000 }).toMatch(/'other'/)

  write('second.ts', parallel.replace('first', 'second'))
  await expect.poll(overlay, { timeout: 20_000 }).toBeUndefined()
  expect(await isMarked(page)).toBe(true)
})

test("closed by the user, it comes back only with something new; an error of Vite's own is not hidden", async () => {
  const { page, write, overlay } = await develop()
  await expect.poll(overlay, { timeout: 20_000 }).toMatch(/'first'/)
  await page.keyboard.press('Escape')
  expect(await overlay()).toBeUndefined()
  write('third.ts', 'export const third = 4')
  await page.waitForTimeout(1000)
  expect(await overlay()).toBeUndefined()

  write('third.ts', 'export const third = = 4')
  await expect.poll(overlay, { timeout: 20_000 }).toMatch(/third\.ts/)
  write('first.ts', `${sequential('first')}\n`)
  await page.waitForTimeout(1000)
  write('third.ts', 'export const third = 5')
  write('first.ts', sequential('newer'))
  await expect.poll(overlay, { timeout: 20_000 }).toMatch(/'newer'/)
})

test.each([
  ['the option overlay', { overlay: false }, {}],
  ["Vite's server.hmr.overlay", {}, { server: { port: 0, host: 'localhost', hmr: { overlay: false } } }],
])('%s turns it off', async (_, options, config) => {
  const { page, overlay } = await develop(options, config)
  await page.waitForTimeout(1000)
  expect(await overlay()).toBeUndefined()
})
