/** One file of the program: marked functions compiled, types stripped. The compiler is loaded when the first file needs it. */
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type * as Babel from '@babel/core'
import { mayBeMarked } from '@parfor/babel-plugin/marks'
import type * as FrontEnd from '@parfor/babel-plugin'
import type { ModuleResult } from '@parfor/babel-plugin'
import { parseEnvironment } from '../environment.ts'
import { hasTypes, isCommonJs } from './files.ts'
import type { Format } from './files.ts'
import { tell, tellOf } from './messages.ts'
import { reportFile } from './reports.ts'
import { describeParseError, isParseError, syntaxError } from './syntax.ts'

interface Tools { babel: typeof Babel; frontEnd: typeof FrontEnd }

let loaded: Tools | undefined
export function tools(): Tools {
  const require = createRequire(import.meta.url)
  loaded ??= { babel: require('@babel/core') as typeof Babel, frontEnd: require('@parfor/babel-plugin') as typeof FrontEnd }
  return loaded
}

/** Parsed here too: the thread of the load hooks has no runtime. */
const environment = parseEnvironment(process.env)
const arrays = environment.arrays ?? 'own'

export const isMarked = (source: string): boolean => !environment.disabled && mayBeMarked(source, environment.mode, arrays)

/** A region is looked at alone and again with its neighbours: the same text is told once. */
function dump(pass: string, text: () => string): void {
  if (environment.dump.includes(pass)) tell(`; after ${pass}\n${text()}`)
}

type SourceMap = ModuleResult['map']
interface Code { code: string; map?: SourceMap; decorators?: boolean }

function compileMarked(filename: string, source: string, format: Format): Code {
  const { babel, frontEnd } = tools()
  try {
    const { code, map, functions, diagnostics } = frontEnd.compileModule(babel, source, {
      filename, format, mode: environment.mode, arrays, ...(environment.dump.length > 0 && { dump }),
    })
    // Nobody asked for the functions that were inferred.
    if (reportFile({ filename, functions }) && environment.mode !== 'infer') {
      for (const one of diagnostics) if (one.severity !== 'info') tell(frontEnd.formatDiagnostic(one, source, filename))
    }
    return { code: code ?? source, map }
  } catch (error) {
    if (!isParseError(error)) {
      tellOf('PF408', filename, `the compiler failed, the file runs as it is. Please report this. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    } else if (!hasTypes(filename)) {
      // Node has the last word on JavaScript.
      tellOf('PF408', filename, `parfor cannot read this, the file runs as it is.\n${describeParseError(filename, error)}`)
    }
    return { code: source }
  }
}

function strip(filename: string, { code, map }: Code, format: Format): Code {
  try {
    return tools().frontEnd.stripTypes(code, filename, map, format)
  } catch (error) {
    throw isParseError(error) ? syntaxError(filename, error) : error
  }
}

export interface Compiled {
  code: string
  /** Decorators are left, which need another package. */
  decorators: boolean
}

/** The JavaScript of a file that is marked or has types. A file with import and export becomes CommonJS where that is what is loaded. */
export function compile(filename: string, source: string, format: Format): Compiled {
  let result: Code = isMarked(source) ? compileMarked(filename, source, format) : { code: source }
  if (hasTypes(filename) || (format === 'commonjs' && !isCommonJs(source))) result = strip(filename, result, format)
  const { code, map, decorators = false } = result
  return { code: map ? `${code}\n${mapComment(filename, map)}` : code, decorators }
}

function mapComment(filename: string, map: NonNullable<SourceMap>): string {
  const text = JSON.stringify({ ...map, file: undefined, sourceRoot: undefined, sources: [pathToFileURL(filename).href] })
  return `//# sourceMappingURL=data:application/json;base64,${Buffer.from(text).toString('base64')}`
}
