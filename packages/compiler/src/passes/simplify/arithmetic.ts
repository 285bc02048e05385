/**
 * Identities of arithmetic, only where they are exact for every operand: x − x is NaN for ∞, x · 0 is −0 for negative x, x + 0 is 0 for −0.
 * That two NaNs may differ in sign is not observable.
 */
import type { BinaryOperation, BinaryOperator, Operation, ScalarType, UnaryOperation, Value } from '../../ir/types.ts'
import { isFloat, widthOf } from '../../ir/vocabulary.ts'
import type { Constant } from './fold.ts'
import { isWhole, neverNegativeZero } from './facts.ts'
import { constantOf, type Rewrite, type Rewriter } from './rewriter.ts'

const commutative: ReadonlySet<BinaryOperator> = new Set(['add', 'mul', 'min', 'max', 'and', 'or', 'xor'])

export function isCommutative(operator: BinaryOperator): boolean {
  return commutative.has(operator)
}

export function rewriteUnary(operation: UnaryOperation, rewriter: Rewriter): Rewrite {
  const { operator, operand } = operation
  const inner = rewriter.definition(operand)
  switch (operator) {
    case 'neg': case 'not':
      if (inner?.kind === 'unary' && inner.operator === operator) return { value: inner.operand }
      return operator === 'not' ? rewriteNot(operation, inner) : undefined
    case 'abs':
      if (operand.type === 'u32' || operand.type === 'u64') return { value: operand }
      if (inner?.kind !== 'unary') return undefined
      if (inner.operator === 'abs') return { value: operand }
      return inner.operator === 'neg' ? { operation: { ...operation, operand: inner.operand } } : undefined
    case 'floor': case 'ceil': case 'trunc': case 'nearest': return isWhole(rewriter, operand) ? { value: operand } : undefined
    default: return undefined
  }
}

const opposite = { eq: 'ne', ne: 'eq', lt: 'ge', ge: 'lt', gt: 'le', le: 'gt' } as const

function rewriteNot(operation: UnaryOperation, inner: Operation | undefined): Rewrite {
  if (inner?.kind !== 'compare') return undefined
  // not (x < y) is not x >= y when one of them is NaN.
  if (isFloat(inner.left.type) && inner.relation !== 'eq' && inner.relation !== 'ne') return undefined
  return { operation: { ...inner, relation: opposite[inner.relation], result: operation.result } }
}

export function rewriteBinary(operation: BinaryOperation, rewriter: Rewriter): Rewrite {
  const { operator, left, right } = operation
  const { type } = left
  if (isCommutative(operator) && constantOf(rewriter, left) !== undefined && constantOf(rewriter, right) === undefined) {
    return { operation: { ...operation, left: right, right: left } }
  }
  if (type === 'bool') return rewriteBoolean(operation, rewriter)
  return isFloat(type) ? rewriteFloat(operation, rewriter) : rewriteInteger(operation, rewriter)
}

function rewriteBoolean({ operator, left, right, result }: BinaryOperation, rewriter: Rewriter): Rewrite {
  const known = constantOf(rewriter, right)
  const same = left === right
  switch (operator) {
    case 'and':
      if (same || known === true) return { value: left }
      return known === false ? { value: right } : undefined
    case 'or':
      if (same || known === false) return { value: left }
      return known === true ? { value: right } : undefined
    case 'xor':
      if (known === false) return { value: left }
      if (known === true) return { operation: { kind: 'unary', operator: 'not', operand: left, result } }
      return same ? { value: rewriter.constant('bool', false) } : undefined
    default: return undefined
  }
}

function rewriteFloat({ operator, left, right, result }: BinaryOperation, rewriter: Rewriter): Rewrite {
  const known = constantOf(rewriter, right) as number | undefined
  const negated = (operand: Value): Rewrite => ({ operation: { kind: 'unary', operator: 'neg', operand, result } })
  switch (operator) {
    case 'add':
      if (Object.is(known, -0)) return { value: left }
      return known === 0 && neverNegativeZero(rewriter, left) ? { value: left } : undefined
    case 'sub':
      if (Object.is(known, 0)) return { value: left }
      if (known === 0 && neverNegativeZero(rewriter, left)) return { value: left }
      return Object.is(constantOf(rewriter, left), -0) ? negated(right) : undefined
    case 'mul': {
      if (known === 1) return { value: left }
      if (known === -1) return negated(left)
      const [first, second] = [negatedIn(left, rewriter), negatedIn(right, rewriter)]
      return first && second ? { operation: { kind: 'binary', operator, left: first, right: second, result } } : undefined
    }
    case 'div': {
      if (known === 1) return { value: left }
      if (known === -1) return negated(left)
      const inverse = known === undefined ? undefined : exactInverse(left.type, known)
      if (inverse === undefined) return undefined
      return { operation: { kind: 'binary', operator: 'mul', left, right: rewriter.constant(left.type, inverse), result } }
    }
    case 'min': case 'max': return left === right ? { value: left } : undefined
    default: return undefined
  }
}

/** x where the value is −x. */
function negatedIn(value: Value, rewriter: Rewriter): Value | undefined {
  const definition = rewriter.definition(value)
  return definition?.kind === 'unary' && definition.operator === 'neg' ? definition.operand : undefined
}

/** 1/c for a power of two whose inverse is a normal number: x / c and x · (1/c) are then the same real number, rounded once. */
function exactInverse(type: ScalarType, divisor: number): number | undefined {
  const limit = type === 'f64' ? 2 ** 1022 : 2 ** 126
  const magnitude = Math.abs(divisor)
  const isPowerOfTwo = magnitude >= 1 / limit && magnitude <= limit && 2 ** Math.round(Math.log2(magnitude)) === magnitude
  return isPowerOfTwo ? 1 / divisor : undefined
}

function rewriteInteger(operation: BinaryOperation, rewriter: Rewriter): Rewrite {
  const { operator, left, right, result } = operation
  const constant = constantOf(rewriter, right) as number | bigint | undefined
  // Only small constants matter below; the widths of 64 bits are compared as numbers.
  const known = constant === undefined ? undefined : Number(constant)
  const number = (value: number): Rewrite => ({ value: rewriter.constant(left.type, typed(left.type, value)) })
  const same = left === right
  switch (operator) {
    case 'add': return known === 0 ? { value: left } : reassociate(operation, rewriter)
    case 'sub':
      if (known === 0) return { value: left }
      return same ? number(0) : undefined
    case 'mul':
      if (known === 1) return { value: left }
      return known === 0 ? { value: right } : undefined
    case 'div': return known === 1 ? { value: left } : undefined
    case 'rem': return known === 1 ? number(0) : undefined
    case 'min': case 'max': return same ? { value: left } : undefined
    case 'and':
      if (same || isAllOnes(left.type, constant)) return { value: left }
      return known === 0 ? { value: right } : undefined
    case 'or':
      if (same || known === 0) return { value: left }
      return isAllOnes(left.type, constant) ? { value: right } : undefined
    case 'xor':
      if (known === 0) return { value: left }
      return same ? number(0) : undefined
    case 'shl': case 'shr': return known !== undefined && known % widthOf(result.type) === 0 ? { value: left } : undefined
    case 'copysign': return undefined
  }
}

/** (x + c) + d = x + (c + d): integers wrap, so that this is exact. */
function reassociate(operation: BinaryOperation, rewriter: Rewriter): Rewrite {
  const inner = rewriter.definition(operation.left)
  const outerConstant = constantOf(rewriter, operation.right)
  if (outerConstant === undefined || inner?.kind !== 'binary' || inner.operator !== 'add') return undefined
  const innerConstant = constantOf(rewriter, inner.right)
  if (innerConstant === undefined) return undefined
  const { type } = operation.left
  const sum = typeof outerConstant === 'bigint'
    ? (type === 'i64' ? BigInt.asIntN(64, outerConstant + (innerConstant as bigint)) : BigInt.asUintN(64, outerConstant + (innerConstant as bigint)))
    : typed(type, (outerConstant as number) + (innerConstant as number))
  return { operation: { ...operation, left: inner.left, right: rewriter.constant(type, sum) } }
}

function typed(type: ScalarType, value: number): Constant {
  if (type === 'i64' || type === 'u64') return BigInt(value)
  return type === 'u32' ? value >>> 0 : value | 0
}

function isAllOnes(type: ScalarType, constant: number | bigint | undefined): boolean {
  switch (type) {
    case 'i32': return constant === -1
    case 'u32': return constant === 0xffffffff
    case 'i64': return constant === -1n
    case 'u64': return constant === 0xffffffffffffffffn
    default: return false
  }
}
