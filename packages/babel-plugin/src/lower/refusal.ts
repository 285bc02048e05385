/** How lowering stops: with a reason for the user, or with a request to begin again knowing more. Neither leaves this package. */
import type { Diagnostic, DiagnosticCode, SourceLocation } from '@parfor/compiler'
import type { Node } from '../babel.ts'

/** The statement stays host JavaScript. */
export class Refusal extends Error {
  readonly code: DiagnosticCode
  readonly node: Node
  readonly cure: string

  constructor(code: DiagnosticCode, node: Node, message: string, cure: string) {
    super(message)
    this.code = code
    this.node = node
    this.cure = cure
  }

  toDiagnostic(): Diagnostic {
    return { code: this.code, severity: 'warning', message: this.message, cure: this.cure, location: locationOf(this.node) }
  }
}

/** A decision was recorded that only a second lowering of the region can respect. One for all: making an Error means walking the stack. */
export const restart = new Error('the lowering begins again')

export function locationOf(node: Node): SourceLocation | undefined {
  const { loc } = node
  return loc ? { line: loc.start.line, column: loc.start.column, endLine: loc.end.line, endColumn: loc.end.column } : undefined
}
