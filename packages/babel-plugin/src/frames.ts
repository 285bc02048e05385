/** Diagnostics as text. */
import { codeFrameColumns } from '@babel/code-frame'
import type { Diagnostic } from '@parfor/compiler'

export function formatDiagnostic(diagnostic: Diagnostic, source: string, filename: string): string {
  const { code, message, cause, cure, location, related = [] } = diagnostic
  const at = location ? `${filename}:${location.line}:${location.column + 1}` : filename
  const lines = [`${at} ${code} ${message}`]
  if (location) lines.push(codeFrameColumns(source, frameOf(location)))
  for (const one of related) lines.push(`  ${one.message}:`, codeFrameColumns(source, frameOf(one.location)))
  if (cause !== undefined) lines.push(`  why: ${cause}`)
  if (cure !== undefined) lines.push(`  cure: ${cure}`)
  return lines.join('\n')
}

function frameOf({ line, column, endLine, endColumn }: NonNullable<Diagnostic['location']>): Parameters<typeof codeFrameColumns>[1] {
  // A loop is underlined at its first line only: the frame shows where it is, not all of it.
  const sameLine = endLine === line && endColumn !== undefined
  return { start: { line, column: column + 1 }, ...(sameLine && { end: { line, column: endColumn + 1 } }) }
}
