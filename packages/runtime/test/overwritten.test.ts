/** Arrays of which every element is written are not copied into the shared memory; of those that are longer, the rest stays as it was. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { configure, info, ready } from 'parfor'
import { both, type Exports } from './compiled.ts'

const source = `
/** @parallel */
export function own(out: Float64Array, x: number) { for (let i = 0; i < out.length; i++) out[i] = i * x }
/** @parallel */
export function like(x: Float64Array, out: Float64Array) { for (let i = 0; i < x.length; i++) out[i] = x[i] * 3 }
/** @parallel */
export function first(out: Float64Array, n: number, x: number) { for (let i = 0; i < n; i++) out[i] = i + x }
/** @parallel */
export function some(x: Float64Array, out: Float64Array) { for (let i = 0; i < x.length; i++) if (x[i] > 0.5) out[i] = x[i] }
/** @parallel */
export function shifted(x: Float64Array, out: Float64Array) { for (let i = 0; i < x.length; i++) out[i + 1] = x[i] }
`
let compiled: Exports
let plain: Exports
beforeAll(async () => {
  ({ compiled, plain } = both(source))
  await ready()
})
beforeEach(() => { configure({ gate: 'off' }) })
afterEach(() => { configure({ gate: 'on' }) })

const numbers = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => (i * 7919 % 1000) / 1000)
const filled = (length: number): Float64Array => new Float64Array(length).fill(-7)

function check(name: string, make: () => unknown[]): void {
  const run = (functions: Exports): unknown[] => {
    const values = make()
    ;(functions[name] as (...values: unknown[]) => void)(...values)
    return values
  }
  const before = info().regions.find((one) => one.name.startsWith(`${name}:`))!.wasm
  expect(run(compiled)).toEqual(run(plain))
  expect(info().regions.find((one) => one.name.startsWith(`${name}:`))!.wasm).toBe(before + 1)
}

describe.each([0, 1, 2047, 5000])('%i elements', (n) => {
  it('over its own length', () => check('own', () => [filled(n), 1.5]))
  it('as long as the other array', () => check('like', () => [numbers(n), filled(n)]))
  it('longer than the other array', () => check('like', () => [numbers(n), filled(n + 1000)]))
  it('as long as a number says', () => check('first', () => [filled(n), n, 0.25]))
  it('longer than a number says', () => check('first', () => [filled(n + 3), n, 0.25]))
  it('the same array for both', () => check('like', () => {
    const x = numbers(n)
    return [x, x]
  }))
  it('under a condition', () => check('some', () => [numbers(n), filled(n)]))
  it('one element further', () => check('shifted', () => [numbers(n), filled(n + 1)]))
})
