/** Reading and compiling the file that a command names, with errors that say what to do. */
import { readFileSync } from 'node:fs'
import * as babel from '@babel/core'
import { compileModule, type ModuleResult } from '@parfor/babel-plugin'
import { UsageError } from './usage.ts'

/** Runs `node:util`'s parseArgs; its complaints become ours. */
export function parseCommand<Parsed>(parse: () => Parsed): Parsed {
  try {
    return parse()
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. parfor --help shows the options.`)
  }
}

export function onlyFile(positionals: string[], command: string): string {
  if (positionals.length === 1) return positionals[0]
  throw new UsageError(positionals.length === 0 ? `${command} needs a file, as in: parfor ${command} app.ts` : `${command} takes one file, not ${positionals.length}.`)
}

export function readSource(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(code === 'ENOENT' ? `${file} does not exist.` : code === 'EISDIR' ? `${file} is a folder. Name a file in it.` : `${file} cannot be read (${code}).`)
  }
}

export function compileFile(file: string, source: string, infer: boolean): ModuleResult {
  try {
    return compileModule(babel, source, { filename: file, mode: infer ? 'infer' : 'marked' })
  } catch (error) {
    // Babel's syntax errors come with file, position and code frame.
    if ((error as { code?: string }).code === 'BABEL_PARSE_ERROR' || error instanceof SyntaxError) throw new UsageError(`${(error as Error).message}\nMend the syntax error and run the command again.`)
    throw error
  }
}
