/** Where a package keeps its types: `exports`, `imports`, `types`, or a package of declarations beside it. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

interface Manifest { exports?: unknown; imports?: Record<string, unknown>; types?: string; typings?: string }

const conditions = new Set(['types', 'import', 'module', 'default'])
const isDeclaration = /(?:\.d\.[cm]?ts|(?<!\.d)\.[cm]?tsx?)$/

/** The file with the types of `name`, `@scope/name`, `name/path` or `#name`. */
export function declarationsOf(specifier: string, importer: string): string | undefined {
  if (specifier.startsWith('#')) return privateImport(specifier, importer)
  const [, name, path] = /^((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/.exec(specifier) ?? []
  if (name === undefined) return undefined
  const types = `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`
  return inPackage(name, path, importer) ?? inPackage(types, path, importer)
}

function inPackage(name: string, path: string | undefined, importer: string): string | undefined {
  const folder = above(importer, (at) => join(at, 'node_modules', name))
  if (folder === undefined) return undefined
  const { exports, types, typings } = manifestOf(folder)
  if (exports !== undefined) {
    const target = exportedAs(exports, path === undefined ? '.' : `./${path}`)
    return target === undefined ? undefined : declared(join(folder, target))
  }
  if (path !== undefined) return declared(join(folder, path))
  const main = types ?? typings
  return declared(join(folder, main ?? 'index.d.ts'))
}

/** The nearest folder above with a package.json, made of each of them by `place`. */
function above(importer: string, place: (folder: string) => string): string | undefined {
  for (let at = dirname(importer); ; at = dirname(at)) {
    const folder = place(at)
    if (existsSync(join(folder, 'package.json'))) return folder
    if (dirname(at) === at) return undefined
  }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function privateImport(specifier: string, importer: string): string | undefined {
  const folder = above(importer, (at) => at)
  const target = folder === undefined ? undefined : exportedAs(manifestOf(folder).imports, specifier)
  return target?.startsWith('./') ? declared(join(folder!, target)) : undefined
}

/** Node's rules for `exports` and `imports`, with the conditions that TypeScript adds. */
function exportedAs(exports: unknown, path: string): string | undefined {
  const map = typeof exports === 'object' && exports !== null && !Array.isArray(exports) && Object.keys(exports).some((key) => /^[.#]/.test(key))
    ? exports as Record<string, unknown> : { '.': exports }
  if (Object.hasOwn(map, path)) return chosen(map[path])
  for (const [pattern, target] of Object.entries(map)) {
    const [before, after, more] = pattern.split('*')
    if (after === undefined || more !== undefined || !path.startsWith(before) || !path.endsWith(after)) continue
    return chosen(target)?.replaceAll('*', path.slice(before.length, path.length - after.length))
  }
  return undefined
}

function chosen(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (typeof target !== 'object' || target === null) return undefined
  for (const [condition, one] of Object.entries(target)) {
    const found = conditions.has(condition) || Array.isArray(target) ? chosen(one) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

/** The declarations that stand for a file: it may be code, with its types beside it. */
function declared(file: string): string | undefined {
  const stem = file.replace(/\.([cm]?)jsx?$/, '.d.$1ts')
  return [file, stem, `${file}.d.ts`, join(file, 'index.d.ts')].find((one) => isDeclaration.test(one) && existsSync(one))
}
