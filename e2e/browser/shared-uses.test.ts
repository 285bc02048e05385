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
const device = 'const device = await (await navigator.gpu.requestAdapter()).requestDevice();'
const database = `const db = await new Promise((resolve) => {
  const request = indexedDB.open('d' + Math.random())
  request.onupgradeneeded = () => request.result.createObjectStore('s')
  request.onsuccess = () => resolve(request.result)
});`
const handle = "(await (await navigator.storage.getDirectory()).getFileHandle('x', { create: true }))"
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
  [`${bytes} new Blob([x.buffer])`], [`${bytes} new FontFace('x', x.buffer)`], [`${bytes} await crypto.subtle.digest('SHA-1', x.buffer)`], [`${bytes} new TextDecoder().decode(x.buffer)`], [`${bytes} navigator.sendBeacon('/x', x.buffer)`],
  [`${bytes} const socket = new WebSocket(location.href.replace('http', 'ws')); await new Promise((resolve) => { socket.onerror = resolve }); socket.send(x)`], [`${bytes} const channel = new RTCPeerConnection().createDataChannel('x'); channel.send(x)`],
  [`${bytes} ${database} db.transaction('s', 'readwrite').objectStore('s').put(x, 1)`], [`${bytes} ${database} const store = db.transaction('s', 'readwrite').objectStore('s'); store.add({ list: [x] }, 1)`],
  [`${bytes} history.replaceState(x, '')`], [`${bytes} history.pushState({ x }, '')`], [`${bytes} new Notification('x', { data: { x } })`],
  [`${bytes} const file = await ${handle}.createWritable(); await file.write(x)`], [`${bytes} const file = await ${handle}.createWritable(); await file.write({ type: 'write', data: x })`],
  [`${bytes} const stream = new CompressionStream('gzip'); void stream.readable.getReader().read(); await stream.writable.getWriter().write(x)`],
  [`${bytes} const stream = new TextDecoderStream(); void stream.readable.getReader().read(); const writer = stream.writable.getWriter(); await writer.write(x)`],
  [`${bytes} const reader = new Response('abc').body.getReader({ mode: 'byob' }); await reader.read(x)`],
  [`${bytes} await crypto.subtle.importKey('raw', x.subarray(0, 16), 'AES-GCM', false, ['encrypt'])`],
  [`${bytes} const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt']); await crypto.subtle.encrypt({ name: 'AES-GCM', iv: x.subarray(0, 12) }, key, new Uint8Array(4))`],
  [`${floats} ${audio} const shaper = context.createWaveShaper(); shaper.curve = x`], [`${bytes} ${audio} await context.decodeAudioData(x.buffer)`],
  [`${floats} ${audio} context.createBiquadFilter().getFrequencyResponse(new Float32Array(64), x, new Float32Array(64))`],
])('refused, and told: %s', async (use) => {
  expect(await thrown(use)).toMatch(/^(?:TypeError|DataCloneError)$/)
  expect(told(use)).toBe(true)
})

test.each([
  ['const x = alloc(Uint8ClampedArray, 64); new ImageData(4, 4).data.set(x)'], ['const x = alloc(Uint8ClampedArray, 64); new ImageData(x.slice(), 4)'],
  [`${bytes} new MessageChannel().port1.postMessage(x)`], [`${bytes} structuredClone(x)`], [`${bytes} new TextDecoder().decode(x.slice())`],
  [`${floats} ${gl} gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer()); gl.bufferData(gl.ARRAY_BUFFER, x, gl.STATIC_DRAW)`], [`${floats} ${gl} gl.uniform4fv(null, x)`],
  [`${bytes} ${gl} gl.bindTexture(gl.TEXTURE_2D, gl.createTexture()); gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 4, 4, 0, gl.RGBA, gl.UNSIGNED_BYTE, x)`],
  [`${bytes} ${gl} gl.readPixels(0, 0, 4, 4, gl.RGBA, gl.UNSIGNED_BYTE, x)`], [`${floats} ${gl} gl.bindBuffer(gl.ARRAY_BUFFER, gl.createBuffer()); gl.bufferData(gl.ARRAY_BUFFER, 256, gl.STATIC_DRAW); gl.bufferSubData(gl.ARRAY_BUFFER, 0, x)`],
  [`${bytes} await fetch('/', { method: 'POST', body: x })`], [`${bytes} await new Response(x).text()`], [`${bytes} new Request('/x', { method: 'POST', body: x })`],
  [`${bytes} new BroadcastChannel('x').postMessage(x)`], [`${bytes} new VideoFrame(x, { format: 'RGBA', codedWidth: 4, codedHeight: 4, timestamp: 0 }).close()`],
  [`${bytes} new EncodedVideoChunk({ type: 'key', timestamp: 0, data: x })`], [`${floats} new AudioData({ format: 'f32', sampleRate: 44100, numberOfFrames: 64, numberOfChannels: 1, timestamp: 0, data: x }).close()`],
  [`${floats} ${audio} context.createBuffer(1, 64, 44100).getChannelData(0).set(x)`], [`${floats} ${audio} context.createPeriodicWave(x, x)`], [`${floats} ${audio} context.createGain().gain.setValueCurveAtTime(x, 0, 1)`],
  [`${bytes} WebAssembly.validate(x)`], ['const x = alloc(Float32Array, 16); new DOMMatrix(x)'], [`${bytes} JSON.stringify(x); Array.from(x); new Uint8Array(x); x.slice().buffer`],
])('allowed, and not told: %s', async (use) => {
  expect(await thrown(use)).toBe('')
  expect(told(use)).toBe(false)
})

test.each([
  [`${bytes} return new Uint8Array(x.buffer).length !== x.length`], [`${bytes} return x.buffer.slice(0).byteLength !== x.byteLength`], [`${bytes} return x.buffer.byteLength !== 64`],
  [`${bytes} return (await new Response(x.buffer).text()).length !== x.length`],
])('no exception, but other bytes than the array has, and told: %s', async (use) => {
  expect(await page.evaluate((text) => (new Function(`return (async () => { ${text} })()`) as () => Promise<boolean>)(), use)).toBe(true)
  expect(told(`async () => { ${use} }`)).toBe(true)
})

/** Chromium has no GPU here, but its software rendering: what is shared is told apart before it gets there. */
test('WebGPU takes shared memory', async () => {
  const other = await launchChromium(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan'])
  try {
    page = await (await other.newContext()).newPage()
    await page.goto(server.url)
    await page.waitForFunction(() => 'alloc' in globalThis)
    for (const use of [
      `${device} const x = alloc(Float32Array, 16); device.queue.writeBuffer(device.createBuffer({ size: 64, usage: GPUBufferUsage.COPY_DST }), 0, x)`,
      `${device} const x = alloc(Uint8Array, 64); device.queue.writeTexture({ texture: device.createTexture({ size: [4, 4], format: 'rgba8unorm', usage: GPUTextureUsage.COPY_DST }) }, x, { bytesPerRow: 16 }, [4, 4])`,
    ]) {
      expect(await thrown(use)).toBe('')
      expect(told(use)).toBe(false)
    }
  } finally {
    await other.close()
  }
})
