/** What passes share: options in, diagnostics out. A pass has the type `(region, context) => void` and changes the region in place. */
import type { Diagnostic } from './diagnostics/diagnostic.ts'
import type { ElementType, Region } from './ir/types.ts'

export interface CompileOptions {
  /** Element types of arrays whose type the source does not tell, by array name. */
  elements?: Record<string, ElementType>
  /** Sums stay sequential and transcendental functions stay the engine's: nothing may differ from plain JavaScript. */
  exact?: boolean
  /** Check the region after every pass. */
  verify?: boolean
  /** Hears of every pass; the text is made only if it is asked for. */
  dump?: (pass: string, text: () => string) => void
}

export interface PassContext {
  options: CompileOptions
  diagnostics: Diagnostic[]
  /** Set by a pass that found that the region must stay host code. */
  refused?: Diagnostic
}

export type Pass = (region: Region, context: PassContext) => void
