/** The hooks of `module.register`, which run in a thread of their own, for Node without `module.registerHooks`. */
import type { MessagePort } from 'node:worker_threads'
import { compile, formatFor, onCompiled } from './compile.ts'
import { errandOf, refusesTypes, typedSpecifier } from './load.ts'

interface LoadContext { format?: string | null }
interface Loaded { format: string; source?: unknown; shortCircuit?: boolean }
interface ResolveContext { parentURL?: string }

export function initialize({ port }: { port: MessagePort }): void {
  onCompiled((functions) => port.postMessage(functions))
  port.unref()
}

export async function resolve(specifier: string, context: ResolveContext, next: (specifier: string, context: ResolveContext) => Promise<unknown>): Promise<unknown> {
  try {
    return await next(specifier, context)
  } catch (error) {
    const typed = typedSpecifier(specifier, context.parentURL, error)
    if (typed === undefined) throw error
    return next(typed, context)
  }
}

export async function load(url: string, context: LoadContext, next: (url: string, context: LoadContext) => Promise<Loaded>): Promise<Loaded> {
  const errand = errandOf(url)
  if (!errand) return next(url, context)
  const { kind, filename, source } = errand
  if (kind === 'typed') {
    try {
      return await next(url, context)
    } catch (error) {
      if (!refusesTypes(error)) throw error
    }
  }
  const format = formatFor(filename, source, context.format)
  // Without a source, CommonJS is loaded by `require` in the main thread, where it is compiled.
  return { format, source: format === 'commonjs' ? null : compile(filename, source, format), shortCircuit: true }
}
