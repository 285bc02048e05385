/** Diagnostics are data: collected, never thrown, printed by whoever shows them. */
import type { SourceLocation } from '../ir/types.ts'
import type { DiagnosticCode } from './codes.ts'

export interface RelatedLocation { location: SourceLocation; message: string }

export interface Diagnostic {
  code: DiagnosticCode
  severity: 'info' | 'warning' | 'error'
  /** One sentence: what happened, naming the user's variables. */
  message: string
  /** Why, where the message alone does not say it. */
  cause?: string
  /** What to change; every warning and error has one. */
  cure?: string
  location?: SourceLocation
  related?: RelatedLocation[]
  /** The loop (its id in the region, and its label) that this is the verdict of. */
  loop?: { id: number; label?: string }
}
