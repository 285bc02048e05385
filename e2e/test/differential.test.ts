/** The differential tests run in processes of their own, against the built packages: workers and kernels as a user has them. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'

const here = fileURLToPath(new URL('..', import.meta.url))
const fixtures = `${here}traps/fixtures`
const environment = { ...process.env, PARFOR_GATE: 'off' }

function bundle(entry: string, name: string): string {
  mkdirSync(`${here}build`, { recursive: true })
  const outfile = `${here}build/${name}.mjs`
  buildSync({ entryPoints: [`${here}${entry}`], bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile, logLevel: 'error' })
  return outfile
}

describe('generated programs', () => {
  const run = (script: string, args: string[]) => new Promise<{ status: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { env: environment })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data })
    child.on('exit', (status) => resolve({ status, output }))
  })

  test('2,000 programs from fixed seeds and 100 from a fresh one give the same bits on every back end', { timeout: 1_500_000 }, async () => {
    const script = bundle('differential/src/main.ts', 'fuzz-test')
    const fresh = Date.now() % 2 ** 31
    const runs = await Promise.all([run(script, ['--count', '1000', '--seed', '1000', '--json']), run(script, ['--count', '1000', '--seed', '2000000', '--json'])])
    runs.push(await run(script, ['--count', '100', '--seed', String(fresh), '--json']))
    console.log(runs.map((one) => one.output.trim().split('\n').at(-1)).join('\n'))
    for (const { status, output } of runs) {
      expect(status, output).toBe(0)
      const summary = JSON.parse(output.trim().split('\n').at(-1)!) as { programs: number; parallelPrograms: number; differences: number }
      expect(summary.differences).toBe(0)
      // A generator whose programs all fall back would prove nothing.
      expect(summary.parallelPrograms).toBeGreaterThan(summary.programs / 2)
    }
  })
})

describe('traps of JavaScript', () => {
  const names = readdirSync(fixtures).filter((one) => one.endsWith('.ts')).sort()
  const reports = new Map<string, { differences: string[]; kernelRuns: number; codes: { name: string; verdict: string; loops: string[] }[]; verdicts: string[] | null }>()

  beforeAll(() => {
    const result = spawnSync(process.execPath, [bundle('traps/src/main.ts', 'traps'), fixtures], { encoding: 'utf8', env: environment })
    for (const line of result.stdout.split('\n').filter((one) => one.startsWith('{'))) {
      const report = JSON.parse(line)
      reports.set(report.name, report)
    }
    if (result.status !== 0) throw new Error(result.stderr.slice(-2000))
  }, 300_000)

  test.each(names)('%s', (name) => {
    const report = reports.get(name)
    expect(report).toBeDefined()
    expect(report!.differences).toEqual([])
    // The verdicts of the fixture are those of `f`; a fixture that promises a parallel loop must have run in a kernel.
    if (report!.verdicts) {
      const codes = report!.codes.find((one) => one.name === 'f')!
      expect(codes.loops.length > 0 ? codes.loops : [codes.verdict]).toEqual(expect.arrayContaining(report!.verdicts))
      if (report!.verdicts.some((code) => code.startsWith('PF10'))) expect(report!.kernelRuns).toBeGreaterThan(0)
    }
  })
})
