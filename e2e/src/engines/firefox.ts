/** The system's Firefox, headless, with a profile of its own, over WebDriver BiDi. */
import { launch } from 'puppeteer-core'
import type { Page } from 'puppeteer-core'
import type { PageLog } from '../chromium.ts'
import { programOf } from './engine.ts'
import type { Engine, EnginePage } from './engine.ts'

function collect(page: Page, log: PageLog): void {
  page.on('console', (message) => {
    if (message.type() === 'error') log.errors.push(message.text())
    if (message.type() === 'warn') log.warnings.push(message.text())
  })
  page.on('pageerror', (error) => log.exceptions.push(String(error)))
}

export async function launchFirefox(): Promise<Engine> {
  const executablePath = programOf(['firefox-esr', 'firefox'], 'Firefox was not found. On Debian run: sudo apt-get install -y firefox-esr (on Ubuntu: firefox). Elsewhere install Firefox and put it on the PATH.')
  const browser = await launch({ browser: 'firefox', executablePath, headless: true, protocolTimeout: 120_000 })
  return {
    name: 'firefox',
    version: (await browser.version()).replace(/^firefox\//, ''),
    async open(url) {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      const log: PageLog = { errors: [], warnings: [], exceptions: [] }
      collect(page, log)
      page.setDefaultNavigationTimeout(110_000)
      await page.goto(url)
      return {
        goto: async (other) => { await page.goto(other) },
        evaluate: ((run: (argument: unknown) => unknown, argument: unknown) => page.evaluate(run, argument)) as EnginePage['evaluate'],
        log: () => Promise.resolve(log),
        close: () => context.close(),
      }
    },
    close: () => browser.close(),
  }
}
