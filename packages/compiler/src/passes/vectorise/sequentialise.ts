/** Parfors that run inside one lane or one scalar trip become plain loops; blocks are rebuilt, the region stays as it is. */
import type { Block, LoopOperation, Operation, ParforOperation, Region } from '../../ir/types.ts'

export function sequentialise(region: Region, block: Block, keep: (parfor: ParforOperation) => boolean): Block {
  return { operations: block.operations.map((operation) => rebuild(region, operation, keep)), yields: block.yields }
}

function rebuild(region: Region, operation: Operation, keep: (parfor: ParforOperation) => boolean): Operation {
  const inside = (block: Block): Block => sequentialise(region, block, keep)
  switch (operation.kind) {
    case 'if': return { ...operation, then: inside(operation.then), else: inside(operation.else) }
    case 'loop': return { ...operation, body: inside(operation.body) }
    case 'while': return { ...operation, condition: inside(operation.condition), body: inside(operation.body) }
    case 'parfor': return keep(operation) ? operation : asLoops(region, { ...operation, body: inside(operation.body) })
    default: return operation
  }
}

/** The innermost loop carries the values of the parfor itself; the ones around it hand theirs through. */
function asLoops(region: Region, parfor: ParforOperation): LoopOperation {
  const { dimensions, carried } = parfor
  const innermost = dimensions.length - 1
  const parameters = dimensions.map((_, depth) => carried.map(({ parameter }) =>
    depth === innermost ? parameter : { ...parameter, id: region.nextValue++ }))
  const loop = (depth: number): LoopOperation => {
    const { id, label, trip, trips } = dimensions[depth]
    const results = depth === 0 ? parfor.results : carried.map(({ parameter }) => ({ ...parameter, id: region.nextValue++ }))
    const initials = depth === 0 ? carried.map((one) => one.initial) : parameters[depth - 1]
    const inner = depth === innermost ? undefined : loop(depth + 1)
    return {
      kind: 'loop', id, ...(label !== undefined && { label }), results, trip, trips,
      carried: initials.map((initial, index) => ({ parameter: parameters[depth][index], initial })),
      body: inner ? { operations: [inner], yields: inner.results } : parfor.body,
    }
  }
  return loop(0)
}
