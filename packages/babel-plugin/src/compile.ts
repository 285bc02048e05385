/** Source text in, rewritten source text out. */
import type { Babel, ProgramPath, types } from './babel.ts'
import { mayBeMarked } from './marks.ts'
import { planModule } from './module.ts'
import type { ModuleOptions, ModuleResult } from './options.ts'
import { isEmptyPlan } from './rewrite/plan.ts'
import { rewriteText } from './rewrite/text.ts'

export function compileModule(babel: Babel, source: string, options: ModuleOptions): ModuleResult {
  if (!mayBeMarked(source, options.mode, options.arrays)) return { functions: [], diagnostics: [] }
  const program = programOf(babel, parseSource(babel, source, options.filename, options.format))
  const { plan, functions, diagnostics } = planModule(babel, program, options)
  if (isEmptyPlan(plan)) return { functions, diagnostics }
  return { ...rewriteText(source, plan, options.filename), functions, diagnostics }
}

/** Parses by file name: TypeScript, JSX, decorators of either kind. */
export function parseSource(babel: Babel, source: string, filename: string, format?: ModuleOptions['format']): types.File {
  try {
    return parseWith(babel, source, filename, format, ['decorators', { version: '2023-11' } as never])
  } catch (error) {
    // Parameter decorators exist in the older proposal only.
    if (!source.includes('@')) throw error
    try {
      return parseWith(babel, source, filename, format, 'decorators-legacy')
    } catch {
      throw error
    }
  }
}

type ParserPlugins = NonNullable<NonNullable<NonNullable<Parameters<Babel['parseSync']>[1]>['parserOpts']>['plugins']>

function parseWith(babel: Babel, source: string, filename: string, format: ModuleOptions['format'], decorators: ParserPlugins[number]): types.File {
  const isTypeScript = /\.[cm]?tsx?$/.test(filename)
  const plugins: ParserPlugins = [decorators, ...(isTypeScript ? ['typescript' as const] : []), ...(!isTypeScript || filename.endsWith('x') ? ['jsx' as const] : [])]
  // A .cts file may be written with import and export: TypeScript makes them `require` and `exports`.
  const sourceType = format === 'module' || /\.m[jt]s$/.test(filename) ? 'module' : filename.endsWith('.cjs') ? 'script' : 'unambiguous'
  const file = babel.parseSync(source, {
    filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceType,
    parserOpts: { plugins, allowReturnOutsideFunction: sourceType !== 'module', attachComment: true },
  })
  if (file?.type !== 'File') throw new Error(`${filename} could not be parsed`)
  return file
}

function programOf(babel: Babel, file: types.File): ProgramPath {
  let program: ProgramPath | undefined
  babel.traverse(file, {
    Program(path) {
      program = path
      path.skip()
    },
  })
  if (!program) throw new Error('a file without a program')
  return program
}
