/** The hooks of `module.registerHooks`: they see `import`, `require` and what an ES module that is required imports. */
import Module from 'node:module'
import { compileFor } from './commonjs.ts'
import { decoratorsLeft } from './decorators.ts'
import { formatOf, hasTypes } from './files.ts'
import { errandOf, isDone, refusesTypes } from './load.ts'
import type { LoadContext, Loaded } from './load.ts'
import { tellOf } from './messages.ts'
import { betterAfter, betterBefore } from './resolve.ts'
import type { ResolveContext } from './resolve.ts'

interface Hooks {
  resolve(specifier: string, context: ResolveContext, next: (specifier: string, context: ResolveContext) => unknown): unknown
  load(url: string, context: LoadContext, next: (url: string, context: LoadContext) => Loaded): Loaded
}

/**
 * Whether `registerHooks` can be used. In the first versions that have it (from 22.15 and 24.0 on), CommonJS that is imported gets another `require`
 * as soon as there is any hook, one without a cache and without ES modules.
 */
function isMature(): boolean {
  const [major, minor, patch] = process.versions.node.split('.').map(Number)
  const atLeast = (wantedMinor: number, wantedPatch: number): boolean => minor > wantedMinor || (minor === wantedMinor && patch >= wantedPatch)
  return major > 25 || (major === 25 && atLeast(1, 0)) || (major === 24 && atLeast(11, 1)) || (major === 22 && atLeast(22, 3))
}

/** Undefined where the hooks of a thread of their own have to do. */
export const registerHooks = isMature() ? (Module as unknown as { registerHooks?: (hooks: Hooks) => void }).registerHooks : undefined

export const hooks: Hooks = {
  resolve(specifier, context, next) {
    try {
      return next(betterBefore(specifier, context) ?? specifier, context)
    } catch (error) {
      const url = betterAfter(specifier, context, error)
      if (url === undefined) throw error
      return next(url, context)
    }
  },

  load(url, context, next) {
    const errand = errandOf(url, context)
    if (!errand) return next(url, context)
    const { kind, filename, source } = errand
    if (kind === 'typed') {
      const loaded = nextOrNothing(url, context, next)
      if (loaded && isDone(loaded, errand)) return loaded
    }
    const format = formatOf(filename, source, context.format)
    // Marked JavaScript is compiled by `_compile`, which also sees what is required from it.
    if (format === 'commonjs' && !hasTypes(filename)) return next(url, context)
    const { code, decorators } = compileFor(filename, source, format)
    if (decorators && kind === 'ours') {
      const loaded = nextOrNothing(url, context, next)
      if (loaded && isDone(loaded, errand)) {
        tellOf('PF407', filename, decoratorsLeft)
        return loaded
      }
    }
    // tsx takes CommonJS only from an address; what it then makes of it comes to `_compile`.
    return { format, source: code, responseURL: url, shortCircuit: true }
  },
}

function nextOrNothing(url: string, context: LoadContext, next: (url: string, context: LoadContext) => Loaded): Loaded | undefined {
  try {
    return next(url, context)
  } catch (error) {
    if (refusesTypes(error)) return undefined
    throw error
  }
}
