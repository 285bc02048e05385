/**
 * One behaviour per file of `fixtures/`: the input, and beside it what the front end makes of it. `vitest -u` rewrites what follows the input.
 * Each is also evaluated: as written, rewritten with regions that refuse, and rewritten with the lowered IR interpreted.
 */
import * as babel from '@babel/core'
import { beforeEach, expect, test, vi } from 'vitest'
import { printRegion } from '../../compiler/src/ir/print.ts'
import { verifyRegion } from '../../compiler/src/ir/verify.ts'
import { compileModule, formatDiagnostic } from '../src/index.ts'
import type { ModuleResult } from '../src/index.ts'
import { directory, fixtureNames, loaderOf, readFixture } from './fixture-files.ts'
import type { Fixture } from './fixture-files.ts'
import { difference, evaluate, interpreting, outcomes, refusing } from './harness.ts'
import { compiledRegions } from './stub-compiler.ts'

vi.mock('@parfor/compiler', async () => await import('./stub-compiler.ts'))

function section(heading: string, fence: string, text: string): string {
  return text === '' ? '' : `\n## ${heading}\n\n\`\`\`${fence}\n${text.trimEnd()}\n\`\`\`\n`
}

function expected({ title, language, options, source, filename }: Fixture, result: ModuleResult): string {
  const optionLine = Object.keys(options).length > 0 ? `<!-- options: ${JSON.stringify(options)} -->\n\n` : ''
  const verdicts = result.functions.flatMap((one) => [
    `${one.name}:${one.line} ${one.verdict}, ${one.regions} region${one.regions === 1 ? '' : 's'}`,
    ...one.loops.map((loop) => `  ${loop.label ?? 'loop'}:${loop.line} ${loop.code} ${loop.message}`),
  ])
  const frames = result.diagnostics.filter(({ severity }) => severity !== 'info').map((one) => formatDiagnostic(one, source, filename))
  return [
    `# ${title}\n\n${optionLine}\`\`\`${language}\n${source}\`\`\`\n`,
    section('Verdicts', 'text', verdicts.join('\n')),
    section('Diagnostics', 'text', frames.join('\n\n')),
    section('Regions', 'text', [...compiledRegions.values()].map((region) => printRegion(region)).join('\n')),
    section('Output', language, result.code ?? ''),
  ].join('')
}

beforeEach(() => compiledRegions.clear())

test.each(fixtureNames())('%s', async (name) => {
  const fixture = readFixture(name)
  const result = compileModule(babel, fixture.source, { filename: fixture.filename, root: '.', ...fixture.options })
  for (const region of compiledRegions.values()) verifyRegion(region, 'lower')
  await expect(expected(fixture, result)).toMatchFileSnapshot(new URL(`${name}.md`, directory).pathname)

  const loader = loaderOf(fixture)
  const plain = outcomes(evaluate(fixture.source, refusing(), loader))
  const code = result.code ?? fixture.source
  const original = refusing()
  const outcome = outcomes(evaluate(code, original, loader))
  expect(difference(outcome, plain)).toBeUndefined()
  // The end of each is seen, unless it threw.
  if (outcome.some((one) => one.startsWith('throws'))) expect(original.ended).toBeLessThanOrEqual(original.ran)
  else expect(original.ended).toBe(original.ran)
  const runtime = interpreting()
  expect(difference(outcomes(evaluate(code, runtime, loader)), plain)).toBeUndefined()
  // A fixture whose regions never run would prove nothing.
  if (compiledRegions.size > 0) expect(runtime.ran).toBeGreaterThan(0)
})
