/** Facts about values that make identities exact which floats do not have in general. */
import type { Value } from '../../ir/types.ts'
import { isInteger, nativeType } from '../../ir/vocabulary.ts'
import type { Rewriter } from './rewriter.ts'

/** Deep enough for subscripts; without a limit, sharing could make this exponential. */
const DEPTH = 4

/** x + 0 is x for every float but −0. */
export function neverNegativeZero(rewriter: Rewriter, value: Value, depth = DEPTH): boolean {
  if (isInteger(value.type)) return true
  const definition = rewriter.definition(value)
  if (!definition || depth === 0) return false
  switch (definition.kind) {
    case 'const': return !Object.is(definition.value, -0)
    case 'convert': return definition.operand.type === 'bool' || isInteger(definition.operand.type)
    case 'load': return isInteger(nativeType(definition.array.element))
    case 'unary': return definition.operator === 'abs' || definition.operator === 'exponent'
    case 'binary':
      // A sum is −0 only if both sides are; a difference only if the left one is (−0 − 0).
      if (definition.operator === 'add') {
        return neverNegativeZero(rewriter, definition.left, depth - 1) || neverNegativeZero(rewriter, definition.right, depth - 1)
      }
      return definition.operator === 'sub' && neverNegativeZero(rewriter, definition.left, depth - 1)
    case 'select': return neverNegativeZero(rewriter, definition.whenTrue, depth - 1) && neverNegativeZero(rewriter, definition.whenFalse, depth - 1)
    default: return false
  }
}

/** An integer, an infinity or NaN: what rounding leaves alone. */
export function isWhole(rewriter: Rewriter, value: Value, depth = DEPTH): boolean {
  const definition = rewriter.definition(value)
  if (!definition || depth === 0) return false
  switch (definition.kind) {
    case 'convert': return definition.operand.type === 'bool' || isInteger(definition.operand.type)
    case 'load': return isInteger(nativeType(definition.array.element))
    case 'unary':
      switch (definition.operator) {
        case 'floor': case 'ceil': case 'trunc': case 'nearest': case 'exponent': return true
        case 'neg': case 'abs': return isWhole(rewriter, definition.operand, depth - 1)
        default: return false
      }
    case 'binary':
      // A sum or product that is rounded is above 2^53, where every float is whole.
      switch (definition.operator) {
        case 'add': case 'sub': case 'mul': case 'min': case 'max':
          return isWhole(rewriter, definition.left, depth - 1) && isWhole(rewriter, definition.right, depth - 1)
        default: return false
      }
    case 'const': return typeof definition.value === 'number' && (Number.isInteger(definition.value) || !Number.isFinite(definition.value))
    default: return false
  }
}
