/** Next, by Turbopack (in development and in production) and by webpack: a server component and a component of the page call the same marked function. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { visit } from '../src/application.ts'
import { launchChromium } from '../src/chromium.ts'
import { appFolder, installedIn } from '../src/installed.ts'
import { freePort, runNode, startNode } from '../src/processes.ts'

interface Side { identical: boolean; node?: string; rung: string; threads: number; team: number; kernelCalls: number; checksum: number; reasons: string[] }
interface Outcome { server: Side; page: Side; isolated: boolean }

const next = join(installedIn('next'), 'node_modules/next/dist/bin/next')

let browser: Browser
beforeAll(async () => { browser = await launchChromium() })
afterAll(() => browser.close())

type Bundler = 'turbopack' | 'webpack'

function application(bundler: Bundler): { app: string; variables: Record<string, string> } {
  const app = appFolder('next', 'next')
  if (bundler === 'webpack') rmSync(join(app, 'babel.config.json'))
  return { app, variables: { NEXT_TELEMETRY_DISABLED: '1', BUNDLER: bundler } }
}

/** Starts the server, and expects threads on both sides. */
async function expectThreads(command: string[], app: string, variables: Record<string, string>): Promise<void> {
  const port = await freePort()
  const running = await startNode([next, ...command, '--port', String(port)], app, /Ready in/, variables)
  try {
    const url = `http://localhost:${port}/`
    // In development it is compiled now, for as long as that takes.
    await (await fetch(url)).text()
    const { page, log, outcome } = await visit<Outcome>(browser, url)
    expect(outcome.isolated).toBe(true)
    for (const side of [outcome.server, outcome.page]) {
      expect(side).toMatchObject({ identical: true, rung: 'wasm', reasons: [] })
      expect(side.kernelCalls).toBeGreaterThanOrEqual(1)
      expect(side.threads).toBeGreaterThanOrEqual(2)
      expect(side.team).toBeGreaterThanOrEqual(2)
    }
    expect(outcome.server.node).toBe(process.versions.node)
    expect(outcome.page.node).toBeUndefined()
    expect(outcome.page.checksum).toBe(outcome.server.checksum)
    expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
    expect(running.output()).not.toMatch(/PF\d{3}|error/i)
    await page.context().close()
  } finally {
    await running.stop()
  }
}

/** A build by webpack takes all of a machine for half a minute, and this one may be shared. */
const patience = 400_000

it.each<Bundler>(['turbopack', 'webpack'])('%s, in production', async (bundler) => {
  const { app, variables } = application(bundler)
  expect(runNode([next, 'build', `--${bundler}`], app, variables)).not.toMatch(/PF\d{3}|warning/i)
  await expectThreads(['start'], app, variables)
}, patience)

it('turbopack, in development', async () => {
  const { app, variables } = application('turbopack')
  await expectThreads(['dev', '--turbopack'], app, variables)
}, patience)
