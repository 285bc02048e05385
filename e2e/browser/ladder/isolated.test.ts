/** A cross-origin isolated page: all threads, wherever marked functions are called. */
import { describe, expect, test } from 'vitest'
import { logOf } from '../../src/chromium.ts'
import type { Pages } from './pages/page.ts'
import { useLadder } from './ladder.ts'
import { expectRight, expectSilence, expectThreads, outcomeOf } from './visit.ts'

const ladder = useLadder()

type InPage = { pages: Pages }

describe('threads', () => {
  test.each(['suite', 'inWorker'] as const)('%s', (where) => ladder.visit({}, async ({ page, log, site }) => {
    expect(ladder.cores).toBeGreaterThan(1)
    const outcome = await outcomeOf(page, where)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, ladder.cores)
    expect(outcome.isolated).toBe(true)
    expect(outcome.info.ladder.map(({ available }) => available)).toEqual([true, true, true])
    expect(outcome.info.remarks).toEqual([])
    // The page and its worker have a pool each.
    expect(site.requests.get('/core.wasm')).toBe(where === 'suite' ? 1 : 2)
    expectSilence(log)
  }))

  test('more than ladder.cores, and fewer', () => ladder.visit({
    // Before the first marked module is loaded, which asks for the core.
    before: () => { Object.defineProperty(navigator, 'hardwareConcurrency', { value: 5 }) },
  }, async ({ page }) => {
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expect(outcome.info.threads).toBe(5)
    const fewer = await page.evaluate(async () => {
      const { pages } = globalThis as unknown as InPage
      pages.configure({ threads: 2 })
      return pages.suite()
    })
    expectRight(fewer, ladder.fingerprint)
    expect(fewer.info.threads).toBe(2)
  }))

  test('in the page and in its worker at once', () => ladder.visit({}, async ({ page, log }) => {
    const outcomes = await page.evaluate(async () => {
      const { pages } = globalThis as unknown as InPage
      const inWorker = pages.inWorker()
      const here = []
      for (let again = 0; again < 3; again++) here.push(await pages.suite())
      return [...here, await inWorker]
    })
    for (const outcome of outcomes) expectRight(outcome, ladder.fingerprint)
    for (const outcome of outcomes) expect(outcome.info.threads).toBe(ladder.cores)
    expectSilence(log)
  }))
})

test('a shared worker: one thread, with the reason', () => ladder.visit({}, async ({ page }) => {
  const outcome = await outcomeOf(page, 'inSharedWorker')
  expectRight(outcome, ladder.fingerprint)
  // Should Chromium isolate shared workers one day, they will have threads.
  expect(outcome.isolated).toBe(false)
  expectThreads(outcome, 1)
  expect(outcome.info.remarks).toEqual([expect.stringMatching(/^this shared worker is not cross-origin isolated\. Call marked functions in the page or in a dedicated worker/)])
}))

test('a second copy of the runtime is the first', () => ladder.visit({}, async ({ page, log, site }) => {
  await outcomeOf(page)
  const workers = page.workers().length
  expect(workers).toBe(ladder.cores - 1)
  for (let again = 0; again < 2; again++) {
    const { sameRuntime, threads } = await page.evaluate(() => (globalThis as unknown as InPage).pages.secondCopy())
    expect(sameRuntime).toBe(true)
    expect(threads).toBe(ladder.cores)
  }
  expect(page.workers()).toHaveLength(workers)
  expect(site.requests.get('/copy.js')).toBe(1)
  expect(site.requests.get('/core.wasm')).toBe(1)
  expectSilence(log)
}))

describe('the compiler', () => {
  test('is fetched when a region needs it, not before', () => ladder.visit({}, async ({ page, log, site }) => {
    await outcomeOf(page)
    const chunks = (): string[] => [...site.requests.keys()].filter((path) => path.startsWith('/dist-'))
    expect(chunks()).toEqual([])
    expect(await page.evaluate(() => (globalThis as unknown as InPage).pages.doubled())).toEqual({ right: true, kernels: 1, threads: ladder.cores })
    expect(chunks()).toHaveLength(1)
    expectSilence(log)
  }))

  test('is not fetched where kernels cannot run', () => ladder.visit({ headers: { 'Content-Security-Policy': "script-src 'self'" } }, async ({ page, site }) => {
    expect(await page.evaluate(() => (globalThis as unknown as InPage).pages.doubled())).toEqual({ right: true, kernels: 0, threads: 0 })
    expect([...site.requests.keys()].filter((path) => path.startsWith('/dist-'))).toEqual([])
  }))
})

describe('pages that come and go', () => {
  test('two tabs at once', () => ladder.visit({}, async ({ page, log, site }) => {
    const second = await page.context().newPage()
    const secondLog = logOf(second)
    await second.goto(site.url)
    const outcomes = await Promise.all([outcomeOf(page), outcomeOf(second)])
    for (const outcome of outcomes) {
      expectRight(outcome, ladder.fingerprint)
      expectThreads(outcome, ladder.cores)
    }
    expectSilence(log)
    expectSilence(secondLog)
  }))

  test('a page in the background', () => ladder.visit({}, async ({ page, log }) => {
    await page.context().newPage().then((front) => front.bringToFront())
    const session = await page.context().newCDPSession(page)
    await session.send('Emulation.setFocusEmulationEnabled', { enabled: false })
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, ladder.cores)
    expectSilence(log)
  }))

  test('frozen, and thawed', () => ladder.visit({}, async ({ page, log }) => {
    expectRight(await outcomeOf(page), ladder.fingerprint)
    const session = await page.context().newCDPSession(page)
    await session.send('Page.setWebLifecycleState', { state: 'frozen' })
    await new Promise((resolve) => { setTimeout(resolve, 300) })
    await session.send('Page.setWebLifecycleState', { state: 'active' })
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, ladder.cores)
    expectSilence(log)
  }))

  test('left, and come back to by the history', () => ladder.visit({ answers: { '/other.html': { body: '<!doctype html><link rel="icon" href="data:,">other' } } }, async ({ page, log, site }) => {
    expectRight(await outcomeOf(page), ladder.fingerprint)
    await page.goto(`${site.url}other.html`)
    await page.goBack()
    await page.locator('html[data-state]').waitFor({ state: 'attached' })
    const outcome = await outcomeOf(page)
    expectRight(outcome, ladder.fingerprint)
    expectThreads(outcome, ladder.cores)
    expectSilence(log)
  }))

  test('closed during work', async () => {
    await ladder.visit({}, async ({ page }) => {
      const work = page.evaluate(async () => {
        const { pages } = globalThis as unknown as InPage
        for (;;) await pages.suite()
      }).catch(() => 'closed')
      await new Promise((resolve) => { setTimeout(resolve, 700) })
      await page.close()
      expect(await work).toBe('closed')
    })
    expect(ladder.browser.isConnected()).toBe(true)
    await ladder.visit({}, async ({ page }) => { expectRight(await outcomeOf(page), ladder.fingerprint) })
  })

  // Once in many runs Chromium never answers that a page is closed which it has just begun to load: a try is short, and repeated.
  test('closed while its threads start', { timeout: 30_000, retry: 2 }, async () => {
    for (const delay of [0, 20, 60]) {
      await ladder.visit({}, async ({ page }) => {
        await page.reload({ waitUntil: 'commit' })
        await new Promise((resolve) => { setTimeout(resolve, delay) })
        await page.close()
      })
    }
    expect(ladder.browser.isConnected()).toBe(true)
  })
})
