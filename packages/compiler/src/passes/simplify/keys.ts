/** Equal keys, equal values: what common subexpressions are found by. */
import type { LoadOperation, ScalarType, Value } from '../../ir/types.ts'
import { printConstant } from '../../ir/print.ts'
import { isCommutative } from './arithmetic.ts'
import type { PureOperation } from './rewriter.ts'

export function keyOf(operation: PureOperation): string {
  switch (operation.kind) {
    case 'const': return `const ${operation.result.type} ${printConstant(operation.value)}`
    case 'unary': return `${operation.operator} ${operation.operand.id}`
    case 'binary': {
      const swap = isCommutative(operation.operator) && operation.left.id > operation.right.id
      const [first, second] = swap ? [operation.right, operation.left] : [operation.left, operation.right]
      return `${operation.operator} ${first.id} ${second.id}`
    }
    case 'compare': return `${operation.relation} ${operation.left.id} ${operation.right.id}`
    case 'select': return `select ${operation.condition.id} ${operation.whenTrue.id} ${operation.whenFalse.id}`
    case 'convert': return `${operation.mode} ${operation.result.type} ${operation.operand.id}`
    case 'call': return `call ${operation.callee} ${operation.arguments.map((value) => value.id).join(' ')}`
    case 'length': return `length ${operation.array.name}`
  }
}

/** `version` changes with every store that may change the array. The bounds are part of the key: a `strict` read tells more than the number read. */
export function loadKey(load: Pick<LoadOperation, 'array' | 'index' | 'bounds'>, type: ScalarType, version: number): string {
  return `load ${type} ${load.index.id} ${load.bounds} ${version} ${load.array.name}`
}

/** A load that runs only if all of the trip counts are positive. */
export function hoistedKey(load: Pick<LoadOperation, 'array' | 'index' | 'bounds'>, type: ScalarType, version: number, trips: Value[]): string {
  return `${trips.map((value) => value.id).join(' ')} ${loadKey(load, type, version)}`
}
