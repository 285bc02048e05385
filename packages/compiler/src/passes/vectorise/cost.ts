/** Rough costs by which the lane dimension is chosen. The unit is one scalar operation; what counts is the order they put the choices in. */
import type { Affine } from '../../ir/spmd.ts'
import type { Block, Operation, ScalarType, Value } from '../../ir/types.ts'
import { nestedBlocks } from '../../ir/walk.ts'
import { accessOf } from './affine.ts'
import type { Shapes } from './shapes.ts'

const TRIPS_OF_A_LOOP = 10
const VECTOR_WIDE = 0.5
const VECTOR_NARROW = 0.25
/** One uniform operation serves all lanes. */
const UNIFORM = 0.125
/** With the move into the vector, and the check of each lane's subscript. */
const LANE_BY_LANE = 2
/** Lanes wait for the slowest, and carried values are selected (measured: a sparse matrix-vector product is faster scalar, Mandelbrot in lanes). */
const DIVERGENCE = 1.6

const isWide = (value: Value): boolean => value.type === 'f64' || value.type === 'i64' || value.type === 'u64'
const isLong = (type: ScalarType): boolean => type === 'i64' || type === 'u64'
const isFloat = (type: ScalarType): boolean => type === 'f64' || type === 'f32'
const isLoopKind = (kind: Operation['kind']): boolean => kind === 'loop' || kind === 'while' || kind === 'parfor'

function usualBlocks(operation: Operation): readonly Block[] {
  if (operation.kind !== 'if' || !operation.hint) return nestedBlocks(operation)
  return operation.hint === 'rare' ? [operation.else] : [operation.then]
}

/** `known`: the cost of a trip of some of the parfors inside. */
export function scalarCost(block: Block, known: ReadonlyMap<Operation, number> = new Map()): number {
  let cost = 0
  for (const operation of block.operations) {
    const inner = known.get(operation) ?? usualBlocks(operation).reduce((sum, nested) => sum + scalarCost(nested, known), 0)
    cost += operation.kind === 'const' ? 0 : 1 + inner * (isLoopKind(operation.kind) ? TRIPS_OF_A_LOOP : 1)
  }
  return cost
}

/** No vector instruction: done lane by lane. */
function isLaneByLane(operation: Operation, shapes: Shapes): boolean {
  switch (operation.kind) {
    case 'unary': return operation.operator === 'clz'
    case 'binary': {
      const integer = !isFloat(operation.left.type)
      const shift = operation.operator === 'shl' || operation.operator === 'shr'
      return integer && (operation.operator === 'div' || operation.operator === 'rem' || (shift && shapes.varying.has(operation.right)))
    }
    case 'convert': {
      const [from, to] = [operation.operand.type, operation.result.type]
      return (isLong(from) && isFloat(to)) || (isFloat(from) && isLong(to))
    }
    default: return false
  }
}

export function laneCost(block: Block, shapes: Shapes, affine: ReadonlyMap<Value, Affine>): number {
  let cost = 0
  for (const operation of block.operations) {
    const inner = usualBlocks(operation).reduce((sum, nested) => sum + laneCost(nested, shapes, affine), 0)
    const divergent = shapes.divergent.has(operation)
    switch (operation.kind) {
      case 'const': break
      case 'loop': case 'while': cost += UNIFORM + inner * TRIPS_OF_A_LOOP * (divergent ? DIVERGENCE : 1); break
      case 'if': cost += VECTOR_WIDE + inner * (divergent ? DIVERGENCE : 1); break
      case 'load': case 'store': {
        const value = operation.kind === 'load' ? operation.result : operation.value
        const { kind } = accessOf(operation.index, shapes.varying, affine)
        cost += kind === 'uniform' ? UNIFORM : kind === 'contiguous' ? (isWide(value) ? VECTOR_WIDE : VECTOR_NARROW) : LANE_BY_LANE
        break
      }
      case 'histogram': cost += LANE_BY_LANE; break
      default:
        if (!('result' in operation)) break
        if (!shapes.varying.has(operation.result)) cost += UNIFORM
        else if (affine.has(operation.result)) cost += UNIFORM
        else if (isLaneByLane(operation, shapes)) cost += LANE_BY_LANE
        else cost += isWide(operation.result) ? VECTOR_WIDE : VECTOR_NARROW
    }
  }
  return cost
}
