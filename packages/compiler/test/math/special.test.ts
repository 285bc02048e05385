/** Values that ECMAScript fixes, and results that are doubles. */
import { describe, expect, test } from 'vitest'
import { mathReferences } from '../../src/math/references.ts'
import { specials } from './numbers.ts'

const functions = mathReferences()
const { exp, expm1, log, log2, log10, log1p, pow, cbrt, hypot, sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, asinh, acosh, atanh } = functions

describe('zeros, infinities and NaN', () => {
  const zeroes = ['sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'asinh', 'atanh', 'expm1', 'log1p', 'cbrt', 'round', 'sign', 'fround']
  test.each(zeroes)('%s keeps the sign of zero', (name) => {
    expect(functions[name](0)).toBe(0)
    expect(functions[name](-0)).toBe(-0)
  })

  test.each(Object.keys(functions).filter((name) => !['clz32', 'imul'].includes(name)))('%s of NaN', (name) => {
    expect(functions[name](NaN, NaN)).toBe(NaN)
  })

  test.each([
    ['exp', Infinity, Infinity], ['exp', -Infinity, 0], ['expm1', Infinity, Infinity], ['expm1', -Infinity, -1], ['log', 0, -Infinity], ['log', -0, -Infinity],
    ['log', -1, NaN], ['log', Infinity, Infinity], ['log', -Infinity, NaN], ['log2', 0, -Infinity], ['log2', Infinity, Infinity], ['log10', -0, -Infinity],
    ['log10', -5e-324, NaN], ['log1p', -1, -Infinity], ['log1p', -1.5, NaN], ['log1p', Infinity, Infinity], ['log1p', -Infinity, NaN],
    ['cbrt', Infinity, Infinity], ['cbrt', -Infinity, -Infinity], ['sin', Infinity, NaN], ['cos', -Infinity, NaN], ['tan', Infinity, NaN],
    ['cos', 0, 1], ['cos', -0, 1], ['asin', 1.0000000000000002, NaN], ['asin', -Infinity, NaN], ['acos', 2, NaN], ['acos', 1, 0], ['acos', -1, Math.PI],
    ['acos', 0, Math.PI / 2], ['asin', 1, Math.PI / 2], ['asin', -1, -Math.PI / 2], ['atan', Infinity, Math.PI / 2], ['atan', -Infinity, -Math.PI / 2],
    ['sinh', -Infinity, -Infinity], ['cosh', -Infinity, Infinity], ['cosh', 0, 1], ['tanh', Infinity, 1], ['tanh', -Infinity, -1], ['tanh', 1000, 1],
    ['asinh', -Infinity, -Infinity], ['acosh', 1, 0], ['acosh', 0.9999999999999999, NaN], ['acosh', -3, NaN], ['acosh', Infinity, Infinity], ['acosh', -Infinity, NaN],
    ['atanh', 1, Infinity], ['atanh', -1, -Infinity], ['atanh', 1.0000000000000002, NaN], ['atanh', Infinity, NaN], ['exp', 0, 1], ['exp', -0, 1], ['log', 1, 0], ['log2', 1, 0],
  ])('%s(%s)', (name, x, expected) => {
    expect(functions[name](x)).toBe(expected)
  })
})

describe('ends of the range', () => {
  test('exp', () => {
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
    expect(exp(-1e300)).toBe(0)
    expect(exp(1e300)).toBe(Infinity)
    expect(exp(5e-324)).toBe(1)
  })

  test('tiny arguments are their own sine, and so on', () => {
    for (const x of [5e-324, -5e-324, 2 ** -1022, 1e-300, -(2 ** -1060)]) {
      for (const name of ['sin', 'tan', 'asin', 'atan', 'sinh', 'tanh', 'asinh', 'atanh', 'expm1', 'log1p']) expect(functions[name](x), name).toBe(x)
    }
  })

  test('logarithms of subnormal and of huge numbers', () => {
    expect(log(5e-324)).toBe(-744.4400719213812)
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384)
    expect(log2(5e-324)).toBe(-1074)
    expect(log1p(Number.MAX_VALUE)).toBe(709.782712893384)
    expect(asinh(Number.MAX_VALUE)).toBe(710.475860073944)
    expect(acosh(Number.MAX_VALUE)).toBe(710.475860073944)
  })

  test('sinh and cosh overflow where their results do, not where e^x does', () => {
    expect(sinh(710.4758600739439)).toBeGreaterThan(1.797e308)
    expect(sinh(710.4758600739439)).toBeLessThan(Infinity)
    expect(sinh(-710.4758600739441)).toBe(-Infinity)
    expect(cosh(-710.475860073944)).toBe(Infinity)
    expect(cosh(-1e308)).toBe(Infinity)
  })
})

describe('circular functions of huge arguments', () => {
  // Values of mpmath; the second is the double nearest to a multiple of π/2 (Muller, Elementary Functions, §11).
  test.each([
    [1e22, -0.8522008497671888, 0.523214785395139], [6381956970095103 * 2 ** 797, 1, -4.687165924254628e-19], [Number.MAX_VALUE, 0.004961954789184062, -0.9999876894265599],
    [-6588397, 0.3113954509133007, 0.9502804181663969],
  ])('%s', (x, sine, cosine) => {
    expect(sin(x)).toBe(sine)
    expect(cos(x)).toBe(cosine)
    expect(Math.abs(tan(x) - sine / cosine)).toBeLessThanOrEqual(Math.abs(sine / cosine) * 4e-16)
  })
})

describe('pow', () => {
  test('every pair of special numbers as in the engine', () => {
    for (const x of specials) for (const y of specials) {
      const [ours, theirs] = [pow(x, y), x ** y]
      if (!Number.isFinite(theirs) || theirs === 0 || Math.abs(theirs) === 1) expect(ours, `${x} ** ${y}`).toBe(theirs)
      else expect(Math.abs(ours / theirs - 1), `${x} ** ${y}`).toBeLessThan(3e-16)
    }
  })

  test('the rules of ECMAScript that C does not have', () => {
    expect(pow(1, NaN)).toBe(NaN)
    expect(pow(1, Infinity)).toBe(NaN)
    expect(pow(-1, -Infinity)).toBe(NaN)
    expect(pow(NaN, 0)).toBe(1)
    expect(pow(NaN, -0)).toBe(1)
    expect(pow(-8, 1 / 3)).toBe(NaN)
    expect(pow(-Infinity, 0.5)).toBe(Infinity)
    expect(pow(-0, 0.5)).toBe(0)
    expect(pow(-0, -1)).toBe(-Infinity)
    expect(pow(-0, -3)).toBe(-Infinity)
    expect(pow(-0, 3)).toBe(-0)
  })

  test('powers that are doubles are exact', () => {
    for (let k = 0; k <= 22; k++) expect(pow(10, k)).toBe(Number(`1e${k}`))
    for (let k = -1074; k <= 1023; k++) expect(pow(2, k)).toBe(Number.parseFloat((2 ** k).toString()))
    for (let base = 2; base <= 60; base++) {
      for (let exponent = 2, exact = BigInt(base) ** 2n; exact <= 2n ** 53n; exact *= BigInt(base), exponent++) {
        expect(pow(base, exponent), `${base} ** ${exponent}`).toBe(Number(exact))
        expect(pow(-base, exponent), `${-base} ** ${exponent}`).toBe(exponent % 2 === 1 ? -Number(exact) : Number(exact))
      }
    }
    for (let root = 1; root < 2000; root++) expect(pow(root * root, 0.5)).toBe(root)
  })

  test('squares, roots and inverses round correctly', () => {
    for (const x of specials) {
      expect(pow(x, 2)).toBe(x * x)
      expect(pow(x, 1)).toBe(x)
      expect(pow(x, -1)).toBe(1 / x)
      if (x > 0) expect(pow(x, 0.5)).toBe(Math.sqrt(x))
    }
  })

  test('subnormal results', () => {
    expect(pow(2, -1074)).toBe(5e-324)
    expect(pow(2, -1075)).toBe(0)
    expect(pow(2, -1074.9)).toBe(5e-324)
    expect(pow(0.1, 320)).toBe(1e-320)
  })
})

test('logarithms of powers are whole', () => {
  for (let k = -1074; k <= 1023; k++) expect(log2(2 ** k)).toBe(k)
  for (let k = -307; k <= 308; k++) expect(log10(Number(`1e${k}`))).toBe(k)
})

test('cubes and right triangles', () => {
  for (let root = -300; root <= 300; root++) expect(cbrt(root ** 3)).toBe(root)
  expect(cbrt(5e-324)).toBe(1.7031839360032603e-108)
  for (const [a, b, c] of [[3, 4, 5], [5, 12, 13], [8, 15, 17], [20, 21, 29]]) {
    for (const scale of [1, 2 ** -1070, 2 ** 1015, 2 ** -540, 2 ** 600]) expect(hypot(a * scale, -b * scale)).toBe(c * scale)
  }
})

test('hypot of any number of arguments', () => {
  expect(hypot()).toBe(0)
  expect(hypot(-3)).toBe(3)
  expect(hypot(-0)).toBe(0)
  expect(hypot(-0, -0)).toBe(0)
  expect(hypot(1, 2, 2)).toBe(3)
  expect(hypot(2, 4, 5, 6)).toBe(9)
  expect(hypot(NaN, Infinity)).toBe(Infinity)
  expect(hypot(-Infinity, NaN, 3)).toBe(Infinity)
  expect(hypot(NaN, 0, 0)).toBe(NaN)
  expect(hypot(0, NaN, 1)).toBe(NaN)
  expect(hypot(1e308, 1e308, 1e308, 1e308)).toBe(Infinity)
  expect(hypot(8e307, 8e307)).toBe(1.131370849898476e308)
})

test('atan2 of every pair of special numbers as in the engine', () => {
  for (const y of specials) for (const x of specials) {
    const [ours, theirs] = [atan2(y, x), Math.atan2(y, x)]
    if (Number.isNaN(theirs) || theirs === 0 || !Number.isFinite(x) || !Number.isFinite(y) || x === 0 || y === 0) expect(ours, `${y}, ${x}`).toBe(theirs)
    else expect(Math.abs(ours - theirs), `${y}, ${x}`).toBeLessThanOrEqual(Math.abs(theirs) * 3e-16 + 5e-324)
  }
})

test('atan2 of tiny numbers', () => {
  expect(atan2(2.4537475547811e-310, 2.223972650988759e-202)).toBe(1.1033173243790538e-108)
  expect(atan2(1e-310, 1e-310)).toBe(Math.PI / 4)
  expect(atan2(-5e-324, 1e300)).toBe(-0)
  expect(atan2(5e-324, -1e300)).toBe(Math.PI)
})

test('odd and even', () => {
  for (const x of [1e-9, 0.1, 0.7, 1.5, 3, 20, 500]) {
    for (const f of [sin, tan, atan, sinh, tanh, asinh, cbrt]) expect(f(-x)).toBe(-f(x))
    for (const f of [cos, cosh]) expect(f(-x)).toBe(f(x))
    expect(asin(-x)).toBe(-asin(x))
    expect(atanh(-x)).toBe(-atanh(x))
    expect(expm1(-x)).toBeLessThan(0)
    expect(acos(x) >= 0 || x > 1).toBe(true)
    expect(atan(x)).toBe(atan2(x, 1))
    expect(log1p(expm1(x)) / x).toBeCloseTo(1, 12)
  }
})
