/** The loads, stores and histogram updates of a block, with what is nested in it. */
import type { ArrayParameter, Block, HistogramOperation, LoadOperation, Operation, StoreOperation, Value } from '../ir/types.ts'
import { blockParameters, builderOperands, forEachOperation, nestedBlocks, operands, results } from '../ir/walk.ts'

export type Access = LoadOperation | StoreOperation | HistogramOperation

export function isAccess(operation: Operation): operation is Access {
  return operation.kind === 'load' || operation.kind === 'store' || operation.kind === 'histogram'
}

export function accessesIn(block: Block): Access[] {
  const found: Access[] = []
  forEachOperation(block, (operation) => { if (isAccess(operation)) found.push(operation) })
  return found
}

export function storedArrays(accesses: Iterable<Access>): Set<ArrayParameter> {
  const stored = new Set<ArrayParameter>()
  for (const access of accesses) if (access.kind !== 'load') stored.add(access.array)
  return stored
}

/** Every value that comes into being in a block or in the blocks inside. */
export function definedIn(block: Block): Set<Value> {
  const defined = new Set<Value>()
  forEachOperation(block, (operation) => {
    for (const value of [...results(operation), ...blockParameters(operation)]) defined.add(value)
  })
  return defined
}

/** Every value that an operation, with what is nested in it, uses from wherever. */
export function usedBy(operation: Operation): Set<Value> {
  const used = new Set<Value>([...operands(operation), ...builderOperands(operation)])
  const visit = (block: Block): void => {
    for (const value of block.yields) used.add(value)
    for (const inner of block.operations) {
      for (const value of [...operands(inner), ...builderOperands(inner)]) used.add(value)
      nestedBlocks(inner).forEach(visit)
    }
  }
  nestedBlocks(operation).forEach(visit)
  return used
}
