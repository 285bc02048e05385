/** A browser as the tests of engines drive it: the few things that Playwright, Puppeteer and WebDriver have in common. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { PageLog } from '../chromium.ts'

/** WebKitGTK is built without SharedArrayBuffer: `webkit` has it switched on, as Safari has, `webkit-as-built` is what the distribution ships. */
export type EngineName = 'chromium' | 'firefox' | 'webkit' | 'webkit-as-built'

export interface EnginePage {
  goto(url: string): Promise<void>
  /** Runs in the page, with one argument; results travel as JSON. */
  evaluate<A, R>(run: (argument: A) => R, argument: A): Promise<Awaited<R>>
  evaluate<R>(run: () => R): Promise<Awaited<R>>
  /** What the page has said since `goto`. */
  log(): Promise<PageLog>
  close(): Promise<void>
}

export interface Engine {
  name: EngineName
  version: string
  open(url: string): Promise<EnginePage>
  close(): Promise<void>
}

/** The first of the programs: names are looked for on the PATH, patterns with a folder are taken as they are. */
export function programOf(names: readonly string[], missing: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const file of names.flatMap((name) => (name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name))))) {
    try {
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not there.
    }
  }
  throw new Error(missing)
}
