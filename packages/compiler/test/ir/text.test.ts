import { describe, expect, test } from 'vitest'
import type { ConstOperation, Region } from '../../src/ir/types.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { printOperation, printRegion } from '../../src/ir/print.ts'
import { IrParseError } from '../../src/ir/tokens.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { Builder, emptyRegion } from '../../src/ir/builder.ts'
import { axpy, everything, sum } from './texts.ts'

describe('round trip', () => {
  test.each([['axpy', axpy], ['sum', sum], ['everything', everything]])('%s', (_, text) => {
    expect(printRegion(parseRegion(text))).toBe(text)
  })

  test.each([['axpy', axpy], ['sum', sum], ['everything', everything]])('compact %s', (_, text) => {
    const compact = printRegion(parseRegion(text), { compact: true })
    expect(compact).not.toMatch(/^ |@|%[a-z]/m)
    expect(printRegion(parseRegion(compact), { compact: true })).toBe(compact)
    expect(compact.length).toBeLessThan(text.length)
  })

  test('the order of tokens is all that counts: one line, comments', () => {
    const squeezed = `// a comment\n${axpy.replace(/\s+/g, ' ')} // the end`
    expect(printRegion(parseRegion(squeezed))).toBe(axpy)
  })

  const specials = [0, -0, NaN, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 1e21, -1e-7, 0.1 + 0.2, 2 ** 53]
  test.each(specials)('constant %d', (value) => {
    const region = emptyRegion('constant')
    const builder = new Builder(region, region.body)
    region.body.yields = [builder.f64(value)]
    region.outputs = [{ name: 'value', type: 'f64' }]
    const back = parseRegion(printRegion(region)).body.operations[0] as ConstOperation
    expect(back.value).toBe(value)
  })

  test('names of every kind', () => {
    const region = emptyRegion('a b')
    for (const name of ['ünï', '$', 'constructor', '__proto__', 'NaN', 'read', 'a.b', 'quote"', 'line\nbreak', '']) {
      region.arrays.push({ name, element: 'f64', read: true, written: false })
      region.scalars.push({ name, value: { id: region.nextValue++, type: 'f64', name } })
    }
    region.body.operations = region.arrays.map((array) => ({ kind: 'length', array, result: { id: region.nextValue++, type: 'i32' } }))
    const text = printRegion(region)
    const back = parseRegion(text)
    expect(back.arrays.map((array) => array.name)).toEqual(region.arrays.map((array) => array.name))
    expect(back.scalars.map((scalar) => scalar.name)).toEqual(region.scalars.map((scalar) => scalar.name))
    expect(printRegion(back)).toBe(text)
  })

  test('identity is kept: one object for each array and value', () => {
    const region = parseRegion(axpy)
    const [parfor] = region.body.operations
    if (parfor.kind !== 'parfor') throw new Error(parfor.kind)
    const [load] = parfor.body.operations
    expect(load.kind === 'load' && load.array).toBe(region.arrays[0])
    expect(load.kind === 'load' && load.index).toBe(parfor.dimensions[0].trip)
    expect(region.nextValue).toBe(11)
  })
})

test('values without numbers get numbers of their own', () => {
  const region = parseRegion('region r { output s: f64 body { %one: f64 = const 1 %7: f64 = add %one, %one %two: f64 = mul %7, %one yield %two } }')
  verifyRegion(region, 'parse')
  expect(region.nextValue).toBe(10)
  expect(printOperation(region.body.operations[2])).toBe('%two.9: f64 = mul %7, %one.8\n')
})

const inBody = (text: string): string => `region r {\n  array x: f64 read\n  body {\n    ${text}\n  }\n}`

describe('errors', () => {
  const cases: [string, string, string][] = [
    ['no region', 'function', "line 1, column 1: expected 'region', found 'function'"],
    ['no name', 'region {', "line 1, column 8: expected the name of the region, found '{'"],
    ['unknown declaration', 'region r { arry x: f64 }', 'line 1, column 12: expected a declaration (array, scalar, output,'],
    ['unknown element type', 'region r { array x: float }', "column 21: expected an element type (f64, f32, i32, u32, i16, u16, i8, u8, u8c, i64, u64, num), found 'float'"],
    ['array twice', 'region r {\n array x: f64 read\n array x: f64 read }', 'line 3, column 8: array x is declared twice'],
    ['unclosed', 'region r { body {', "line 1, column 18: expected an operation, found the end"],
    ['text after the end', 'region r { } }', "line 1, column 14: expected the end, found '}'"],
    ['stray character', inBody('%1: f64 = const 1 ?'), 'line 4, column 23: unexpected character "?"'],
    ['unknown operation', inBody('%1: f64 = plus %1, %1'), "line 4, column 15: expected an operation, found 'plus'"],
    ['missing type', inBody('%1 = const 1'), "line 4, column 8: expected ':', found '='"],
    ['undefined value', inBody('%2: f64 = neg %1'), 'line 4, column 19: %1 is not defined here'],
    ['own result', inBody('%1: f64 = neg %1'), 'line 4, column 19: %1 is not defined here'],
    ['twice', inBody('%1: f64 = const 1 %1: f64 = const 2'), 'line 4, column 23: %1 is defined twice'],
    ['another name', inBody('%a.1: f64 = const 1 %2: f64 = neg %b.1'), 'line 4, column 39: %b.1 was defined as %a.1'],
    ['unknown array', inBody('%1: i32 = length z'), 'line 4, column 22: array z is not declared'],
    ['no bounds', inBody('%1: f64 = const 1 %2: f64 = load x[%1]'), 'line 5, column 3: expected bounds (checked, strict, guarded)'],
    ['bigint for a number', inBody('%1: f64 = const 1n'), "expected a number, found '1n'"],
    ['number for a bigint', inBody('%1: i64 = const 1'), "expected a constant like 5n, found '1'"],
    ['wrong count of arguments', inBody('%1: f64 = const 1 %2: f64 = call pow(%1)'), 'pow takes 2 arguments, not 1'],
    ['too many results', inBody('%1: f64, %2: f64 = const 1'), 'line 4, column 5: const has 1 result, not 2'],
    ['no result', inBody('const 1'), 'line 4, column 5: const has 1 result, not 0'],
    ['no exit counter', inBody('for #0 %i: f64 = %1 while lt %1 step 1 { }'), "a 'for' has at least one result"],
    ['no loop number', inBody('%1: i32 = const 1 loop %i: i32 < %1 { }'), 'expected the number of the loop (#0)'],
    ['operation after a builder', inBody('%1: i32 = const 1 %2: bool = const true %3: i32 = parfor #0 [#0 %i: i32 < %1] { compact from %1 [x = %i] when %2 barrier }'), "expected a builder, 'yield' or '}', found 'barrier'"],
    ['missing count of a builder', inBody('%1: i32 = const 1 %2: bool = const true parfor #0 [#0 %i: i32 < %1] { compact from %1 [x = %i] when %2 }'), 'parfor has 1 result, not 0'],
    ['broken string', 'region "\\q" { }', 'malformed string "\\q"'],
  ]
  test.each(cases)('%s', (_, text, message) => {
    expect(() => parseRegion(text)).toThrow(IrParseError)
    expect(() => parseRegion(text)).toThrow(message)
  })

  test('the position is data too', () => {
    let error: unknown
    try {
      parseRegion(inBody('%1: f64 = plus'))
    } catch (caught) {
      error = caught
    }
    expect(error).toMatchObject({ name: 'IrParseError', line: 4, column: 15 })
  })
})

test('no prefix of a text is accepted or breaks the parser', () => {
  for (let length = 0; length < everything.length - 2; length += 7) {
    let region: Region | undefined
    try {
      region = parseRegion(everything.slice(0, length))
    } catch (error) {
      expect(error).toBeInstanceOf(IrParseError)
    }
    expect(region).toBeUndefined()
  }
})
