/** `parfor explain FILE`: the verdict of each marked function and loop. */
import { parseArgs } from 'node:util'
import { formatDiagnostic, type FunctionReport } from '@parfor/babel-plugin'
import { diagnosticCodes } from '@parfor/compiler'
import { compileFile, onlyFile, parseCommand, readSource } from './source.ts'

function describe(report: FunctionReport, file: string): string[] {
  const regions = report.regions === 1 ? '1 compiled region' : `${report.regions} compiled regions`
  return [
    `${report.name} (${file}:${report.line})  ${report.verdict} ${diagnosticCodes[report.verdict]}, ${regions}`,
    ...report.loops.map((loop) => `  line ${loop.line}${loop.label === undefined ? '' : ` ${loop.label}:`}  ${loop.code} ${loop.message}`),
  ]
}

export function explain(args: string[]): number {
  const { values, positionals } = parseCommand(() => parseArgs({ args, options: { json: { type: 'boolean' }, infer: { type: 'boolean' } }, allowPositionals: true }))
  const file = onlyFile(positionals, 'explain')
  const source = readSource(file)
  const { functions, diagnostics } = compileFile(file, source, values.infer === true)
  if (values.json) {
    console.log(JSON.stringify({ file, functions, diagnostics }, null, 2))
    return 0
  }
  if (functions.length === 0) console.log(`${file}: no marked function. Put /** @parallel */ before one.`)
  for (const report of functions) console.log(describe(report, file).join('\n'))
  for (const diagnostic of diagnostics) if (diagnostic.severity !== 'info') console.log(`\n${formatDiagnostic(diagnostic, source, file)}`)
  return 0
}
