/**
 * Consecutive parfors over the same trips become one, if every dependence between them is from a trip to the same trip (numba 8515: the second
 * may not read neighbours that the first writes), and what stands between them can be moved out of the way.
 */
import { type Access, accessesIn, definedIn, storedArrays, usedBy } from '../analysis/accesses.ts'
import { Dependences, type Independence, isObstacle } from '../analysis/dependence.ts'
import { Facts } from '../analysis/facts.ts'
import { isFollowing } from '../analysis/plausible.ts'
import { polynomialOf } from '../analysis/polynomial.ts'
import { isReshaped } from '../analysis/reductions/exact.ts'
import type { PassContext } from '../context.ts'
import type { Block, Combine, Operation, ParforOperation, Region, Value } from '../ir/types.ts'
import { nestedBlocks, results, substitute } from '../ir/walk.ts'
import { blockTrips } from '../wasm/shape.ts'
import { addAliasRules } from './parallelise/aliases.ts'
import { hasEffect } from './simplify/effects.ts'

export function fuse(region: Region, context: PassContext): void {
  fuseIn(region, context, region.body)
}

function fuseIn(region: Region, context: PassContext, block: Block): void {
  let position = 0
  while (position < block.operations.length) {
    const operation = block.operations[position]
    if (operation.kind !== 'parfor' || !fuseNext(region, context, block, position, operation)) {
      for (const inner of nestedBlocks(operation)) fuseIn(region, context, inner)
      position++
    } else position = block.operations.indexOf(operation)
  }
}

/** Fuses the next parfor of the block into the one at `position`, if that may be. */
function fuseNext(region: Region, context: PassContext, block: Block, position: number, first: ParforOperation): boolean {
  const next = block.operations.findIndex((operation, index) => index > position && operation.kind === 'parfor')
  const second = block.operations[next]
  if (second?.kind !== 'parfor') return false
  const between = block.operations.slice(position + 1, next)
  const facts = new Facts(region)
  const trips = sameTrips(first, second, facts)
  const order = trips && separate(first, between, second)
  const found = order && trips && keepsShape(first, second, facts) ? independent(first, second, trips, facts) : undefined
  if (!order || !trips || !found) return false
  for (const assumption of found.assumptions) facts.assume(assumption)
  addAliasRules(region, found.pairs)
  join(first, second, trips)
  block.operations.splice(position, between.length + 2, ...order.before, first, ...order.after)
  report(context, first, second)
  return true
}

/** The trips of the second by those of the first, if there are equally many. */
function sameTrips(first: ParforOperation, second: ParforOperation, { definitions }: Facts): Map<Value, Value> | undefined {
  if (first.dimensions.length !== second.dimensions.length || first.builders.length + second.builders.length > 0) return undefined
  const trips = new Map<Value, Value>()
  for (const [index, dimension] of first.dimensions.entries()) {
    const other = second.dimensions[index]
    if (dimension.trips !== other.trips && !polynomialOf(dimension.trips, definitions).equals(polynomialOf(other.trips, definitions))) return undefined
    trips.set(other.trip, dimension.trip)
  }
  return trips
}

/** What stands between, as what can go before both and what can go after; undefined if something can do neither. */
function separate(first: ParforOperation, between: Operation[], second: ParforOperation): { before: Operation[]; after: Operation[] } | undefined {
  const before: Operation[] = []
  const after: Operation[] = []
  const late = new Set<Value>(results(first))
  const written = storedArrays(accessesIn(first.body))
  const writtenLater = storedArrays(accessesIn(second.body))
  for (const operation of between) {
    const accesses = accessesIn({ operations: [operation], yields: [] })
    if (hasEffect(operation) || accesses.some((access) => access.kind === 'store')) return undefined
    const mustFollow = [...usedBy(operation)].some((value) => late.has(value)) || accesses.some(({ array }) => written.has(array))
    if (!mustFollow) {
      before.push(operation)
      continue
    }
    if (accesses.some(({ array }) => writtenLater.has(array))) return undefined
    after.push(operation)
    results(operation).forEach((value) => late.add(value))
  }
  return [...usedBy(second)].some((value) => late.has(value)) ? undefined : { before, after }
}

/** The trips of a block are the same as before for whatever is reshaped. */
function keepsShape(first: ParforOperation, second: ParforOperation, { definitions }: Facts): boolean {
  return blockTrips(first) === blockTrips(second) || [first, second].every((parfor) => !isReshaped(parfor, definitions) || blockTrips(parfor) < blockTrips(parfor === first ? second : first))
}

/** The conditions under which no trip of one touches what another trip of the other writes. */
function independent(first: ParforOperation, second: ParforOperation, trips: Map<Value, Value>, facts: Facts): Independence | undefined {
  const dependences = new Dependences(facts)
  const [one, other]: Access[][] = [accessesIn(first.body), accessesIn(second.body)]
  const all: Independence = { assumptions: [], pairs: [] }
  const inside = new Set([...definedIn(first.body), ...definedIn(second.body)])
  for (const { trip } of first.dimensions.toReversed()) {
    const found = dependences.between({ trip, inside: new Set(inside) }, one, other, trips)
    if (isObstacle(found) || !isFollowing(found.assumptions.map(({ condition }) => condition), facts)) return undefined
    all.assumptions.push(...found.assumptions)
    all.pairs.push(...found.pairs)
    inside.add(trip)
  }
  return all
}

function join(first: ParforOperation, second: ParforOperation, trips: Map<Value, Value>): void {
  substitute(second.body, (value) => trips.get(value) ?? value)
  const offset = first.carried.length
  first.combines.push(...second.combines.map((combine) => shifted(combine, offset)))
  first.carried.push(...second.carried)
  first.results.push(...second.results)
  first.body.operations.push(...second.body.operations)
  first.body.yields.push(...second.body.yields)
}

function shifted(combine: Combine, offset: number): Combine {
  if ('winner' in combine) return { ...combine, winner: combine.winner + offset }
  return 'of' in combine ? { ...combine, of: combine.of + offset } : combine
}

function report({ diagnostics }: PassContext, first: ParforOperation, second: ParforOperation): void {
  const line = first.dimensions[0].location?.line
  const [{ id }] = second.dimensions
  const verdict = diagnostics.find(({ loop }) => loop?.id === id)
  if (!verdict) return
  verdict.code = 'PF104'
  verdict.message = `${verdict.message}, fused with the loop before it${line === undefined ? '' : ` (line ${line})`}`
}
