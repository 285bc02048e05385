import { describe, expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import { VerifyError, verifyRegion } from '../../src/ir/verify.ts'
import { axpy, everything, sum } from './texts.ts'

test.each([['axpy', axpy], ['sum', sum], ['everything', everything]])('%s is accepted', (_, text) => {
  verifyRegion(parseRegion(text), 'parse')
})

const region = (body: string, declarations = ''): string => `region r {
  array x: f64 read array y: f64 written array n: i16 read written array big: u64 read written
  scalar a = %a.900: f64 scalar i = %i.901: i32 scalar b = %b.902: bool scalar g = %g.903: i64
  ${declarations}
  prologue { %zero.904: f64 = const 0 %minus.905: i32 = const -1 }
  body { ${body} }
}`

describe('types', () => {
  const cases: [string, string][] = [
    ['%1: f64 = add %a.900, %i.901', 'the two sides differ in type: f64 and i32'],
    ['%1: i32 = add %a.900, %a.900', 'the result and the operands differ in type: i32 and f64'],
    ['%1: bool = add %b.902, %b.902', 'add of bool'],
    ['%1: f64 = and %a.900, %a.900', 'and of f64'],
    ['%1: bool = shl %b.902, %b.902', 'shl of bool'],
    ['%1: i64 = shl %g.903, %i.901', 'the two sides differ in type'],
    ['%1: i32 = copysign %i.901, %i.901', 'copysign of i32'],
    ['%1: i32 = sqrt %i.901', 'sqrt of i32'],
    ['%1: f64 = not %a.900', 'not of f64'],
    ['%1: bool = neg %b.902', 'neg of bool'],
    ['%1: i64 = clz %g.903', 'clz of i64'],
    ['%1: i64 = clz %i.901', 'the result: i64 instead of i32'],
    ['%1: i32 = exponent %i.901', 'exponent of i32'],
    ['%1: f64 = lt %a.900, %a.900', 'the result: f64 instead of bool'],
    ['%1: bool = lt %b.902, %b.902', 'bool has no order'],
    ['%1: f64 = select %a.900, %a.900, %a.900', 'the condition: f64 instead of bool'],
    ['%1: f64 = select %b.902, %a.900, %i.901', 'the two alternatives differ in type'],
    ['%1: i32 = select %b.902, %a.900, %a.900', 'the result and the alternatives differ in type'],
    ['%1: f64 = convert value %a.900', 'no value conversion from f64 to f64'],
    ['%1: bool = convert value %i.901', 'no value conversion from i32 to bool'],
    ['%1: i32 = convert value %a.900', 'no value conversion from f64 to i32'],
    ['%1: u32 = convert value %i.901', 'no value conversion from i32 to u32'],
    ['%1: i64 = convert wrap %a.900', 'no wrap conversion from f64 to i64'],
    ['%1: f64 = convert wrap %i.901', 'no wrap conversion from i32 to f64'],
    ['%1: f64 = convert exact %i.901', 'no exact conversion from i32 to f64'],
    ['%1: f64 = call sin(%i.901)', 'an argument or result of a call: i32 instead of f64'],
    ['%1: f64 = length x', 'a length: f64 instead of i32'],
    ['%1: i32 = load x[%i.901] checked', 'the result is i32, but elements are f64'],
    ['%1: f32 = load n[%i.901] checked', 'the result is f32, but elements are i16'],
    ['%1: f64 = load big[%i.901] checked', 'the result is f64, but elements are u64'],
    ['%1: f64 = load x[%g.903] checked', 'the index is i64, not f64 or i32'],
    ['store y[%b.902] = %a.900 checked', 'the index is bool'],
    ['store y[%i.901] = %i.901 checked', 'the value is i32, but elements are f64'],
    ['store big[%i.901] = %g.903 checked', 'the value is i64, but elements are u64'],
    ['store x[%i.901] = %a.900 checked', 'x is not marked as written'],
    ['%1: f64 = load y[%i.901] checked', 'y is not marked as read'],
    ['if %a.900 { }', 'the condition: f64 instead of bool'],
    ['%1: f64 = if %b.902 { yield %a.900 } else { yield %i.901 }', 'the second branch yields (i32) instead of (f64)'],
    ['%1: f64 = if %b.902 { } else { yield %a.900 }', 'the first branch yields () instead of (f64)'],
    ['%1: f64 = for #0 %k: f64 = %i.901 while lt %a.900 step 1 { }', 'the counter and its bounds: i32 instead of f64'],
    ['%1: f64 = for #0 %k: f64 = %a.900 while lt %a.900 step 0 { }', 'step 0'],
    ['%1: f64 = for #0 %k: f64 = %a.900 while lt %a.900 step Infinity { }', 'step Infinity'],
    ['while #0 { yield %i.901 } do { }', 'the condition yields (i32) instead of (bool)'],
    ['while #0 { } do { }', 'the condition yields () instead of (bool)'],
    ['loop #0 %k: f64 < %i.901 { }', 'the trip: f64 instead of i32'],
    ['loop #0 %k: i32 < %a.900 { }', 'the number of trips: f64 instead of i32'],
    ['loop #0 %k: i32 < %i.901 carry (%s: f64 = %a.900) { yield %s }', '0 results for 1 carried values'],
    ['%1: f64 = loop #0 %k: i32 < %i.901 carry (%s: i32 = %i.901) { yield %s }', 'carried value 0 is i32, then i32, then f64'],
    ['%1: f64 = loop #0 %k: i32 < %i.901 carry (%s: f64 = %i.901) { yield %s }', 'carried value 0 is i32, then f64, then f64'],
    ['%1: f64 = loop #0 %k: i32 < %i.901 carry (%s: f64 = %a.900) { yield %k }', 'the body yields (i32) instead of (f64)'],
    ['single { yield %a.900 }', 'single yields (f64) instead of ()'],
    ['single { barrier }', 'a barrier inside a single'],
    ['parfor #0 [#0 %k: i32 < %i.901] { if %b.902 { barrier } }', 'a barrier inside a parfor'],
    ['%1: i32 = allreduce sum %a.900', 'the result and the operand differ in type'],
    ['%1: bool = allreduce min %b.902', 'allreduce of a bool'],
    ['%1: i32, %2: f64 = rankrange %i.901', 'a rank range: f64 instead of i32'],
    ['yield %a.900', 'the body yields (f64) instead of ()'],
  ]
  test.each(cases)('%s', (body, message) => {
    expect(() => verifyRegion(parseRegion(region(body)), 'narrow')).toThrow(VerifyError)
    expect(() => verifyRegion(parseRegion(region(body)), 'narrow')).toThrow(message)
  })
})

const parfor = (carry: string, results: string, yields: string, builders = ''): string =>
  region(`${results} parfor #0 [#0 %k: i32 < %i.901] ${carry} { ${builders} ${yields} }`)

describe('parfor', () => {
  const cases: [string, string, string][] = [
    ['sum of bool', parfor('carry (%s: bool = %b.902 sum)', '%1: bool =', 'yield %s'), 'carried value 0: sum of bool'],
    ['and of f64', parfor('carry (%s: f64 = %a.900 and)', '%1: f64 =', 'yield %s'), 'carried value 0: and of f64'],
    ['least without a winner', parfor('carry (%s: f64 = %a.900 least first winner 1)', '%1: f64 =', 'yield %s'), '1 is not a winner'],
    ['companion of a sum', parfor('carry (%s: f64 = %a.900 sum, %t: f64 = %a.900 companion 0)', '%1: f64, %2: f64 =', 'yield %s, %t'), '0 has no winning trip'],
    ['winner of the wrong type', parfor('carry (%s: f64 = %a.900 winner)', '%1: f64 =', 'yield %s'), 'a winner: f64 instead of i32'],
    ['winner that starts elsewhere', parfor('carry (%s: i32 = %i.901 winner)', '%1: i32 =', 'yield %s'), 'a winner starts from the constant -1'],
    ['compact by a number', parfor('', '%1: i32 =', '', 'compact from %i.901 [y = %a.900] when %i.901'), 'the condition of compact: i32'],
    ['compact of the wrong type', parfor('', '%1: i32 =', '', 'compact from %i.901 [y = %i.901] when %b.902'), 'a column is i32, but elements are f64'],
    ['compact with a count of f64', parfor('', '%1: f64 =', '', 'compact from %i.901 [y = %a.900] when %b.902'), 'a count: f64 instead of i32'],
    ['compact into what is not written', parfor('', '%1: i32 =', '', 'compact from %i.901 [x = %a.900] when %b.902'), 'x is not marked as written'],
    ['histogram of what is not read', parfor('', '', '', 'histogram y[%k] max %a.900 checked'), 'y is not marked as read'],
    ['histogram of what is not written', parfor('', '', '', 'histogram x[%k] max %a.900 checked'), 'x is not marked as written'],
    ['histogram of float sums', parfor('', '', '', 'histogram y[%k] add %a.900 checked'), 'a histogram of f64 by add'],
    ['histogram of float bits', parfor('', '', '', 'histogram y[%k] xor %a.900 checked'), 'a histogram of f64 by xor'],
    ['histogram by another type', parfor('', '', '', 'histogram n[%k] add %a.900 checked'), 'the value: f64 instead of i32'],
    ['histogram with a subscript of bool', parfor('', '', '', 'histogram n[%b.902] add %i.901 checked'), 'the index is bool, not f64 or i32'],
    ['histogram by two operators', parfor('', '', '', 'histogram n[%k] add %i.901 checked if %b.902 { histogram n[%k] max %i.901 checked }'), 'n is a histogram of this parfor and accessed in other ways'],
    ['histogram of what is read', parfor('', '', '', '%1: i32 = load n[%k] checked histogram n[%k] add %1 checked'), 'n is a histogram of this parfor and accessed in other ways'],
    ['group with a wrong column', parfor('', '%1: i32 =', '', 'group n = %i.901 [sum y = %i.901]'), 'a column is i32, but elements are f64'],
  ]
  test.each(cases)('%s', (_, text, message) => {
    expect(() => verifyRegion(parseRegion(text), 'parallelise')).toThrow(message)
  })
})

describe('scopes', () => {
  const cases: [string, string][] = [
    ['if %b.902 { %1: f64 = neg %a.900 } %2: f64 = neg %1', '%1 is used outside the block that defines it\n    %2: f64 = neg %1'],
    ['%2: f64 = if %b.902 { %1: f64 = neg %a.900 yield %1 } else { yield %1 }', '%1 is used outside the block'],
    ['loop #0 %k.1: i32 < %i.901 { } %2: i32 = neg %k.1', '%k.1 is used outside the block'],
    ['while #0 { %1: bool = not %b.902 yield %1 } do { if %1 { } }', '%1 is used outside the block'],
    ['%9: f64, %10: f64 = loop #0 %k: i32 < %i.901 carry (%s.1: f64 = %a.900, %t.2: f64 = %s.1) { yield %s.1, %t.2 }', '%s.1 is used before it is defined'],
  ]
  test.each(cases)('%s', (body, message) => {
    expect(() => verifyRegion(parseRegion(region(body)), 'fuse')).toThrow(message)
  })

  test('the message names pass, region and operation', () => {
    const bad = parseRegion(region('%1: f64 = add %a.900, %i.901'))
    expect(() => verifyRegion(bad, 'narrow')).toThrow(
      'after narrow: r: the two sides differ in type: f64 and i32\n    %1: f64 = add %a.900, %i.901')
  })

  test('the same value defined by two operations', () => {
    const bad = parseRegion(region('%1: f64 = neg %a.900 %2: f64 = abs %a.900'))
    const [first, second] = bad.body.operations
    if (first.kind !== 'unary' || second.kind !== 'unary') throw new Error(first.kind)
    second.result = first.result
    expect(() => verifyRegion(bad, 'simplify')).toThrow('%1 is defined twice')
    second.result = { id: 1, type: 'f64' }
    expect(() => verifyRegion(bad, 'simplify')).toThrow('two values have the number 1')
    second.result = { id: bad.nextValue, type: 'f64' }
    expect(() => verifyRegion(bad, 'simplify')).toThrow(`is not below nextValue ${bad.nextValue}`)
  })

  test('a value of a removed operation', () => {
    const bad = parseRegion(region('%1: f64 = neg %a.900 %2: f64 = abs %1'))
    bad.body.operations.shift()
    expect(() => verifyRegion(bad, 'simplify')).toThrow('%1 is used before it is defined')
  })

  test('an array of another region', () => {
    const bad = parseRegion(axpy)
    bad.arrays[0] = { ...bad.arrays[0] }
    expect(() => verifyRegion(bad, 'clone')).toThrow('x is not an array of the region')
  })
})

describe('interface', () => {
  const cases: [string, string, string][] = [
    ['guard of a number', 'region r { scalar a = %0: f64 guard %0 "why" body { } }', 'the guard "why" is f64, not bool'],
    ['work of a bool', 'region r { scalar a = %0: bool work %0 body { } }', 'work is bool, not f64'],
    ['load in the prologue', 'region r { array x: f64 read scalar a = %0: f64 prologue { %1: f64 = load x[%0] checked } body { } }', 'load in the prologue'],
    ['too few outputs', 'region r { output s: f64 body { } }', 'the body yields () instead of (f64)'],
    ['overwritten but read', 'region r { array x: f64 read written overwritten body { } }', 'x is overwritten, so it must be written and not read'],
    ['alias with itself', 'region r { array x: f64 read written alias x x same body { } }', 'x has an alias rule with itself'],
    ['big constant', 'region r { body { %0: i32 = const 2147483648 } }', '2147483648 is out of the range of i32'],
    ['negative constant', 'region r { body { %0: u32 = const -1 } }', '-1 is out of the range of u32'],
    ['negative zero', 'region r { body { %0: i32 = const -0 } }', '-0 is not an integer'],
    ['fraction', 'region r { body { %0: i32 = const 0.5 } }', '0.5 is not an integer'],
    ['not an f32', 'region r { body { %0: f32 = const 0.1 } }', '0.1 is not an f32'],
    ['big bigint', 'region r { body { %0: i64 = const 9223372036854775808n } }', 'is out of the range of i64'],
  ]
  test.each(cases)('%s', (_, text, message) => {
    expect(() => verifyRegion(parseRegion(text), 'lower')).toThrow(message)
  })

  test('two arrays with one name', () => {
    const bad = parseRegion(axpy)
    bad.arrays.push({ name: 'x', element: 'f64', read: true, written: false })
    expect(() => verifyRegion(bad, 'lower')).toThrow('two arrays are called x')
  })
})

test('what earlier passes removed must not come back', () => {
  expect(() => verifyRegion(parseRegion(sum), 'narrow', ['for'])).toThrow('after narrow: sum: there should be no for any more')
  expect(() => verifyRegion(parseRegion(everything), 'gate', ['num'])).toThrow('the element type of in is still unknown')
  const strict = parseRegion('region r { array x: f64 read scalar a = %0: f64 body { %1: f64 = load x[%0] strict } }')
  expect(() => verifyRegion(strict, 'subscripts', ['strict'])).toThrow('there should be no strict access any more')
  verifyRegion(strict, 'lower', ['for'])
})
