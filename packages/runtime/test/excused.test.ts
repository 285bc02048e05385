/** Compiled kernels whose workers may sleep through a call: the same bits, whoever came. */
import { beforeAll, describe, expect, it } from 'vitest'
import { alloc, ready, withOptions } from 'parfor'
import { both } from './compiled.ts'
import type { Exports } from './compiled.ts'

const source = `
/** @parallel */
export function sum(x: Float64Array, y: Float64Array) {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] * 0.1
  return s
}
/** @parallel */
export function map(x: Float64Array, y: Float64Array) {
  for (let i = 0; i < x.length; i++) y[i] = x[i] * 3 + 1
  return 0
}
/** Many barriers, and a sum whose result the next loop needs. @parallel */
export function steps(x: Float64Array, y: Float64Array) {
  let s = 0
  for (let t = 0; t < 12; t++) {
    for (let i = 1; i < x.length - 1; i++) y[i] = (x[i - 1] + x[i] + x[i + 1]) / 3
    let d = 0
    for (let i = 0; i < x.length; i++) d += y[i] * 0.1
    for (let i = 0; i < x.length; i++) x[i] = y[i] + d * 1e-9
    s += d
  }
  return s
}
`
const length = 40_000
const input = Float64Array.from({ length }, (_, i) => Math.sin(i) + 1)

let compiled: Exports
beforeAll(async () => {
  ;({ compiled } = both(source))
  await ready()
})

describe('workers that have not come', () => {
  it.each(['sum', 'map', 'steps'])('change no bit of %s', async (name) => {
    const [x, y] = [alloc(Float64Array, length), alloc(Float64Array, length)]
    const run = (threads: number): { result: unknown; x: Float64Array; y: Float64Array } => {
      x.set(input)
      y.fill(0)
      const result = withOptions(compiled[name] as (...values: unknown[]) => unknown, { threads })(x, y)
      return { result, x: x.slice(), y: y.slice() }
    }
    const expected = run(1)
    for (let call = 0; call < 150; call++) {
      // Asleep, about to fall asleep, awake.
      if (call % 3 === 0) await new Promise((resolve) => setTimeout(resolve, call % 4))
      const found = run(2 + (call % 2))
      expect(found.result).toBe(expected.result)
      expect(found.x.every((value, i) => value === expected.x[i]) && found.y.every((value, i) => value === expected.y[i])).toBe(true)
    }
  })
})
