/** One file of the program: marked functions compiled, types stripped. The compiler is loaded when the first file needs it. */
import { writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { mayBeMarked } from '@parfor/babel-plugin/marks'
import type { FunctionReport } from '@parfor/babel-plugin'
import { parseEnvironment } from '../environment.ts'
import { formatOf, hasTypes } from './files.ts'
import type { Format } from './files.ts'

type Babel = typeof import('@babel/core')
type FrontEnd = typeof import('@parfor/babel-plugin')

interface Tools { babel: Babel; frontEnd: FrontEnd; toCommonJs: object }

let loaded: Tools | undefined
function tools(): Tools {
  const require = createRequire(import.meta.url)
  loaded ??= {
    babel: require('@babel/core') as Babel,
    frontEnd: require('@parfor/babel-plugin') as FrontEnd,
    toCommonJs: require('@babel/plugin-transform-modules-commonjs') as object,
  }
  return loaded
}

/** Parsed here too: the thread of the load hooks has no runtime. */
const environment = parseEnvironment(process.env)
const arrays = environment.arrays ?? 'own'

export const isMarked = (source: string): boolean => !environment.disabled && mayBeMarked(source, environment.mode, arrays)

export type Listener = (functions: readonly FunctionReport[]) => void
let listener: Listener | undefined
/** Who is told of the functions that were compiled. */
export function onCompiled(listen: Listener): void { listener = listen }

const told = new Set<string>()

/** To the error stream at once: messages from the thread of the load hooks would be lost when the process ends. */
export function tell(text: string): void {
  if (told.has(text)) return
  told.add(text)
  try {
    writeSync(2, `${text}\n`)
  } catch {
    console.error(text)
  }
}

type SourceMap = ReturnType<FrontEnd['stripTypes']>['map']
interface Code { code: string; map?: SourceMap }

function mark(filename: string, source: string): Code {
  const { babel, frontEnd } = tools()
  try {
    const { code, map, functions, diagnostics } = frontEnd.compileModule(babel, source, { filename, mode: environment.mode, arrays })
    listener?.(functions)
    // Nobody asked for the functions that were inferred.
    if (environment.mode !== 'infer') {
      for (const one of diagnostics) if (one.severity !== 'info') tell(frontEnd.formatDiagnostic(one, source, filename))
    }
    return { code: code ?? source, map }
  } catch (error) {
    tell(`parfor PF408: ${filename} could not be compiled and runs as it is: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return { code: source }
  }
}

function parse(filename: string, source: string): ReturnType<Babel['parseSync']> | undefined {
  const plugins = [...(/\.[cm]?tsx?$/.test(filename) ? ['typescript'] : []), ...(filename.endsWith('x') ? ['jsx'] : []), 'decorators']
  try {
    return tools().babel.parseSync(source, {
      filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceType: 'unambiguous',
      parserOpts: { plugins: plugins as 'jsx'[], allowReturnOutsideFunction: true },
    })
  } catch {
    // Whoever loads the file will say what is wrong with it.
    return undefined
  }
}

/** What the syntax says: import, export, import.meta and top-level await belong to modules. */
export function hasModuleSyntax(filename: string, source: string): boolean {
  return parse(filename, source)?.program.sourceType === 'module'
}

function asCommonJs({ code, map }: Code, filename: string): Code {
  const { babel, toCommonJs } = tools()
  const result = babel.transformSync(code, {
    filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceMaps: true, retainLines: true, compact: false,
    sourceType: 'unambiguous', plugins: [toCommonJs], parserOpts: { allowReturnOutsideFunction: true }, ...(map && { inputSourceMap: map }),
  } as Parameters<Babel['transformSync']>[1])
  return { code: result!.code!, map: (result!.map ?? undefined) as SourceMap }
}

/** What a module imports and re-exports statically, in order. */
export function importsOf(filename: string, source: string): string[] {
  if (!/\b(?:import|export)\b/.test(source)) return []
  return parse(filename, source)?.program.body.flatMap((statement) =>
    (statement.type === 'ImportDeclaration' && statement.importKind !== 'type') || statement.type === 'ExportAllDeclaration' ||
    (statement.type === 'ExportNamedDeclaration' && statement.source) ? [statement.source!.value] : []) ?? []
}

/** How Node is going to load a file. `known`: what the module loader says of it already. */
export function formatFor(filename: string, source: string, known?: string | null): Format {
  if (known?.startsWith('module')) return 'module'
  if (known?.startsWith('commonjs')) return 'commonjs'
  return formatOf(filename, () => hasModuleSyntax(filename, source))
}

/** The JavaScript of a file that is marked or has types. A file with import and export becomes CommonJS where that is what is loaded. */
export function compile(filename: string, source: string, format: Format): string {
  const marked = isMarked(source) ? mark(filename, source) : { code: source }
  let result: Code = hasTypes(filename) ? tools().frontEnd.stripTypes(marked.code, filename, marked.map) : marked
  if (format === 'commonjs' && hasModuleSyntax(filename, result.code)) result = asCommonJs(result, filename)
  if (!result.map) return result.code
  return `${result.code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify(result.map)).toString('base64')}`
}
