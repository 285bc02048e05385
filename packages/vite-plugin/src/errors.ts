/** Errors of the compiler, as Vite shows errors of plugins. */

interface ParseError { message: string; loc: { line: number; column: number } }

/** Babel's complaint about the text of a file. */
export function isParseError(error: unknown): error is ParseError {
  return typeof error === 'object' && error !== null && (error as { code?: string }).code === 'BABEL_PARSE_ERROR'
}

export interface ErrorInFile { message: string; id: string; loc: { file: string; line: number; column: number }; frame: string }

/** Babel's message is `file: text (line:column)`, an empty line and the frame. */
export function syntaxError({ message, loc }: ParseError, file: string): ErrorInFile {
  const [head, ...frame] = message.split('\n\n')
  const text = (head.startsWith(`${file}: `) ? head.slice(file.length + 2) : head).replace(/ \(\d+:\d+\)$/, '')
  return {
    message: `${text.replace(/\.?$/, '.')} The file is read by parfor because it has functions marked @parallel. Mend the syntax error.`,
    id: file, loc: { file, line: loc.line, column: loc.column }, frame: frame.join('\n\n'),
  }
}

export function compilerFailed(file: string, error: unknown): string {
  return `${file} PF408 the compiler failed, so the file runs as plain JavaScript. Please report this. ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
}
