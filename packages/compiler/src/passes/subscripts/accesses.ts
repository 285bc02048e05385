/** The accesses of a region, with the loops around them and whether they happen in every trip. */
import type { Block, LoadOperation, Region, StoreOperation, Value } from '../../ir/types.ts'
import { assertExhaustive } from '../../ir/walk.ts'

export interface Access {
  operation: LoadOperation | StoreOperation
  block: Block
  /** Trips of the loops around it, outermost first. */
  trips: Value[]
  /** In a branch, or in the body of a `while`. */
  conditional: boolean
}

export interface Nest {
  accesses: Access[]
  /** Nesting depth by trip. */
  depths: Map<Value, number>
}

export function accessesOf(region: Region): Nest {
  const nest: Nest = { accesses: [], depths: new Map() }
  visit(region.body, [], false, nest)
  return nest
}

function visit(block: Block, trips: Value[], conditional: boolean, nest: Nest): void {
  const inside = (body: Block, own: Value[]): void => {
    own.forEach((trip, index) => nest.depths.set(trip, trips.length + index))
    visit(body, [...trips, ...own], conditional, nest)
  }
  for (const operation of block.operations) {
    switch (operation.kind) {
      case 'load': case 'store': nest.accesses.push({ operation, block, trips, conditional }); break
      case 'if': visit(operation.then, trips, true, nest); visit(operation.else, trips, true, nest); break
      case 'while': visit(operation.condition, trips, conditional, nest); visit(operation.body, trips, true, nest); break
      case 'loop': inside(operation.body, [operation.trip]); break
      case 'parfor': inside(operation.body, operation.dimensions.map((dimension) => dimension.trip)); break
      case 'single': visit(operation.body, trips, conditional, nest); break
      case 'for': throw new Error('subscripts: a `for` is left')
      case 'const': case 'unary': case 'binary': case 'compare': case 'select': case 'convert': case 'call': case 'length': case 'barrier':
      case 'allreduce': case 'rankrange': break
      default: assertExhaustive(operation, 'subscripts')
    }
  }
}
