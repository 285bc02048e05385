/** A server framework: SvelteKit as its template makes it, in development and built for Node. The marked function runs on the server and in the page. */
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import type { PageLog } from '../src/chromium.ts'
import { appFolder, installedIn } from '../src/installed.ts'
import { freePort, runNode, startNode } from '../src/processes.ts'
import type { Running } from '../src/processes.ts'

interface Side { identical: boolean; node?: string; rung: string; threads: number; team: number; kernelCalls: number; checksum: number; reasons: string[] }
interface Outcome { server: Side; page: Side; isolated: boolean }

const vite = join(installedIn('vite'), 'node_modules/vite/bin/vite.js')

let browser: Browser
let app: string
let built: string
beforeAll(async () => {
  browser = await launchChromium()
  app = appFolder('sveltekit', 'vite')
  built = runNode([vite, 'build'], app)
})
afterAll(() => browser.close())

async function visit(url: string): Promise<{ outcome: Outcome; log: PageLog; headers: Record<string, string> }> {
  const page = await browser.newPage()
  try {
    const log = logOf(page)
    const response = await page.goto(url)
    const outcome = await page.waitForFunction(() => (window as { outcome?: Outcome }).outcome, undefined, { timeout: 60_000 }).catch((error: unknown) => {
      throw new Error(`the page computed nothing: ${JSON.stringify(log)}`, { cause: error })
    })
    return { outcome: await outcome.jsonValue() as Outcome, log, headers: await response!.allHeaders() }
  } finally {
    await page.close()
  }
}

async function served<T>(start: (port: number) => Promise<Running>, use: (url: string, running: Running) => Promise<T>): Promise<T> {
  const port = await freePort()
  const running = await start(port)
  try {
    return await use(`http://localhost:${port}/`, running)
  } finally {
    await running.stop()
  }
}

function expectThreads({ server, page, isolated }: Outcome): void {
  expect(isolated).toBe(true)
  for (const side of [server, page]) {
    expect(side).toMatchObject({ identical: true, rung: 'wasm', reasons: [] })
    expect(side.kernelCalls).toBeGreaterThanOrEqual(1)
    expect(side.threads).toBeGreaterThanOrEqual(2)
    expect(side.team).toBeGreaterThanOrEqual(2)
  }
  expect(server.node).toBe(process.versions.node)
  expect(page.node).toBeUndefined()
  expect(page.checksum).toBe(server.checksum)
}

it('in development the rendered page is isolated, and both sides have threads', async () => {
  await served((port) => startNode([vite, 'dev', '--port', String(port), '--strictPort', '--host', 'localhost'], app, /Local:/), async (url, running) => {
    const { outcome, log, headers } = await visit(url)
    expect(headers).toMatchObject({ 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' })
    expectThreads(outcome)
    expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
    expect(running.output()).not.toMatch(/PF\d{3}|error/i)
  })
})

it('says once, at the end of the build, what was compiled', () => {
  expect(built.match(/^parfor: .*/gm)).toEqual([expect.stringMatching(/^parfor: 1 function in 1 file, 1 parallel region/)])
})

it('in production, with the headers on every response, both sides have threads', async () => {
  await served((port) => startNode(['server.js'], app, /Listening/, { PORT: String(port) }), async (url, running) => {
    const { outcome, log } = await visit(url)
    expectThreads(outcome)
    expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
    expect(running.output()).not.toMatch(/PF\d{3}|error/i)
  })
})

it('in production, with the headers of the hook alone, the page says why it has one thread', async () => {
  const variables = (port: number): Record<string, string> => ({ PORT: String(port), HOST: 'localhost', ORIGIN: `http://localhost:${port}` })
  await served((port) => startNode(['build/index.js'], app, /Listening/, variables(port)), async (url) => {
    const { outcome, log } = await visit(url)
    expect(outcome).toMatchObject({ isolated: true, server: { identical: true, rung: 'wasm' }, page: { identical: true, threads: 1, rung: 'wasm1' } })
    expect(outcome.server.team).toBeGreaterThanOrEqual(2)
    expect(outcome.page.reasons.join()).toContain('Cross-Origin-Embedder-Policy')
    expect(log.warnings.filter((text) => text.includes('PF404'))).toHaveLength(1)
    expect(log.exceptions).toEqual([])
  })
})
