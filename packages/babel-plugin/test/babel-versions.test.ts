/** The same results with Babel 7 and Babel 8, as text and as a plugin. Babel 8 needs Node 22.18, which the npm package `node` brings. */
import * as babel7 from '@babel/core'
import { build } from 'esbuild'
import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { fixtureNames, loaderOf, readFixture } from './fixture-files.ts'
import { difference, evaluate, interpreting, outcomes, refusing } from './harness.ts'
import { transformAll, transformOne } from './transform.ts'
import type { Transformed } from './transform.ts'

vi.mock('@parfor/compiler', async () => await import('./stub-compiler.ts'))

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

let seven: Record<string, Transformed>
let eight: { babel: string; node: string; results: Record<string, Transformed> }

beforeAll(async () => {
  seven = transformAll(babel7 as never)
  mkdirSync(here('build'), { recursive: true })
  const outfile = here('build/babel-8.mjs')
  await build({
    entryPoints: [here('babel-8.ts')], bundle: true, platform: 'node', format: 'esm', outfile, external: ['babel-core-8', '@babel/code-frame', 'magic-string'],
    conditions: ['parfor-source'], logLevel: 'error', define: { 'import.meta.url': JSON.stringify(import.meta.url) },
    plugins: [{
      name: 'stub compiler',
      setup(esbuild) {
        esbuild.onResolve({ filter: /^@parfor\/compiler$/ }, () => ({ path: here('stub-compiler.ts') }))
      },
    }],
  })
  const output = execFileSync('npx', ['--yes', '--package', 'node@22.23.3', 'node', outfile], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  eight = JSON.parse(output.slice(output.indexOf('{'))) as typeof eight
}, 120_000)

test('Babel 8 ran in a Node that it supports', () => {
  expect(eight.babel).toMatch(/^8\./)
  expect(eight.node).toMatch(/^v22\.23/)
})

describe.each(fixtureNames())('%s', (name) => {
  test('the rewritten text does not depend on the version of Babel', () => {
    expect(eight.results[name].text).toBe(seven[name].text)
    expect(eight.results[name].functions).toEqual(seven[name].functions)
  })

  test.each(['Babel 7', 'Babel 8'])('the plugin gives the same program with %s', (version) => {
    const { plugin, reported, functions } = version === 'Babel 7' ? seven[name] : eight.results[name]
    const fixture = readFixture(name)
    const loader = loaderOf(fixture)
    const plain = outcomes(evaluate(fixture.source, refusing(), loader))
    expect(reported).toEqual(functions)
    expect(difference(outcomes(evaluate(plugin, refusing(), loader)), plain)).toBeUndefined()
    // The interpreter finds regions by name: leave there those of this fixture.
    transformOne(babel7 as never, fixture)
    const text = interpreting()
    outcomes(evaluate(seven[name].text, text, loader))
    const tree = interpreting()
    expect(difference(outcomes(evaluate(plugin, tree, loader)), plain)).toBeUndefined()
    expect(tree.ran).toBe(text.ran)
  })
})
