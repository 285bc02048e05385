/** CommonJS, and ES modules that come in through `require`: no load hook sees them all, `Module.prototype._compile` does. */
import Module from 'node:module'
import { compile, formatFor, hasModuleSyntax, isMarked } from './compile.ts'
import { isSource, readSource } from './files.ts'
import { requireImportsOf } from './required-modules.ts'

interface CommonJsModule {
  _compile(content: string, filename: string, format?: string): unknown
}
type Handler = (module: CommonJsModule, filename: string) => unknown
interface Internals {
  prototype: CommonJsModule
  _extensions: Record<string, Handler | undefined>
}
const internals = Module as unknown as Internals

/** What was compiled last, so that it is not compiled again when it comes by. */
const produced = new Map<string, string>()

export function compileFor(filename: string, source: string, format: 'module' | 'commonjs'): string {
  const code = compile(filename, source, format)
  produced.set(filename, code)
  return code
}

function markedSource(filename: string): string | undefined {
  if (!isSource(filename)) return undefined
  try {
    const source = readSource(filename)
    return isMarked(source) ? source : undefined
  } catch {
    // A module without a file, made by `module._compile(text, name)`.
    return undefined
  }
}

/** `alone`: there are no synchronous hooks, so that the imports of required ES modules must be looked after here. */
export function hookCommonJs(alone: boolean): void {
  const original = internals.prototype._compile
  internals.prototype._compile = function (content, filename, format) {
    const isModule = format === 'module' || (format === undefined && isSource(filename) && hasModuleSyntaxCheaply(filename, content))
    if (alone && isModule && isSource(filename)) requireImportsOf(filename)
    if (produced.get(filename) === content) return original.call(this, content, filename, format)
    const source = markedSource(filename)
    if (source === undefined) return original.call(this, content, filename, format)
    // Where Node finds out by itself, it must find the same again.
    const wanted = isModule ? 'module' : 'commonjs'
    return original.call(this, compileFor(filename, source, wanted), filename, format === undefined ? undefined : wanted)
  }
  if (alone) hookExtensions()
}

function hasModuleSyntaxCheaply(filename: string, content: string): boolean {
  return /\b(?:import|export|await)\b/.test(content) && hasModuleSyntax(filename, content)
}

/** Node 20 has no handlers for files with types; where another package has set some they stay, and come to `_compile`. */
function hookExtensions(): void {
  for (const extension of ['.ts', '.mts', '.cts', '.tsx', '.jsx']) {
    internals._extensions[extension] ??= (module, filename) => {
      if (!isSource(filename)) return internals._extensions['.js']!(module, filename)
      const source = readSource(filename)
      const format = formatFor(filename, source)
      return module._compile(compileFor(filename, source, format), filename, format)
    }
  }
}
