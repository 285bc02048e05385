/** What the user should know, once each. */
import type { DiagnosticCode } from '@parfor/compiler'

const said = new Set<string>()

/** Prints one line to the error stream unless this very `key` was used before. */
export function sayOnce(key: string, code: DiagnosticCode, message: string): void {
  if (said.has(key)) return
  said.add(key)
  console.warn(`parfor ${code}: ${message}`)
}
