import { describe, expect, test } from 'vitest'
import { evaluate, run } from './run.ts'

function binary(type: string, operator: string, left: unknown, right: unknown): unknown {
  return evaluate(`%a.0: ${type}, %b.1: ${type}`, `%r.99: ${type} = ${operator} %a.0, %b.1`, type, left, right)
}

function unary(type: string, operator: string, operand: unknown, result = type): unknown {
  return evaluate(`%a.0: ${type}`, `%r.99: ${result} = ${operator} %a.0`, result, operand)
}

function convert(mode: string, from: string, to: string, value: unknown): unknown {
  return evaluate(`%a.0: ${from}`, `%r.99: ${to} = convert ${mode} %a.0`, to, value)
}

const LEAST = -(2 ** 31)

describe('integers wrap', () => {
  test.each([
    ['i32', 'add', 2 ** 31 - 1, 1, LEAST],
    ['i32', 'sub', LEAST, 1, 2 ** 31 - 1],
    // The product as a double would end in zeros.
    ['i32', 'mul', 2 ** 31 - 1, 2 ** 31 - 1, 1],
    ['u32', 'mul', 2 ** 32 - 1, 2 ** 32 - 1, 1],
    ['u32', 'add', 2 ** 32 - 1, 2, 1],
    ['u32', 'sub', 0, 1, 2 ** 32 - 1],
    ['i32', 'div', -7, 2, -3],
    ['i32', 'rem', -4, 2, 0],
    ['u32', 'div', 2 ** 32 - 1, 2, 2 ** 31 - 1],
    ['i32', 'shl', 1, 33, 2],
    ['i32', 'shr', -8, 1, -4],
    ['u32', 'shr', 2 ** 32 - 8, 1, 2 ** 31 - 4],
    ['u32', 'shl', 2 ** 31 + 1, 1, 2],
    ['u32', 'or', 2 ** 31, 1, 2 ** 31 + 1],
    ['u32', 'xor', 2 ** 32 - 1, 1, 2 ** 32 - 2],
    ['u32', 'and', 2 ** 32 - 1, 2 ** 31, 2 ** 31],
    ['i64', 'add', 2n ** 63n - 1n, 1n, -(2n ** 63n)],
    ['i64', 'mul', 2n ** 62n, 4n, 0n],
    ['u64', 'sub', 0n, 1n, 2n ** 64n - 1n],
    ['i64', 'div', -7n, 2n, -3n],
    ['i64', 'shl', 1n, 65n, 2n],
    ['i64', 'shr', -8n, 1n, -4n],
    ['u64', 'shr', 2n ** 64n - 8n, 1n, 2n ** 63n - 4n],
    ['u64', 'or', 2n ** 63n, 1n, 2n ** 63n + 1n],
    ['i64', 'min', -1n, 1n, -1n],
    ['u64', 'max', 2n ** 63n, 1n, 2n ** 63n],
    ['i32', 'min', -1, 1, -1],
  ])('%s %s %s, %s', (type, operator, left, right, expected) => {
    expect(binary(type, operator, left, right)).toBe(expected)
  })

  test.each([
    ['i32', 'neg', LEAST, LEAST], ['i32', 'neg', 0, 0], ['u32', 'neg', 1, 2 ** 32 - 1], ['i32', 'abs', LEAST, LEAST], ['u32', 'abs', 2 ** 32 - 1, 2 ** 32 - 1],
    ['i64', 'neg', -(2n ** 63n), -(2n ** 63n)], ['i64', 'abs', -(2n ** 63n), -(2n ** 63n)], ['u64', 'abs', 2n ** 63n, 2n ** 63n],
  ])('%s %s %s', (type, operator, operand, expected) => {
    expect(unary(type, operator, operand)).toBe(expected)
  })

  test('leading zeros', () => {
    expect(unary('i32', 'clz', -1, 'i32')).toBe(0)
    expect(unary('u32', 'clz', 0, 'i32')).toBe(32)
  })
})

describe('floats', () => {
  test.each([
    ['min', -0, 0, -0], ['max', -0, 0, 0], ['min', NaN, 1, NaN], ['max', 1, NaN, NaN], ['rem', -4, 2, -0], ['rem', 5.5, 2, 1.5], ['div', 1, -0, -Infinity],
    ['copysign', 3, -0, -3], ['copysign', -3, 0, 3], ['copysign', -0, 1, 0], ['copysign', 5, -5, -5],
  ])('%s %s, %s', (operator, left, right, expected) => {
    expect(binary('f64', operator, left, right)).toBe(expected)
  })

  test('single precision rounds after every operation', () => {
    const [a, b, c] = [0.1, 0.7, 1e-9].map(Math.fround)
    expect(binary('f32', 'mul', a, b)).toBe(Math.fround(a * b))
    const parameters = '%a.0: f32, %b.1: f32, %c.2: f32'
    expect(evaluate(parameters, '%3: f32 = mul %a.0, %b.1\n%r.99: f32 = add %3, %c.2', 'f32', a, b, c)).toBe(Math.fround(Math.fround(a * b) + c))
    expect(unary('f32', 'sqrt', a)).toBe(Math.fround(Math.sqrt(a)))
    expect(unary('f32', 'neg', a)).toBe(-a)
  })

  test('regrouping nothing: a - (b - c), a / (b / c), (a - b) - c', () => {
    const parameters = '%a.0: f64, %b.1: f64, %c.2: f64'
    expect(evaluate(parameters, '%3: f64 = sub %b.1, %c.2\n%r.99: f64 = sub %a.0, %3', 'f64', 1, 1e-30, 1e-30)).toBe(1)
    expect(evaluate(parameters, '%3: f64 = div %b.1, %c.2\n%r.99: f64 = div %a.0, %3', 'f64', 8, 4, 2)).toBe(4)
    expect(evaluate(parameters, '%3: f64 = sub %a.0, %b.1\n%r.99: f64 = sub %3, %c.2', 'f64', 1e30, 1e30, 1)).toBe(-1)
    expect(evaluate(parameters, '%3: f64 = add %b.1, %c.2\n%r.99: f64 = add %a.0, %3', 'f64', 1e30, -1e30, 1)).toBe(0)
  })

  test('signs next to signs', () => {
    const parameters = '%a.0: f64, %b.1: f64'
    expect(evaluate(parameters, '%3: f64 = neg %b.1\n%4: f64 = neg %3\n%r.99: f64 = sub %a.0, %4', 'f64', 5, 3)).toBe(2)
    expect(evaluate(parameters, '%3: f64 = const -5\n%4: f64 = neg %3\n%r.99: f64 = sub %a.0, %3', 'f64', 5, 3)).toBe(10)
    expect(evaluate('', '%r.99: f64 = const -0', 'f64')).toBe(-0)
  })

  test.each([
    [0.5, 0], [1.5, 2], [2.5, 2], [-0.5, -0], [-0.3, -0], [-1.5, -2], [0.49999999999999994, 0], [4503599627370495.5, 4503599627370496], [1e300, 1e300],
    [-0, -0], [Infinity, Infinity], [NaN, NaN], [4503599627370497, 4503599627370497],
  ])('nearest %s', (operand, expected) => {
    expect(unary('f64', 'nearest', operand)).toBe(expected)
  })

  test('parts of the representation', () => {
    expect(unary('f64', 'exponent', 1)).toBe(0)
    expect(unary('f64', 'exponent', -0.75)).toBe(-1)
    expect(unary('f64', 'exponent', 0)).toBe(-1023)
    expect(unary('f64', 'exponent', 5e-324)).toBe(-1023)
    expect(unary('f64', 'exponent', Infinity)).toBe(1024)
    expect(unary('f64', 'mantissa', -10)).toBe(-1.25)
    expect(unary('f64', 'mantissa', 2 ** -1000 * 1.75)).toBe(1.75)
    expect(unary('f64', 'pow2', -1022)).toBe(2 ** -1022)
    expect(unary('f64', 'pow2', -1023)).toBe(0)
    expect(unary('f64', 'pow2', 1023)).toBe(2 ** 1023)
    expect(unary('f64', 'pow2', 1024)).toBe(Infinity)
    expect(unary('f64', 'high', 1 + 2 ** -20 + 2 ** -21)).toBe(1 + 2 ** -20)
    expect(unary('f64', 'high', -Math.PI)).toBe(-3.1415920257568359375)
  })

  test.each([[0, false, 1], [1, true, 1], [2, false, -1], [3, true, -1], [4, false, 1], [-1, true, -1], [-2, false, -1], [-3, true, 1], [2 ** 40 + 3, true, -1]].map(([k, ...expected]) => [2 ** 52 + 2 ** 51 + Number(k), ...expected] as [number, boolean, number]))(
    'the quadrant %i', (k, odd, sign) => {
      expect(unary('f64', 'odd', k, 'bool')).toBe(odd)
      expect(binary('f64', 'quadrant', 5, k)).toBe(5 * sign)
      expect(binary('f64', 'quadrant', 0, k)).toBe(sign < 0 ? -0 : 0)
    },
  )
})

describe('comparisons and choices', () => {
  test.each([['lt', 1, NaN, false], ['ne', NaN, NaN, true], ['eq', NaN, NaN, false], ['eq', 0, -0, true], ['le', 1, 1, true], ['gt', 2, 1, true], ['ge', 1, 2, false]])(
    '%s %s, %s', (relation, left, right, expected) => {
      expect(evaluate('%a.0: f64, %b.1: f64', `%r.99: bool = ${relation} %a.0, %b.1`, 'bool', left, right)).toBe(expected)
    },
  )

  test('bool', () => {
    for (const a of [false, true]) for (const b of [false, true]) {
      expect(binary('bool', 'and', a, b)).toBe(a && b)
      expect(binary('bool', 'or', a, b)).toBe(a || b)
      expect(binary('bool', 'xor', a, b)).toBe(a !== b)
    }
    expect(unary('bool', 'not', true)).toBe(false)
  })

  test('choices in choices', () => {
    const text = `%5: f64 = select %b.1, %c.2, %d.3
      %6: f64 = select %a.0, %5, %d.3
      %7: bool = or %a.0, %b.1
      %8: f64 = select %7, %6, %c.2
      %r.99: f64 = add %8, %d.3`
    const parameters = '%a.0: bool, %b.1: bool, %c.2: f64, %d.3: f64'
    expect(evaluate(parameters, text, 'f64', true, true, 1, 10)).toBe(11)
    expect(evaluate(parameters, text, 'f64', false, true, 1, 10)).toBe(20)
    expect(evaluate(parameters, text, 'f64', false, false, 1, 10)).toBe(11)
  })
})

describe('conversions', () => {
  test.each([
    ['wrap', 'f64', 'i32', 2 ** 32 + 5, 5], ['wrap', 'f64', 'i32', -1.9, -1], ['wrap', 'f64', 'i32', NaN, 0], ['wrap', 'f64', 'i32', Infinity, 0],
    ['wrap', 'f64', 'u32', -1, 2 ** 32 - 1], ['wrap', 'i32', 'u32', -1, 2 ** 32 - 1], ['wrap', 'u32', 'i32', 2 ** 32 - 1, -1],
    ['exact', 'f64', 'i32', -0, 0], ['exact', 'f64', 'i64', -3, -3n], ['exact', 'f64', 'u64', 2 ** 63, 2n ** 63n], ['exact', 'f64', 'i64', NaN, 0n],
    ['value', 'bool', 'f64', true, 1], ['value', 'bool', 'i64', true, 1n], ['value', 'i64', 'f64', 2n ** 53n + 1n, 2 ** 53], ['value', 'f64', 'f32', 0.1, Math.fround(0.1)],
    ['value', 'i32', 'f32', 16777217, 16777216], ['value', 'u32', 'f64', 2 ** 32 - 1, 2 ** 32 - 1], ['value', 'i32', 'i64', -1, -1n],
    ['wrap', 'i32', 'u64', -1, 2n ** 64n - 1n], ['wrap', 'u64', 'i64', 2n ** 64n - 1n, -1n], ['wrap', 'i64', 'i32', 2n ** 31n, LEAST], ['wrap', 'i64', 'u32', -1n, 2 ** 32 - 1],
  ])('%s %s to %s: %s', (mode, from, to, value, expected) => {
    expect(convert(mode, from, to, value)).toBe(expected)
  })

  test('64-bit integers to single precision round once', () => {
    // The last bit decides, but a double has no room for it: rounded twice, the tie would go to the even neighbour below.
    const x = 2n ** 60n + 2n ** 36n + 1n
    expect(convert('value', 'i64', 'f32', x)).toBe(2 ** 60 + 2 ** 37)
    expect(convert('value', 'i64', 'f32', -x)).toBe(-(2 ** 60 + 2 ** 37))
    expect(convert('value', 'i64', 'f32', 2n ** 60n + 2n ** 36n)).toBe(2 ** 60)
  })
})

test('values used twice are computed once, in order', () => {
  const text = `region r { scalar a = %a.0: f64 output x: f64 output y: f64 body {
    %1: f64 = add %a.0, %a.0
    %2: f64 = mul %1, %1
    %3: f64 = sub %2, %1
    yield %3, %2
  } }`
  expect(run(text, 3)).toEqual([30, 36])
})
