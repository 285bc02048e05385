import { describe, expect, test } from 'vitest'
import { simplified, withOutput } from './helpers.ts'

/** The constant that the output of a region became, or the text of its operations. */
function outcome(type: string, body: string): unknown {
  const region = simplified(withOutput(type, body))
  const [value] = region.body.yields
  const definition = region.body.operations.find((operation) => 'result' in operation && operation.result === value)
  return definition?.kind === 'const' ? definition.value : 'not folded'
}

describe('unary', () => {
  const cases: [string, string, string, unknown][] = [
    ['f64', 'neg', '0', -0], ['f64', 'neg', '-0', 0], ['f64', 'abs', '-0', 0], ['f64', 'abs', '-Infinity', Infinity],
    ['f64', 'sqrt', '-0', -0], ['f64', 'sqrt', '-1', NaN], ['f64', 'sqrt', '2', Math.SQRT2],
    ['f64', 'floor', '-0.5', -1], ['f64', 'floor', '-0', -0], ['f64', 'ceil', '-0.5', -0], ['f64', 'trunc', '-0.9', -0], ['f64', 'trunc', '1e300', 1e300],
    ['f64', 'nearest', '0.5', 0], ['f64', 'nearest', '1.5', 2], ['f64', 'nearest', '2.5', 2], ['f64', 'nearest', '-0.5', -0], ['f64', 'nearest', '-1.5', -2],
    ['f64', 'nearest', '-2.5', -2], ['f64', 'nearest', '0.49999999999999994', 0], ['f64', 'nearest', '4503599627370497.5', 4503599627370498],
    ['f64', 'nearest', '-0', -0], ['f64', 'nearest', 'Infinity', Infinity], ['f64', 'nearest', 'NaN', NaN], ['f64', 'nearest', '-0.2', -0],
    ['i32', 'neg', '-2147483648', -2147483648], ['i32', 'neg', '0', 0], ['i32', 'abs', '-2147483648', -2147483648], ['u32', 'neg', '1', 4294967295],
    ['i64', 'neg', '-9223372036854775808n', -9223372036854775808n], ['u64', 'neg', '1n', 18446744073709551615n],
    ['f64', 'exponent', '8', 3], ['f64', 'exponent', '-0.75', -1], ['f64', 'exponent', '5e-324', -1023], ['f64', 'exponent', '-0', -1023], ['f64', 'exponent', 'Infinity', 1024],
    ['f64', 'mantissa', '-12', -1.5], ['f64', 'mantissa', '0.1', 1.6], ['f64', 'mantissa', '8', 1],
    ['f64', 'pow2', '3', 8], ['f64', 'pow2', '-1023', 0], ['f64', 'pow2', '1024', Infinity], ['f64', 'pow2', '-1022', 2.2250738585072014e-308], ['f64', 'pow2', '0.5', 'not folded'],
    ['f64', 'high', '0.1', 0.09999996423721313], ['f64', 'high', '-0', -0],
  ]
  test.each(cases)('%s %s of %s is %s', (type, operator, operand, expected) => {
    expect(outcome(type, `%1: ${type} = const ${operand} %2: ${type} = ${operator} %1 yield %2`)).toBe(expected)
  })

  test('clz and not', () => {
    expect(outcome('i32', '%1: i32 = const 0 %2: i32 = clz %1 yield %2')).toBe(32)
    expect(outcome('i32', '%1: i32 = const -1 %2: i32 = clz %1 yield %2')).toBe(0)
    expect(outcome('bool', '%1: bool = const true %2: bool = not %1 yield %2')).toBe(false)
  })
})

describe('binary', () => {
  const cases: [string, string, string, string, unknown][] = [
    ['f64', 'add', '0', '-0', 0], ['f64', 'add', '-0', '-0', -0], ['f64', 'sub', 'Infinity', 'Infinity', NaN], ['f64', 'mul', '-1', '0', -0], ['f64', 'div', '1', '-0', -Infinity],
    ['f64', 'div', '0', '0', NaN], ['f64', 'rem', '-4', '2', -0], ['f64', 'rem', '5', 'Infinity', 5], ['f64', 'rem', '5.5', '-2', 1.5], ['f64', 'rem', '1', '0', NaN],
    ['f64', 'min', '0', '-0', -0], ['f64', 'max', '-0', '0', 0], ['f64', 'max', 'NaN', '1', NaN], ['f64', 'copysign', '3', '-0', -3], ['f64', 'copysign', '-0', '1', 0],
    ['f32', 'add', '16777216', '1', 16777216], ['f32', 'mul', '0.10000000149011612', '3', Math.fround(0.30000000447034836)], ['f32', 'div', '1', '3', Math.fround(1 / 3)],
    ['i32', 'add', '2147483647', '1', -2147483648], ['i32', 'sub', '-2147483648', '1', 2147483647], ['i32', 'mul', '2147483647', '2147483647', 1],
    ['i32', 'div', '-7', '2', -3], ['i32', 'rem', '-7', '2', -1], ['i32', 'rem', '-4', '2', 0], ['i32', 'div', '1', '0', 'not folded'], ['i32', 'rem', '1', '0', 'not folded'],
    ['i32', 'div', '-2147483648', '-1', 'not folded'], ['i32', 'rem', '-2147483648', '-1', 'not folded'], ['u32', 'div', '4294967295', '2', 2147483647],
    ['i32', 'shl', '1', '33', 2], ['i32', 'shl', '1', '31', -2147483648], ['i32', 'shr', '-8', '1', -4], ['i32', 'shr', '-8', '33', -4], ['u32', 'shr', '4294967288', '1', 2147483644],
    ['u32', 'sub', '0', '1', 4294967295], ['u32', 'mul', '4294967295', '4294967295', 1], ['u32', 'and', '4294967295', '4294901760', 4294901760], ['u32', 'xor', '4294967295', '1', 4294967294],
    ['i32', 'max', '-1', '1', 1], ['u32', 'min', '4294967295', '1', 1],
    ['i64', 'add', '9223372036854775807n', '1n', -9223372036854775808n], ['u64', 'sub', '0n', '1n', 18446744073709551615n], ['i64', 'mul', '4294967296n', '4294967296n', 0n],
    ['i64', 'div', '-7n', '2n', -3n], ['i64', 'rem', '-7n', '2n', -1n], ['i64', 'div', '1n', '0n', 'not folded'], ['i64', 'div', '-9223372036854775808n', '-1n', 'not folded'],
    ['i64', 'shl', '1n', '65n', 2n], ['i64', 'shr', '-8n', '1n', -4n], ['u64', 'shr', '18446744073709551608n', '1n', 9223372036854775804n], ['i64', 'shl', '1n', '63n', -9223372036854775808n],
    ['bool', 'and', 'true', 'false', false], ['bool', 'or', 'true', 'false', true], ['bool', 'xor', 'true', 'true', false],
  ]
  test.each(cases)('%s %s of %s and %s is %s', (type, operator, left, right, expected) => {
    expect(outcome(type, `%1: ${type} = const ${left} %2: ${type} = const ${right} %3: ${type} = ${operator} %1, %2 yield %3`)).toBe(expected)
  })
})

describe('convert', () => {
  const cases: [string, string, string, string, unknown][] = [
    ['f64', 'wrap', 'i32', '2147483648', -2147483648], ['f64', 'wrap', 'i32', '-0', 0], ['f64', 'wrap', 'i32', 'NaN', 0], ['f64', 'wrap', 'i32', 'Infinity', 0],
    ['f64', 'wrap', 'i32', '-1.9', -1], ['f64', 'wrap', 'i32', '4294967297.5', 1], ['f64', 'wrap', 'i32', '9007199254740994', 2], ['f64', 'wrap', 'u32', '-1', 4294967295],
    ['i32', 'wrap', 'u32', '-1', 4294967295], ['u32', 'wrap', 'i32', '4294967295', -1], ['i64', 'wrap', 'u64', '-1n', 18446744073709551615n], ['i64', 'wrap', 'i32', '4294967297n', 1],
    ['i64', 'wrap', 'u32', '-1n', 4294967295], ['i32', 'wrap', 'u64', '-1', 18446744073709551615n],
    ['f64', 'exact', 'i32', '-0', 0], ['f64', 'exact', 'i32', '7', 7], ['f64', 'exact', 'i32', '7.5', 'not folded'], ['f64', 'exact', 'i32', '2147483648', 'not folded'],
    ['f64', 'exact', 'u32', '-1', 'not folded'], ['f64', 'exact', 'i64', '9007199254740992', 9007199254740992n], ['f64', 'exact', 'i64', 'NaN', 'not folded'],
    ['f64', 'value', 'f32', '0.1', Math.fround(0.1)], ['i32', 'value', 'f32', '16777217', 16777216], ['i64', 'value', 'f64', '9007199254740993n', 9007199254740992],
    ['i64', 'value', 'f32', '16777217n', 16777216], ['i64', 'value', 'f32', '9007199791611905n', 'not folded'],
    ['bool', 'value', 'f64', 'true', 1], ['bool', 'value', 'i64', 'true', 1n], ['u32', 'value', 'i64', '4294967295', 4294967295n], ['i32', 'value', 'f64', '-5', -5],
  ]
  test.each(cases)('%s %s to %s of %s is %s', (from, mode, to, operand, expected) => {
    expect(outcome(to, `%1: ${from} = const ${operand} %2: ${to} = convert ${mode} %1 yield %2`)).toBe(expected)
  })
})

describe('compare, select, call', () => {
  const cases: [string, string, unknown][] = [
    ['lt', 'NaN', false], ['ge', 'NaN', false], ['eq', 'NaN', false], ['ne', 'NaN', true], ['eq', '-0', true], ['lt', '-0', false], ['le', '-0', true],
  ]
  test.each(cases)('%s %s', (relation, right, expected) => {
    const left = right === 'NaN' ? 'NaN' : '0'
    expect(outcome('bool', `%1: f64 = const ${left} %2: f64 = const ${right} %3: bool = ${relation} %1, %2 yield %3`)).toBe(expected)
  })

  test('unsigned and 64-bit comparisons', () => {
    expect(outcome('bool', '%1: u32 = const 4294967295 %2: u32 = const 1 %3: bool = gt %1, %2 yield %3')).toBe(true)
    expect(outcome('bool', '%1: i64 = const -1n %2: i64 = const 1n %3: bool = lt %1, %2 yield %3')).toBe(true)
  })

  test.each([['round(%1)', -0], ['sign(%1)', -1], ['fround(%1)', Math.fround(-0.1)], ['clz32(%1)', 32], ['imul(%1, %1)', 0]])('%s', (call, expected) => {
    expect(outcome('f64', `%1: f64 = const -0.1 %2: f64 = call ${call} yield %2`)).toBe(expected)
  })

  test('functions with polynomials of our own are not folded by the engine', () => {
    expect(outcome('f64', '%1: f64 = const 1 %2: f64 = call exp(%1) yield %2')).toBe('not folded')
    expect(outcome('f64', '%1: f64 = const 2 %2: f64 = call pow(%1, %1) yield %2')).toBe('not folded')
  })
})
