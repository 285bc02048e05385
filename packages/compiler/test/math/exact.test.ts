/** Functions whose results the specification fixes to the bit: round, sign, fround, clz32, imul and the remainder. */
import { describe, expect, test } from 'vitest'
import { Builder, emptyRegion } from '../../src/ir/builder.ts'
import type { Value } from '../../src/ir/types.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { emitJavaScript } from '../../src/js/emit.ts'
import { expandMath } from '../../src/passes/expand-math.ts'
import { Numbers, specials } from './numbers.ts'

/** A function of doubles through expandMath, so that no call of the engine's is left in it. */
function expanded(arity: number, body: (builder: Builder, parameters: Value[]) => Value): (...values: number[]) => number {
  const region = emptyRegion('f')
  const builder = new Builder(region, region.body)
  const parameters = Array.from({ length: arity }, (_, index) => builder.value('f64', `x${index}`))
  region.scalars = parameters.map((value) => ({ value, name: value.name! }))
  region.outputs = [{ name: 'r', type: 'f64' }]
  region.body.yields = [body(builder, parameters)]
  expandMath(region, { options: {}, diagnostics: [] })
  verifyRegion(region, 'expandMath', ['call'])
  const text = emitJavaScript(region)
  expect(text).not.toMatch(/%|Math\.(round|sign|exp|log|pow)/)
  const kernel = new Function(`return ${text}`)() as (...values: unknown[]) => boolean
  const out = [0]
  return (...values) => {
    kernel(...values, out)
    return out[0]
  }
}

const round = expanded(1, (builder, parameters) => builder.call('round', parameters))
const remainder = expanded(2, (builder, [x, y]) => builder.binary('rem', x, y))

test('round: half up, and -0 where it should be', () => {
  const halves = [0.5, -0.5, 1.5, -1.5, 2.5, -2.5, 0.49999999999999994, -0.49999999999999994, 4503599627370495.5, 4503599627370497, -4503599627370495.5, 1e20]
  for (const x of [...halves, ...specials]) expect(round(x), `${x}`).toBe(Math.round(x))
  const numbers = new Numbers(3)
  for (let count = 0; count < 5000; count++) for (const x of [numbers.bits(), numbers.between(-10, 10)]) expect(round(x)).toBe(Math.round(x))
})

test.each(['sign', 'fround', 'clz32'] as const)('%s', (name) => {
  const f = expanded(1, (builder, parameters) => builder.call(name, parameters))
  for (const x of [...specials, 1e10, -1e10, 0.1, 2 ** 31, 2 ** 32 + 1]) expect(f(x), `${x}`).toBe(Math[name](x))
})

test('imul', () => {
  const f = expanded(2, (builder, parameters) => builder.call('imul', parameters))
  for (const x of [...specials, 2 ** 31 - 1, 2 ** 32 + 3]) for (const y of [...specials, 2 ** 31 - 1]) expect(f(x, y), `${x}, ${y}`).toBe(Math.imul(x, y))
})

describe('remainder', () => {
  test('special numbers', () => {
    for (const x of [...specials, 2 ** 1000 + 2 ** 950]) for (const y of [...specials, 0.1, 2 ** 32 * 5e-324]) expect(remainder(x, y), `${x} % ${y}`).toBe(x % y)
  })

  test('is exact, whatever the quotient', () => {
    const numbers = new Numbers(5)
    for (let count = 0; count < 4000; count++) {
      const divisor = numbers.bits()
      for (const [x, y] of [
        [numbers.bits(), divisor], [numbers.between(-500, 500), numbers.between(0, 10)], [Math.floor(numbers.between(0, 1000)), Math.floor(numbers.between(1, 20))],
        [divisor * Math.floor(numbers.between(0, 1e6)), divisor], [numbers.bits(), 5e-324 * Math.floor(numbers.between(1, 2 ** 33))], [numbers.between(1, 2) * 2 ** 1023, divisor],
      ]) expect(remainder(x, y), `${x} % ${y}`).toBe(x % y)
    }
  })
})

test('a constant power needs no kernel', () => {
  const square = expanded(1, (builder, [x]) => builder.call('pow', [x, builder.f64(2)]))
  expect(square(1e200)).toBe(Infinity)
  expect(square(-3)).toBe(9)
  expect(square(0.1)).toBe(0.1 * 0.1)
})

function operationsFor(names: ('sin' | 'cos')[]): number {
  const region = emptyRegion('f')
  const builder = new Builder(region, region.body)
  const x = builder.value('f64', 'x')
  for (const name of names) builder.call(name, [x])
  expandMath(region, { options: {}, diagnostics: [] })
  return region.body.operations.length
}

test('sine and cosine of one argument share their work', () => {
  expect(operationsFor(['sin', 'cos'])).toBeLessThan(operationsFor(['sin']) * 1.3)
})
