/**
 * What an ES module imports that itself comes in through `require()`. Where `registerHooks` cannot be used, Node resolves and reads it past
 * every hook, synchronously and in this thread. The Node versions concerned are a closed set, so their ways can be relied upon:
 * they read with `fs.readFileSync(url)`, which opens the file with whatever `fs.openSync` is at that time.
 */
import fs from 'node:fs'
import Module, { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { compile, isMarked } from './compile.ts'
import { formatOf, hasTypes, readSource, sourceOf } from './files.ts'
import { newerNode, tellOf } from './messages.ts'
import { betterAfter, betterBefore, ownEntry } from './resolve.ts'
import { importsOf } from './syntax-tree.ts'
import type { StaticImport } from './syntax-tree.ts'

type Open = typeof fs.openSync

/** This Node has a format for files with types, so that it reads them when it comes to them. */
const readsTypes = Boolean((process.features as { typescript?: unknown }).typescript)

/** Whether Node's loader of required ES modules is reading, and not the program. */
function isLoaderReading(): boolean {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.stackTraceLimit = 10
  Error.prepareStackTrace = (_, sites) => sites.map((site) => `${site.getFunctionName()} ${site.getFileName()}`).join('\n')
  const stack = String(new Error('').stack)
  Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
  return /^getSourceSync node:internal\/modules\/esm\/load$/m.test(stack)
}

/** What the loader should see instead of the file; undefined if the file is right. */
function replacementOf(filename: string): string | undefined {
  const source = readSource(filename)
  // CommonJS goes on to `require`, which compiles it.
  if (formatOf(filename, source) === 'commonjs') return undefined
  const code = prepareImports(filename, isMarked(source) || hasTypes(filename) ? compile(filename, source, 'module').code : source)
  return code === source ? undefined : code
}

/** Opens a file that has the text and no longer a name. */
function openText(open: Open, text: string): number {
  const folder = fs.mkdtempSync(join(tmpdir(), 'parfor-'))
  const file = join(folder, 'module')
  try {
    fs.writeFileSync(file, text)
    return open(file, 'r')
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

export function hookRequiredModules(): void {
  const open = fs.openSync
  const hooked: Open = (path, flags, mode) => {
    const filename = path instanceof URL ? sourceOf(path.href) : undefined
    if (filename === undefined || (hasTypes(filename) && !readsTypes) || !isLoaderReading()) return open(path, flags, mode)
    const text = replacementOf(filename)
    if (text === undefined) return open(path, flags, mode)
    try {
      return openText(open, text)
    } catch (error) {
      tellOf('PF407', filename, `it was loaded by the require() of another file and runs as plain JavaScript: no temporary file could be made (${String(error)}). Use ${newerNode}.`)
      return open(path, flags, mode)
    }
  }
  fs.openSync = hooked
}

/** Files that are being loaded, for cycles. */
const loading = new Set<string>()
let preloads = 0

/** Runs an import as if `parent` did it. */
function runImport(parent: string, specifier: string): void {
  const filename = join(dirname(parent), `parfor-import-${preloads++}.mjs`)
  const module = new Module(filename) as Module & { _compile(code: string, filename: string, format: string): void }
  module.filename = filename
  module._compile(`import ${JSON.stringify(specifier)}`, filename, 'module')
}

/** The URL of what Node would not find; undefined if it finds it. */
function betterUrl(filename: string, specifier: string): string | undefined {
  const context = { parentURL: pathToFileURL(filename).href, conditions: ['import'] }
  const before = betterBefore(specifier, context)
  if (before !== undefined) return before
  const found = /^(?:\.{1,2}\/|\/|file:)/.test(specifier) ? isThere(new URL(specifier, context.parentURL)) : !/^parfor(?:$|\/)/.test(specifier) || isInstalled(filename, specifier)
  return found ? undefined : betterAfter(specifier, context, { code: 'ERR_MODULE_NOT_FOUND' })
}

const isThere = (url: URL): boolean => fs.statSync(url, { throwIfNoEntry: false })?.isFile() === true

function isInstalled(filename: string, specifier: string): boolean {
  try {
    // `require` is hooked too, and would find this copy.
    return createRequire(filename).resolve(specifier) !== ownEntry(specifier, 'cjs')
  } catch {
    return false
  }
}

/** The file with types that a specifier leads to. */
function typedFile(filename: string, specifier: string, url: string | undefined): string | undefined {
  const file = sourceOf(url ?? (/^\.{0,2}\//.test(specifier) ? new URL(specifier, pathToFileURL(filename)).href : specifier))
  return file !== undefined && hasTypes(file) ? file : undefined
}

/** A look at the text, so that files without anything to do are not parsed. */
function mayNeedHelp(filename: string, code: string): boolean {
  for (const [, , specifier] of code.matchAll(/\b(?:from|import)\s*(['"])([^'"\n]+)\1/g)) {
    const url = betterUrl(filename, specifier)
    if (url !== undefined || typedFile(filename, specifier, url) !== undefined) return true
  }
  return false
}

interface Target extends StaticImport { url: string | undefined; typed: string | undefined }

/**
 * The code with specifiers that Node finds. Imported TypeScript cannot be read in place of what Node would read (most of these versions have no
 * format for such files): it is required beforehand, where the loader then finds it loaded; with it everything else, so that the order stays.
 */
export function prepareImports(filename: string, code: string): string {
  if (!mayNeedHelp(filename, code)) return code
  const targets = importsOf(filename, code).map((one): Target => {
    const url = betterUrl(filename, one.specifier)
    return { ...one, url, typed: typedFile(filename, one.specifier, url) }
  })
  if (targets.some(({ typed }) => typed !== undefined)) {
    loading.add(filename)
    try {
      for (const target of targets) loadFirst(filename, target)
    } finally {
      loading.delete(filename)
    }
  }
  return rewrite(code, targets)
}

function loadFirst(filename: string, { specifier, url, typed, attributes }: Target): void {
  if (typed === undefined) {
    if (!attributes) runImport(filename, url ?? specifier)
  } else if (loading.has(typed)) {
    if (!readsTypes) tellOf('PF407', typed, `it is part of a cycle of TypeScript modules that come in through require(). Node ${process.versions.node} cannot load that. Use ${newerNode}, or load it with import().`)
  } else {
    createRequire(filename)(typed)
  }
}

function rewrite(code: string, targets: readonly Target[]): string {
  let result = code
  for (const { start, end, url } of targets.toReversed()) {
    if (url !== undefined) result = result.slice(0, start) + JSON.stringify(url) + result.slice(end)
  }
  return result
}

