/** The command as a user has it: the built file, in a process of its own. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const cli = fileURLToPath(new URL('../dist/cli.mjs', import.meta.url))
let folder = ''

const parfor = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' })
  return { status, stdout, stderr }
}

const source = `/** @parallel */
export function scale(x: Float64Array, k: number) {
  for (let i = 0; i < x.length; i++) x[i] = x[i] * k
  for (let i = 1; i < x.length; i++) x[i] += x[i - 1]
  return x
}
`

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'parfor-cli-'))
  writeFileSync(join(folder, 'app.ts'), source)
  writeFileSync(join(folder, 'broken.ts'), '/** @parallel */\nexport function f( {\n')
  writeFileSync(join(folder, 'plain.ts'), 'export const one: number = 1\n')
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('build', () => {
  test('writes JavaScript with the kernel inline, and a source map', () => {
    const { status, stderr } = parfor('build', 'app.ts', '-o', 'app.mjs')
    expect(status, stderr).toBe(0)
    const code = readFileSync(join(folder, 'app.mjs'), 'utf8')
    expect(code).toContain('parfor/internal')
    expect(code).not.toContain(': Float64Array')
    expect(JSON.parse(readFileSync(join(folder, 'app.mjs.map'), 'utf8')).sourcesContent).toEqual([source])
    // The loop that stays sequential is a warning with its place, cause and cure.
    expect(stderr).toMatch(/app\.ts:4:\d+ PF201/)
    expect(stderr).toContain('cure:')
  })

  test('a file without a mark only loses its types', () => {
    expect(parfor('build', 'plain.ts', '-o', 'plain.mjs').status).toBe(0)
    expect(readFileSync(join(folder, 'plain.mjs'), 'utf8')).toContain('export const one = 1')
  })

  test.each([
    [['build', 'missing.ts', '-o', 'x.mjs'], /missing\.ts does not exist/],
    [['build', 'app.ts'], /needs -o OUT/],
    [['build'], /needs a file/],
    [['build', 'app.ts', 'plain.ts', '-o', 'x.mjs'], /takes one file/],
    [['build', 'app.ts', '-o', 'app.ts'], /source itself/],
    [['build', 'app.ts', '-o', 'no/such/folder/x.mjs'], /cannot be written/],
    [['build', 'broken.ts', '-o', 'broken.mjs'], /broken\.ts[\s\S]*\(3:0\)[\s\S]*run the command again/],
    [['build', 'app.ts', '--speed'], /--speed[\s\S]*--help/],
    [['compile', 'app.ts'], /unknown command compile/],
  ])('%j fails with what was wrong and the cure', (args, message) => {
    const before = readdirSync(folder).sort()
    const { status, stderr } = parfor(...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toContain('    at ')
    expect(readdirSync(folder).sort()).toEqual(before)
    expect(readFileSync(join(folder, 'app.ts'), 'utf8')).toBe(source)
  })
})

describe('explain', () => {
  test('gives each function and each loop a verdict', () => {
    const { status, stdout } = parfor('explain', 'app.ts')
    expect(status).toBe(0)
    expect(stdout).toMatch(/scale \(app\.ts:2\)/)
    expect(stdout).toMatch(/line 3 {2}PF100/)
    expect(stdout).toMatch(/line 4 {2}PF201/)
  })

  test('as JSON too', () => {
    const report = JSON.parse(parfor('explain', 'app.ts', '--json').stdout)
    expect(report.functions[0].loops.map((loop: { code: string }) => loop.code)).toEqual(['PF100', 'PF201'])
  })

  test('says so when nothing is marked', () => {
    expect(parfor('explain', 'plain.ts').stdout).toMatch(/no marked function/)
    expect(existsSync(join(folder, 'plain.ts'))).toBe(true)
  })
})

test('help and version', () => {
  expect(parfor('--help').stdout).toContain('parfor build')
  expect(parfor('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(parfor().status).toBe(2)
})
