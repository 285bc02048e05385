/** A page of the ladder's tests, opened, and what it says. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { logOf } from '../../src/chromium.ts'
import type { PageLog } from '../../src/chromium.ts'
import type { Pages } from './pages/page.ts'
import type { Outcome } from './pages/suite.ts'
import { serve } from './site.ts'
import type { Site, SiteOptions } from './site.ts'

export type Where = 'suite' | 'inWorker' | 'inSharedWorker'

export interface Visit { page: Page; log: PageLog; site: Site }

/** `before`: runs in the page before its scripts, with `argument`. */
export interface VisitOptions extends SiteOptions {
  before?: (argument: number) => void
  argument?: number
  /** `#run`: the page runs the suite by itself, and its text is the outcome. */
  hash?: string
  prepare?: (context: BrowserContext) => Promise<unknown>
}

type InPage = { pages: Pages }

/** Serves and opens the page, waits for its script, and hands it to `use`. */
export async function visit<T>(browser: Browser, folder: string, { before, argument = 0, hash = '', prepare, ...options }: VisitOptions, use: (visit: Visit) => Promise<T>): Promise<T> {
  const site = await serve(folder, options)
  const context = await browser.newContext()
  try {
    await prepare?.(context)
    const page = await context.newPage()
    const log = logOf(page)
    if (before) await page.addInitScript(before, argument)
    await page.goto(site.url + hash)
    await page.locator(hash === '' ? 'html[data-state]' : 'html[data-state=done]').waitFor({ state: 'attached' })
    return await use({ page, log, site })
  } finally {
    await context.close()
    await site.close()
  }
}

export const outcomeOf = (page: Page, where: Where = 'suite'): Promise<Outcome> => page.evaluate((name) => (globalThis as unknown as InPage).pages[name](), where)

/** Of a page with the hash `#run`. */
export const writtenOutcome = async (page: Page): Promise<Outcome> => JSON.parse((await page.locator('body').textContent())!) as Outcome

/** The results are right, and the bits are those of every other rung. */
export function expectRight(outcome: Outcome, fingerprint: string): void {
  expect(outcome.wrong).toEqual([])
  expect(outcome.fingerprint).toBe(fingerprint)
}

/** One line of parfor's, and nothing that nobody caught. */
export function expectOneMessage(log: PageLog, text: RegExp): void {
  expect(log.exceptions).toEqual([])
  const own = [...log.warnings, ...log.errors].filter((line) => line.startsWith('parfor'))
  expect(own).toHaveLength(1)
  expect(own[0]).toMatch(text)
}

export function expectSilence(log: PageLog): void {
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
}

/** Every kernel ran on so many threads. */
export function expectThreads({ info }: Outcome, threads: number): void {
  expect(info.threads).toBe(threads)
  expect(info.rung).toBe(threads > 1 ? 'wasm' : 'wasm1')
  expect(info.regions).toHaveLength(4)
  for (const region of info.regions) {
    expect(region.wasm).toBeGreaterThan(0)
    expect(region.threads).toBe(threads)
  }
}

export function expectJavaScript({ info }: Outcome, reason: RegExp): void {
  expect(info.rung).toBe('js')
  expect(info.ladder.map(({ available }) => available)).toEqual([false, false, true])
  for (const rung of info.ladder.slice(0, 2)) expect(rung.reason).toMatch(reason)
  for (const region of info.regions) expect(region.wasm).toBe(0)
  expect(info.regions.some((region) => region.js > 0)).toBe(true)
}
