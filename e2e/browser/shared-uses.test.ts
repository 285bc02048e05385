/** What Chromium does with arrays of the shared heap, and what the front end says about it beforehand: the uses that are told throw, and the others do not. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../src/chromium.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'
import type { StaticServer } from '../src/static-server.ts'

const require = createRequire(import.meta.url)
let folder: string
let server: StaticServer
let browser: Browser
let page: Page

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parfor-shared-'))
  await build({
    stdin: { contents: `import { alloc, ready } from 'parfor'; ready().then(() => { globalThis.alloc = alloc })`, resolveDir: import.meta.dirname },
    bundle: true, format: 'esm', outfile: join(folder, 'page.js'), external: ['@parfor/compiler'], logLevel: 'error',
  })
  const runtime = dirname(createRequire(require.resolve('parfor')).resolve('@parfor/runtime-wasm'))
  for (const name of ['core.wasm', 'worker.mjs']) await copyFile(join(runtime, name), join(folder, name))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>shared</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>')
  server = await serveFolder(folder, isolationHeaders)
  browser = await launchChromium()
  page = await (await browser.newContext()).newPage()
  await page.goto(server.url)
  await page.waitForFunction(() => 'alloc' in globalThis)
})

afterAll(async () => {
  await browser?.close()
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

const told = (use: string): boolean =>
  compileModule(babel, `/** @parallel */ function own() {}\nimport { alloc } from 'parfor'\n${use}`, { filename: 'a.js' }).diagnostics.some(({ code }) => code === 'PF409')

/** The name of what is thrown, if anything is. */
const thrown = (use: string): Promise<string> => page.evaluate(async (text) => {
  try {
    await (new Function(`return (async () => { ${text} })()`) as () => Promise<void>)()
    return ''
  } catch (error) {
    return (error as Error).name
  }
}, use)

const bytes = 'const x = alloc(Uint8Array, 64).fill(65);'
const floats = 'const x = alloc(Float32Array, 64);'
const audio = 'const context = new OfflineAudioContext(1, 128, 44100);'
const gl = "const gl = document.createElement('canvas').getContext('webgl2');"

test.each([
  ['const x = alloc(Uint8ClampedArray, 64); new ImageData(x, 4)'], [`${bytes} new Blob([x])`], [`${bytes} new File([x], 'x')`], [`${bytes} new FontFace('x', x)`],
  [`${bytes} crypto.getRandomValues(x)`], [`${bytes} await crypto.subtle.digest('SHA-1', x)`], [`${bytes} new TextDecoder().decode(x)`], [`${bytes} new TextEncoder().encodeInto('x', x)`],
  [`${bytes} navigator.sendBeacon('/x', x)`], [`${bytes} const request = new XMLHttpRequest(); request.open('POST', '/x'); request.send(x)`],
  [`${bytes} structuredClone(x, { transfer: [x.buffer] })`], [`${bytes} new MessageChannel().port1.postMessage(x, [x.buffer])`], [`${bytes} new MessageChannel().port1.postMessage(x, { transfer: [x.buffer] })`],
  [`${floats} ${audio} context.createBuffer(1, 64, 44100).copyToChannel(x, 0)`], [`${floats} ${audio} context.createBuffer(1, 64, 44100).copyFromChannel(x, 0)`],
  [`${floats} ${audio} context.createAnalyser().getFloatTimeDomainData(x)`], [`${floats} ${audio} context.createAnalyser().getFloatFrequencyData(x)`],
  [`${bytes} ${audio} context.createAnalyser().getByteTimeDomainData(x)`], [`${bytes} ${audio} context.createAnalyser().getByteFrequencyData(x)`],
  ['const x = alloc(Float32Array, 16); DOMMatrix.fromFloat32Array(x)'], ['const x = alloc(Float64Array, 16); DOMMatrix.fromFloat64Array(x)'],
])('refused, and told: %s', async (use) => {
  expect(await thrown(use)).toMatch(/^(?:TypeError|DataCloneError)$/)
  expect(told(use)).toBe(true)
})

test.each([
  ['const x = alloc(Uint8ClampedArray, 64); new ImageData(4, 4).data.set(x)'], ['const x = alloc(Uint8ClampedArray, 64); new ImageData(x.slice(), 4)'],
  [`${bytes} new MessageChannel().port1.postMessage(x)`], [`${bytes} structuredClone(x)`], [`${bytes} new TextDecoder().decode(x.slice())`],
  [`${floats} ${gl} gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer()); gl.bufferData(gl.ARRAY_BUFFER, x, gl.STATIC_DRAW)`], [`${floats} ${gl} gl.uniform4fv(null, x)`],
  [`${bytes} ${gl} gl.bindTexture(gl.TEXTURE_2D, gl.createTexture()); gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, x)`],
])('allowed, and not told: %s', async (use) => {
  expect(await thrown(use)).toBe('')
  expect(told(use)).toBe(false)
})
