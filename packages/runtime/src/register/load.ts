/** The load hook as far as it is the same in the main thread (`registerHooks`) and in the thread of `register`. */
import { isMarked } from './compile.ts'
import { hasTypes, isTypeScript, readSource, sourceOf } from './files.ts'

export interface LoadContext { format?: string | null; conditions?: readonly string[]; importAttributes?: Record<string, string> }
export interface Loaded { format?: string | null; source?: unknown; responseURL?: string; shortCircuit?: boolean }

/** `ours`: marked. `typed`: others may strip its types; we do if they do not. */
export interface Errand { kind: 'ours' | 'typed'; filename: string; source: string }

/** Reads the file itself: what the hooks before this one made of it may have lost its comments and types. */
export function errandOf(url: string, context: LoadContext): Errand | undefined {
  if (context.importAttributes?.type !== undefined) return undefined
  const filename = sourceOf(url)
  if (filename === undefined) return undefined
  const source = readSource(filename)
  if (isMarked(source)) return { kind: 'ours', filename, source }
  return isTypeScript(filename) ? { kind: 'typed', filename, source } : undefined
}

/** Node's own loader on a file with types: unknown extension. */
export function refusesTypes(error: unknown): boolean {
  return (error as { code?: string } | null)?.code === 'ERR_UNKNOWN_FILE_EXTENSION'
}

/** Whether another package has made JavaScript of a file with types. Node's own stripping comes later, and takes less. */
export function isDone({ format, source }: Loaded, { filename, source: original }: Errand): boolean {
  if (!hasTypes(filename)) return true
  if (format?.endsWith('typescript')) return false
  return source === null || source === undefined || textOf(source) !== original
}

function textOf(source: unknown): string {
  return (typeof source === 'string' ? source : new TextDecoder().decode(source as Uint8Array)).replace(/^\uFEFF/, '')
}
