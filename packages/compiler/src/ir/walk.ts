/** Generic traversals. Every pass that only cares about some kinds of operation goes through these, so that a new kind breaks one file. */
import type { ArrayParameter, Block, Builder, Operation, Region, Value } from './types.ts'

export function assertExhaustive(value: never, what: string): never {
  throw new Error(`${what}: unexpected ${JSON.stringify((value as { kind?: string }).kind ?? value)}`)
}

/** What most operations have of most things: one list for all. */
const none: readonly never[] = []

/** The blocks nested directly in an operation. */
export function nestedBlocks(operation: Operation): readonly Block[] {
  switch (operation.kind) {
    case 'if': return [operation.then, operation.else]
    case 'while': return [operation.condition, operation.body]
    case 'for': case 'loop': case 'parfor': case 'single': return [operation.body]
    default: return none
  }
}

/** The values that an operation uses directly; not those used inside its blocks, but with its blocks' yields left to `nestedBlocks`. */
export function operands(operation: Operation): readonly Value[] {
  switch (operation.kind) {
    case 'const': case 'length': case 'single': case 'barrier': return none
    case 'unary': case 'convert': case 'allreduce': return [operation.operand]
    case 'binary': case 'compare': return [operation.left, operation.right]
    case 'select': return [operation.condition, operation.whenTrue, operation.whenFalse]
    case 'call': return operation.arguments
    case 'load': return [operation.index]
    case 'store': case 'histogram': return [operation.index, operation.value]
    case 'if': return [operation.condition]
    case 'for': return [operation.lower, operation.upper, ...operation.carried.map((one) => one.initial)]
    case 'while': return operation.carried.map((one) => one.initial)
    case 'loop': return [operation.trips, ...operation.carried.map((one) => one.initial)]
    // What a builder reads is computed in the body, so that it counts as used there.
    case 'parfor': return [...operation.dimensions.map((one) => one.trips), ...operation.carried.map((one) => one.initial), ...operation.builders.flatMap(firstPosition)]
    case 'rankrange': return [operation.total]
    default: return assertExhaustive(operation, 'operands')
  }
}

/** Where a compaction begins: computed before the parfor. */
export function firstPosition(builder: Builder): readonly Value[] { return builder.kind === 'compact' ? [builder.initial] : none }

/** The arrays that a builder writes. */
export function builtArrays(builder: Builder): ArrayParameter[] {
  const columns = builder.columns.map((column) => column.array)
  return builder.kind === 'group' ? [builder.keys, ...columns] : columns
}

/** Values that builders of a parfor read from its body. */
export function builderOperands(operation: Operation): readonly Value[] {
  if (operation.kind !== 'parfor') return none
  return operation.builders.flatMap((builder) => {
    switch (builder.kind) {
      case 'compact': return [builder.condition, ...builder.columns.map((column) => column.value)]
      case 'group': return [builder.key, ...builder.columns.map((column) => column.value)]
      default: return assertExhaustive(builder, 'builderOperands')
    }
  })
}

/** The values that an operation defines for the operations after it. */
export function results(operation: Operation): readonly Value[] {
  switch (operation.kind) {
    case 'const': case 'unary': case 'binary': case 'compare': case 'select': case 'convert': case 'call': case 'length': case 'load': case 'allreduce':
      return [operation.result]
    case 'store': case 'histogram': case 'single': case 'barrier': return none
    case 'if': case 'while': case 'loop': return operation.results
    case 'for': return [...operation.results, operation.exitCounter]
    case 'parfor': return [...operation.results, ...operation.builders.map((builder) => builder.count)]
    case 'rankrange': return [operation.start, operation.count]
    default: return assertExhaustive(operation, 'results')
  }
}

/** The values that an operation defines for its own blocks: counters, trips, carried parameters. */
export function blockParameters(operation: Operation): readonly Value[] {
  switch (operation.kind) {
    case 'for': return [operation.counter, ...operation.carried.map((one) => one.parameter)]
    case 'while': return operation.carried.map((one) => one.parameter)
    case 'loop': return [operation.trip, ...operation.carried.map((one) => one.parameter)]
    case 'parfor': return [...operation.dimensions.map((one) => one.trip), ...operation.carried.map((one) => one.parameter)]
    default: return none
  }
}

/** Visits every operation of a block and of the blocks inside, outer before inner. */
export function forEachOperation(block: Block, visit: (operation: Operation) => void): void {
  for (const operation of block.operations) {
    visit(operation)
    for (const nested of nestedBlocks(operation)) forEachOperation(nested, visit)
  }
}

export function forEachRegionOperation(region: Region, visit: (operation: Operation) => void): void {
  forEachOperation(region.prologue, visit)
  forEachOperation(region.body, visit)
}

/** Replaces operands throughout a block, in place. */
export function substitute(block: Block, replace: (value: Value) => Value): void {
  for (const operation of block.operations) {
    substituteOperands(operation, replace)
    for (const nested of nestedBlocks(operation)) substitute(nested, replace)
  }
  block.yields = block.yields.map(replace)
}

/** Replaces the operands of one operation, in place, leaving its blocks alone. */
export function substituteOperands(operation: Operation, replace: (value: Value) => Value): void {
  switch (operation.kind) {
    case 'const': case 'length': case 'single': case 'barrier': return
    case 'unary': case 'convert': case 'allreduce': operation.operand = replace(operation.operand); return
    case 'binary': case 'compare': operation.left = replace(operation.left); operation.right = replace(operation.right); return
    case 'select':
      operation.condition = replace(operation.condition)
      operation.whenTrue = replace(operation.whenTrue)
      operation.whenFalse = replace(operation.whenFalse)
      return
    case 'call': operation.arguments = operation.arguments.map(replace); return
    case 'load': operation.index = replace(operation.index); return
    case 'store': case 'histogram': operation.index = replace(operation.index); operation.value = replace(operation.value); return
    case 'if': operation.condition = replace(operation.condition); return
    case 'for':
      operation.lower = replace(operation.lower)
      operation.upper = replace(operation.upper)
      for (const one of operation.carried) one.initial = replace(one.initial)
      return
    case 'while': for (const one of operation.carried) one.initial = replace(one.initial); return
    case 'loop':
      operation.trips = replace(operation.trips)
      for (const one of operation.carried) one.initial = replace(one.initial)
      return
    case 'parfor':
      for (const dimension of operation.dimensions) dimension.trips = replace(dimension.trips)
      for (const one of operation.carried) one.initial = replace(one.initial)
      for (const builder of operation.builders) {
        if (builder.kind === 'compact') { builder.condition = replace(builder.condition); builder.initial = replace(builder.initial) }
        else builder.key = replace(builder.key)
        for (const column of builder.columns) column.value = replace(column.value)
      }
      return
    case 'rankrange': operation.total = replace(operation.total); return
    default: assertExhaustive(operation, 'substituteOperands')
  }
}
