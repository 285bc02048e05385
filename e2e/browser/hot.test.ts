/** Marked files that are edited while the page runs. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import react from '@vitejs/plugin-react'
import vue from '@vitejs/plugin-vue'
import type { Browser, Page } from 'playwright-core'
import * as vite8 from 'vite'
import type { PluginOption } from 'vite'
import * as vite6 from 'vite6'
import * as vite7 from 'vite7'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import type { PageLog } from '../src/chromium.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

const below = fileURLToPath(new URL('../build/', import.meta.url))
const patience = { timeout: 30_000, interval: 100 }

interface Site { page: Page; log: PageLog; /** What Vite's client and the plugin's said. */ debug: string[]; /** What the server said. */ said: string[]; write(name: string, text: string): void }

/** The types of the versions differ in what is not used here. */
type Vite = Pick<typeof vite8, 'createServer'>
const vites: [string, Vite][] = [['Vite 8', vite8], ['Vite 7', vite7 as unknown as Vite], ['Vite 6', vite6 as unknown as Vite]]

async function develop(files: Record<string, string>, plugin?: PluginOption, dependencies: string[] = [], { createServer }: Vite = vite8): Promise<Site> {
  mkdirSync(below, { recursive: true })
  const folder = mkdtempSync(join(below, 'hot-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  const said: string[] = []
  const put = (text: string): void => void said.push(text)
  const customLogger = { info: put, warn: put, warnOnce: put, error: put, clearScreen: () => undefined, hasErrorLogged: () => false, hasWarned: false }
  const server = await createServer({
    configFile: false, root: folder, customLogger, plugins: [parfor(), plugin], server: { port: 0, host: 'localhost', watch: { usePolling: true, interval: 30 } },
    // Not looked for while the test runs: what is found late makes Vite reload.
    optimizeDeps: { include: dependencies },
  })
  onTestFinished(() => server.close())
  await server.listen()
  const page = await (await browser.newContext()).newPage()
  onTestFinished(() => page.context().close())
  const log = logOf(page)
  const debug: string[] = []
  page.on('console', (message) => { if (message.type() === 'debug') debug.push(message.text()) })
  await page.goto(`http://localhost:${(server.httpServer!.address() as AddressInfo).port}/`)
  await page.waitForFunction(() => 'started' in window)
  await page.evaluate(() => { (window as { marker?: number }).marker = 1 })
  await expect.poll(() => debug.some((text) => text.includes('connected')), patience).toBe(true)
  return { page, log, debug, said, write }
}

const isMarked = (page: Page): Promise<boolean> => page.evaluate(() => (window as { marker?: number }).marker === 1)
const overlay = (page: Page): Promise<string | undefined> => page.evaluate(() => document.querySelector('vite-error-overlay')?.shadowRoot?.textContent ?? undefined)

const index = '<!doctype html><html><head><link rel="icon" href="data:,"></head><body><div id="app"></div><script type="module" src="/main.ts"></script></body></html>'

const kernels = (factor: number, above = ''): string => `import type { Numbers } from './types'
${above}
const offset = 1, weights = new Float64Array([1, 2])
const own = (x: number): number => x + offset

/** @parallel */
export function scale(x: Numbers, out: Numbers): void {
  for (let i = 0; i < x.length; i++) out[i] = own(x[i]) * ${factor} + weights[0]
}
/** @parallel */
export const sum = (x: Numbers) => {
  let s = ${factor}
  for (let i = 0; i < x.length; i++) s += x[i]
  return s
}
export default async function later() { return ${factor} }
export function* count() { yield ${factor} }
`

/** Uses what it imports in place, and also by way of references that it stored when it began. */
const main = `import { alloc, configure, info, ready } from 'parfor'
import later, { count, scale, sum } from './kernels'
configure({ gate: 'off', threads: 2 })
const stored = { scale, sum, later, count }
const x = alloc(Float64Array, 100_000).fill(2)
const out = alloc(Float64Array, 100_000)
async function run() {
  const results = []
  for (const one of [{ scale, sum, later, count }, stored]) {
    one.scale(x, out)
    results.push(out[0], out.at(-1), one.sum(x), await one.later(), ...one.count())
  }
  return results
}
const names = () => [stored.sum.name, stored.sum.length, stored.scale.name, stored.scale.length, stored.later.name]
ready().then(() => Object.assign(window, { run, info, names, started: true }))
`

const files = { 'index.html': index, 'main.ts': main, 'kernels.ts': kernels(1), 'types.ts': 'export type Numbers = Float64Array\n' }

interface Page0 { run(): Promise<number[]>; names(): unknown[]; info(): { threads: number; heap: { used: number; size: number }; regions: { name: string; wasm: number; js: number; original: number; threads: number }[] } }
const run = (page: Page): Promise<number[]> => page.evaluate(() => (window as unknown as Page0).run())
const info = (page: Page): Promise<ReturnType<Page0['info']>> => page.evaluate(() => (window as unknown as Page0).info())

function expected(factor: number): number[] {
  const once = [3 * factor + 1, 3 * factor + 1, 200_000 + factor, factor, factor]
  return [...once, ...once]
}

test.each(vites)('%s: a module that nobody accepts is replaced in place: twenty edits, no reload, nothing left behind', async (_, vite) => {
  const { page, log, debug, said, write } = await develop(files, undefined, [], vite)
  expect(await run(page)).toEqual(expected(1))
  const before = await info(page)
  expect(before.regions.map(({ wasm, threads }) => ({ wasm, threads }))).toEqual([{ wasm: 2, threads: 2 }, { wasm: 2, threads: 2 }])
  for (let factor = 2; factor <= 21; factor++) {
    // Every other edit moves the functions to another line.
    write('kernels.ts', kernels(factor, factor % 2 === 0 ? '// a line\n' : ''))
    await expect.poll(() => run(page), patience).toEqual(expected(factor))
  }
  const after = await info(page)
  expect(after.regions).toHaveLength(2)
  for (const region of after.regions) expect(region).toMatchObject({ threads: 2, js: 0, original: 0 })
  expect(after.heap.used).toBe(before.heap.used)
  expect(await page.evaluate(() => (window as unknown as Page0).names())).toEqual(['sum', 1, 'scale', 2, 'later'])
  expect(await isMarked(page), [...said, ...debug].join('\n')).toBe(true)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
})

test.each(vites)('%s: a syntax error is shown, and the last version goes on until it is mended', async (_, vite) => {
  const { page, log, write } = await develop(files, undefined, [], vite)
  expect(await run(page)).toEqual(expected(1))
  write('kernels.ts', kernels(2).replace('out[i] =', 'out[i] = ='))
  await expect.poll(() => overlay(page), patience).toMatch(/\[plugin:parfor:transform\] Unexpected token[^]*kernels\.ts:8:/)
  expect(await run(page)).toEqual(expected(1))
  expect((await info(page)).regions).toEqual([expect.objectContaining({ wasm: 4, original: 0 }), expect.objectContaining({ wasm: 4, original: 0 })])
  write('kernels.ts', kernels(3).replace('s += x[i]', 's += x[i]]'))
  await expect.poll(() => overlay(page), patience).toMatch(/kernels\.ts:13:/)
  write('kernels.ts', kernels(4))
  await expect.poll(() => run(page), patience).toEqual(expected(4))
  expect(await overlay(page)).toBeUndefined()
  expect((await info(page)).regions).toHaveLength(2)
  expect(await isMarked(page)).toBe(true)
  expect(log.exceptions).toEqual([])
})

test('a version that throws while it is loaded is passed over', async () => {
  const { page, log, write } = await develop(files)
  write('kernels.ts', kernels(2).replace('offset = 1', 'offset = missing'))
  await expect.poll(() => log.errors.join(), patience).toMatch(/\[parfor\] the new version of \/kernels\.ts could not be loaded; the last one goes on\..*missing is not defined/)
  expect(await run(page)).toEqual(expected(1))
  expect((await info(page)).regions).toEqual([expect.objectContaining({ wasm: 2, original: 0 }), expect.objectContaining({ wasm: 2, original: 0 })])
  write('kernels.ts', kernels(3))
  await expect.poll(() => run(page), patience).toEqual(expected(3))
  expect((await info(page)).regions).toHaveLength(2)
  expect(await isMarked(page)).toBe(true)
})

test.each([
  ['another export', kernels(2) + 'export const another = () => 1\n'],
  ['an export less', kernels(2).replace('export function* count() { yield 2 }', '') + 'function* count() { yield 2 }\nexport { count as other }\n'],
  ['state', kernels(2) + 'let calls = 0\nexport { calls as count2 }\n'],
  ['no mark any more', kernels(2).replaceAll('@parallel', '')],
])('%s: Vite reloads the page', async (_, text) => {
  const { page, write } = await develop({ ...files, 'main.ts': main.replace('count, ', '').replaceAll(', count', '').replaceAll(', ...one.count()', '') })
  write('kernels.ts', text)
  await expect.poll(() => isMarked(page).catch(() => true), patience).toBe(false)
  await page.waitForFunction(() => 'started' in window)
  await expect.poll(async () => (await run(page))[0], patience).toBe(7)
})

test('types of another file: the kernels are made anew, in place', async () => {
  const { page, debug, write } = await develop(files)
  expect(await run(page)).toEqual(expected(1))
  write('types.ts', 'export type Numbers = Float64Array | Float32Array\n')
  await expect.poll(() => debug, patience).toContain('[parfor] hot updated: /kernels.ts')
  expect(await run(page)).toEqual(expected(1))
  expect(await isMarked(page)).toBe(true)
})

test('the overlay about what stays plain JavaScript comes and goes with what is replaced', async () => {
  const sequential = kernels(2).replace('s += x[i]', 's = s * x[i] % 7')
  const { page, write } = await develop(files)
  await run(page)
  for (let round = 0; round < 2; round++) {
    write('kernels.ts', sequential)
    await expect.poll(() => overlay(page), patience).toMatch(/no loop of 'sum' runs in parallel/)
    write('kernels.ts', kernels(3))
    await expect.poll(() => overlay(page), patience).toBeUndefined()
  }
  await expect.poll(() => run(page), patience).toEqual(expected(3))
  expect(await isMarked(page)).toBe(true)
})

test("a module that is accepted stays Vite's, and releases its old regions", async () => {
  const accepting = `${main}\nlet current = { scale, sum, later, count }\nimport.meta.hot!.accept('./kernels', (module) => { current = { ...module, later: module.default }; window.updates = (window.updates ?? 0) + 1 })\n`
    .replace('for (const one of [{ scale, sum, later, count }, stored])', 'for (const one of [current, current])')
  const { page, log, write } = await develop({ ...files, 'main.ts': accepting })
  expect(await run(page)).toEqual(expected(1))
  const before = await info(page)
  for (let factor = 2; factor <= 8; factor++) {
    write('kernels.ts', kernels(factor, factor % 2 === 0 ? '// a line\n' : ''))
    await expect.poll(() => run(page), patience).toEqual(expected(factor))
  }
  const after = await info(page)
  expect(after.regions).toEqual([expect.objectContaining({ threads: 2, original: 0 }), expect.objectContaining({ threads: 2, original: 0 })])
  expect(after.heap.used).toBe(before.heap.used)
  expect(await isMarked(page)).toBe(true)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
})

test("a module that one of the application's workers uses is left to Vite, which reloads the page", async () => {
  const worker = `import { alloc, configure, info, ready } from 'parfor'
import { sum } from './kernels'
configure({ gate: 'off', threads: 2 })
const x = alloc(Float64Array, 100_000).fill(2)
ready().then(() => postMessage([sum(x), info().regions.map(({ wasm }) => wasm)]))
`
  const { page, log, write } = await develop({ ...files, 'worker.ts': worker, 'main.ts': `${main}
new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }).onmessage = ({ data }) => { window.fromWorker = data }
` })
  const fromWorker = (): Promise<unknown> => page.evaluate(() => (window as { fromWorker?: unknown }).fromWorker).catch(() => undefined)
  await expect.poll(fromWorker, patience).toEqual([200_001, [0, 1]])
  write('kernels.ts', kernels(2))
  await expect.poll(fromWorker, patience).toEqual([200_002, [0, 1]])
  expect(await isMarked(page)).toBe(false)
  expect(log.exceptions).toEqual([])
})

const frameworkPage = index.replace('/main.ts', '/main.tsx')
const text = (page: Page, selector: string): Promise<string | null> => page.locator(selector).textContent()

interface Counted { name: string; wasm: number; original: number; threads: number }
const counted = async (page: Page): Promise<Counted[]> => (await info(page)).regions.map(({ name, wasm, original, threads }) => ({ name, wasm, original, threads }))

const prepare = `import { configure, info, ready } from 'parfor'
configure({ gate: 'off', threads: 2 })
export const begin = (mount) => ready().then(() => { mount(); Object.assign(window, { info, started: true }) })
`

const total = (factor: number): string => `/** @parallel */
export function total(x: Float64Array): number {
  let s = 0
  for (let i = 0; i < x.length; i++) s += ${factor} * x[i]
  return s
}
`

test('React: Fast Refresh renders again with the new kernel, and keeps state', async () => {
  const { page, log, write } = await develop({
    'index.html': frameworkPage, 'prepare.js': prepare, 'kernels.ts': total(1),
    'main.tsx': "import { createRoot } from 'react-dom/client'\nimport { begin } from './prepare'\nimport { App } from './App'\nbegin(() => createRoot(document.getElementById('app')!).render(<App/>))\n",
    'App.tsx': `import { useState } from 'react'
import { total } from './kernels'
const x = new Float64Array(50_000).fill(2)
export function App() {
  const [count, setCount] = useState(0)
  return <><button onClick={() => setCount(count + 1)}>{count}</button><p>{total(x)}</p></>
}
`,
  }, react(), ['react', 'react-dom/client', 'react/jsx-dev-runtime'])
  await expect.poll(() => text(page, 'p'), patience).toBe('100000')
  await page.click('button')
  await expect.poll(() => text(page, 'button'), patience).toBe('1')
  for (let factor = 2; factor <= 6; factor++) {
    write('kernels.ts', total(factor))
    await expect.poll(() => text(page, 'p'), patience).toBe(String(100_000 * factor))
  }
  expect(await text(page, 'button')).toBe('1')
  expect(await counted(page)).toEqual([{ name: 'total:4', wasm: expect.any(Number), original: 0, threads: 2 }])
  expect(await isMarked(page)).toBe(true)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
})

const vueComponent = (factor: number, label: string): string => `<script setup lang="ts">
import { ref } from 'vue'
const count = ref(0)
const x = ref(new Float64Array(50_000).fill(2))
/** @parallel */
function total(): number {
  let s = 0
  for (let i = 0; i < x.value.length; i++) s += ${factor} * x.value[i]
  return s
}
</script>

<template>
  <button @click="count++">{{ count }}</button><p>${label} {{ total() + 0 * count }}</p>
</template>
`

test('Vue: the template changes and the kernel stays; the script changes and there is a new one', async () => {
  const { page, log, write } = await develop({
    'index.html': frameworkPage, 'prepare.js': prepare, 'App.vue': vueComponent(1, 'sum'),
    'main.tsx': "import { createApp } from 'vue'\nimport { begin } from './prepare'\nimport App from './App.vue'\nbegin(() => createApp(App).mount('#app'))\n",
  }, vue(), ['vue'])
  await expect.poll(() => text(page, 'p'), patience).toBe('sum 100000')
  await page.click('button')
  await expect.poll(() => text(page, 'button'), patience).toBe('1')
  for (const label of ['total', 'all of it']) {
    write('App.vue', vueComponent(1, label))
    await expect.poll(() => text(page, 'p'), patience).toBe(`${label} 100000`)
  }
  // The instance of the component is the first one, with the functions that were made when it was.
  expect(await text(page, 'button')).toBe('1')
  await page.click('button')
  await expect.poll(() => text(page, 'button'), patience).toBe('2')
  expect(await counted(page)).toEqual([{ name: 'total:8', wasm: 5, original: 0, threads: 2 }])
  for (let factor = 2; factor <= 4; factor++) {
    write('App.vue', vueComponent(factor, 'sum'))
    await expect.poll(() => text(page, 'p'), patience).toBe(`sum ${100_000 * factor}`)
  }
  expect(await counted(page)).toEqual([{ name: 'total:8', wasm: 8, original: 0, threads: 2 }])
  expect(await isMarked(page)).toBe(true)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
})

const svelteComponent = (factor: number): string => `<script lang="ts">
  let x = $state.raw(new Float64Array(50_000).fill(2))
  /** @parallel */
  function total(): number {
    let s = 0
    for (let i = 0; i < x.length; i++) s += ${factor} * x[i]
    return s
  }
</script>
<p>{total()}</p>
`

test('Svelte: the component is mounted again with the new kernel', async () => {
  const { page, log, write } = await develop({
    'index.html': frameworkPage, 'prepare.js': prepare, 'App.svelte': svelteComponent(1),
    'main.tsx': "import { mount } from 'svelte'\nimport { begin } from './prepare'\nimport App from './App.svelte'\nbegin(() => mount(App, { target: document.getElementById('app')! }))\n",
  }, svelte({ configFile: false }))
  await expect.poll(() => text(page, 'p'), patience).toBe('100000')
  for (let factor = 2; factor <= 4; factor++) {
    write('App.svelte', svelteComponent(factor))
    await expect.poll(() => text(page, 'p'), patience).toBe(String(100_000 * factor))
  }
  expect(await counted(page)).toEqual([{ name: 'total:6', wasm: expect.any(Number), original: 0, threads: 2 }])
  expect(await isMarked(page)).toBe(true)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
})
