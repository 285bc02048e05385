/** Syntax errors as Node tells them: place, frame, message. */

interface ParseError { message: string; code?: string; loc?: { line: number; column: number } }

export function isParseError(error: unknown): error is ParseError {
  return typeof error === 'object' && error !== null && (error as ParseError).code === 'BABEL_PARSE_ERROR'
}

/** Babel's message is `file: text (line:column)`, an empty line and the frame. */
function partsOf(filename: string, { message, loc }: ParseError): { text: string; frame: string; place: string } {
  const [head, ...frame] = message.split('\n\n')
  const text = (head.startsWith(`${filename}: `) ? head.slice(filename.length + 2) : head).replace(/ \(\d+:\d+\)$/, '')
  const place = loc ? `${filename}:${loc.line}:${loc.column + 1}` : filename
  return { text, frame: frame.join('\n\n'), place }
}

export function describeParseError(filename: string, error: ParseError): string {
  const { text, frame, place } = partsOf(filename, error)
  return `${place} ${text}\n${frame}`
}

/** Node prints the stack of an error that nobody catches, and nothing else. */
export function syntaxError(filename: string, error: ParseError): SyntaxError {
  const { text, frame, place } = partsOf(filename, error)
  const result = new SyntaxError(text)
  result.stack = `${place}\n${frame}\n\nSyntaxError: ${text}\n    at ${place}`
  return result
}
