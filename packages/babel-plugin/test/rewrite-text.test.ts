/** The text around a region where the source does without semicolons. */
import * as babel from '@babel/core'
import { expect, test } from 'vitest'
import { compileModule } from '../src/index.ts'

const heads = ['for (let i = 0; i < x.length; i++) x[i] *= k', 'for (let i = 0; i < x.length; i++) { x[i] *= k }', 'if (k > 1) for (let i = 0; i < x.length; i++) { x[i] *= k }']
const tails = ['', 'k = k + 1', 'let m', 'const m = k * 2', 'const o = { a: k }', 'let j = 0\ndo { j++ } while (j < 3)', 'while (k > 3) k--', 'switch (k) { case 1: k = 2 }', 'rows: for (let i = 0; i < 3; i++) { x[i] = k }']

test.each(heads.flatMap((head) => tails.map((tail) => [head, tail])))('%s ⏎ %s', (head, tail) => {
  const source = `/** @parallel */\nexport function f(x: Float64Array, k: number) {\n${head}\n${tail}\nreturn k\n}\n`
  const { code } = compileModule(babel, source, { filename: 'f.ts', root: '/', format: 'module' })
  expect(code).toContain('.ended(')
  expect(() => babel.parseSync(code!, { filename: 'f.ts', parserOpts: { plugins: ['typescript'] }, configFile: false, babelrc: false })).not.toThrow()
})
