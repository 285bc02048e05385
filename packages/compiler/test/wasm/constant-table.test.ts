/** Vector constants in the frame: for loops with many, the same numbers as in the text. */
import { expect, test } from 'vitest'
import { ConstantTable, tableEntries } from '../../src/wasm/constant-table.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { runner } from './harness.ts'

/** out[i] = ((x·c0 + c1)·x + c2)·x + …. */
function horner(coefficients: readonly number[]): string {
  const names = coefficients.map((_, index) => `%c${index}`)
  return `
  region horner {
    array x: f64 read
    array out: f64 written
    prologue { %n: i32 = length x }
    body {
      ${coefficients.map((value, index) => `${names[index]}: f64 = const ${Object.is(value, -0) ? '-0' : value}`).join('\n')}
      parfor #0 [#0 %i: i32 < %n] {
        %x: f64 = load x[%i] guarded
        %s0: f64 = mul ${names[0]}, %x
        ${coefficients.slice(1).map((_, index) => `%p${index}: f64 = add %s${index}, ${names[index + 1]}\n%s${index + 1}: f64 = mul %p${index}, %x`).join('\n')}
        store out[%i] = %s${coefficients.length - 1} guarded
      }
    }
  }`
}

const few = [1, 0.5, 0.25]
const many = Array.from({ length: 20 }, (_, index) => (index % 2 ? -1 : 1) / (index + 1))

test('few constants need no table', () => {
  expect(tableEntries(parseRegion(horner(few)))).toBe(0)
  expect(tableEntries(parseRegion(horner(many)))).toBeGreaterThanOrEqual(many.length)
})

test.each([['few', few], ['many', many], ['zeros of both signs', [...many, 0, -0, 1]]])('%s', (_, coefficients) => {
  const run = runner(horner(coefficients))
  for (const length of [0, 1, 7, 8, 9, 100]) {
    const x = Float64Array.from({ length }, (_one, index) => [index - 50.5, -0, 0, NaN, Infinity][index % 5])
    const expected = x.map((value) => coefficients.slice(1).reduce((sum, coefficient) => (sum + coefficient) * value, coefficients[0] * value))
    const out = new Float64Array(length)
    run.run([x, out])
    expect(out).toEqual(expected)
  }
})

test('what does not fit into the table is said with the instruction', () => {
  const table = new ConstantTable(64, 1)
  const [one, two] = [new Uint8Array(16).fill(1), new Uint8Array(16).fill(2)]
  expect([table.offsetOf(one), table.offsetOf(two), table.offsetOf(one)]).toEqual([64, undefined, 64])
})
