/** TypeScript and JSX to JavaScript, for the register hook and the command line; bundlers bring their own. */
import { createRequire } from 'node:module'
import type * as Babel from '@babel/core'
import type { ModuleOptions, ModuleResult } from './options.ts'

/** Loaded when the first types are stripped: under a bundler none are, and there the Babel that compiles may be another version. */
const load = createRequire(import.meta.url)
const plugin = (name: string): object => (load(name) as { default: object }).default

export interface StrippedModule {
  code: string
  map?: ModuleResult['map']
  /** Decorators are left in the code, which no engine takes yet. */
  decorators?: boolean
}

/**
 * Removes types (enums, namespaces and parameter properties are compiled), and compiles JSX if the file name ends in x. The lines stay where they were.
 * `format`: how the file is going to be loaded; with `commonjs`, import and export become `require` and `exports`.
 */
export function stripTypes(code: string, filename: string, inputSourceMap?: ModuleResult['map'], format?: ModuleOptions['format']): StrippedModule {
  const isTypeScript = /\.[cm]?tsx?$/.test(filename)
  const hasJsx = filename.endsWith('x')
  if (!isTypeScript && !hasJsx && format !== 'commonjs') return { code, map: inputSourceMap }
  let decorators = false as boolean
  const findDecorators = { visitor: { Decorator() { decorators = true } } }
  const { transformSync } = load('@babel/core') as typeof Babel
  const result = transformSync(code, {
    filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceMaps: true, retainLines: true, compact: false,
    sourceType: format === 'module' ? 'module' : 'unambiguous',
    parserOpts: { plugins: ['decorators-legacy', ...(hasJsx ? ['jsx' as const] : [])], allowReturnOutsideFunction: format === 'commonjs' },
    plugins: [
      findDecorators,
      // onlyRemoveTypeImports stays off: an import that is only used as a type has no value to import, as tsc and tsx see it.
      ...(isTypeScript ? [[plugin('@babel/plugin-transform-typescript'), { isTSX: hasJsx, allExtensions: true, allowDeclareFields: true, optimizeConstEnums: true }]] : []),
      ...(hasJsx ? [[plugin('@babel/plugin-transform-react-jsx'), { runtime: 'automatic' }]] : []),
      ...(format === 'commonjs' ? [plugin('@babel/plugin-transform-modules-commonjs')] : []),
    ],
    ...(inputSourceMap && { inputSourceMap }),
  } as Parameters<typeof transformSync>[1])
  if (typeof result?.code !== 'string') throw new Error(`${filename} could not be compiled to JavaScript`)
  return { code: result.code, map: (result.map ?? undefined) as ModuleResult['map'], ...(decorators && { decorators }) }
}
