/** Intervals through i32 and u32 arithmetic, which wraps: a result that may leave the type may be anything of the type. */
import type { BinaryOperator, ScalarType, UnaryOperator } from '../../ir/types.ts'
import { containsZero, integers, typeRange, type Range } from './range.ts'

export function integerBinary(operator: BinaryOperator, type: ScalarType, left: Range, right: Range): Range {
  const whole = typeRange(type)
  if (type === 'i64' || type === 'u64' || left.lo > left.hi || right.lo > right.hi) return whole
  const fit = (lo: number, hi: number): Range => lo >= whole.lo && hi <= whole.hi ? integers(lo + 0, hi + 0) : whole
  switch (operator) {
    case 'add': return fit(left.lo + right.lo, left.hi + right.hi)
    case 'sub': return fit(left.lo - right.hi, left.hi - right.lo)
    // Corners up to 2^64 are rounded, but then they are out of the type anyway.
    case 'mul': return hull([left.lo * right.lo, left.lo * right.hi, left.hi * right.lo, left.hi * right.hi], fit)
    case 'div': {
      if (containsZero(right)) return whole
      return hull([left.lo / right.lo, left.lo / right.hi, left.hi / right.lo, left.hi / right.hi].map(Math.trunc), fit)
    }
    case 'rem': {
      const limit = Math.max(Math.abs(right.lo), Math.abs(right.hi)) - 1
      return limit < 0 ? whole : integers(left.lo < 0 ? -Math.min(limit, -left.lo) : 0, left.hi > 0 ? Math.min(limit, left.hi) : 0)
    }
    case 'min': return integers(Math.min(left.lo, right.lo), Math.min(left.hi, right.hi))
    case 'max': return integers(Math.max(left.lo, right.lo), Math.max(left.hi, right.hi))
    case 'and': {
      const limits = [left, right].filter((one) => one.lo >= 0).map((one) => one.hi)
      return limits.length > 0 ? integers(0, Math.min(...limits)) : whole
    }
    case 'or': case 'xor': return left.lo >= 0 && right.lo >= 0 ? integers(0, allOnes(Math.max(left.hi, right.hi))) : whole
    case 'shl': return right.lo === right.hi ? fit(left.lo * 2 ** (right.lo & 31), left.hi * 2 ** (right.lo & 31)) : whole
    case 'shr': {
      const count = right.lo === right.hi ? right.lo & 31 : undefined
      if (count !== undefined) return integers(Math.floor(left.lo / 2 ** count), Math.floor(left.hi / 2 ** count))
      return integers(Math.min(left.lo, 0), Math.max(left.hi, left.lo < 0 ? -1 : 0))
    }
    case 'copysign': case 'quadrant': return whole
  }
}

function hull(corners: number[], fit: (lo: number, hi: number) => Range): Range {
  return fit(Math.min(...corners), Math.max(...corners))
}

/** The greatest number with as many bits. */
function allOnes(value: number): number {
  return 2 ** Math.ceil(Math.log2(value + 1)) - 1
}

export function integerUnary(operator: UnaryOperator, type: ScalarType, operand: Range): Range {
  const whole = typeRange(type)
  switch (operator) {
    case 'clz': return integers(0, 32)
    case 'neg': return type === 'i32' && operand.lo > whole.lo ? integers(0 - operand.hi, 0 - operand.lo) : whole
    case 'abs':
      if (type !== 'i32' || operand.lo <= whole.lo) return whole
      return integers(containsZero(operand) ? 0 : Math.min(Math.abs(operand.lo), Math.abs(operand.hi)), Math.max(Math.abs(operand.lo), Math.abs(operand.hi)))
    default: return whole
  }
}
