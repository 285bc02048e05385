/** Splits off what is the same for every lane and every trip of a row, so that it is computed once before them. */
import type { ArrayParameter, Block, Operation, Region, Value } from '../../ir/types.ts'
import { blockParameters, forEachOperation, operands, results } from '../../ir/walk.ts'

export function splitInvariant(region: Region, body: Block, inside: Iterable<Value>): { invariant: Operation[]; rest: Block } {
  const dependent = new Set<Value>(inside)
  const written = writtenArrays(region, body)
  const invariant: Operation[] = []
  const rest: Operation[] = []
  for (const operation of body.operations) {
    const movable = isMovable(operation, written) && !operands(operation).some((value) => dependent.has(value))
    if (movable) { invariant.push(operation); continue }
    rest.push(operation)
    for (const value of [...results(operation), ...blockParameters(operation)]) dependent.add(value)
  }
  return { invariant, rest: { operations: rest, yields: body.yields } }
}

function isMovable(operation: Operation, written: ReadonlySet<ArrayParameter>): boolean {
  switch (operation.kind) {
    case 'const': case 'unary': case 'binary': case 'compare': case 'select': case 'convert': case 'length': return true
    case 'load': return !written.has(operation.array)
    default: return false
  }
}

/** Including those that may be the same view as a written one. */
function writtenArrays(region: Region, body: Block): Set<ArrayParameter> {
  const written = new Set<ArrayParameter>()
  forEachOperation(body, (operation) => { if (operation.kind === 'store' || operation.kind === 'histogram') written.add(operation.array) })
  for (const { first, second, same } of region.aliases) {
    if (same && written.has(first)) written.add(second)
    else if (same && written.has(second)) written.add(first)
  }
  return written
}
