/** Which values that travel round a loop become i32 or f32. */
import { isInt32 } from '../../analysis/ranges/range.ts'
import type { Block, LoopOperation, Operation, ParforOperation, Value, WhileOperation } from '../../ir/types.ts'
import { forEachOperation, nestedBlocks } from '../../ir/walk.ts'
import { isInteger, nativeType } from '../../ir/vocabulary.ts'
import type { NarrowContext } from './context.ts'
import type { Singles } from './floats.ts'
import type { Integers } from './integers.ts'

export type Carrying = LoopOperation | WhileOperation | ParforOperation

/** By number of the carried value. */
export function narrowCarried(operation: Carrying, context: NarrowContext, integers: Integers, singles: Singles): Map<number, 'i32' | 'f32'> {
  const chosen = new Map<number, 'i32' | 'f32'>()
  for (const index of integerCarried(operation, context, integers)) chosen.set(index, 'i32')
  for (const index of singleCarried(operation, context, singles)) chosen.set(index, 'f32')
  return chosen
}

function integerCarried(operation: Carrying, context: NarrowContext, integers: Integers): number[] {
  const parameters = operation.carried.map((one) => one.parameter)
  // Zeros lose their sign on the way through i32.
  let candidates = parameters.flatMap((value, index) => {
    const range = context.range(value)
    return value.type === 'f64' && isInt32(range) && !range.mayBeNegativeZero ? [index] : []
  })
  for (;;) {
    const assumed = new Set(candidates.map((index) => parameters[index]))
    const kept = candidates.filter((index) => integers.cost(operation.body.yields[index], nativeIn(operation, assumed, context, integers)) === 0)
    if (kept.length === candidates.length) break
    candidates = kept
  }
  const floatControl = hasFloatControl(operation, context, integers, new Set(candidates.map((index) => parameters[index])))
  return candidates.filter((index) => !floatControl || isDemanded(operation, parameters[index], integers))
}

/** Values in the loop that will have an integer form for nothing: native loads, and what inner branches and loops hand on of them. */
function nativeIn(operation: Carrying, assumed: Set<Value>, context: NarrowContext, integers: Integers): Set<Value> {
  const free = new Set(assumed)
  const isFree = (value: Value): boolean => isInt32(context.range(value)) && integers.cost(value, free) === 0
  const visit = (block: Block): void => {
    for (const inner of block.operations) {
      if (inner.kind === 'load' && inner.bounds === 'guarded' && nativeType(inner.array.element) === 'i32') free.add(inner.result)
      if (!('carried' in inner)) {
        nestedBlocks(inner).forEach(visit)
        if (inner.kind === 'if') inner.results.forEach((value, index) => { if (isFree(inner.then.yields[index]) && isFree(inner.else.yields[index])) free.add(value) })
        continue
      }
      const started = inner.carried.flatMap(({ initial, parameter }, index) => isFree(initial) && isInt32(context.range(parameter)) ? [index] : [])
      for (const index of started) free.add(inner.carried[index].parameter)
      visit(inner.body)
      for (const index of started) {
        if (isFree(inner.body.yields[index])) free.add(inner.results[index])
        else free.delete(inner.carried[index].parameter)
      }
    }
  }
  visit(operation.body)
  return free
}

/**
 * In vector code a 64-bit mask on 32-bit lanes costs shuffles in every trip, so that a counter in a loop that floats control stays f64,
 * unless the loop itself needs it as an integer.
 */
function hasFloatControl(operation: Carrying, context: NarrowContext, integers: Integers, assumed: Set<Value>): boolean {
  const free = nativeIn(operation, assumed, context, integers)
  let found = false
  for (const block of nestedBlocks(operation)) {
    forEachOperation(block, (inner) => {
      if (inner.kind !== 'compare' || inner.left.type !== 'f64') return
      const isIntegral = [inner.left, inner.right].every((side) => isInt32(context.range(side)) && integers.cost(side, free) === 0)
      if (!isIntegral) found = true
    })
  }
  return found
}

/** A subscript, a bit operation or a store of integers in the loop is computed from it. */
function isDemanded(operation: Carrying, parameter: Value, integers: Integers): boolean {
  const isFrom = (value: Value, depth: number): boolean =>
    value === parameter || (depth > 0 && value.type === 'f64' && (integers.chain(value)?.some((one) => isFrom(one, depth - 1)) ?? false))
  let found = false
  for (const block of nestedBlocks(operation)) {
    forEachOperation(block, (inner) => { for (const value of integerDemands(inner)) if (isFrom(value, 6)) found = true })
  }
  return found
}

/** The operands that an operation would rather have as integers. */
function integerDemands(operation: Operation): Value[] {
  switch (operation.kind) {
    case 'load': case 'histogram': return [operation.index]
    case 'store': return isInteger(nativeType(operation.array.element)) ? [operation.index, operation.value] : [operation.index]
    case 'convert': return isInteger(operation.result.type) ? [operation.operand] : []
    default: return []
  }
}

function singleCarried(operation: Carrying, context: NarrowContext, singles: Singles): number[] {
  let candidates = operation.carried.flatMap(({ parameter, initial }, index) => {
    if (parameter.type !== 'f64' || !singles.isSingle(initial)) return []
    // The tree of a sum is computed in f64 where the loop rounds each step itself.
    const isSummed = operation.kind === 'parfor' && ['sum', 'product'].includes(operation.combines[index].kind)
    return isSummed || !isRounded(operation.body.yields[index], context) ? [] : [index]
  })
  for (;;) {
    const assumed = new Set(candidates.map((index) => operation.carried[index].parameter))
    const kept = candidates.filter((index) => singles.isSingle(operation.body.yields[index], assumed))
    if (kept.length === candidates.length) return candidates
    candidates = kept
  }
}

/** Comes out of f32 arithmetic: an integer constant alone is no reason to change the type. */
function isRounded(value: Value, context: NarrowContext, depth = 4): boolean {
  const definition = depth > 0 ? context.definitions.get(value) : undefined
  switch (definition?.kind) {
    case 'convert': return definition.operand.type === 'f32'
    case 'load': return definition.array.element === 'f32'
    case 'select': return isRounded(definition.whenTrue, context, depth - 1) || isRounded(definition.whenFalse, context, depth - 1)
    case 'binary': return isRounded(definition.left, context, depth - 1) || isRounded(definition.right, context, depth - 1)
    case 'unary': return isRounded(definition.operand, context, depth - 1)
    default: return false
  }
}
