/** Other modules as files: relative imports, and the declared types of packages. */
import { readFileSync, statSync } from 'node:fs'
import { dirname, isAbsolute, resolve } from 'node:path'
import { declarationsOf } from './packages.ts'
import type { ModuleSource, ModuleSources } from './sources.ts'

/** What TypeScript looks for in the place of a file with this extension; types before the code that they describe. */
const typed: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'], '.jsx': ['.tsx', '.d.ts'], '.mjs': ['.mts', '.d.mts'], '.cjs': ['.cts', '.d.cts'],
}
const omitted = ['.ts', '.tsx', '.d.ts', '.mts', '.js', '.jsx', '.mjs']
/** Larger files are generated, and would take longer to parse than their types are worth. */
const LARGEST = 1 << 20

const read = new Map<string, { version: string; source: string }>()

/** The file, if it is there and of a language that can be parsed. */
export function readModule(filename: string): ModuleSource | undefined {
  if (!/\.[cm]?[jt]sx?$/.test(filename)) return undefined
  const status = statSync(filename, { throwIfNoEntry: false })
  if (!status?.isFile() || status.size > LARGEST) return undefined
  const version = `${status.mtimeMs} ${status.size}`
  let known = read.get(filename)
  if (known?.version !== version) read.set(filename, known = { version, source: readFileSync(filename, 'utf8') })
  return { filename, source: known.source }
}

function candidates(path: string): string[] {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0]
  const renamed = extension === undefined ? [] : (typed[extension] ?? []).map((one) => path.slice(0, -extension.length) + one)
  return [...renamed, path, ...omitted.map((one) => path + one), ...omitted.map((one) => `${path}/index${one}`)]
}

function relativeModule(specifier: string, importer: string): ModuleSource | undefined {
  for (const path of candidates(resolve(dirname(importer), specifier.replace(/[?#].*$/, '')))) {
    const module = readModule(path)
    if (module) return module
  }
  return undefined
}

export const fileModules: ModuleSources = {
  resolve(specifier, importer) {
    try {
      if (/^\.{0,2}\//.test(specifier) || /^\.{1,2}$/.test(specifier) || isAbsolute(specifier)) return relativeModule(specifier, importer)
      const declarations = /^[\w@#]/.test(specifier) && !specifier.startsWith('node:') ? declarationsOf(specifier, importer) : undefined
      return declarations === undefined ? undefined : readModule(declarations)
    } catch {
      // A folder that may not be read, a loop of links: the loader of the program says what is wrong.
      return undefined
    }
  },
}
