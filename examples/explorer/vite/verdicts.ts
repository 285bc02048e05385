/** `virtual:verdicts`: what the compiler says of each function of the flights view, for the page to show. Functions without a mark are asked about as well. */
import * as babel from '@babel/core'
import { compileModule, type FunctionReport } from '@parfor/babel-plugin'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const resolved = '\0virtual:verdicts'
const kernels = fileURLToPath(new URL('../src/flights/kernels.ts', import.meta.url))

/** The loop that says most: the first that is not parallel, else the first. */
function decisive(report: FunctionReport) {
  const loop = report.loops.find((one) => one.code.startsWith('PF2')) ?? report.loops[0]
  return { parallel: loop.code.startsWith('PF1'), code: loop.code, text: loop.message }
}

export function verdicts(): Plugin {
  return {
    name: 'explorer:verdicts',
    resolveId: { filter: { id: /^virtual:verdicts$/ }, handler: () => resolved },
    load: {
      filter: { id: /^\0virtual:verdicts$/ },
      async handler() {
        this.addWatchFile(kernels)
        const source = await readFile(kernels, 'utf8')
        const [marked, all] = (['marked', 'infer'] as const).map((mode) => compileModule(babel, source, { filename: kernels, mode }).functions)
        const table = Object.fromEntries([
          ...all.map((report) => [report.name, { marked: false, ...decisive(report) }] as const),
          ...marked.map((report) => [report.name, { marked: true, ...decisive(report) }] as const),
        ])
        return `export const verdicts = ${JSON.stringify(table)}`
      },
    },
  }
}
