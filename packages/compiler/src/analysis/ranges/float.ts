/**
 * Intervals through f64 arithmetic. Rounding is monotone, so that the rounded bounds bound the rounded results; and every float from 2^53 on is
 * whole, so that rounding keeps integers integers.
 */
import type { BinaryOperator, MathFunction, UnaryOperator } from '../../ir/types.ts'
import { anyNumber, containsZero, integers, INT32_MAX, INT32_MIN, isEmpty, magnitude, mayBeInfinite, reals, type Range } from './range.ts'

const nothing = (mayBeNaN: boolean): Range => ({ lo: Infinity, hi: -Infinity, integer: true, mayBeNaN, mayBeNegativeZero: false })

const mayBeNegative = (range: Range): boolean => range.lo < 0 || range.mayBeNegativeZero
const mayBePositive = (range: Range): boolean => range.hi >= 0
const oppositeSigns = (left: Range, right: Range): boolean =>
  (mayBeNegative(left) && mayBePositive(right)) || (mayBePositive(left) && mayBeNegative(right))

export function floatBinary(operator: BinaryOperator, left: Range, right: Range): Range {
  if (isEmpty(left) || isEmpty(right)) return nothing(true)
  const mayBeNaN = left.mayBeNaN || right.mayBeNaN
  const integer = left.integer && right.integer
  switch (operator) {
    case 'add': return {
      lo: lowest(left.lo + right.lo), hi: highest(left.hi + right.hi), integer,
      mayBeNaN: mayBeNaN || (left.hi === Infinity && right.lo === -Infinity) || (left.lo === -Infinity && right.hi === Infinity),
      mayBeNegativeZero: left.mayBeNegativeZero && right.mayBeNegativeZero,
    }
    case 'sub': return {
      lo: lowest(left.lo - right.hi), hi: highest(left.hi - right.lo), integer,
      mayBeNaN: mayBeNaN || (left.hi === Infinity && right.hi === Infinity) || (left.lo === -Infinity && right.lo === -Infinity),
      mayBeNegativeZero: left.mayBeNegativeZero && containsZero(right),
    }
    case 'mul': {
      const { lo, hi } = corners(left, right, product)
      return {
        lo, hi, integer,
        mayBeNaN: mayBeNaN || (containsZero(left) && mayBeInfinite(right)) || (containsZero(right) && mayBeInfinite(left)),
        // A product of fractions may underflow.
        mayBeNegativeZero: oppositeSigns(left, right) && (!integer || containsZero(left) || containsZero(right)),
      }
    }
    case 'div': {
      const { lo, hi } = containsZero(right) ? anyNumber : corners(left, right, quotient)
      return {
        lo, hi, integer: false,
        mayBeNaN: mayBeNaN || (containsZero(left) && containsZero(right)) || (mayBeInfinite(left) && mayBeInfinite(right)),
        mayBeNegativeZero: oppositeSigns(left, right),
      }
    }
    case 'rem': return remainder(left, right)
    case 'min': return {
      lo: Math.min(left.lo, right.lo), hi: Math.min(left.hi, right.hi), integer, mayBeNaN,
      mayBeNegativeZero: left.mayBeNegativeZero || right.mayBeNegativeZero,
    }
    case 'max': return {
      lo: Math.max(left.lo, right.lo), hi: Math.max(left.hi, right.hi), integer, mayBeNaN,
      mayBeNegativeZero: left.mayBeNegativeZero || right.mayBeNegativeZero,
    }
    case 'copysign': return {
      lo: -magnitude(left), hi: magnitude(left), integer: left.integer, mayBeNaN: left.mayBeNaN, mayBeNegativeZero: containsZero(left),
    }
    default: return anyNumber
  }
}

/** ∞ − ∞ says nothing about a bound. */
const lowest = (lo: number): number => Number.isNaN(lo) ? -Infinity : lo
const highest = (hi: number): number => Number.isNaN(hi) ? Infinity : hi

function corners(left: Range, right: Range, combine: (left: number, right: number) => number): { lo: number; hi: number } {
  const [a, b, c, d] = [combine(left.lo, right.lo), combine(left.lo, right.hi), combine(left.hi, right.lo), combine(left.hi, right.hi)]
  return { lo: Math.min(a, b, c, d) + 0, hi: Math.max(a, b, c, d) + 0 }
}

/** 0 · ∞: the numbers near that corner give 0 at least. */
function product(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : left * right
}

/** ∞ / ∞: numbers near that corner give anything of that sign. */
function quotient(left: number, right: number): number {
  return Math.abs(left) === Infinity && Math.abs(right) === Infinity ? left * right : left / right
}

/** The sign is the dividend's, and the size is below the divisor's. */
function remainder(left: Range, right: Range): Range {
  const integer = left.integer && right.integer
  const divisor = magnitude(right)
  const limit = Math.min(magnitude(left), integer && divisor < 2 ** 53 ? Math.max(divisor - 1, 0) : divisor)
  return {
    lo: left.lo < 0 ? -limit : 0, hi: left.hi > 0 ? limit : 0, integer,
    mayBeNaN: left.mayBeNaN || right.mayBeNaN || containsZero(right) || mayBeInfinite(left),
    mayBeNegativeZero: mayBeNegative(left),
  }
}

export function floatUnary(operator: UnaryOperator, operand: Range): Range {
  const { lo, hi, integer, mayBeNaN, mayBeNegativeZero } = operand
  switch (operator) {
    case 'exponent': return integers(-1023, 1024)
    case 'mantissa': return reals(-2, 2, { mayBeNegativeZero: true, mayBeNaN: true })
    case 'pow2': return reals(0, Infinity)
    default:
  }
  if (isEmpty(operand)) return nothing(true)
  switch (operator) {
    case 'neg': return { lo: 0 - hi, hi: 0 - lo, integer, mayBeNaN, mayBeNegativeZero: containsZero(operand) }
    case 'abs': return { lo: containsZero(operand) ? 0 : Math.min(Math.abs(lo), Math.abs(hi)), hi: magnitude(operand), integer, mayBeNaN, mayBeNegativeZero: false }
    case 'sqrt': return { lo: Math.sqrt(Math.max(lo, 0)), hi: Math.sqrt(Math.max(hi, 0)), integer: false, mayBeNaN: mayBeNaN || lo < 0, mayBeNegativeZero }
    case 'floor': return rounded(operand, Math.floor, Math.floor, Infinity)
    case 'ceil': return rounded(operand, Math.ceil, Math.ceil, -1)
    case 'trunc': return rounded(operand, Math.trunc, Math.trunc, -1)
    case 'nearest': return rounded(operand, (value) => Math.ceil(value - 0.5), (value) => Math.floor(value + 0.5), -1)
    case 'high': return { lo: Math.min(lo, 0), hi: Math.max(hi, 0), integer: false, mayBeNaN, mayBeNegativeZero: mayBeNegativeZero || lo < 0 }
    default: return anyNumber
  }
}

/** `vanishing`: from which negative number on fractions become −0. */
function rounded(operand: Range, roundLow: (value: number) => number, roundHigh: (value: number) => number, vanishing: number): Range {
  const { lo, hi, integer, mayBeNaN, mayBeNegativeZero } = operand
  if (integer) return operand
  return {
    lo: roundLow(lo) + 0, hi: roundHigh(hi) + 0, integer: true, mayBeNaN,
    mayBeNegativeZero: mayBeNegativeZero || (lo < 0 && hi > vanishing),
  }
}

/** Bounds of our own approximations of sin and the like are a little wider than the functions'. */
const MARGIN = 1.0001

export function mathCall(callee: MathFunction, operands: Range[]): Range {
  const [operand] = operands
  const mayBeNaN = operands.some((one) => one.mayBeNaN || mayBeInfinite(one))
  switch (callee) {
    case 'clz32': return integers(0, 32)
    case 'imul': return integers(INT32_MIN, INT32_MAX)
    case 'sign': return { ...integers(-1, 1), mayBeNaN: operand.mayBeNaN, mayBeNegativeZero: operand.mayBeNegativeZero }
    case 'round':
      return isEmpty(operand) ? nothing(true) : rounded(operand, (value) => Math.ceil(value - 0.5), (value) => Math.floor(value + 0.5), -1)
    case 'fround':
      if (isEmpty(operand)) return nothing(true)
      return {
        ...operand, lo: Math.fround(operand.lo), hi: Math.fround(operand.hi),
        mayBeNegativeZero: operand.mayBeNegativeZero || (!operand.integer && operand.lo < 0),
      }
    case 'sin': case 'cos': case 'tanh': return reals(-MARGIN, MARGIN, { mayBeNaN, mayBeNegativeZero: true })
    case 'exp': return reals(0, Infinity, { mayBeNaN })
    default: return anyNumber
  }
}
