/** What may be dropped, and what may be executed where the program would not have executed it. */
import type { Operation } from '../../ir/types.ts'
import { isInteger } from '../../ir/vocabulary.ts'

/** Must stay even if nobody uses its results; what is nested in it counts for itself. */
export function hasEffect(operation: Operation): boolean {
  switch (operation.kind) {
    case 'store': case 'histogram': case 'barrier': return true
    // Every rank takes part in a collective operation, or all of them wait for ever.
    case 'allreduce': return true
    // `undefined` in arithmetic on BigInts throws: whether it can happen is decided later, from this load.
    case 'load': return operation.bounds === 'strict' && (operation.array.element === 'i64' || operation.array.element === 'u64')
    case 'parfor': return operation.builders.length > 0
    default: return false
  }
}

/** Gives the same result wherever it stands, depends on no memory, and cannot trap or throw on any operand. */
export function isSpeculable(operation: Operation): boolean {
  switch (operation.kind) {
    case 'const': case 'unary': case 'compare': case 'select': case 'length': case 'call': return true
    case 'binary': return !((operation.operator === 'div' || operation.operator === 'rem') && isInteger(operation.left.type))
    // To 64 bits, `exact` is BigInt(x) on the JavaScript back end, which throws for what is no integer.
    case 'convert': return operation.mode !== 'exact' || operation.result.type === 'i32' || operation.result.type === 'u32'
    default: return false
  }
}

/** The same operands give the same result, at the same place. */
export function isPure(operation: Operation): boolean {
  return isSpeculable(operation) || operation.kind === 'binary' || operation.kind === 'convert'
}

/** Rough cost of executing an operation for nothing; undefined: too much, or not allowed. */
export function speculationCost(operation: Operation): number | undefined {
  if (!isSpeculable(operation)) return undefined
  switch (operation.kind) {
    case 'const': case 'length': return 0
    case 'call': return undefined
    case 'unary': return operation.operator === 'sqrt' ? 4 : 1
    case 'binary': return operation.operator === 'rem' ? undefined : operation.operator === 'div' ? 4 : 1
    default: return 1
  }
}
