import { launchChromium, logOf } from '../chromium.ts'
import type { Engine, EnginePage } from './engine.ts'

export async function launchChromiumEngine(): Promise<Engine> {
  const browser = await launchChromium()
  return {
    name: 'chromium',
    version: browser.version(),
    async open(url) {
      const context = await browser.newContext()
      const page = await context.newPage()
      const log = logOf(page)
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
