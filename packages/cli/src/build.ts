/** `parfor build FILE -o OUT`: one file, compiled. */
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { formatDiagnostic, stripTypes } from '@parfor/babel-plugin'
import { compileFile, onlyFile, parseCommand, readSource } from './source.ts'
import { UsageError } from './usage.ts'

/** Written beside and renamed, so that nothing half-written ever has the name of the result. */
function writeWhole(file: string, text: string): void {
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}`)
  try {
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw new UsageError(`${file} cannot be written (${(error as NodeJS.ErrnoException).code}). Check that its folder exists and may be written to.`)
  }
}

export function build(args: string[]): number {
  const { values, positionals } = parseCommand(() => parseArgs({ args, options: { output: { type: 'string', short: 'o' }, infer: { type: 'boolean' } }, allowPositionals: true }))
  const file = onlyFile(positionals, 'build')
  const output = values.output
  if (output === undefined) throw new UsageError('build needs -o OUT, as in: parfor build app.ts -o app.mjs')
  if (resolve(output) === resolve(file)) throw new UsageError(`-o ${output} is the source itself. Give the result another name.`)
  const source = readSource(file)
  const result = compileFile(file, source, values.infer === true)
  const keepsTypes = /\.[cm]?tsx?$/.test(output)
  const stripped = keepsTypes ? { code: result.code ?? source, map: result.map } : stripTypes(result.code ?? source, file, result.map)
  const map = `${basename(output)}.map`
  if (stripped.map) writeWhole(`${output}.map`, JSON.stringify(stripped.map))
  writeWhole(output, stripped.map ? `${stripped.code}\n//# sourceMappingURL=${map}\n` : stripped.code)
  for (const diagnostic of result.diagnostics) if (diagnostic.severity !== 'info') console.error(formatDiagnostic(diagnostic, source, file))
  const regions = result.functions.reduce((sum, one) => sum + one.regions, 0)
  console.error(`${output}: ${result.functions.length} marked functions, ${regions} compiled regions`)
  return 0
}
