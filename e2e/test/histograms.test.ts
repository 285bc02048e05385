/** Histograms against plain JavaScript, on every back end and with 1, 2, 3 and 7 threads, in a process of their own with the built packages. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'

interface Report { name: string; differences: string[]; kernelRuns: number; codes: string[]; wanted: string[] }

const here = fileURLToPath(new URL('..', import.meta.url))
const reports: Report[] = []

beforeAll(() => {
  mkdirSync(`${here}build`, { recursive: true })
  const outfile = `${here}build/histograms.mjs`
  buildSync({ entryPoints: [`${here}differential/src/histograms.ts`], bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile, logLevel: 'error' })
  const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', env: { ...process.env, PARFOR_GATE: 'off' }, maxBuffer: 2 ** 26 })
  if (status !== 0) throw new Error(stderr.slice(-2000))
  reports.push(...stdout.split('\n').filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Report))
}, 300_000)

describe('histograms', () => {
  test('give the bits of plain JavaScript', () => {
    expect(reports.length).toBeGreaterThan(90)
    expect(reports.flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`))).toEqual([])
  })

  test('are seen to be histograms', () => {
    expect(reports.filter(({ codes, wanted }) => codes.join() !== wanted.join()).map(({ name, codes }) => `${name}: ${codes.join()}`)).toEqual([])
  })

  test('run in kernels, unless the arrays overlap or a weight is missing', () => {
    const isPlain = (name: string): boolean => ['one array twice', 'overlapping views', 'weights out of range'].includes(name)
    expect(reports.filter(({ name, kernelRuns, wanted }) => (kernelRuns === 0) !== (isPlain(name) || !wanted[0].startsWith('PF1'))).map(({ name }) => name)).toEqual([])
  })
})
