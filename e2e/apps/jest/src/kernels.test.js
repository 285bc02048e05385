import { deepEqual } from 'node:assert'
import { readdirSync } from 'node:fs'
import { configure, info, ready } from 'parfor'
import { largest, scaled } from './kernels.js'

test('is compiled, and the same', async () => {
  await ready()
  configure({ gate: 'off' })
  const x = new Float64Array(1_000_000).map((_, index) => index / 3)
  const expected = x.map((value) => 2.5 * value + 1)
  const result = scaled(x, 2.5)
  expect(result).toBeInstanceOf(Float64Array)
  expect(result.length).toBe(x.length)
  expect(result.every((value, index) => Object.is(value, expected[index]))).toBe(true)
  expect(scaled(Float64Array.of(1, 2, 3), 2)).toEqual(Float64Array.of(3, 5, 7))
  deepEqual(scaled(Float64Array.of(1, 2, 3), 2), Float64Array.of(3, 5, 7))
  expect(largest(x)).toBe(999_999 / 3)
  const { rung, threads, regions } = info()
  console.log(`found ${JSON.stringify({ rung, threads, wasm: regions[0].wasm, team: regions[0].threads, compiledLater: regions[1].wasm, tasks: readdirSync('/proc/self/task').length })}`)
})
