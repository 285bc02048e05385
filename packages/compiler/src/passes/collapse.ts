/**
 * A perfect rectangular nest of parfors becomes one parfor with several dimensions; scalar operations between the headers move inside. For sums that
 * both loops carry this is the shape of reductions (ARCHITECTURE.md), for maps it gives short outer loops enough trips to share.
 * What carries values inside a parfor and could not be merged is a plain loop again: its sums stay left to right.
 */
import type { PassContext } from '../context.ts'
import { accessesIn, definedIn, storedArrays, usedBy } from '../analysis/accesses.ts'
import type { AliasRule, ArrayParameter, Block, LoopOperation, Operation, ParforOperation, Region } from '../ir/types.ts'
import { forEachOperation, nestedBlocks } from '../ir/walk.ts'
import { hasEffect, isSpeculable } from './simplify/effects.ts'

export function collapse(region: Region, _context: PassContext): void {
  visit(region, region.body)
}

function visit(region: Region, block: Block): void {
  for (const operation of block.operations) {
    if (operation.kind === 'parfor') {
      merge(region, operation)
      demote(operation.body)
    }
    for (const inner of nestedBlocks(operation)) visit(region, inner)
  }
}

function merge(region: Region, parfor: ParforOperation): void {
  for (;;) {
    const inner = innerOf(region, parfor)
    if (!inner) return
    const between = parfor.body.operations.filter((operation) => operation !== inner)
    const stored = storedArrays(accessesIn(inner.body))
    // What is read later than it was must not have been written in between.
    for (const { array } of accessesIn({ operations: between, yields: [] })) for (const rule of overlappingRules(region, array, stored)) rule.same = false
    parfor.dimensions.push(...inner.dimensions)
    parfor.carried = inner.carried.map((one, index) => ({ parameter: one.parameter, initial: parfor.carried[index].initial }))
    parfor.combines = inner.combines
    parfor.body = { operations: [...between, ...inner.body.operations], yields: inner.body.yields }
  }
}

/** The parfor that, with what stands before it, is the whole body. */
function innerOf(region: Region, parfor: ParforOperation): ParforOperation | undefined {
  const { body, carried, combines } = parfor
  const inner = body.operations.at(-1)
  if (inner?.kind !== 'parfor' || parfor.builders.length + inner.builders.length > 0) return undefined
  if (inner.combines.length !== combines.length || combines.some(({ kind }, index) => kind !== inner.combines[index].kind || 'winner' in combines[index])) return undefined
  const handsOn = carried.every(({ parameter }, index) => inner.carried[index].initial === parameter && body.yields[index] === inner.results[index])
  if (!handsOn) return undefined
  const own = definedIn({ operations: body.operations.slice(0, -1), yields: [] })
  for (const { trip } of parfor.dimensions) own.add(trip)
  if (inner.dimensions.some(({ trips }) => own.has(trips))) return undefined
  const parameters = new Set(carried.map((one) => one.parameter))
  const between = body.operations.slice(0, -1)
  if ([...between, ...inner.body.operations].some((operation) => [...usedBy(operation)].some((value) => parameters.has(value)))) return undefined
  return between.every((operation) => sinks(region, operation, inner)) ? inner : undefined
}

/** May be executed in every trip of the inner loop instead of once before them. */
function sinks(region: Region, operation: Operation, inner: ParforOperation): boolean {
  // For a sum the shape follows from the program, so that nothing that is merely dear may stand in the way.
  const required = inner.carried.length > 0
  if (required ? hasEffect(operation) || hasLoop({ operations: [operation], yields: [] }) : operation.kind !== 'load' && !isCheap(operation)) return false
  const stored = storedArrays(accessesIn(inner.body))
  return accessesIn({ operations: [operation], yields: [] }).every(({ kind, bounds, array }) =>
    kind === 'load' && bounds !== 'strict' && !stored.has(array) && (required || overlappingRules(region, array, stored).length === 0))
}

function isCheap(operation: Operation): boolean {
  return isSpeculable(operation) && operation.kind !== 'call'
}

/** Rules by which an array may be the same view as one of the others. */
function overlappingRules({ aliases }: Region, array: ArrayParameter, others: ReadonlySet<ArrayParameter>): AliasRule[] {
  return aliases.filter(({ first, second, same }) => same && ((first === array && others.has(second)) || (second === array && others.has(first))))
}

/** Parfors inside a parfor that carry values become loops. */
function demote(block: Block): void {
  block.operations = block.operations.map((operation) => {
    const changed = operation.kind === 'parfor' && operation.carried.length > 0 ? asLoop(operation) : operation
    nestedBlocks(changed).forEach(demote)
    return changed
  })
}

function asLoop({ dimensions: [dimension], carried, results, body }: ParforOperation): LoopOperation {
  const { id, label, trip, trips, location } = dimension
  return { kind: 'loop', id, ...(label !== undefined && { label }), results, trip, trips, carried, body, ...(location && { location }) }
}

function hasLoop(block: Block): boolean {
  let found = false
  forEachOperation(block, ({ kind }) => { if (kind === 'loop' || kind === 'while' || kind === 'parfor') found = true })
  return found
}
