/** The system's Chromium, headless, with a profile of its own. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import type { Browser, ConsoleMessage, Page } from 'playwright-core'

/** No network traffic of its own, and no sandbox: containers and root have none. Software rendering does not matter here. */
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
]

function onPath(names: readonly string[]): string {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of names) {
      const file = join(folder, name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error('Chromium was not found. On Debian or Ubuntu run: sudo apt-get install -y chromium. Elsewhere install Chromium or Chrome and put it on the PATH.')
}

/** Playwright gives each launch a fresh user-data directory. */
export function launchChromium(extraFlags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: onPath(['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']), headless: true, args: [...flags, ...extraFlags] })
}

/** What a page said: messages of the console by kind, and exceptions that nobody caught. */
export interface PageLog {
  errors: string[]
  warnings: string[]
  exceptions: string[]
}

/** Collects from now on: attach it before `goto`. */
export function logOf(page: Page): PageLog {
  const log: PageLog = { errors: [], warnings: [], exceptions: [] }
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') log.errors.push(message.text())
    if (message.type() === 'warning') log.warnings.push(message.text())
  })
  page.on('pageerror', (error) => log.exceptions.push(String(error)))
  return log
}
