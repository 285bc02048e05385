import { describe, expect, test } from 'vitest'
import { affineIn, cancels, definitionsOf, type Polynomial, polynomialOf } from '../../src/analysis/polynomial.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import type { Value } from '../../src/ir/types.ts'
import { results } from '../../src/ir/walk.ts'

/** Values by number: scalars 0 … 2 are n, m, x; 3 is an i32. */
function values(body: string): { of: (id: number) => Value; definitions: ReturnType<typeof definitionsOf> } {
  const region = parseRegion(`region test { scalar n = %0: f64 scalar m = %1: f64 scalar x = %2: f64 prologue { %3: i32 = convert wrap %0 ${body} } body { } }`)
  const all = new Map<number, Value>(region.scalars.map(({ value }) => [value.id, value]))
  for (const operation of region.prologue.operations) for (const value of results(operation)) all.set(value.id, value)
  return { of: (id) => all.get(id)!, definitions: definitionsOf(region) }
}

function text(polynomial: Polynomial): string {
  return [...polynomial.terms.values()].map(({ coefficient, factors }) => [coefficient, ...factors.map((factor) => `%${factor.id}`)].join('·')).join(' + ')
}

describe('polynomials', () => {
  test.each([
    ['%4: f64 = mul %0, %1 %5: f64 = add %4, %2', 5, '1·%0·%1 + 1·%2'],
    ['%4: f64 = add %0, %1 %5: f64 = mul %4, %4', 5, '1·%0·%0 + 2·%0·%1 + 1·%1·%1'],
    ['%4: f64 = sub %0, %0', 4, ''],
    ['%4: f64 = neg %0 %5: f64 = const 7 %6: f64 = add %4, %5', 6, '-1·%0 + 7'],
    ['%4: f64 = convert value %3 %5: f64 = const -2 %6: f64 = mul %4, %5', 6, '-2·%3'],
    ['%4: i32 = const 3 %5: i32 = shl %3, %4 %6: f64 = convert value %5', 6, '8·%3'],
    ['%4: f64 = floor %0', 4, '1·%4'],
    ['%4: f64 = const 0.5 %5: f64 = mul %0, %4', 5, '1·%0·%4'],
    ['%4: i32 = convert exact %0', 4, '1·%0'],
    ['%4: u32 = convert wrap %0', 4, '1·%4'],
    ['%4: bool = lt %0, %1 %5: f64 = convert value %4', 5, '1·%5'],
  ])('%s', (body, id, expected) => {
    const { of, definitions } = values(body)
    expect(text(polynomialOf(of(id), definitions))).toBe(expected)
  })

  test('ToInt32 is looked through only on request, ToUint32 never', () => {
    const { of, definitions } = values('%4: i32 = convert wrap %1 %5: u32 = convert wrap %1')
    const options = { throughWrap: () => true }
    expect(text(polynomialOf(of(4), definitions))).toBe('1·%4')
    expect(text(polynomialOf(of(4), definitions, options))).toBe('1·%1')
    expect(text(polynomialOf(of(5), definitions, options))).toBe('1·%5')
  })

  test('coefficients that f64 does not hold make an atom', () => {
    const { of, definitions } = values('%4: f64 = const 94906267 %5: f64 = mul %0, %4 %6: f64 = mul %5, %4')
    expect(text(polynomialOf(of(6), definitions))).toBe('1·%6')
  })

  test('what cancels is noticed', () => {
    const { of, definitions } = values('%4: f64 = mul %0, %1 %5: f64 = add %4, %2 %6: f64 = sub %5, %4 %7: f64 = sub %2, %0')
    expect(text(polynomialOf(of(6), definitions))).toBe('1·%2')
    expect(cancels(of(6), polynomialOf(of(6), definitions), definitions)).toBe(true)
    expect(cancels(of(7), polynomialOf(of(7), definitions), definitions)).toBe(false)
  })

  test('a doubling chain stays cheap', () => {
    const chain = Array.from({ length: 200 }, (_, index) => `%${index + 4}: f64 = add %${index === 0 ? 0 : index + 3}, %${index === 0 ? 1 : index + 3}`).join(' ')
    const { of, definitions } = values(chain)
    const last = of(203)
    expect(polynomialOf(last, definitions).terms.size).toBeLessThanOrEqual(2)
    expect(cancels(last, polynomialOf(last, definitions), definitions)).toBeTypeOf('boolean')
  })
})

describe('affine forms', () => {
  const { of, definitions } = values('%4: f64 = mul %0, %1 %5: f64 = add %4, %2 %6: f64 = mul %0, %0')

  test('symbolic coefficients', () => {
    const form = affineIn(polynomialOf(of(5), definitions), [of(0), of(2)])!
    expect(text(form.coefficients.get(of(0))!)).toBe('1·%1')
    expect(text(form.coefficients.get(of(2))!)).toBe('1')
    expect(form.rest.constant).toBe(0)
  })

  test('products of trips are not affine', () => {
    expect(affineIn(polynomialOf(of(5), definitions), [of(0), of(1)])).toBeUndefined()
    expect(affineIn(polynomialOf(of(6), definitions), [of(0)])).toBeUndefined()
  })
})
