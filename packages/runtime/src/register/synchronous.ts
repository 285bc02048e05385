/** The hooks of `module.registerHooks` (Node 22.15 and newer): they see `import`, `require` and what an ES module that is required imports. */
import Module from 'node:module'
import { formatFor } from './compile.ts'
import { compileFor } from './commonjs.ts'
import { hasTypes } from './files.ts'
import { errandOf, refusesTypes, typedSpecifier } from './load.ts'

interface LoadContext { format?: string | null; conditions: readonly string[] }
interface Loaded { format: string; source?: unknown; shortCircuit?: boolean }
interface ResolveContext { parentURL?: string }
interface Hooks {
  resolve(specifier: string, context: ResolveContext, next: (specifier: string, context: ResolveContext) => unknown): unknown
  load(url: string, context: LoadContext, next: (url: string, context: LoadContext) => Loaded): Loaded
}

export const registerHooks = (Module as unknown as { registerHooks?: (hooks: Hooks) => void }).registerHooks

export const hooks: Hooks = {
  resolve(specifier, context, next) {
    try {
      return next(specifier, context)
    } catch (error) {
      const typed = typedSpecifier(specifier, context.parentURL, error)
      if (typed === undefined) throw error
      return next(typed, context)
    }
  },

  load(url, context, next) {
    const errand = errandOf(url)
    if (!errand) return next(url, context)
    const { kind, filename, source } = errand
    if (kind === 'typed') {
      try {
        return next(url, context)
      } catch (error) {
        if (!refusesTypes(error)) throw error
      }
    }
    const format = formatFor(filename, source, context.format)
    if (format === 'commonjs') {
      // Marked JavaScript is compiled by `_compile`, which also sees what is required from it.
      if (!hasTypes(filename)) return next(url, context)
      // The loader of `import` gives CommonJS without a source to that of `require`, which comes here again.
      if (context.conditions.includes('import')) return { format, source: null, shortCircuit: true }
    }
    return { format, source: compileFor(filename, source, format), shortCircuit: true }
  },
}
