/** Functions as people write them: what becomes of each is in `battery/table.md` (`vitest -u` writes it anew; look at what it changes). */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Line } from '../battery/src/main.ts'

const here = fileURLToPath(new URL('..', import.meta.url))
const parallel = /^PF10/

/** Once for each loop and reason, as the diagnostics say it. */
function reasons({ loops }: Line): string {
  return loops.filter(({ code }) => !parallel.test(code)).map(({ line, code, message }) => `${code} line ${line}: ${message}`).join('; ')
}

function row(line: Line): string {
  const kernels = line.regions.map(({ lanes, ran, reached }) => `${lanes ? 'lanes' : 'threads only'}${ran === reached ? '' : `, ran ${ran} of ${reached} times`}`)
  return `| ${line.name} | ${line.regions.length > 0 ? line.verdict : 'plain'} | ${[...new Set(kernels)].join('; ')} | ${reasons(line).replaceAll('|', '\\|')} |`
}

describe('functions as people write them', () => {
  let lines: Line[] = []

  beforeAll(() => {
    mkdirSync(`${here}build`, { recursive: true })
    const outfile = `${here}build/battery.mjs`
    buildSync({ entryPoints: [`${here}battery/src/main.ts`], bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile, logLevel: 'error' })
    const result = spawnSync(process.execPath, [outfile, `${here}battery/fixtures`], { encoding: 'utf8', env: { ...process.env, PARFOR_GATE: 'off' } })
    if (result.status !== 0) throw new Error(result.stderr.slice(-2000))
    lines = result.stdout.split('\n').filter((one) => one.startsWith('{')).map((one) => JSON.parse(one) as Line)
  }, 300_000)

  test('each gives what plain JavaScript gives, on every back end and with any number of threads', () => {
    expect(lines.length).toBeGreaterThan(100)
    expect(lines.flatMap(({ name, differences }) => differences.map((one) => `${name}: ${one}`))).toEqual([])
  })

  test('which of them run as kernels, and why the others do not', async () => {
    const files = [...new Set(lines.map(({ file }) => file))]
    const tables = files.map((file) => {
      const rows = lines.filter((line) => line.file === file).map(row)
      return `## ${file}\n\n| function | verdict | kernels | what stays plain JavaScript |\n|---|---|---|---|\n${rows.join('\n')}\n`
    })
    const compiled = lines.filter(({ regions }) => regions.some(({ ran }) => ran > 0)).length
    await expect(`# Functions as people write them\n\n${compiled} of ${lines.length} run as kernels.\n\n${tables.join('\n')}`).toMatchFileSnapshot('../battery/table.md')
  })
})
