/** Source text to syntax trees. */
import type { Babel, ProgramPath, types } from './babel.ts'
import { Names } from './names.ts'
import type { ModuleOptions } from './options.ts'

/** The name by which a module is parsed: that of a component's script has the extension of its language. */
export function parsedName({ filename, embedded }: ModuleOptions): string {
  return filename + (embedded?.extension ?? '')
}

/** Parses by file name: TypeScript, JSX, decorators of either kind. `nested`: imports and exports in blocks. */
export function parseSource(babel: Babel, source: string, filename: string, format?: ModuleOptions['format'], nested = false): types.File {
  try {
    return parseWith(babel, source, filename, format, nested, ['decorators', { version: '2023-11' } as never])
  } catch (error) {
    // Parameter decorators exist in the older proposal only.
    if (!source.includes('@')) throw error
    try {
      return parseWith(babel, source, filename, format, nested, 'decorators-legacy')
    } catch {
      throw error
    }
  }
}

type ParserPlugins = NonNullable<NonNullable<NonNullable<Parameters<Babel['parseSync']>[1]>['parserOpts']>['plugins']>

function parseWith(babel: Babel, source: string, filename: string, format: ModuleOptions['format'], nested: boolean, decorators: ParserPlugins[number]): types.File {
  const isTypeScript = /\.[cm]?tsx?$/.test(filename)
  const typescript: ParserPlugins = /\.d\.[cm]?ts$/.test(filename) ? [['typescript', { dts: true }]] : isTypeScript ? ['typescript'] : []
  const plugins: ParserPlugins = [decorators, ...typescript, ...(!isTypeScript || filename.endsWith('x') ? ['jsx' as const] : [])]
  // A .cts file may be written with import and export: TypeScript makes them `require` and `exports`.
  const sourceType = format === 'module' || /\.m[jt]s$/.test(filename) ? 'module' : filename.endsWith('.cjs') ? 'script' : 'unambiguous'
  const file = babel.parseSync(source, {
    filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceType,
    // Frames go into overlays and logs too, where colours are gibberish.
    highlightCode: false,
    parserOpts: { plugins, allowReturnOutsideFunction: sourceType !== 'module', allowImportExportEverywhere: nested, attachComment: true },
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

/** A module and, once they are asked for, the names in it. */
export class ParsedModule {
  readonly file: types.File
  private readonly babel: Babel
  private resolved: Names | undefined

  constructor(babel: Babel, file: types.File) {
    this.babel = babel
    this.file = file
  }

  get names(): Names { return this.resolved ??= new Names(programOf(this.babel, this.file)) }
}

/** Files that several modules import are parsed once; a program of many more is parsed again where it has to be. */
const REMEMBERED = 16
const remembered = new WeakMap<Babel, Map<string, { source: string; module: ParsedModule }>>()

/** As `parseSource`, remembering the modules last used. Nobody may change their trees. */
export function parseModule(babel: Babel, source: string, filename: string, format?: ModuleOptions['format'], nested = false): ParsedModule {
  let modules = remembered.get(babel)
  if (!modules) remembered.set(babel, modules = new Map())
  const key = `${format ?? ''} ${nested} ${filename}`
  const known = modules.get(key)
  const module = known?.source === source ? known.module : new ParsedModule(babel, parseSource(babel, source, filename, format, nested))
  modules.delete(key)
  modules.set(key, { source, module })
  if (modules.size > REMEMBERED) modules.delete(modules.keys().next().value!)
  return module
}
