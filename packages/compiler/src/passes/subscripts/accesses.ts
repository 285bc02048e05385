/** The accesses of a region, with the loops around them and whether they happen in every trip. */
import { type Access as Operation } from '../../analysis/accesses.ts'
import type { Block, Region, Value } from '../../ir/types.ts'
import { assertExhaustive } from '../../ir/walk.ts'

export interface Access {
  operation: Operation
  block: Block
  /** Trips of the loops around it, outermost first. */
  trips: Value[]
  /** In a branch, or in the body of a `while`. */
  conditional: boolean
  /** What led there, innermost last. */
  path: Step[]
}

export interface Step { condition: Value; holds: boolean }

export interface Nest {
  accesses: Access[]
  /** Nesting depth by trip. */
  depths: Map<Value, number>
}

export function accessesOf(region: Region): Nest {
  const nest: Nest = { accesses: [], depths: new Map() }
  visit(region.body, { trips: [], conditional: false, path: [] }, nest)
  return nest
}

interface Place { trips: Value[]; conditional: boolean; path: Step[] }

function visit(block: Block, place: Place, nest: Nest): void {
  const inside = (body: Block, own: Value[]): void => {
    own.forEach((trip, index) => nest.depths.set(trip, place.trips.length + index))
    visit(body, { ...place, trips: [...place.trips, ...own] }, nest)
  }
  const under = (body: Block, condition: Value, holds: boolean): void =>
    visit(body, { ...place, conditional: true, path: [...place.path, { condition, holds }] }, nest)
  for (const operation of block.operations) {
    switch (operation.kind) {
      case 'load': case 'store': case 'histogram': nest.accesses.push({ operation, block, ...place }); break
      case 'if': under(operation.then, operation.condition, true); under(operation.else, operation.condition, false); break
      case 'while': visit(operation.condition, place, nest); under(operation.body, operation.condition.yields[0], true); break
      case 'loop': inside(operation.body, [operation.trip]); break
      case 'parfor': inside(operation.body, operation.dimensions.map((dimension) => dimension.trip)); break
      case 'single': visit(operation.body, place, nest); break
      case 'for': throw new Error('subscripts: a `for` is left')
      case 'const': case 'unary': case 'binary': case 'compare': case 'select': case 'convert': case 'call': case 'length': case 'barrier':
      case 'allreduce': case 'rankrange': break
      default: assertExhaustive(operation, 'subscripts')
    }
  }
}
