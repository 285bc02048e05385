import { describe, expect, test } from 'vitest'
import { numbers, runner, shapedSum } from './harness.ts'

const sum = runner(`
region sum {
  array x: f64 read
  scalar s0 = %s0: f64
  output s: f64
  prologue { %n: i32 = length x }
  body {
    %r: f64 = parfor #0 [#0 %i: i32 < %n] carry (%s: f64 = %s0 sum) {
      %xi: f64 = load x[%i] guarded
      %t: f64 = add %s, %xi
      yield %t
    }
    yield %r
  }
}`)

const lengths = [0, 1, 7, 8, 9, 2047, 2048, 2049, 4096, 2048 * 3 + 5, 2048 * 128, 2048 * 129 + 17, 2048 * 256 + 1]

describe('sums', () => {
  test.each(lengths)('%i numbers', (n) => {
    const x = Float64Array.from(numbers(n))
    expect(sum.run([x], [0.1]).outputs[0]).toBe(shapedSum([...x], 0.1, 2048))
  })
})
