/** Every trap of semantics.md through the front end alone: original, fallback and interpreted IR give the same results. */
import * as babel from '@babel/core'
import { readFileSync, readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { compileModule } from '../src/index.ts'
import { difference, evaluate, interpreting, outcomes, refusing } from './harness.ts'

vi.mock('@parfor/compiler', async () => await import('./stub-compiler.ts'))

const directory = new URL('../../../e2e/traps/fixtures/', import.meta.url)

for (const name of readdirSync(directory).filter((file) => file.endsWith('.ts'))) {
  test(name, () => {
    const source = readFileSync(new URL(name, directory), 'utf8')
    const { code, functions } = compileModule(babel, source, { filename: name })
    const expected = outcomes(evaluate(source))
    expect(functions.length).toBeGreaterThan(0)
    expect(difference(outcomes(evaluate(code ?? source, refusing())), expected)).toBeUndefined()
    expect(difference(outcomes(evaluate(code ?? source, interpreting())), expected)).toBeUndefined()
  })
}
