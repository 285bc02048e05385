/** The hooks of `module.register`, which run in a thread of their own, where `registerHooks` cannot be used. */
import type { MessagePort } from 'node:worker_threads'
import { compile } from './compile.ts'
import { facadeOf } from './facade.ts'
import { formatOf, hasTypes } from './files.ts'
import { decoratorsLeft } from './decorators.ts'
import { errandOf, isDone, refusesTypes } from './load.ts'
import type { LoadContext, Loaded } from './load.ts'
import { newerNode, tellOf } from './messages.ts'
import { sendReportsTo } from './reports.ts'
import { betterAfter, betterBefore } from './resolve.ts'
import type { ResolveContext } from './resolve.ts'

interface Resolved { url: string; format?: string | null }
type NextResolve = (specifier: string, context: ResolveContext) => Promise<Resolved>
type NextLoad = (url: string, context: LoadContext) => Promise<Loaded>

/** What `node` was started with. */
let main: string | undefined

/**
 * Where another package's hook gives the text of CommonJS to the loader of `import` (tsx does for a .cts program), what such a file requires comes
 * here too, with whole URLs. It must then be CommonJS with its text, which nobody compiles later; an `import()` of a whole URL can take that as well.
 */
const commonJs = new Set<string>()
const required = new Set<string>()

/** What this hook and those before it said of a URL. If `load` hears something else, there are hooks after this one. */
const formats = new Map<string, string | null | undefined>()

const takenAway = `a loader that comes after parfor (tsx) takes this file for itself, and it runs as plain JavaScript. Load parfor last, --import tsx --import parfor/register, or use ${newerNode}.`

export function initialize({ port }: { port: MessagePort }): void {
  sendReportsTo((report) => port.postMessage(report))
  port.unref()
}

export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  const resolved = await resolveTyped(specifier, context, next)
  formats.set(resolved.url, resolved.format)
  if (context.parentURL === undefined) main = resolved.url
  else if (commonJs.has(context.parentURL) && specifier.startsWith('file:')) required.add(resolved.url)
  return resolved
}

async function resolveTyped(specifier: string, context: ResolveContext, next: NextResolve): Promise<Resolved> {
  try {
    return await next(betterBefore(specifier, context) ?? specifier, context)
  } catch (error) {
    const url = betterAfter(specifier, context, error)
    if (url === undefined) throw error
    return next(url, context)
  }
}

export async function load(url: string, context: LoadContext, next: NextLoad): Promise<Loaded> {
  const loaded = await loadSource(url, context, next)
  if (loaded.format === 'commonjs') commonJs.add(url)
  return loaded
}

async function loadSource(url: string, context: LoadContext, next: NextLoad): Promise<Loaded> {
  const errand = errandOf(url, context)
  if (!errand) return next(url, context)
  const { kind, filename, source } = errand
  if (kind === 'typed') {
    const loaded = await nextOrNothing(url, context, next)
    if (loaded && isDone(loaded, errand)) return loaded
  }
  const format = formatOf(filename, source, context.format)
  if (format === 'commonjs' && filename.endsWith('.cts') && context.format !== formats.get(url) && (url === main || required.has(url))) {
    tellOf('PF407', filename, takenAway)
    return next(url, context)
  }
  if (format === 'commonjs' && required.has(url)) return { format, source: compile(filename, source, format).code, responseURL: url, shortCircuit: true }
  // Without a source, CommonJS is loaded by `require` in the main thread, where it is compiled.
  if (format === 'commonjs' && (!hasTypes(filename) || url === main)) return { format, source: null, shortCircuit: true }
  const { code, decorators } = compile(filename, source, format)
  if (decorators && kind === 'ours') {
    const loaded = await nextOrNothing(url, context, next)
    if (loaded && isDone(loaded, errand)) {
      tellOf('PF407', filename, decoratorsLeft)
      return loaded
    }
  }
  return { format: 'module', source: format === 'commonjs' ? await facadeOf(filename, code) : code, shortCircuit: true }
}

/** What the next hook makes of a file with types; undefined if it is Node's own and does not know them. */
async function nextOrNothing(url: string, context: LoadContext, next: NextLoad): Promise<Loaded | undefined> {
  try {
    return await next(url, context)
  } catch (error) {
    if (refusesTypes(error)) return undefined
    throw error
  }
}
