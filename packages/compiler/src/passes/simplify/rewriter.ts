/** What the local rewrites see of the region. */
import type {
  BinaryOperation, CallOperation, CompareOperation, ConstOperation, ConvertOperation, LengthOperation, Operation, ScalarType, SelectOperation,
  UnaryOperation, Value,
} from '../../ir/types.ts'
import type { Constant } from './fold.ts'

/** Operations with one result that depends on their operands alone. */
export type PureOperation =
  | ConstOperation | UnaryOperation | BinaryOperation | CompareOperation | SelectOperation | ConvertOperation | CallOperation | LengthOperation

export interface Rewriter {
  /** The operation that defines a value; undefined for live-ins, trips and carried parameters. */
  definition(value: Value): Operation | undefined
  /** A constant, placed where the operation under consideration can see it. */
  constant(type: ScalarType, value: Constant): Value
}

/** An existing value to use instead, another operation with the same result, or undefined: nothing to do. */
export type Rewrite = { value: Value } | { operation: PureOperation } | undefined

export function constantOf(rewriter: Rewriter, value: Value): Constant | undefined {
  const definition = rewriter.definition(value)
  return definition?.kind === 'const' ? definition.value : undefined
}
