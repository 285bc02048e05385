/** Rewrites of comparisons, selects and conversions. */
import type { CompareOperation, ConvertMode, ConvertOperation, ScalarType, SelectOperation, Value } from '../../ir/types.ts'
import { isFloat, isInteger, widthOf } from '../../ir/vocabulary.ts'
import { neverNegativeZero } from './facts.ts'
import { constantOf, type Rewrite, type Rewriter } from './rewriter.ts'

const mirrored = { eq: 'eq', ne: 'ne', lt: 'gt', gt: 'lt', le: 'ge', ge: 'le' } as const

export function rewriteCompare(operation: CompareOperation, rewriter: Rewriter): Rewrite {
  const { relation, left, right, result } = operation
  const known = constantOf(rewriter, right)
  if (known === undefined && constantOf(rewriter, left) !== undefined) {
    return { operation: { ...operation, relation: mirrored[relation], left: right, right: left } }
  }
  if (left === right) {
    if (relation === 'lt' || relation === 'gt') return { value: rewriter.constant('bool', false) }
    // With a NaN, x !== x holds: the others are decided for the types without one.
    return isFloat(left.type) ? undefined : { value: rewriter.constant('bool', relation !== 'ne') }
  }
  const sense = relation === 'eq' ? true : relation === 'ne' ? false : undefined
  if (sense === undefined || known === undefined) return undefined
  if (left.type === 'bool') return truth(left, known === sense, result)
  // What lowering writes for the truth of a boolean that was made a number.
  const inner = rewriter.definition(left)
  if (inner?.kind === 'convert' && inner.operand.type === 'bool' && (Number(known) === 0 || Number(known) === 1)) {
    return truth(inner.operand, (Number(known) === 1) === sense, result)
  }
  return undefined
}

function truth(condition: Value, positive: boolean, result: Value): Rewrite {
  return positive ? { value: condition } : { operation: { kind: 'unary', operator: 'not', operand: condition, result } }
}

export function rewriteSelect(operation: SelectOperation, rewriter: Rewriter): Rewrite {
  const { condition, whenTrue, whenFalse, result } = operation
  if (whenTrue === whenFalse) return { value: whenTrue }
  const known = constantOf(rewriter, condition)
  if (known !== undefined) return { value: known ? whenTrue : whenFalse }
  const inner = rewriter.definition(condition)
  if (inner?.kind === 'unary' && inner.operator === 'not') {
    return { operation: { ...operation, condition: inner.operand, whenTrue: whenFalse, whenFalse: whenTrue } }
  }
  if (result.type !== 'bool') return undefined
  const [first, second] = [constantOf(rewriter, whenTrue), constantOf(rewriter, whenFalse)]
  if (first === true && second === false) return { value: condition }
  if (first === false && second === true) return { operation: { kind: 'unary', operator: 'not', operand: condition, result } }
  if (second === false || whenFalse === condition) return { operation: { kind: 'binary', operator: 'and', left: condition, right: whenTrue, result } }
  if (first === true || whenTrue === condition) return { operation: { kind: 'binary', operator: 'or', left: condition, right: whenFalse, result } }
  return undefined
}

export function rewriteConvert(operation: ConvertOperation, rewriter: Rewriter): Rewrite {
  const { mode, operand } = operation
  const inner = rewriter.definition(operand)
  // ToInt32 and ToUint32 truncate by themselves.
  if (mode === 'wrap' && inner?.kind === 'unary' && inner.operator === 'trunc') return { operation: { ...operation, operand: inner.operand } }
  if (inner?.kind !== 'convert') return undefined
  const through = throughConversion(operation, inner, rewriter)
  if (through === undefined) return undefined
  if (inner.operand.type === operation.result.type) return { value: inner.operand }
  return { operation: { ...operation, mode: through, operand: inner.operand } }
}

/** The mode that takes the source of `inner` to the result of `outer` at once, if one does. */
function throughConversion(outer: ConvertOperation, inner: ConvertOperation, rewriter: Rewriter): ConvertMode | undefined {
  const { operand: source } = inner
  const [from, middle, to] = [source.type, inner.result.type, outer.result.type]
  if (from === 'bool') return 'value'
  if (outer.mode === 'value') {
    // The integer that the source is proved to be, as a float again: the source, but for the sign of zero.
    if (inner.mode === 'exact') return from === to && neverNegativeZero(rewriter, source) ? 'value' : undefined
    if (inner.mode !== 'value') return undefined
    // Exact first, so that only the second conversion rounds.
    return widens(from, middle) && (isFloat(to) || from === to) ? 'value' : undefined
  }
  if (isInteger(middle)) {
    // Modulo 2^n after modulo 2^m, m ≥ n; an integer that was widened counts as modulo 2^64.
    const modular = inner.mode === 'wrap' || (inner.mode === 'value' && isInteger(from))
    return modular && outer.mode === 'wrap' && widthOf(middle) >= widthOf(to) ? 'wrap' : undefined
  }
  if (inner.mode !== 'value' || !widens(from, middle)) return undefined
  // A f32 on its way through f64 stays what it was; a 32-bit integer is an integer again, here and there of the other signedness.
  if (isFloat(from)) return outer.mode
  return widens(from, to) ? 'value' : 'wrap'
}

/** Every value of the first type is a value of the second. */
function widens(from: ScalarType, to: ScalarType): boolean {
  switch (to) {
    case 'f64': return from === 'f32' || from === 'i32' || from === 'u32'
    case 'i64': return from === 'i32' || from === 'u32'
    case 'u64': return from === 'u32'
    default: return false
  }
}
