/** The load and resolve hooks, as far as they are the same in the main thread (`registerHooks`) and in the thread of `register`. */
import { isMarked } from './compile.ts'
import { hasTypes, readSource, sourceOf } from './files.ts'

/** `ours`: marked. `typed`: others may strip its types; we do if they cannot. */
export interface Errand { kind: 'ours' | 'typed'; filename: string; source: string }

/** Reads the file itself: what the hooks before this one made of it may have lost its comments and types. */
export function errandOf(url: string): Errand | undefined {
  const filename = sourceOf(url)
  if (filename === undefined) return undefined
  const source = readSource(filename)
  if (isMarked(source)) return { kind: 'ours', filename, source }
  return hasTypes(filename) ? { kind: 'typed', filename, source } : undefined
}

/** Node's own loader on a file with types that it does not take: unknown extension, or syntax that is more than types. */
export function refusesTypes(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code
  return code === 'ERR_UNKNOWN_FILE_EXTENSION' || code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' || code === 'ERR_INVALID_TYPESCRIPT_SYNTAX'
}

/** TypeScript's rule: `./x.js` may be written for the file x.ts. Undefined if this is not such a case. */
export function typedSpecifier(specifier: string, parent: string | undefined, error: unknown): string | undefined {
  const code = (error as { code?: string } | null)?.code
  if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') return undefined
  if (parent === undefined || !/\.[cm]?tsx?$/.test(parent) || !/^\.\.?\/.*\.[cm]?jsx?$/.test(specifier)) return undefined
  return specifier.replace(/js(x?)$/, 'ts$1')
}
