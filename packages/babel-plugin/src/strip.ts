/** TypeScript and JSX to JavaScript, for the register hook and the command line; bundlers bring their own. */
import { transformSync } from '@babel/core'
import jsx from '@babel/plugin-transform-react-jsx'
import typescript from '@babel/plugin-transform-typescript'
import type { ModuleResult } from './options.ts'

export interface StrippedModule { code: string; map?: ModuleResult['map'] }

/** Removes types (enums, namespaces and parameter properties are compiled), and compiles JSX if the file name ends in x. The lines stay where they were. */
export function stripTypes(code: string, filename: string, inputSourceMap?: ModuleResult['map']): StrippedModule {
  const isTypeScript = /\.[cm]?tsx?$/.test(filename)
  const hasJsx = filename.endsWith('x')
  if (!isTypeScript && !hasJsx) return { code, map: inputSourceMap }
  const result = transformSync(code, {
    filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceMaps: true, retainLines: true, compact: false,
    sourceType: /\.cts$/.test(filename) ? 'script' : 'unambiguous',
    parserOpts: { plugins: ['decorators', ...(hasJsx ? ['jsx' as const] : [])] },
    plugins: [
      // onlyRemoveTypeImports stays off: an import that is only used as a type has no value to import, as tsc and tsx see it.
      ...(isTypeScript ? [[typescript, { isTSX: hasJsx, allExtensions: true, allowDeclareFields: true, optimizeConstEnums: true }]] : []),
      ...(hasJsx ? [[jsx, { runtime: 'automatic' }]] : []),
    ],
    ...(inputSourceMap && { inputSourceMap }),
  } as Parameters<typeof transformSync>[1])
  if (typeof result?.code !== 'string') throw new Error(`${filename} could not be compiled to JavaScript`)
  return { code: result.code, map: (result.map ?? undefined) as ModuleResult['map'] }
}
