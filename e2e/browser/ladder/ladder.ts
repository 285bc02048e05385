/** What the ladder's tests of one file share: the pages, a browser, and what a page without any limit gives there. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium } from '../../src/chromium.ts'
import { buildPages, removePages } from './site.ts'
import { outcomeOf, visit } from './visit.ts'
import type { Visit, VisitOptions } from './visit.ts'

export interface Ladder {
  readonly browser: Browser
  readonly folder: string
  /** The bits of `score`, the same on every rung. */
  readonly fingerprint: string
  readonly cores: number
  visit<T>(options: VisitOptions, use: (visit: Visit) => Promise<T>): Promise<T>
}

/** Filled before the first test of the file. */
export function useLadder(): Ladder {
  const found: { browser?: Browser; folder?: string; fingerprint?: string; cores?: number } = {}
  beforeAll(async () => {
    found.folder = await buildPages()
    found.browser = await launchChromium()
    await visit(found.browser, found.folder, {}, async ({ page }) => {
      found.cores = await page.evaluate(() => navigator.hardwareConcurrency)
      found.fingerprint = (await outcomeOf(page)).fingerprint
    })
  })
  afterAll(async () => {
    await found.browser?.close()
    if (found.folder !== undefined) await removePages(found.folder)
  })
  return {
    get browser() { return found.browser! },
    get folder() { return found.folder! },
    get fingerprint() { return found.fingerprint! },
    get cores() { return found.cores! },
    visit: (options, use) => visit(found.browser!, found.folder!, options, use),
  }
}
