/** An application built with the installed Vite, as its user would: `vite`, `vite build`, `vite preview`. */
import type { Browser, Page } from 'playwright-core'
import { logOf } from './chromium.ts'
import type { PageLog } from './chromium.ts'
import { installedIn } from './installed.ts'
import { freePort, runNode, startNode } from './processes.ts'
import type { Running } from './processes.ts'

const vite = (): string => `${installedIn('vite')}/node_modules/vite/bin/vite.js`

type Variables = Record<string, string>

export interface Site extends Running { url: string }

async function serve(command: string[], folder: string, variables: Variables): Promise<Site> {
  const port = await freePort()
  const running = await startNode([vite(), ...command, '--port', String(port), '--strictPort'], folder, /Local:/, variables)
  const base = /Local:\s+(http\S+)/.exec(running.output())![1]
  return { ...running, url: base }
}

export const develop = (folder: string, variables: Variables = {}): Promise<Site> => serve([], folder, variables)
export const preview = (folder: string, variables: Variables = {}): Promise<Site> => serve(['preview'], folder, variables)
export const build = (folder: string, variables: Variables = {}): string => runNode([vite(), 'build'], folder, variables)

/** What the applications of the tests leave in `window.outcome`. */
export interface Outcome {
  identical: boolean
  isolated: boolean
  rung: string
  threads: number
  kernelCalls: number
  reasons: string[]
}

/** Loads the page and waits for its outcome. */
export async function visit<T>(browser: Browser, url: string): Promise<{ page: Page; log: PageLog; outcome: T; requests: string[] }> {
  const page = await (await browser.newContext()).newPage()
  const log = logOf(page)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(url)
  try {
    await page.waitForFunction(() => 'outcome' in window, undefined, { timeout: 30_000 })
  } catch (error) {
    throw new Error(`the page left no outcome: ${JSON.stringify(log)}\n${await page.content()}`, { cause: error })
  }
  const outcome = await page.evaluate(() => (window as unknown as { outcome: unknown }).outcome) as T
  return { page, log, outcome, requests }
}
