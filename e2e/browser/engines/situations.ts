/** parfor in pages of another engine than Chromium: each situation of docs/browsers.md that engines may see differently. */
import type * as Parfor from 'parfor'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isolationHeaders } from '../../src/static-server.ts'
import { launchEngine } from '../../src/engines/index.ts'
import type { Engine, EngineName, EnginePage } from '../../src/engines/index.ts'
import type { Outcome } from '../ladder/pages/suite.ts'
import type { Pages } from '../ladder/pages/page.ts'
import { removePages } from '../ladder/site.ts'
import { expectJavaScript, expectOneMessage, expectRight, expectSilence, expectThreads } from '../ladder/visit.ts'
import type { Where } from '../ladder/visit.ts'
import type { Bits, BitsOfPage } from './pages/bits.ts'
import { buildPages, visit } from './site.ts'
import type { EngineVisitOptions } from './site.ts'

type InPage = { pages: Pages; bits: BitsOfPage; parfor: Pick<typeof Parfor, 'alloc' | 'info'> }

const outcomeOf = (page: EnginePage, where: Where = 'suite'): Promise<Outcome> => page.evaluate((name) => (globalThis as unknown as InPage).pages[name](), where)
const bitsOf = (page: EnginePage, settings: Parameters<BitsOfPage>[0]): Promise<Bits> => page.evaluate((wanted) => (globalThis as unknown as InPage).bits(wanted), settings)

export interface Traits {
  /** SharedArrayBuffer in isolated pages. */
  hasThreads: boolean
  /** Arrays can live in the shared heap. */
  hasHeap: boolean
  /** `Cross-Origin-Embedder-Policy: credentialless` isolates. */
  knowsCredentialless: boolean
}

const ordinaryArrays = /arrays stay ordinary ones, which calls copy/

export function describeSituations(name: EngineName, { hasThreads, hasHeap, knowsCredentialless }: Traits): void {
  let folder: string
  let engine: Engine
  /** Of all kernels, in Chromium. */
  let expectedBits: string
  let cores: number
  /** Small calls run as plain JavaScript with the engine's own exponential function, so the fingerprint is the engine's. */
  let fingerprint: string

  beforeAll(async () => {
    folder = await buildPages()
    const chromium = await launchEngine('chromium')
    try {
      expectedBits = await visit(chromium, folder, { script: 'bits' }, async ({ page }) => (await bitsOf(page, {})).fingerprint)
    } finally {
      await chromium.close()
    }
    engine = await launchEngine(name)
    await visit(engine, folder, {}, async ({ page }) => {
      cores = await page.evaluate(() => navigator.hardwareConcurrency)
      fingerprint = (await outcomeOf(page)).fingerprint
    })
    console.log(`${name} ${engine.version}`)
  })

  afterAll(async () => {
    await engine?.close()
    await removePages(folder)
  })

  const open = <T>(options: EngineVisitOptions, use: Parameters<typeof visit<T>>[3]): Promise<T> => visit(engine, folder, options, use)

  const threadsOf = (wanted: number): number => (hasThreads ? wanted : 1)

  /** What the engine lacks is said, in one line, and nothing else is. */
  function expectOwnMessage(log: Parameters<typeof expectSilence>[0]): void {
    if (!hasThreads) expectOneMessage(log, /^parfor PF404: marked functions run on 1 thread: this browser has no SharedArrayBuffer, although the page is cross-origin isolated/)
    else if (!hasHeap) expectOneMessage(log, ordinaryArrays)
    else expectSilence(log)
  }

  describe('isolated', () => {
    test.each(['suite', 'inWorker'] as const)('%s: all threads', (where) => open({}, async ({ page, log, site }) => {
      expect(cores).toBeGreaterThan(1)
      const outcome = await outcomeOf(page, where)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, threadsOf(cores))
      expect(outcome.isolated).toBe(true)
      expect(outcome.info.ladder.map(({ available }) => available)).toEqual([hasThreads, true, true])
      expect(outcome.info.heap.used > 0).toBe(hasHeap)
      expect(site.requests.get('/core.wasm')).toBe(where === 'suite' ? 1 : 2)
      // Workers have consoles of their own.
      if (where === 'suite') expectOwnMessage(await log())
    }))

    test('more threads than cores, and fewer', () => open({ cores: 5 }, async ({ page }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expect(outcome.info.threads).toBe(threadsOf(5))
      const fewer = await page.evaluate(() => {
        const { pages } = globalThis as unknown as InPage
        pages.configure({ threads: 2 })
        return pages.suite()
      })
      expectRight(fewer, fingerprint)
      expect(fewer.info.threads).toBe(threadsOf(2))
    }))

    test('in the page and in its worker at once', () => open({}, async ({ page }) => {
      const outcomes = await page.evaluate(async () => {
        const { pages } = globalThis as unknown as InPage
        const inWorker = pages.inWorker()
        const here = await pages.suite()
        return [here, await inWorker]
      })
      for (const outcome of outcomes) {
        expectRight(outcome, fingerprint)
        expectThreads(outcome, threadsOf(cores))
      }
    }))

    test('a shared worker: right, on as many threads as it is allowed', () => open({}, async ({ page }) => {
      const outcome = await outcomeOf(page, 'inSharedWorker')
      expectRight(outcome, fingerprint)
      expectThreads(outcome, outcome.isolated ? threadsOf(cores) : 1)
    }))

    test('a kernel that is compiled in the page', () => open({}, async ({ page }) => {
      expect(await page.evaluate(() => (globalThis as unknown as InPage).pages.doubled())).toEqual({ right: true, kernels: 1, threads: threadsOf(cores) })
    }))

    test('a second copy of the runtime is the first', () => open({}, async ({ page, site }) => {
      await outcomeOf(page)
      expect(await page.evaluate(() => (globalThis as unknown as InPage).pages.secondCopy())).toEqual({ sameRuntime: true, threads: threadsOf(cores) })
      expect(site.requests.get('/core.wasm')).toBe(1)
    }))

    test('left during work, and come back to by the history', () => open({ answers: { '/other.html': { body: '<!doctype html><link rel="icon" href="data:,">other' } } }, async ({ page, site }) => {
      await page.evaluate(() => {
        void (globalThis as unknown as InPage).pages.suite()
      })
      await page.goto(`${site.url}other.html`)
      await page.goto(site.url)
      await page.evaluate(async () => { while (document.documentElement.dataset.state !== 'loaded') await new Promise((resolve) => { setTimeout(resolve, 10) }) })
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, threadsOf(cores))
    }))
  })

  describe('bits', () => {
    test.each([1, 2, 3])('%i threads: those of Chromium', (threads) => open({ script: 'bits', cores: 3 }, async ({ page }) => {
      const { fingerprint: own, right, info } = await bitsOf(page, { threads })
      expect(right).toBe(true)
      expect(own).toBe(expectedBits)
      expect(info.regions).toHaveLength(3)
      for (const region of info.regions) expect(region).toMatchObject({ js: 0, original: 0, threads: threadsOf(threads) })
    }))

    test('without WebAssembly', () => open({ script: 'bits' }, async ({ page }) => {
      const { fingerprint: own, right, info } = await bitsOf(page, { backend: 'js' })
      expect(right).toBe(true)
      expect(own).toBe(expectedBits)
      for (const region of info.regions) expect(region.wasm).toBe(0)
    }))
  })

  describe('not isolated', () => {
    // In a page of Safari that is not isolated there is no SharedArrayBuffer, whatever the switch.
    const asInUse = name !== 'webkit'

    if (asInUse) test('one thread, with the cure in one message', () => open({ isolated: false }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, 1)
      expect(outcome.isolated).toBe(false)
      expectOneMessage(await log(), /^parfor PF404: marked functions run on 1 thread: the page is not cross-origin isolated\. Serve it with the headers/)
    }))

    test('credentialless', () => open({ isolated: false, headers: { ...isolationHeaders, 'Cross-Origin-Embedder-Policy': 'credentialless' } }, async ({ page }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expect(outcome.isolated).toBe(knowsCredentialless)
      expectThreads(outcome, knowsCredentialless ? cores : 1)
    }))
  })

  describe('Content-Security-Policy', () => {
    test('as documented: all threads', () => open({ headers: { 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'" } }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, threadsOf(cores))
      expectOwnMessage(await log())
    }))

    test("without 'wasm-unsafe-eval': JavaScript", () => open({ headers: { 'Content-Security-Policy': "script-src 'self'" } }, async ({ page, log }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectJavaScript(outcome, /^this page may not compile WebAssembly: add 'wasm-unsafe-eval' to script-src/)
      const { warnings } = await log()
      expect(warnings.filter((line) => line.startsWith('parfor'))).toEqual([expect.stringMatching(/^parfor PF404: WebAssembly cannot be used here.*add 'wasm-unsafe-eval'/)])
    }))

    if (hasThreads) test('that forbids the worker: one thread', () => open({ headers: { 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" } }, async ({ page }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, 1)
      expect(outcome.info.remarks.join()).toMatch(/^(?:the Content-Security-Policy forbids the worker script\. Add|1 thread only: .*Content-Security-Policy:) worker-src 'self'/)
    }))
  })

  const html = '<!doctype html><title>An application</title>'

  describe('core.wasm', () => {
    test.each(['text/plain', ''])('as "%s": works', (type) => open({ answers: { '/core.wasm': { headers: { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff' } } } }, async ({ page }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, threadsOf(cores))
    }))

    test.each([
      ['a 404', { status: 404, body: 'not found' }, /core\.wasm could not be fetched: 404/],
      ['a page, with 200', { body: html, headers: { 'Content-Type': 'text/html' } }, /core\.wasm is not WebAssembly but text\/html/],
      ['half of it', { body: '\0asm\u0001\0\0\0\u0001\u0050' }, /core\.wasm cannot be compiled/],
    ])('%s: JavaScript', (_, answer, message) => open({ answers: { '/core.wasm': answer } }, async ({ page }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectJavaScript(outcome, message)
    }))
  })

  if (hasThreads) describe('worker.mjs', () => {
    const notLoaded = /the worker script could not be loaded\. It must be there .*Cross-Origin-Embedder-Policy.*worker-src 'self'.*extension/

    test.each([
      ['a 404', { status: 404, body: 'not found' }, notLoaded],
      ['a page in its place', { body: html, headers: { 'Content-Type': 'text/html' } }, notLoaded],
      ['without Cross-Origin-Embedder-Policy', { headers: { 'Cross-Origin-Embedder-Policy': '' } }, notLoaded],
      ['another script in its place', { body: 'throw new Error("another script")' }, /worker 1 is gone: its thread was ended by .*another script/],
      ['with a policy that forbids WebAssembly', { headers: { 'Content-Security-Policy': "script-src 'self'" } }, /the worker script may not compile WebAssembly: add 'wasm-unsafe-eval'/],
    ])('%s: one thread', (_, answer, message) => open({ answers: { '/worker.mjs': answer } }, async ({ page }) => {
      const outcome = await outcomeOf(page)
      expectRight(outcome, fingerprint)
      expectThreads(outcome, 1)
      expect(outcome.info.remarks.join()).toMatch(message)
    }))
  })

  if (hasHeap) test('arrays that nobody holds are given back', () => open({ script: 'bits' }, async ({ page }) => {
    // Twice as much as the heap can hold.
    const used = await page.evaluate(async () => {
      const { alloc, info } = (globalThis as unknown as InPage).parfor
      const end = performance.now() + 60_000
      const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds) })
      for (let k = 0; k < 130; k++) {
        alloc(Float64Array, 8_000_000)
        await pause(0)
      }
      while (info().heap.used > 2 ** 30 && performance.now() < end) {
        void new ArrayBuffer(2 ** 26)
        await pause(50)
      }
      return info().heap.used
    })
    expect(used).toBeLessThanOrEqual(2 ** 30)
  }))
}
