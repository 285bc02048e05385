/** CommonJS, and ES modules that come in through `require`: no load hook sees them all, `Module.prototype._compile` does. */
import Module from 'node:module'
import { compile, isMarked } from './compile.ts'
import type { Compiled } from './compile.ts'
import { decoratorsLeft } from './decorators.ts'
import { formatOf, isCommonJs, isSource, readSource } from './files.ts'
import type { Format } from './files.ts'
import { tellOf } from './messages.ts'
import { hookRequiredModules, prepareImports } from './required-modules.ts'
import { isNotFound, ownEntry, typedAfter, typedBefore } from './resolve.ts'

interface CommonJsModule {
  filename: string | null
  _compile(content: string, filename: string, format?: string): unknown
}
type Handler = (module: CommonJsModule, filename: string) => unknown
interface Internals {
  prototype: CommonJsModule
  _extensions: Record<string, Handler | undefined>
  _resolveFilename(request: string, parent: CommonJsModule | undefined, ...rest: unknown[]): string
}
const internals = Module as unknown as Internals

/** What was compiled last, so that it is not compiled again when it comes by. */
const produced = new Map<string, string>()

export function compileFor(filename: string, source: string, format: Format): Compiled {
  const result = compile(filename, source, format)
  produced.set(filename, result.code)
  return result
}

function markedSource(filename: string): string | undefined {
  try {
    const source = readSource(filename)
    return isMarked(source) ? source : undefined
  } catch {
    // A module without a file, made by `module._compile(text, name)`.
    return undefined
  }
}

interface Content { code: string; format: string | undefined }

/** Compiled, unless that was done or there is nothing to do. */
function compiled(content: string, filename: string, format: string | undefined): Content {
  const unchanged = { code: content, format }
  // Another package may have worked on what the load hooks here had made.
  if (produced.get(filename) === content || content.includes('parfor/internal')) return unchanged
  const source = markedSource(filename)
  if (source === undefined) return unchanged
  // What another package made of the file may be CommonJS where the file is not.
  const isOriginal = content === source
  const wanted = format === 'module' || format === 'commonjs' ? format : isOriginal ? formatOf(filename, source) : isCommonJs(content) ? 'commonjs' : 'module'
  const { code, decorators } = compile(filename, source, wanted)
  if (decorators) {
    tellOf('PF407', filename, decoratorsLeft)
    return unchanged
  }
  return { code, format: wanted }
}

/** `alone`: there are no synchronous hooks, so that resolution, types and the imports of required ES modules must be looked after here. */
export function hookCommonJs(alone: boolean): void {
  const original = internals.prototype._compile
  internals.prototype._compile = function (content, filename, given) {
    if (!isSource(filename)) return original.call(this, content, filename, given)
    let { code, format } = compiled(content, filename, given)
    // A main module is handed on to `import`, whose hooks do the rest.
    if (alone && (this as unknown) !== process.mainModule) {
      if (format === undefined && /\b(?:import|export|await)\b/.test(code) && !isCommonJs(code)) format = 'module'
      if (format === 'module') code = prepareImports(filename, code)
    }
    return original.call(this, code, filename, format)
  }
  if (!alone) return
  hookExtensions()
  hookResolution()
  hookRequiredModules()
}

/** Node's own handlers of files with types take less than ours, and warn in Node 24.0. */
const isNative = (handler: Handler): boolean => /^load[CM]?TS$/.test(handler.name)

/** Where another package takes files with types, its handlers stay, and come to `_compile`. */
function hookExtensions(): void {
  for (const extension of ['.ts', '.mts', '.cts', '.tsx', '.jsx']) {
    const other = internals._extensions[extension]
    if (other && !isNative(other)) continue
    internals._extensions[extension] = (module, filename) => {
      const source = isSource(filename) ? readSource(filename) : undefined
      if (source === undefined || (extension === '.jsx' && !isMarked(source))) return internals._extensions['.js']!(module, filename)
      const format = formatOf(filename, source)
      return module._compile(compileFor(filename, source, format).code, filename, format)
    }
  }
  // Node 22.12 and 22.13 load .mjs files past `_compile`, but give way to what is there.
  const native = internals._extensions['.mjs']
  if (native) internals._extensions['.mjs'] = (module, filename) => isSource(filename) ? module._compile(readSource(filename), filename, 'module') : native(module, filename)
}

function hookResolution(): void {
  const original = internals._resolveFilename
  internals._resolveFilename = function (request, parent, ...rest) {
    const filename = parent?.filename ?? undefined
    const before = typedBefore(request, filename)
    if (before !== undefined) return before
    try {
      return original.call(this, request, parent, ...rest)
    } catch (error) {
      const found = isNotFound(error) ? ownEntry(request, 'cjs') ?? typedAfter(request, filename) : undefined
      if (found === undefined) throw error
      return found
    }
  }
}

