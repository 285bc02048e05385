/**
 * TypeScript that is CommonJS, for `import`. Node reads the names that CommonJS exports from the file on the disk, where they may not be
 * found under the types: the loader gets a module with these names instead, which requires the file.
 */
import { init, parse } from 'cjs-module-lexer'
import { createRequire } from 'node:module'
import { compile } from './compile.ts'
import { formatOf, hasTypes, isSource, readSource } from './files.ts'
import { typedAfter, typedBefore } from './resolve.ts'

function resolveFrom(filename: string, specifier: string): string | undefined {
  try {
    return typedBefore(specifier, filename) ?? createRequire(filename).resolve(specifier)
  } catch {
    return typedAfter(specifier, filename)
  }
}

function collect(filename: string, code: string, names: Set<string>, seen: Set<string>): void {
  if (seen.has(filename)) return
  seen.add(filename)
  const { exports, reexports } = parse(code)
  for (const name of exports) names.add(name)
  for (const specifier of reexports) {
    const file = resolveFrom(filename, specifier)
    if (file === undefined || !/\.[cm]?[jt]sx?$/.test(file)) continue
    const source = readSource(file)
    if (isSource(file) && hasTypes(file)) {
      if (formatOf(file, source) === 'commonjs') collect(file, compile(file, source, 'commonjs').code, names, seen)
    } else collect(file, source, names, seen)
  }
}

export async function facadeOf(filename: string, code: string): Promise<string> {
  await init()
  const names = new Set<string>()
  collect(filename, code, names, new Set())
  names.delete('default')
  const list = [...names]
  return [
    `import { createRequire as __pf_create } from 'node:module'`,
    `const __pf_exports = __pf_create(import.meta.url)(${JSON.stringify(filename)})`,
    `export default __pf_exports`,
    ...list.map((name, index) => `const __pf${index} = __pf_exports?.[${JSON.stringify(name)}]`),
    `export { ${list.map((name, index) => `__pf${index} as ${JSON.stringify(name)}`).join(', ')} }`,
  ].join('\n')
}
