/**
 * Products and quotients that differ in sign only: (−x)·y is −(x·y) to the bit (IEEE 754: the sign of a product is that of its factors), so that what
 * is written for x and again for −x, as in symmetric distribution functions, is computed once.
 */
import type { BinaryOperation, Value } from '../../ir/types.ts'
import { isFloat } from '../../ir/vocabulary.ts'
import type { PureOperation, Rewriter } from './rewriter.ts'
import { constantOf } from './rewriter.ts'

export interface SignedKeys {
  /** Of an equal value. */
  same: string
  /** Of its negative. */
  opposite: string
}

/** Undefined for whatever is no product or quotient of floats. */
export function signedKeys(operation: PureOperation, rewriter: Rewriter): SignedKeys | undefined {
  if (!isSymmetric(operation)) return undefined
  const [left, right] = [magnitude(operation.left, rewriter), magnitude(operation.right, rewriter)]
  const names = [left.name, right.name]
  if (operation.operator === 'mul') names.sort()
  const key = `${operation.operator} ${names.join(' ')}`
  const [plus, minus] = [`+${key}`, `-${key}`]
  return left.negative === right.negative ? { same: plus, opposite: minus } : { same: minus, opposite: plus }
}

function isSymmetric(operation: PureOperation): operation is BinaryOperation {
  return operation.kind === 'binary' && (operation.operator === 'mul' || operation.operator === 'div') && isFloat(operation.left.type)
}

function magnitude(value: Value, rewriter: Rewriter): { name: string; negative: boolean } {
  const definition = rewriter.definition(value)
  if (definition?.kind === 'unary' && definition.operator === 'neg') return { name: String(definition.operand.id), negative: true }
  const constant = constantOf(rewriter, value)
  if (typeof constant !== 'number') return { name: String(value.id), negative: false }
  const negative = constant < 0 || Object.is(constant, -0)
  return { name: `${value.type}:${Math.abs(constant)}`, negative }
}
