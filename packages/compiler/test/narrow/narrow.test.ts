import { describe, expect, test } from 'vitest'
import { after, expectBody } from './helpers.ts'

const region = (body: string): string => `region r {
  array x: f64 read written array bytes: u8 read written array words: i32 read written array unsigned: u32 read written array clamped: u8c written
  array singles: f32 read written array halves: i16 read
  scalar a = %a: f64 scalar n = %n: i32 scalar m = %m: i32 scalar u = %u: u32 scalar c = %c: bool scalar s = %s: f32
  body { ${body} } }`

function expectNarrowed(body: string, expected: string): void {
  expectBody(after(region(body), ['simplify', 'narrow', 'simplify']), expected)
}

function expectUnchanged(body: string): void {
  const simple = after(region(body), ['simplify'])
  const wanted = after(region(body), ['simplify', 'narrow', 'simplify'])
  expect(wanted.body.operations.map((one) => one.kind)).toEqual(simple.body.operations.map((one) => one.kind))
  expect(wanted.body.operations.flatMap((one) => 'result' in one ? [one.result.type] : []).sort()).toEqual(
    simple.body.operations.flatMap((one) => 'result' in one ? [one.result.type] : []).sort())
}

describe('integers', () => {
  test('(bytes * 77 + bytes) >> 8 into bytes', () => {
    expectNarrowed(`
      %v: f64 = load bytes[%n] guarded %k: f64 = const 77 %p: f64 = mul %v, %k %q: f64 = add %p, %v
      %w: i32 = convert wrap %q %e: i32 = const 8 %r: i32 = shr %w, %e %o: f64 = convert value %r
      store bytes[%n] = %o guarded`, `
      %v: i32 = load bytes[%n] guarded
      %e: i32 = const 8
      %k: i32 = const 77
      %p: i32 = mul %v, %k
      %q: i32 = add %p, %v
      %r: i32 = shr %q, %e
      store bytes[%n] = %r guarded`)
  })

  test('a product that may pass 2^53 is rounded first', () => {
    expectUnchanged(`%f: f64 = convert value %n %g: f64 = convert value %m %p: f64 = mul %f, %g %w: i32 = convert wrap %p store words[%n] = %w guarded`)
  })

  test('a sum of three stays exact, and wraps as i32 does', () => {
    expectNarrowed(`%f: f64 = convert value %n %g: f64 = convert value %m %p: f64 = add %f, %g %q: f64 = add %p, %f store words[%n] = %q guarded`, `
      %p: i32 = add %n, %m %q: i32 = add %p, %n store words[%n] = %q guarded`)
  })

  test('into clamped bytes only what is an i32 itself', () => {
    expectUnchanged(`%f: f64 = convert value %n %g: f64 = convert value %m %p: f64 = add %f, %g store clamped[%n] = %p guarded`)
    expectNarrowed(`%v: f64 = load bytes[%n] guarded %k: f64 = const 300 %p: f64 = sub %v, %k store clamped[%n] = %p guarded`, `
      %v: i32 = load bytes[%n] guarded %k: i32 = const 300 %p: i32 = sub %v, %k store clamped[%n] = %p guarded`)
  })

  test('a read that may be out of range is NaN, but 0 to who wraps it', () => {
    expectNarrowed(`%v: f64 = load words[%n] checked %w: i32 = convert wrap %v %e: i32 = const 1 %r: i32 = or %w, %e store words[%n] = %r guarded`, `
      %e: i32 = const 1 %w: i32 = load words[%n] checked %r: i32 = or %w, %e store words[%n] = %r guarded`)
    expectUnchanged(`%v: f64 = load words[%n] checked store x[%n] = %v guarded`)
    // NaN + 1 is 0 after wrapping, but 0 + 1 is not.
    expectUnchanged(`%v: f64 = load words[%n] checked %one: f64 = const 1 %t: f64 = add %v, %one %w: i32 = convert wrap %t store words[%n] = %w guarded`)
  })

  test('as a subscript of another array it names nothing', () => {
    expectNarrowed(`%v: f64 = load words[%n] checked %w: f64 = load x[%v] checked store x[%n] = %w guarded`, `
      %v: i32 = load words[%n] checked
      %k: u32 = convert wrap %n %length: i32 = length words %l: u32 = convert wrap %length %inside: bool = lt %k, %l
      %none: i32 = const -1 %index: i32 = select %inside, %v, %none
      %w: f64 = load x[%index] checked
      store x[%n] = %w guarded`)
  })

  test('-0 keeps a product in f64 where the sign can be seen', () => {
    expectUnchanged(`%v: f64 = load halves[%n] guarded %k: f64 = const -3 %p: f64 = mul %v, %k store x[%n] = %p guarded`.replace('load halves[%n] guarded', 'convert value %m'))
  })

  test('remainders of what is not negative', () => {
    expectNarrowed(`%v: f64 = load bytes[%n] guarded %k: f64 = const 10 %p: f64 = rem %v, %k store x[%n] = %p guarded`, `
      %v: i32 = load bytes[%n] guarded %k: i32 = const 10 %p: i32 = rem %v, %k %f: f64 = convert value %p store x[%n] = %f guarded`)
    expectNarrowed(`%v: f64 = load bytes[%n] guarded %k: f64 = const 8 %p: f64 = rem %v, %k store x[%n] = %p guarded`, `
      %v: i32 = load bytes[%n] guarded %k: i32 = const 7 %p: i32 = and %v, %k %f: f64 = convert value %p store x[%n] = %f guarded`)
    // −4 % 2 is −0, and x % 0 is NaN.
    expectUnchanged(`%v: f64 = convert value %m %k: f64 = const 2 %p: f64 = rem %v, %k store x[%n] = %p guarded`)
    expectUnchanged(`%l: i32 = length x %v: f64 = convert value %l %p: f64 = rem %v, %v store x[%n] = %p guarded`)
  })

  test('Math.floor(i / 2), Math.imul, Math.clz32', () => {
    expectNarrowed(`%l: i32 = length x %f: f64 = convert value %l %h: f64 = const 0.5 %p: f64 = mul %f, %h %q: f64 = floor %p %v: f64 = load x[%q] checked store x[%n] = %v guarded`, `
      %l: i32 = length x %one: i32 = const 1 %q: i32 = shr %l, %one %v: f64 = load x[%q] checked store x[%n] = %v guarded`)
    expectNarrowed(`%f: f64 = convert value %n %g: f64 = convert value %u %p: f64 = call imul(%f, %g) store words[%n] = %p guarded`, `
      %g: i32 = convert wrap %u %p: i32 = mul %n, %g store words[%n] = %p guarded`)
    expectNarrowed(`%f: f64 = convert value %n %p: f64 = call clz32(%f) store words[%n] = %p guarded`, `%p: i32 = clz %n store words[%n] = %p guarded`)
  })

  test('u32 values are not i32', () => {
    expectNarrowed(`%v: f64 = load unsigned[%n] guarded %w: u32 = convert wrap %v %e: u32 = const 1 %r: u32 = shr %w, %e %o: f64 = convert value %r store unsigned[%n] = %o guarded`, `
      %v: u32 = load unsigned[%n] guarded %e: u32 = const 1 %r: u32 = shr %v, %e store unsigned[%n] = %r guarded`)
    expectUnchanged(`%f: f64 = convert value %u %g: f64 = convert value %n %t: bool = lt %f, %g if %t { store x[%n] = %a guarded }`)
  })

  test('comparisons of integers', () => {
    expectNarrowed(`%f: f64 = convert value %n %g: f64 = convert value %m %t: bool = lt %f, %g if %t { store x[%n] = %a guarded }`, `
      %t: bool = lt %n, %m if %t { store x[%n] = %a guarded }`)
    expectUnchanged(`%f: f64 = convert value %n %g: f64 = const 0.5 %t: bool = lt %f, %g if %t { store x[%n] = %a guarded }`)
  })
})

describe('f32', () => {
  test('one operation, rounded at once', () => {
    expectNarrowed(`%v: f64 = load singles[%n] guarded %w: f64 = load singles[%m] guarded %p: f64 = mul %v, %w store singles[%n] = %p guarded`, `
      %v: f32 = load singles[%n] guarded %w: f32 = load singles[%m] guarded %p: f32 = mul %v, %w store singles[%n] = %p guarded`)
  })

  test('two operations before rounding stay f64', () => {
    expectNarrowed(`%v: f64 = load singles[%n] guarded %w: f64 = load singles[%m] guarded %p: f64 = mul %v, %w %q: f64 = add %p, %v store singles[%n] = %q guarded`, `
      %v: f32 = load singles[%n] guarded %x: f64 = convert value %v %w: f32 = load singles[%m] guarded %y: f64 = convert value %w
      %p: f64 = mul %x, %y %q: f64 = add %p, %x store singles[%n] = %q guarded`)
  })

  test('Math.fround at each step', () => {
    expectNarrowed(`%v: f64 = load singles[%n] guarded %k: f64 = const 2.5 %p: f64 = mul %v, %k %q: f64 = call fround(%p) %r: f64 = sqrt %q store singles[%n] = %r guarded`, `
      %v: f32 = load singles[%n] guarded %k: f32 = const 2.5 %p: f32 = mul %v, %k %r: f32 = sqrt %p store singles[%n] = %r guarded`)
  })

  test('a constant that is no f32', () => {
    expectNarrowed(`%v: f64 = load singles[%n] guarded %k: f64 = const 0.1 %p: f64 = mul %v, %k store singles[%n] = %p guarded`, `
      %v: f32 = load singles[%n] guarded %w: f64 = convert value %v %k: f64 = const 0.1 %p: f64 = mul %w, %k store singles[%n] = %p guarded`)
  })

  test('maxima, signs and choices keep f32 numbers', () => {
    expectNarrowed(`%v: f64 = load singles[%n] checked %z: f64 = const 0 %p: f64 = max %v, %z %q: f64 = neg %p %r: f64 = select %c, %q, %v store singles[%n] = %r guarded`, `
      %v: f32 = load singles[%n] checked %z: f32 = const 0 %p: f32 = max %v, %z %q: f32 = neg %p %r: f32 = select %c, %q, %v store singles[%n] = %r guarded`)
  })
})

/** The types of what the loops of a body carry, afterwards. */
const carriedTypes = (body: string): string[] => after(region(body), ['simplify', 'narrow', 'simplify']).body.operations
  .flatMap((one) => one.kind === 'loop' || one.kind === 'while' ? one.carried.map((each) => each.parameter.type) : [])

const escape = (use: string): string => `
  %zero: f64 = const 0 %top: f64 = const 200 %four: f64 = const 4
  %k: f64, %z: f64 = while #0 carry (%p: f64 = %zero, %q: f64 = %a) { %t: bool = lt %p, %top %b: bool = lt %q, %four %e: bool = and %t, %b yield %e } do {
    ${use} %one: f64 = const 1 %next: f64 = add %p, %one %sq: f64 = mul %q, %q yield %next, %sq }
  store words[%n] = %k guarded`

const repeated = (next: string): string => `
  %zero: f64 = const 0 %trips: i32 = length x
  %k: f64 = loop #0 %t: i32 < %trips carry (%p: f64 = %zero) { %v: f64 = load halves[%t] guarded ${next} yield %next }
  store words[%n] = %k guarded`

describe('carried values', () => {
  test('an integer all the way becomes one', () => {
    expectNarrowed(`
      %start: f64 = load words[%n] guarded %end: f64 = load words[%m] guarded
      %k: f64 = while #0 carry (%p: f64 = %start) { %t: bool = lt %p, %end yield %t } do {
        %v: f64 = load x[%p] checked store x[%n] = %v guarded
        %one: f64 = const 1 %next: f64 = add %p, %one yield %next }`, `
      %one: i32 = const 1
      %start: i32 = load words[%n] guarded %end: i32 = load words[%m] guarded
      %k: i32 = while #0 carry (%p: i32 = %start) { %t: bool = lt %p, %end yield %t } do {
        %v: f64 = load x[%p] checked store x[%n] = %v guarded
        %next: i32 = add %p, %one yield %next }`)
  })

  test('a counter in a loop that floats control stays f64', () => {
    expect(carriedTypes(escape(''))).toEqual(['f64', 'f64'])
    expect(carriedTypes(escape('%v: f64 = load x[%p] checked store x[%n] = %v guarded'))).toEqual(['i32', 'f64'])
  })

  test('what may be -0 or pass 2^31 does not', () => {
    expect(carriedTypes(repeated('%next: f64 = add %p, %v'))).toEqual(['f64'])
    expect(carriedTypes(repeated('%next: f64 = neg %v'))).toEqual(['f64'])
    expect(carriedTypes(repeated('%k2: f64 = const 1 %d: f64 = sub %k2, %v %next: f64 = max %d, %p'))).toEqual(['i32'])
  })

  test('rounded to f32 in each trip', () => {
    const done = after(region(`
      %zero: f64 = const 0
      %k: f64 = loop #0 %t: i32 < %n carry (%p: f64 = %zero) {
        %v: f64 = load singles[%t] guarded %q: f64 = add %p, %v %next: f64 = call fround(%q) yield %next }
      store singles[%n] = %k guarded`), ['simplify', 'narrow', 'simplify'])
    expectBody(done, `%zero: f32 = const 0
      %k: f32 = loop #0 %t: i32 < %n carry (%p: f32 = %zero) { %v: f32 = load singles[%t] guarded %next: f32 = add %p, %v yield %next }
      store singles[%n] = %k guarded`)
  })
})
