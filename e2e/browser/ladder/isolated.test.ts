/** A cross-origin isolated page: all threads, wherever marked functions are called. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, logOf } from '../../src/chromium.ts'
import type { Pages } from './pages/page.ts'
import { buildPages, removePages } from './site.ts'
import { expectRight, expectSilence, expectThreads, outcomeOf, visit } from './visit.ts'

let folder: string
let browser: Browser
let fingerprint: string
let cores: number

type InPage = { pages: Pages }

beforeAll(async () => {
  folder = await buildPages()
  browser = await launchChromium()
  await visit(browser, folder, {}, async ({ page }) => {
    cores = await page.evaluate(() => navigator.hardwareConcurrency)
    fingerprint = (await outcomeOf(page)).fingerprint
  })
})

afterAll(async () => {
  await browser?.close()
  await removePages(folder)
})

describe('threads', () => {
  test.each(['suite', 'inWorker'] as const)('%s', (where) => visit(browser, folder, {}, async ({ page, log, site }) => {
    expect(cores).toBeGreaterThan(1)
    const outcome = await outcomeOf(page, where)
    expectRight(outcome, fingerprint)
    expectThreads(outcome, cores)
    expect(outcome.isolated).toBe(true)
    expect(outcome.info.ladder.map(({ available }) => available)).toEqual([true, true, true])
    expect(outcome.info.remarks).toEqual([])
    // The page and its worker have a pool each.
    expect(site.requests.get('/core.wasm')).toBe(where === 'suite' ? 1 : 2)
    expectSilence(log)
  }))

  test('more than cores, and fewer', () => visit(browser, folder, {
    // Before the first marked module is loaded, which asks for the core.
    before: () => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: 5 }) },
  }, async ({ page }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, fingerprint)
    expect(outcome.info.threads).toBe(5)
    const fewer = await page.evaluate(async () => {
      const { pages } = globalThis as unknown as InPage
      pages.configure({ threads: 2 })
      return pages.suite()
    })
    expectRight(fewer, fingerprint)
    expect(fewer.info.threads).toBe(2)
  }))

  test('in the page and in its worker at once', () => visit(browser, folder, {}, async ({ page, log }) => {
    const outcomes = await page.evaluate(async () => {
      const { pages } = globalThis as unknown as InPage
      const inWorker = pages.inWorker()
      const here = []
      for (let again = 0; again < 3; again++) here.push(await pages.suite())
      return [...here, await inWorker]
    })
    for (const outcome of outcomes) expectRight(outcome, fingerprint)
    for (const outcome of outcomes) expect(outcome.info.threads).toBe(cores)
    expectSilence(log)
  }))
})

test('a shared worker: one thread, with the reason', () => visit(browser, folder, {}, async ({ page }) => {
  const outcome = await outcomeOf(page, 'inSharedWorker')
  expectRight(outcome, fingerprint)
  // Should Chromium isolate shared workers one day, they will have threads.
  expect(outcome.isolated).toBe(false)
  expectThreads(outcome, 1)
  expect(outcome.info.remarks).toEqual([expect.stringMatching(/^this shared worker is not cross-origin isolated\. Call marked functions in the page or in a dedicated worker/)])
}))

test('a second copy of the runtime is the first', () => visit(browser, folder, {}, async ({ page, log, site }) => {
  await outcomeOf(page)
  const workers = page.workers().length
  expect(workers).toBe(cores - 1)
  for (let again = 0; again < 2; again++) {
    const { sameRuntime, threads } = await page.evaluate(() => (globalThis as unknown as InPage).pages.secondCopy())
    expect(sameRuntime).toBe(true)
    expect(threads).toBe(cores)
  }
  expect(page.workers()).toHaveLength(workers)
  expect(site.requests.get('/copy.js')).toBe(1)
  expect(site.requests.get('/core.wasm')).toBe(1)
  expectSilence(log)
}))

describe('the compiler', () => {
  test('is fetched when a region needs it, not before', () => visit(browser, folder, {}, async ({ page, log, site }) => {
    await outcomeOf(page)
    const chunks = (): string[] => [...site.requests.keys()].filter((path) => path.startsWith('/dist-'))
    expect(chunks()).toEqual([])
    expect(await page.evaluate(() => (globalThis as unknown as InPage).pages.doubled())).toEqual({ right: true, kernels: 1, threads: cores })
    expect(chunks()).toHaveLength(1)
    expectSilence(log)
  }))

  test('is not fetched where kernels cannot run', () => visit(browser, folder, { headers: { 'Content-Security-Policy': "script-src 'self'" } }, async ({ page, site }) => {
    expect(await page.evaluate(() => (globalThis as unknown as InPage).pages.doubled())).toEqual({ right: true, kernels: 0, threads: 0 })
    expect([...site.requests.keys()].filter((path) => path.startsWith('/dist-'))).toEqual([])
  }))
})

describe('pages that come and go', () => {
  test('two tabs at once', () => visit(browser, folder, {}, async ({ page, log, site }) => {
    const second = await page.context().newPage()
    const secondLog = logOf(second)
    await second.goto(site.url)
    const outcomes = await Promise.all([outcomeOf(page), outcomeOf(second)])
    for (const outcome of outcomes) {
      expectRight(outcome, fingerprint)
      expectThreads(outcome, cores)
    }
    expectSilence(log)
    expectSilence(secondLog)
  }))

  test('a page in the background', () => visit(browser, folder, {}, async ({ page, log }) => {
    await page.context().newPage().then((front) => front.bringToFront())
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false })
    const outcome = await outcomeOf(page)
    expectRight(outcome, fingerprint)
    expectThreads(outcome, cores)
    expectSilence(log)
  }))

  test('frozen, and thawed', () => visit(browser, folder, {}, async ({ page, log }) => {
    expectRight(await outcomeOf(page), fingerprint)
    const session = await page.context().newCDPSession(page)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await new Promise((resolve) => { setTimeout(resolve, 300) })
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    const outcome = await outcomeOf(page)
    expectRight(outcome, fingerprint)
    expectThreads(outcome, cores)
    expectSilence(log)
  }))

  test('left, and come back to by the history', () => visit(browser, folder, { answers: { '/other.html': { body: '<!doctype html><link rel="icon" href="data:,">other' } } }, async ({ page, log, site }) => {
    expectRight(await outcomeOf(page), fingerprint)
    await page.goto(`${site.url}other.html`)
    await page.goBack()
    await page.locator('html[data-state]').waitFor({ state: 'attached' })
    const outcome = await outcomeOf(page)
    expectRight(outcome, fingerprint)
    expectThreads(outcome, cores)
    expectSilence(log)
  }))

  test('closed during work', async () => {
    await visit(browser, folder, {}, async ({ page }) => {
      const work = page.evaluate(async () => {
        const { pages } = globalThis as unknown as InPage
        for (;;) await pages.suite()
      }).catch(() => 'closed')
      await new Promise((resolve) => { setTimeout(resolve, 700) })
      await page.close()
      expect(await work).toBe('closed')
    })
    expect(browser.isConnected()).toBe(true)
    await visit(browser, folder, {}, async ({ page }) => { expectRight(await outcomeOf(page), fingerprint) })
  })

  test('closed while its threads start', async () => {
    for (const delay of [0, 20, 60]) {
      await visit(browser, folder, {}, async ({ page }) => {
        await page.reload({ waitUntil: 'commit' })
        await new Promise((resolve) => { setTimeout(resolve, delay) })
        await page.close()
      })
    }
    expect(browser.isConnected()).toBe(true)
  })
})
