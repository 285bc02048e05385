/** Errors of parfor itself: wrong options, wrong arguments of its own functions. Programs that merely cannot be sped up never throw. */
import type { DiagnosticCode } from '@parfor/compiler'

/**
 * Thrown when parfor is used wrongly. `code` is stable and has a paragraph in docs/diagnostics.md.
 *
 * @example
 * try { configure({ thread: 2 }) } catch (error) { if (error instanceof ParforError) console.log(error.code) } // PF500
 */
export class ParforError extends Error {
  readonly code: DiagnosticCode

  constructor(code: DiagnosticCode, message: string) {
    super(`[${code}] ${message}`)
    this.name = 'ParforError'
    this.code = code
  }
}
