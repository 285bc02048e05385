import { describe, expect, test } from 'vitest'
import { analyseRanges, type Range } from '../../src/analysis/ranges.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { blockParameters, forEachRegionOperation, results } from '../../src/ir/walk.ts'
import type { Value } from '../../src/ir/types.ts'
import { verifyRegion } from '../../src/ir/verify.ts'

/** The range of each named value. */
function rangesOf(body: string): Record<string, Range> {
  const region = parseRegion(`region r {
    array x: f64 read array bytes: u8 read array words: i32 read array singles: f32 read
    scalar a = %a: f64 scalar b = %b: f64 scalar n = %n: i32 scalar c = %c: bool
    body { ${body} } }`)
  verifyRegion(region, 'parse')
  const ranges = analyseRanges(region)
  const found: Record<string, Range> = {}
  const note = (value: Value): void => { if (value.name !== undefined) found[value.name] = ranges.of(value) }
  forEachRegionOperation(region, (operation) => { [...results(operation), ...blockParameters(operation)].forEach(note) })
  return found
}

const within = (lo: number, hi: number): Range => ({ lo, hi, integer: true, mayBeNaN: false, mayBeNegativeZero: false })

describe('numbers that are not what they seem', () => {
  test('a product of integers may be -0, a sum of such not', () => {
    const { product, sum, twice } = rangesOf(`
      %f: f64 = convert value %n
      %product: f64 = mul %f, %f
      %one: f64 = const 1
      %sum: f64 = add %product, %one
      %twice: f64 = add %product, %product`)
    expect(product).toMatchObject({ integer: true, mayBeNegativeZero: true, mayBeNaN: false, lo: -(2 ** 31) * (2 ** 31 - 1), hi: 2 ** 62 })
    expect(sum.mayBeNegativeZero).toBe(false)
    expect(twice.mayBeNegativeZero).toBe(true)
  })

  test('0 · ∞, ∞ − ∞, 0 / 0 and x % 0 are NaN', () => {
    const { zero, product, difference, quotient, rest } = rangesOf(`
      %i: f64 = const Infinity
      %zero: f64 = const 0
      %bounded: f64 = convert value %n
      %product: f64 = mul %bounded, %i
      %difference: f64 = sub %i, %i
      %quotient: f64 = div %bounded, %bounded
      %rest: f64 = rem %bounded, %bounded`)
    expect(zero).toEqual(within(0, 0))
    for (const range of [product, difference, quotient, rest]) expect(range.mayBeNaN).toBe(true)
  })

  test('-4 % 2 is -0, 4 % 2 is not, and a remainder is below its divisor', () => {
    const { signed, plain } = rangesOf(`
      %f: f64 = convert value %n
      %two: f64 = const 2
      %signed: f64 = rem %f, %two
      %length: i32 = length x
      %g: f64 = convert value %length
      %plain: f64 = rem %g, %two`)
    expect(signed).toEqual({ ...within(-1, 1), mayBeNegativeZero: true })
    expect(plain).toEqual(within(0, 1))
  })

  test('reads are what the element can hold, and NaN out of range', () => {
    const { checked, guarded, native, single } = rangesOf(`
      %checked: f64 = load bytes[%a] checked
      %guarded: f64 = load bytes[%a] guarded
      %native: i32 = load bytes[%a] checked
      %single: f64 = load singles[%a] guarded`)
    expect(checked).toEqual({ ...within(0, 255), mayBeNaN: true })
    expect(guarded).toEqual(within(0, 255))
    expect(native).toEqual(within(0, 255))
    expect(single).toMatchObject({ integer: false, mayBeNaN: true, mayBeNegativeZero: true })
  })

  test('i32 arithmetic that may wrap may be anything', () => {
    const { sum, masked, shifted, high } = rangesOf(`
      %one: i32 = const 1
      %sum: i32 = add %n, %one
      %mask: i32 = const 255
      %masked: i32 = and %n, %mask
      %eight: i32 = const 8
      %shifted: i32 = shl %masked, %eight
      %high: i32 = shr %n, %eight`)
    expect(sum).toEqual(within(-(2 ** 31), 2 ** 31 - 1))
    expect(masked).toEqual(within(0, 255))
    expect(shifted).toEqual(within(0, 255 * 256))
    expect(high).toEqual(within(-(2 ** 23), 2 ** 23 - 1))
  })

  test('ToInt32 keeps what is in range and nothing else', () => {
    const { kept, wrapped } = rangesOf(`
      %byte: f64 = load bytes[%a] checked
      %half: f64 = const 0.5
      %product: f64 = mul %byte, %half
      %kept: i32 = convert wrap %product
      %wrapped: i32 = convert wrap %a`)
    expect(kept).toEqual(within(0, 127))
    expect(wrapped).toEqual(within(-(2 ** 31), 2 ** 31 - 1))
  })
})

describe('conditions', () => {
  test('a clamp written with conditions is one', () => {
    const { clamped } = rangesOf(`
      %zero: f64 = const 0
      %top: f64 = const 255
      %low: bool = lt %a, %zero
      %high: bool = gt %a, %top
      %inner: f64 = select %high, %top, %a
      %clamped: f64 = select %low, %zero, %inner`)
    // NaN passes both tests.
    expect(clamped).toMatchObject({ lo: 0, hi: 255, integer: false, mayBeNaN: true })
  })

  test('a branch knows its condition, and the other one its opposite, or NaN', () => {
    const { then, otherwise, integerElse } = rangesOf(`
      %ten: f64 = const 10
      %test: bool = lt %a, %ten
      if %test { %one: f64 = const 1  %then: f64 = add %a, %one }
      else { %two: f64 = const 1  %otherwise: f64 = add %a, %two }
      %f: f64 = convert value %n
      %other: bool = lt %f, %ten
      if %other { } else { %three: f64 = const 1 %integerElse: f64 = sub %f, %three }`)
    expect(then).toMatchObject({ hi: 11, mayBeNaN: false })
    expect(otherwise).toMatchObject({ lo: 11, mayBeNaN: true })
    expect(integerElse.lo).toBe(9)
  })

  test('both sides of && hold', () => {
    const { inside } = rangesOf(`
      %f: f64 = convert value %n
      %zero: f64 = const 0
      %ten: f64 = const 10
      %low: bool = ge %f, %zero
      %high: bool = lt %f, %ten
      %both: bool = and %low, %high
      if %both { %half: f64 = const 1 %inside: f64 = add %f, %half }`)
    expect(inside).toEqual(within(1, 10))
  })
})

describe('loops', () => {
  test('a counter of a while stays below what it is compared with', () => {
    const { k, next } = rangesOf(`
      %length: i32 = length x
      %top: f64 = convert value %length
      %zero: f64 = const 0
      %result: f64 = while #0 carry (%k: f64 = %zero) {
        %test: bool = lt %k, %top
        yield %test
      } do {
        %one: f64 = const 1
        %next: f64 = add %k, %one
        yield %next
      }`)
    expect(k).toEqual(within(0, 2 ** 31 - 1))
    expect(next).toEqual(within(1, 2 ** 31 - 1))
  })

  test('without a bound it may pass 2^53', () => {
    const { k } = rangesOf(`
      %zero: f64 = const 0
      %result: f64 = while #0 carry (%k: f64 = %zero) {
        %test: bool = lt %k, %a
        yield %test
      } do {
        %one: f64 = const 1
        %next: f64 = add %k, %one
        yield %next
      }`)
    expect(k.hi).toBeGreaterThanOrEqual(2 ** 53)
    expect(k.lo).toBe(0)
  })

  test('a sum of bytes is at most 255 times the trips, a conditional one too', () => {
    const { s, total } = rangesOf(`
      %zero: f64 = const 0
      %trips: i32 = const 1000
      %total: f64 = loop #0 %i: i32 < %trips carry (%s: f64 = %zero) {
        %byte: f64 = load bytes[%i] guarded
        %more: f64 = add %s, %byte
        %next: f64 = select %c, %more, %s
        yield %next
      }`)
    expect(s).toEqual(within(0, 255_000))
    expect(total).toEqual(within(0, 255_000))
  })

  test('an inner loop multiplies', () => {
    const { outer } = rangesOf(`
      %zero: f64 = const 0
      %ten: i32 = const 10
      %outer: f64 = loop #0 %i: i32 < %ten carry (%s: f64 = %zero) {
        %inner: f64 = loop #1 %j: i32 < %ten carry (%t: f64 = %s) {
          %one: f64 = const 1
          %next: f64 = add %t, %one
          yield %next
        }
        yield %inner
      }`)
    expect(outer).toEqual(within(0, 100))
  })

  test('a sum that may pass 2^53 has no bound', () => {
    const { s } = rangesOf(`
      %zero: f64 = const 0
      %length: i32 = length words
      %total: f64 = loop #0 %i: i32 < %length carry (%s: f64 = %zero) {
        %word: f64 = load words[%i] guarded
        %next: f64 = add %s, %word
        yield %next
      }`)
    expect(s).toMatchObject({ lo: -Infinity, hi: Infinity, integer: true })
  })

  test('doubling is not a sum', () => {
    const { s } = rangesOf(`
      %one: f64 = const 1
      %ten: i32 = const 100
      %total: f64 = loop #0 %i: i32 < %ten carry (%s: f64 = %one) {
        %next: f64 = add %s, %s
        yield %next
      }`)
    expect(s.hi).toBe(Infinity)
  })

  test('a counting loop, its counter and the counter after it', () => {
    const { i, after, down } = rangesOf(`
      %zero: f64 = const 0
      %half: f64 = const 9.5
      %after: f64 = for #0 %i: f64 = %zero while lt %half step 3 { }
      %end: f64 = for #1 %down: f64 = %half while gt %zero step -0.5 { }`)
    expect(i).toEqual(within(0, 9))
    expect(after).toEqual(within(0, 12))
    expect(down).toMatchObject({ lo: 0, hi: 9.5, integer: false })
  })
})
