/**
 * Against correctly rounded results, and against the engine's own functions.
 *
 * fixtures/references.json: for each function, arguments, the correctly rounded result, and how far the exact one is from it in ulps. Two thirds of the
 * arguments are the worst of sweeps of 100,000 points for each of several ranges (found with a quadruple-precision library), one third is random. The
 * results were computed by mpmath with 300 bits, and 2,400 for the circular functions, whose arguments go up to 1e308.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { mathReferences } from '../../src/math/references.ts'
import { bounds } from './bounds.ts'
import { Numbers, ulp } from './numbers.ts'

const functions = mathReferences()
const references = JSON.parse(readFileSync(new URL('fixtures/references.json', import.meta.url), 'utf8')) as Record<string, number[][]>

test('every function with a bound has reference values', () => {
  expect(Object.keys(references).toSorted()).toEqual(Object.keys(bounds).toSorted())
})

describe('correctly rounded results', () => {
  test.each(Object.entries(bounds))('%s within %f ulp', (name, bound) => {
    for (const row of references[name]) {
      const [parameters, exact, fraction] = [row.slice(0, -2), row.at(-2)!, row.at(-1)!]
      const error = Math.abs((functions[name](...parameters) - exact) / ulp(exact) - fraction)
      expect(error, `${name}(${parameters.join(', ')})`).toBeLessThanOrEqual(bound)
    }
  })
})

describe('the engine', () => {
  const unary = Object.keys(bounds).filter((name) => !['pow', 'atan2', 'hypot'].includes(name))
  const engine = Math as unknown as Record<string, (...parameters: number[]) => number>
  /** The engine's sinh, tanh and log10 are off by up to two ulps themselves. */
  const close = (name: string, parameters: number[]): void => {
    const [ours, theirs] = [functions[name](...parameters), engine[name](...parameters)]
    if (Number.isNaN(theirs) || !Number.isFinite(theirs)) return expect(ours, `${name}(${parameters.join(', ')})`).toBe(theirs)
    expect(Math.abs(ours - theirs), `${name}(${parameters.join(', ')})`).toBeLessThanOrEqual(3 * ulp(theirs))
  }

  test.each(unary)('%s on a sweep', (name) => {
    const numbers = new Numbers(7)
    for (let count = 0; count < 3000; count++) {
      for (const x of [numbers.bits(), numbers.between(-2, 2), numbers.between(-750, 750)]) close(name, [x])
    }
  })

  // V8 has another exp in Chromium 156 (V8 15), and compilers for other processors may contract multiplications and additions.
  const hasFdlibm = process.arch === 'x64' && Number.parseInt(process.versions.v8, 10) < 15
  test.runIf(hasFdlibm)('exp has the bits of the engine', () => {
    const numbers = new Numbers(9)
    for (let count = 0; count < 100_000; count++) {
      for (const x of [numbers.between(-1, 1), numbers.between(-40, 40), numbers.between(-750, 750)]) {
        if (Math.abs(x) >= 2 ** -28 && functions.exp(x) !== Math.exp(x)) expect(functions.exp(x), `exp(${x})`).toBe(Math.exp(x))
      }
    }
  })

  test.each(['pow', 'atan2', 'hypot'])('%s on a sweep', (name) => {
    const numbers = new Numbers(8)
    for (let count = 0; count < 3000; count++) {
      close(name, [numbers.bits(), numbers.bits()])
      close(name, [numbers.between(0, 20), numbers.between(-20, 20)])
    }
  })
})
