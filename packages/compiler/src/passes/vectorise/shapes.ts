/** Which values differ from lane to lane, and which control flow therefore diverges. */
import type { Block, Operation, Value } from '../../ir/types.ts'
import { nestedBlocks, operands } from '../../ir/walk.ts'

export interface Shapes {
  varying: Set<Value>
  /** `if`, `while` and `loop` whose condition or trip count is varying. */
  divergent: Set<Operation>
  /** Every value that something reads. */
  used: Set<Value>
}

/** An integer division in divergent code gets a safe divisor in the lanes that do not run, unless it is this harmless constant. */
export function needsSafeDivisor(operation: Operation, constants: ReadonlyMap<Value, number | bigint | boolean>): boolean {
  if (operation.kind !== 'binary' || (operation.operator !== 'div' && operation.operator !== 'rem')) return false
  if (operation.left.type === 'f64' || operation.left.type === 'f32') return false
  const divisor = constants.get(operation.right)
  return divisor === undefined || Number(divisor) === 0 || Number(divisor) === -1
}

export function analyseShapes(body: Block, seeds: Iterable<Value>, constants: ReadonlyMap<Value, number | bigint | boolean>): Shapes {
  const varying = new Set(seeds)
  const divergent = new Set<Operation>()
  const used = usedValues(body)
  const isVarying = (value: Value): boolean => varying.has(value)
  let changed = true
  const mark = (value: Value): void => {
    if (!varying.has(value)) { varying.add(value); changed = true }
  }

  const carriedShape = (operation: Extract<Operation, { kind: 'loop' | 'while' }>, diverges: boolean): void => {
    operation.carried.forEach(({ parameter, initial }, index) => {
      if (isVarying(initial) || isVarying(operation.body.yields[index])) mark(parameter)
      // Even what is one value for all that still run is, in a lane that has left, the value of that time.
      if (diverges || isVarying(parameter)) mark(operation.results[index])
    })
  }

  const visit = (block: Block, masked: boolean): void => {
    for (const operation of block.operations) {
      switch (operation.kind) {
        case 'const': case 'length': case 'store': case 'histogram': break
        case 'if': {
          const diverges = isVarying(operation.condition)
          if (diverges) divergent.add(operation)
          visit(operation.then, masked || diverges)
          visit(operation.else, masked || diverges)
          operation.results.forEach((result, index) => {
            if (diverges || isVarying(operation.then.yields[index]) || isVarying(operation.else.yields[index])) mark(result)
          })
          break
        }
        case 'loop': {
          const diverges = isVarying(operation.trips)
          if (diverges) divergent.add(operation)
          visit(operation.body, masked || diverges)
          carriedShape(operation, diverges)
          break
        }
        case 'while': {
          const diverges = divergent.has(operation) || isVarying(operation.condition.yields[0])
          if (diverges) divergent.add(operation)
          visit(operation.condition, masked || diverges)
          visit(operation.body, masked || diverges)
          carriedShape(operation, diverges)
          break
        }
        default:
          if (!('result' in operation)) throw new Error(`vectorise: unexpected ${operation.kind} inside a parallel loop`)
          if (operands(operation).some(isVarying) || (masked && needsSafeDivisor(operation, constants))) mark(operation.result)
      }
    }
  }
  while (changed) {
    changed = false
    visit(body, false)
  }
  return { varying, divergent, used }
}

function usedValues(body: Block): Set<Value> {
  const used = new Set<Value>()
  const visit = (block: Block): void => {
    for (const value of block.yields) used.add(value)
    for (const operation of block.operations) {
      for (const value of operands(operation)) used.add(value)
      for (const nested of nestedBlocks(operation)) visit(nested)
    }
  }
  visit(body)
  return used
}
