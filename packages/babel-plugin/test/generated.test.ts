/** Programs of the differential generator through the front end alone. */
import * as babel from '@babel/core'
import { expect, test, vi } from 'vitest'
import { copyInputs, makeInputs } from '../../../e2e/differential/src/data.ts'
import { generateProgram } from '../../../e2e/differential/src/generate.ts'
import { printProgram } from '../../../e2e/differential/src/print.ts'
import { compileModule } from '../src/compile.ts'
import { difference, evaluate, interpreting, refusing, show } from './harness.ts'
import { compiledRegions } from './stub-compiler.ts'

vi.mock('@parfor/compiler', async () => await import('./stub-compiler.ts'))

const [from, count] = (process.env.PARFOR_SEEDS ?? '1,60').split(',').map(Number)

test(`${count} programs: original, fallback and interpreted IR give the same results`, () => {
  let interpreted = 0
  for (let seed = from; seed < from + count; seed++) {
    const program = generateProgram(seed)
    const source = printProgram(program, { oracle: false })
    compiledRegions.clear()
    const { code = source } = compileModule(babel, source, { filename: 'program.ts' })
    const runtime = interpreting()
    const functions = [evaluate(source), evaluate(code, refusing()), evaluate(code, runtime)].map((one) => one.f as (...values: unknown[]) => unknown)
    for (let round = 0; round < 3; round++) {
      const inputs = makeInputs(program, seed * 10 + round)
      // Bounds that are read from overlapping arrays are the business of the region's alias rules.
      if (inputs.description.includes('overlap')) continue
      const [plain, fallback, ir] = functions.map((f) => {
        const { arrays, scalars } = copyInputs(inputs)
        let result: unknown
        try {
          result = f(...arrays, ...scalars)
        } catch (error) {
          result = `throws ${(error as Error).name}`
        }
        return [`${show(result)} ${show(arrays)}`]
      })
      const where = `seed ${seed}, ${inputs.description}\n${source}`
      expect(difference(fallback, plain), where).toBeUndefined()
      expect(difference(ir, plain), where).toBeUndefined()
    }
    interpreted += runtime.ran
  }
  expect(interpreted).toBeGreaterThan(count)
}, 120_000)
