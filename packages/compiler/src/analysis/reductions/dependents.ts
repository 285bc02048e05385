/** What is computed, in a block and the blocks inside, from some values: through operands, and through the choices made by them. */
import type { Block, Operation, Value } from '../../ir/types.ts'
import { nestedBlocks, operands, results } from '../../ir/walk.ts'

export function dependentsOf(body: Block, seeds: Iterable<Value>): Set<Value> {
  const found = new Set(seeds)
  let changed = true
  const mark = (value: Value): void => {
    if (found.has(value)) return
    found.add(value)
    changed = true
  }
  const visit = (operation: Operation): void => {
    for (const block of nestedBlocks(operation)) block.operations.forEach(visit)
    switch (operation.kind) {
      case 'if': {
        const chosen = found.has(operation.condition)
        operation.results.forEach((result, index) => {
          if (chosen || found.has(operation.then.yields[index]) || found.has(operation.else.yields[index])) mark(result)
        })
        return
      }
      case 'loop': case 'while': case 'for': case 'parfor': {
        const trips = operation.kind === 'loop' ? [operation.trips] : operation.kind === 'while' ? operation.condition.yields
          : operation.kind === 'for' ? [operation.lower, operation.upper] : operation.dimensions.map((dimension) => dimension.trips)
        const chosen = trips.some((value) => found.has(value))
        operation.carried.forEach(({ parameter, initial }, index) => {
          if (found.has(initial) || found.has(operation.body.yields[index])) mark(parameter)
          if (chosen || found.has(parameter)) mark(operation.results[index])
        })
        if (chosen && operation.kind === 'for') { mark(operation.counter); mark(operation.exitCounter) }
        return
      }
      default: if (operands(operation).some((value) => found.has(value))) results(operation).forEach(mark)
    }
  }
  while (changed) {
    changed = false
    body.operations.forEach(visit)
  }
  return found
}
