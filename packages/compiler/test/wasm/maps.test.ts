import { describe, expect, test } from 'vitest'
import { numbers, runner } from './harness.ts'

const axpy = runner(`
region axpy {
  array x: f64 read
  array y: f64 read written
  scalar a = %a: f64
  prologue { %n: i32 = length x %m: i32 = length y %c: bool = le %n, %m }
  guard %c "y is long enough"
  body {
    parfor #0 [#0 %i: i32 < %n] {
      %xi: f64 = load x[%i] guarded
      %yi: f64 = load y[%i] guarded
      %p: f64 = mul %a, %xi
      %s: f64 = add %p, %yi
      store y[%i] = %s guarded
    }
  }
}`)

const lengths = [0, 1, 7, 8, 9, 15, 100, 2047, 2048, 2049, 70_001]

describe('maps', () => {
  test.each(lengths)('axpy over %i elements', (n) => {
    const x = Float64Array.from(numbers(n, true))
    const y = Float64Array.from(numbers(n))
    const expected = y.map((value, index) => 2.5 * x[index] + value)
    axpy.run([x, y], [2.5])
    expect(y).toEqual(expected)
  })

  test('a guard that fails is named', () => {
    expect(axpy.run([new Float64Array(3), new Float64Array(2)], [1]).plan).toBe(-1)
  })
})
