/** What TypeScript lets people write in imports and Node does not find; and parfor itself, for programs that are not in a package. */
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isSource, isTypeScript } from './files.ts'

const typedExtensions: Record<string, string[]> = { '.js': ['.ts', '.tsx'], '.jsx': ['.tsx', '.ts'], '.mjs': ['.mts'], '.cjs': ['.cts'] }

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true
}

const isPath = (specifier: string): boolean => /^(?:\.{1,2}(?:\/|$)|\/|file:)/.test(specifier)

function pathOf(specifier: string, parent: string): string {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier)
  return resolve(dirname(parent), decoded(specifier))
}

/** Specifiers of `import` are URLs; those of `require` are paths, in which a per cent sign may be just that. */
function decoded(specifier: string): string {
  try {
    return decodeURIComponent(specifier)
  } catch {
    return specifier
  }
}

function splitQuery(specifier: string): [path: string, query: string] {
  const at = specifier.search(/[?#]/)
  return at < 0 ? [specifier, ''] : [specifier.slice(0, at), specifier.slice(at)]
}

/** The TypeScript file that `./x.js` stands for. */
function renamed(path: string): string | undefined {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0]
  if (extension === undefined) return undefined
  const stem = path.slice(0, -extension.length)
  return typedExtensions[extension].map((typed) => stem + typed).find(isFile)
}

/** The file that a path without extension, or a folder, stands for. */
function completed(path: string): string | undefined {
  return ['.ts', '.tsx', '/index.ts', '/index.tsx'].map((end) => path + end).find(isFile)
}

/** In TypeScript `./x.js` is x.ts, even where a compiled x.js lies beside it. */
export function typedBefore(specifier: string, parent: string | undefined): string | undefined {
  if (parent === undefined || !isTypeScript(parent) || !isPath(specifier)) return undefined
  return renamed(pathOf(splitQuery(specifier)[0], parent))
}

/** For a path that was not found. */
export function typedAfter(specifier: string, parent: string | undefined): string | undefined {
  if (!isPath(specifier) || (parent === undefined && !/^(?:file:|\/)/.test(specifier))) return undefined
  const path = pathOf(splitQuery(specifier)[0], parent ?? '/')
  const found = renamed(path) ?? completed(path)
  return found !== undefined && isSource(found) ? found : undefined
}

export function isNotFound(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || code === 'ERR_UNSUPPORTED_DIR_IMPORT'
}

/** The entries of this package, which lie beside this bundle. */
export function ownEntry(specifier: string, format: 'mjs' | 'cjs'): string | undefined {
  if (specifier !== 'parfor' && specifier !== 'parfor/internal') return undefined
  return fileURLToPath(new URL(`./${specifier === 'parfor' ? 'index' : 'internal'}.${format}`, import.meta.url))
}

export interface ResolveContext { parentURL?: string; conditions?: readonly string[] }

const parentOf = ({ parentURL }: ResolveContext): string | undefined => parentURL?.startsWith('file:') ? fileURLToPath(splitQuery(parentURL)[0]) : undefined

/** What the next hook takes: a path for `require`, else a URL. */
function specifierOf(file: string, specifier: string, { conditions }: ResolveContext): string {
  return isRequire(conditions) ? file : pathToFileURL(file).href + splitQuery(specifier)[1]
}

const isRequire = (conditions: ResolveContext['conditions']): boolean => conditions?.includes('require') === true && !conditions.includes('import')

/** What to resolve instead of a specifier, before anything else is tried. */
export function betterBefore(specifier: string, context: ResolveContext): string | undefined {
  const found = typedBefore(specifier, parentOf(context))
  return found === undefined ? undefined : specifierOf(found, specifier, context)
}

/** What to resolve instead of a specifier that led nowhere. */
export function betterAfter(specifier: string, context: ResolveContext, error: unknown): string | undefined {
  if (!isNotFound(error)) return undefined
  const own = ownEntry(specifier, isRequire(context.conditions) ? 'cjs' : 'mjs')
  if (own !== undefined) return specifierOf(own, '', context)
  const parent = parentOf(context)
  // `#name` of package.json leads to a path that may be missing in the same way.
  const missing = (error as { url?: string }).url
  const found = typedAfter(specifier, parent) ?? (specifier.startsWith('#') && missing !== undefined ? typedAfter(missing, parent) : undefined)
  return found === undefined ? undefined : specifierOf(found, specifier, context)
}
