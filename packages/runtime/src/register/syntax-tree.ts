/** What the syntax of a file says: module or script, and what it imports. */
import type { types } from '@babel/core'
import { tools } from './compile.ts'

function parse(filename: string, source: string): types.File | undefined {
  const plugins = [...(/\.[cm]?tsx?$/.test(filename) ? ['typescript'] : []), ...(filename.endsWith('x') ? ['jsx'] : []), 'decorators-legacy']
  try {
    const file = tools().babel.parseSync(source, {
      filename, configFile: false, babelrc: false, browserslistConfigFile: false, sourceType: 'unambiguous',
      parserOpts: { plugins: plugins as 'jsx'[], allowReturnOutsideFunction: true, attachComment: false },
    })
    return file ?? undefined
  } catch {
    // Whoever loads the file will say what is wrong with it.
    return undefined
  }
}

/** Import, export, import.meta and top-level await belong to modules, TypeScript's `import x = require()` and `export =` to CommonJS. */
export function hasModuleSyntax(filename: string, source: string): boolean {
  if (!/\b(?:import|export|await)\b/.test(source)) return false
  const file = parse(filename, source)
  if (!file) return false
  if (file.program.body.some((statement) => statement.type === 'TSExportAssignment' || (statement.type === 'TSImportEqualsDeclaration' && statement.moduleReference.type === 'TSExternalModuleReference'))) return false
  return file.program.sourceType === 'module' || awaits(file)
}

function awaits(file: types.File): boolean {
  let found = false
  tools().babel.traverse(file, {
    Function(path) { path.skip() },
    AwaitExpression() { found = true },
    ForOfStatement({ node }) { if (node.await) found = true },
  })
  return found
}

export interface StaticImport {
  specifier: string
  /** Where the specifier stands, quotes included. */
  start: number
  end: number
  /** Import attributes: what is imported is not JavaScript. */
  attributes: boolean
}

/** What a module imports and re-exports statically, in order. */
export function importsOf(filename: string, code: string): StaticImport[] {
  if (!/\b(?:import|export)\b/.test(code)) return []
  const found: StaticImport[] = []
  for (const statement of parse(filename, code)?.program.body ?? []) {
    if (statement.type !== 'ImportDeclaration' && statement.type !== 'ExportAllDeclaration' && statement.type !== 'ExportNamedDeclaration') continue
    const { source, attributes } = statement
    if (source) found.push({ specifier: source.value, start: source.start!, end: source.end!, attributes: (attributes?.length ?? 0) > 0 })
  }
  return found
}
