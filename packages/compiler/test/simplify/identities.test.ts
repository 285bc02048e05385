import { describe, expect, test } from 'vitest'
import { printOperation } from '../../src/ir/print.ts'
import { simplified, withOutput } from './helpers.ts'

/** `a` if the output became a live-in, else the last operation without its result. */
function outcome(type: string, body: string): string {
  const region = simplified(withOutput(type, body))
  const [value] = region.body.yields
  const definition = region.body.operations.find((operation) => 'result' in operation && operation.result === value)
  if (!definition) return region.scalars.find((scalar) => scalar.value === value)?.name ?? 'elsewhere'
  return printOperation(definition).trim().replace(/^.*? = /, '').replace(/%(\w+)\.\d+/g, '$1').replace(/ guarded$/, '')
}

describe('exact', () => {
  const cases: [string, string, string][] = [
    ['f64', '%1: f64 = const 1 %2: f64 = mul %1, %a yield %2', 'a'],
    ['f64', '%1: f64 = const -1 %2: f64 = mul %a, %1 yield %2', 'neg a'],
    ['f64', '%1: f64 = const -0 %2: f64 = add %1, %a yield %2', 'a'],
    ['f64', '%1: f64 = const 0 %2: f64 = sub %a, %1 yield %2', 'a'],
    ['f64', '%1: f64 = const -0 %2: f64 = sub %1, %a yield %2', 'neg a'],
    ['f64', '%1: f64 = const 1 %2: f64 = div %a, %1 yield %2', 'a'],
    ['f64', '%1: f64 = const -1 %2: f64 = div %a, %1 yield %2', 'neg a'],
    ['f64', '%1: f64 = neg %a %2: f64 = neg %1 yield %2', 'a'],
    ['f64', '%1: f64 = neg %a %2: f64 = abs %1 yield %2', 'abs a'],
    ['f64', '%1: f64 = neg %a %2: f64 = neg %b %3: f64 = mul %1, %2 yield %3', 'mul a, b'],
    ['f64', '%1: f64 = max %a, %a yield %1', 'a'],
    ['f64', '%1: f64 = select %c, %a, %a yield %1', 'a'],
    ['f64', '%1: bool = not %c %2: f64 = select %1, %a, %b yield %2', 'select c, b, a'],
    ['f64', '%1: f64 = const 0 %2: f64 = convert value %i %3: f64 = add %2, %1 yield %3', 'convert value i'],
    ['f64', '%1: f64 = const 0 %2: f64 = abs %a %3: f64 = add %2, %1 yield %3', 'abs a'],
    ['f64', '%1: f64 = convert value %i %2: f64 = floor %1 yield %2', 'convert value i'],
    ['f64', '%1: f64 = ceil %a %2: f64 = trunc %1 yield %2', 'ceil a'],
    ['f64', '%1: f64 = load n[%i] guarded %2: f64 = trunc %1 yield %2', 'load n[i]'],
    ['i32', '%1: i32 = const 0 %2: i32 = add %1, %i yield %2', 'i'],
    ['i32', '%1: i32 = sub %i, %i yield %1', 'const 0'],
    ['i32', '%1: i32 = const 0 %2: i32 = mul %i, %1 yield %2', 'const 0'],
    ['i32', '%1: i32 = const -1 %2: i32 = and %1, %i yield %2', 'i'],
    ['i32', '%1: i32 = const -1 %2: i32 = or %i, %1 yield %2', 'const -1'],
    ['i32', '%1: i32 = xor %i, %i yield %1', 'const 0'],
    ['i32', '%1: i32 = const 32 %2: i32 = shl %i, %1 yield %2', 'i'],
    ['i64', '%1: i64 = const 64n %2: i64 = shr %g, %1 yield %2', 'g'],
    ['u32', '%1: u32 = const 4294967295 %2: u32 = and %u, %1 yield %2', 'u'],
    ['u32', '%1: u32 = abs %u yield %1', 'u'],
    ['u64', '%1: u64 = const 18446744073709551615n %2: u64 = or %h, %1 yield %2', 'const 18446744073709551615n'],
    ['bool', '%1: bool = and %c, %c yield %1', 'c'],
    ['bool', '%1: bool = const true %2: bool = xor %c, %1 yield %2', 'not c'],
    ['bool', '%1: bool = const true %2: bool = const false %3: bool = select %c, %2, %1 yield %3', 'not c'],
    ['bool', '%1: bool = const false %2: bool = select %c, %d, %1 yield %2', 'and c, d'],
    ['bool', '%1: bool = const true %2: bool = select %c, %1, %d yield %2', 'or c, d'],
    ['bool', '%1: bool = select %c, %d, %c yield %1', 'and c, d'],
    ['bool', '%1: bool = lt %a, %a yield %1', 'const false'],
    ['bool', '%1: bool = le %i, %i yield %1', 'const true'],
    ['bool', '%1: bool = lt %i, %j %2: bool = not %1 yield %2', 'ge i, j'],
    ['bool', '%1: bool = eq %a, %b %2: bool = not %1 yield %2', 'ne a, b'],
    ['bool', '%1: f64 = convert value %c %2: f64 = const 0 %3: bool = ne %1, %2 yield %3', 'c'],
    ['bool', '%1: f64 = convert value %c %2: f64 = const 0 %3: bool = eq %2, %1 yield %3', 'not c'],
    ['bool', '%1: f64 = convert value %c %2: f64 = const 1 %3: bool = eq %1, %2 yield %3', 'c'],
    ['bool', '%1: bool = const false %2: bool = eq %c, %1 yield %2', 'not c'],
    ['i32', '%1: f64 = convert value %i %2: i32 = convert wrap %1 yield %2', 'i'],
    ['i32', '%1: f64 = convert value %i %2: i32 = convert exact %1 yield %2', 'i'],
    ['u32', '%1: f64 = convert value %i %2: u32 = convert wrap %1 yield %2', 'convert wrap i'],
    ['i64', '%1: f64 = convert value %i %2: i64 = convert exact %1 yield %2', 'convert value i'],
    ['i32', '%1: u32 = convert wrap %i %2: i32 = convert wrap %1 yield %2', 'i'],
    ['i32', '%1: u32 = convert wrap %a %2: i32 = convert wrap %1 yield %2', 'convert wrap a'],
    ['i32', '%1: i64 = convert value %i %2: i32 = convert wrap %1 yield %2', 'i'],
    ['i32', '%1: f64 = trunc %a %2: i32 = convert wrap %1 yield %2', 'convert wrap a'],
    ['f32', '%1: f64 = convert value %f %2: f32 = convert value %1 yield %2', 'f'],
    ['f32', '%1: f64 = convert value %i %2: f32 = convert value %1 yield %2', 'convert value i'],
    ['i32', '%1: f64 = convert value %c %2: i32 = convert wrap %1 yield %2', 'convert value c'],
    ['f64', '%1: f64 = abs %a %2: i32 = convert exact %1 %3: f64 = convert value %2 yield %3', 'abs a'],
  ]
  test.each(cases)('%s: %s', (type, body, expected) => expect(outcome(type, body)).toBe(expected))

  test('division by a power of two multiplies', () => {
    for (const [divisor, factor] of [['8', 0.125], ['-0.25', -4], [String(2 ** 1022), 2 ** -1022], [String(2 ** -1022), 2 ** 1022]] as const) {
      const region = simplified(withOutput('f64', `%1: f64 = const ${divisor} %2: f64 = div %a, %1 yield %2`))
      expect(region.body.operations).toMatchObject([{ kind: 'const', value: factor }, { kind: 'binary', operator: 'mul' }])
    }
  })

  test('sums of constants meet', () => {
    const region = simplified(withOutput('i32', '%1: i32 = const 2147483647 %2: i32 = add %i, %1 %3: i32 = const 3 %4: i32 = add %3, %2 yield %4'))
    expect(region.body.operations).toMatchObject([{ kind: 'const', value: -2147483646 }, { kind: 'binary', operator: 'add' }])
  })
})

describe('products and quotients that differ in sign only', () => {
  /** Without results: what is computed from a, b and the numbers in `body`, and stored. */
  const operators = (body: string): string[] => (
    simplified(withOutput('f64', body)).body.operations.filter((one) => one.kind === 'unary' || one.kind === 'binary').map((one) => (one as { operator: string }).operator)
  )
  test.each([
    ['(-a)·b after a·b', '%1: f64 = mul %a, %b %2: f64 = neg %a %3: f64 = mul %2, %b %4: f64 = add %1, %3 yield %4', ['mul', 'neg', 'add']],
    ['b·(-a) after a·b', '%1: f64 = mul %a, %b %2: f64 = neg %a %3: f64 = mul %b, %2 %4: f64 = add %1, %3 yield %4', ['mul', 'neg', 'add']],
    ['a/(-b) after a/b', '%1: f64 = div %a, %b %2: f64 = neg %b %3: f64 = div %a, %2 %4: f64 = add %1, %3 yield %4', ['div', 'neg', 'add']],
    ['(-a)/(-b) after a/b', '%1: f64 = div %a, %b %2: f64 = neg %a %3: f64 = neg %b %4: f64 = div %2, %3 %5: f64 = add %1, %4 yield %5', ['div', 'add']],
    ['3a after -3a', '%0: f64 = const -3 %1: f64 = mul %a, %0 %2: f64 = const 3 %3: f64 = mul %a, %2 %4: f64 = add %1, %3 yield %4', ['mul', 'neg', 'add']],
    ['-0.5·x·x of x and of -x',
      `%0: f64 = const -0.5 %1: f64 = mul %a, %0 %2: f64 = mul %1, %a
       %3: f64 = neg %a %4: f64 = mul %3, %0 %5: f64 = mul %4, %3 %6: f64 = max %2, %5 yield %6`, ['mul', 'mul']],
    ['b/a is not 1/(a/b)', '%1: f64 = div %a, %b %2: f64 = neg %a %3: f64 = div %b, %2 %4: f64 = add %1, %3 yield %4', ['div', 'neg', 'div', 'add']],
    ['a - b and b - a are both 0', '%1: f64 = sub %a, %b %2: f64 = sub %b, %a %3: f64 = div %1, %2 yield %3', ['sub', 'sub', 'div']],
  ])('%s', (_, body, expected) => expect(operators(body)).toEqual(expected))

  test('integers have no sign of their own', () => {
    const region = simplified(withOutput('i32', '%1: i32 = mul %i, %j %2: i32 = neg %i %3: i32 = mul %2, %j %4: i32 = sub %1, %3 yield %4'))
    expect(region.body.operations).toHaveLength(4)
  })
})

describe('not exact, and left alone', () => {
  const cases: [string, string, string][] = [
    ['x + 0 of -0', 'f64', '%1: f64 = const 0 %2: f64 = add %a, %1 yield %2'],
    ['x - -0 of -0', 'f64', '%1: f64 = const -0 %2: f64 = sub %a, %1 yield %2'],
    ['0 - x of 0', 'f64', '%1: f64 = const 0 %2: f64 = sub %1, %a yield %2'],
    ['a select of which one side may be -0', 'f64', '%1: f64 = abs %a %2: f64 = select %c, %1, %b %3: f64 = const 0 %4: f64 = add %2, %3 yield %4'],
    ['x * 0', 'f64', '%1: f64 = const 0 %2: f64 = mul %a, %1 yield %2'],
    ['x - x', 'f64', '%1: f64 = sub %a, %a yield %1'],
    ['x / x', 'f64', '%1: f64 = div %a, %a yield %1'],
    ['x / 3', 'f64', '%1: f64 = const 3 %2: f64 = div %a, %1 yield %2'],
    ['x / 2^1023', 'f64', `%1: f64 = const ${2 ** 1023} %2: f64 = div %a, %1 yield %2`],
    ['x / 0', 'f64', '%1: f64 = const 0 %2: f64 = div %a, %1 yield %2'],
    ['(x + 1) + 1', 'f64', '%1: f64 = const 1 %2: f64 = add %a, %1 %3: f64 = add %2, %1 yield %3'],
    ['x === x', 'bool', '%1: bool = eq %a, %a yield %1'],
    ['x <= x', 'bool', '%1: bool = le %a, %a yield %1'],
    ['!(x < y)', 'bool', '%1: bool = lt %a, %b %2: bool = not %1 yield %2'],
    ['sqrt(x) * sqrt(x)', 'f64', '%1: f64 = sqrt %a %2: f64 = mul %1, %1 yield %2'],
    ['f64 through f32', 'f64', '%1: f32 = convert value %a %2: f64 = convert value %1 yield %2'],
    ['f64 through i32', 'f64', '%1: i32 = convert wrap %a %2: f64 = convert value %1 yield %2'],
    ['f64 through exact i32, -0', 'f64', '%1: i32 = convert exact %a %2: f64 = convert value %1 yield %2'],
    ['i32 through f32', 'i32', '%1: f32 = convert value %i %2: i32 = convert wrap %1 yield %2'],
    ['i64 through f64', 'i64', '%1: f64 = convert value %g %2: i64 = convert exact %1 yield %2'],
    ['i64 through i32', 'i64', '%1: i32 = convert wrap %g %2: i64 = convert value %1 yield %2'],
    ['f64 to f32 through i64', 'f32', '%1: f64 = convert value %g %2: f32 = convert value %1 yield %2'],
    ['wrap of floor', 'i32', '%1: f64 = floor %a %2: i32 = convert wrap %1 yield %2'],
    ['shift by more than the width is a shift', 'i32', '%1: i32 = const 33 %2: i32 = shl %i, %1 yield %2'],
    ['floor of a half', 'f64', '%1: f64 = convert value %i %2: f64 = const 3 %3: f64 = div %1, %2 %4: f64 = floor %3 yield %4'],
    ['truth of a number', 'bool', '%1: f64 = const 0 %2: bool = ne %a, %1 yield %2'],
  ]
  test.each(cases)('%s', (_, type, body) => {
    const count = (body.match(/=/g) ?? []).length
    expect(simplified(withOutput(type, body)).body.operations).toHaveLength(count)
  })
})
