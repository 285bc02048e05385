/** Node without a bundler, with the packages as installed: the register hook and the command line. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { appFolder, installedIn } from '../src/installed.ts'
import { cleanEnvironment, runNode } from '../src/processes.ts'

const threads = { PARFOR_THREADS: '3' }
const parallel = { identical: true, rung: 'wasm', threads: 3, regions: [{ name: 'scaled', wasm: 1, team: 3 }] }
const command = join(installedIn('vite'), 'node_modules/.bin/parfor')
const parfor = (args: string[], cwd: string): { status: number | null; stdout: string; stderr: string } => spawnSync(command, args, { cwd, encoding: 'utf8', env: cleanEnvironment() })

it('compiles TypeScript when it is loaded (--import parfor/register)', () => {
  const app = appFolder('node', 'vite')
  const output = runNode(['--import', 'parfor/register', 'main.ts'], app, threads)
  const [first, ...rest] = output.split('\n').filter((line) => line.startsWith('{'))
  expect(JSON.parse(first)).toEqual(parallel)
  expect(rest).toEqual([])
  // What cannot be parallel is said, with its place.
  expect(output).toMatch(/kernels\.ts:12.*PF\d{3}/)
})

it('compiles CommonJS (--require parfor/register), where one runtime serves require and import', () => {
  const lines = runNode(['--require', 'parfor/register', 'required.cjs'], appFolder('node', 'vite'), threads).split('\n')
  expect(JSON.parse(lines[0])).toEqual(parallel)
  expect(lines[1]).toMatch(/^100000 80\d{4}$/)
})

it('compiles a file on the command line', () => {
  const app = appFolder('node', 'vite')
  const { status, stderr } = parfor(['build', 'kernels.ts', '-o', 'kernels.mjs'], app)
  expect(status, stderr).toBe(0)
  expect(readFileSync(join(app, 'kernels.mjs'), 'utf8')).toContain("from 'parfor/internal'")
  writeFileSync(join(app, 'main.mjs'), "import { check } from './check.mjs'\nimport { scaled } from './kernels.mjs'\nawait check(scaled)\n")
  expect(JSON.parse(runNode(['main.mjs'], app, threads))).toEqual({ ...parallel, regions: expect.arrayContaining(parallel.regions) })
})

it('explains a file, loop by loop', () => {
  const { status, stdout } = parfor(['explain', 'kernels.ts'], appFolder('node', 'vite'))
  expect(status).toBe(0)
  expect(stdout).toMatch(/scaled[^]*PF100/)
  expect(stdout).toMatch(/recurrence[^]*PF\d{3}/)
})

it('refuses a file that is not there', () => {
  const { status, stderr } = parfor(['build', 'missing.ts', '-o', 'out.mjs'], appFolder('node', 'vite'))
  expect(status).not.toBe(0)
  expect(stderr).toContain('missing.ts')
  expect(stderr).not.toMatch(/^\s+at /m)
})
