/** The hooks of `module.register`, which run in a thread of their own, for Node without `module.registerHooks`. */
import type { MessagePort } from 'node:worker_threads'
import { compile } from './compile.ts'
import { facadeOf } from './facade.ts'
import { formatOf, hasTypes } from './files.ts'
import { decoratorsLeft } from './decorators.ts'
import { errandOf, isDone, refusesTypes } from './load.ts'
import type { LoadContext, Loaded } from './load.ts'
import { tellOf } from './messages.ts'
import { sendReportsTo } from './reports.ts'
import { urlAfter, urlBefore } from './resolve.ts'
import type { ResolveContext } from './resolve.ts'

type NextResolve = (specifier: string, context: ResolveContext) => Promise<{ url: string }>
type NextLoad = (url: string, context: LoadContext) => Promise<Loaded>

/** What `node` was started with. */
let main: string | undefined

export function initialize({ port }: { port: MessagePort }): void {
  sendReportsTo((report) => port.postMessage(report))
  port.unref()
}

export async function resolve(specifier: string, context: ResolveContext, next: NextResolve): Promise<{ url: string }> {
  const resolved = await resolveTyped(specifier, context, next)
  if (context.parentURL === undefined) main = resolved.url
  return resolved
}

async function resolveTyped(specifier: string, context: ResolveContext, next: NextResolve): Promise<{ url: string }> {
  try {
    return await next(urlBefore(specifier, context) ?? specifier, context)
  } catch (error) {
    const url = urlAfter(specifier, context, error)
    if (url === undefined) throw error
    return next(url, context)
  }
}

export async function load(url: string, context: LoadContext, next: NextLoad): Promise<Loaded> {
  const errand = errandOf(url, context)
  if (!errand) return next(url, context)
  const { kind, filename, source } = errand
  if (kind === 'typed') {
    const loaded = await nextOrNothing(url, context, next)
    if (loaded && isDone(loaded, errand)) return loaded
  }
  const format = formatOf(filename, source, context.format)
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
