/** Runs a program of `differential/src` that prints a line for each of its cases, in a process of its own with the built packages. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'

export interface CaseReport { name: string; differences: string[]; kernelRuns: number; codes: string[]; wanted: string[] }

const here = fileURLToPath(new URL('..', import.meta.url))

export function caseReports(name: string): CaseReport[] {
  mkdirSync(`${here}build`, { recursive: true })
  const outfile = `${here}build/${name}.mjs`
  buildSync({ entryPoints: [`${here}differential/src/${name}.ts`], bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile, logLevel: 'error' })
  const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', env: { ...process.env, PARFOR_GATE: 'off' }, maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(stderr.slice(-2000))
  return stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as CaseReport)
}
