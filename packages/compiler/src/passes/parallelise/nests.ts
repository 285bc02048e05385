/** A nest that appends in its inner loop and is perfect but for arithmetic in between: `for y for x if (c) { out[n] = x; n++ }` is one loop over all trips of both. */
import type { LoopOperation } from '../../ir/types.ts'
import { definedIn, usedBy } from '../../analysis/accesses.ts'
import { isSpeculable } from '../simplify/effects.ts'

export interface AppendingNest {
  inner: LoopOperation
  /** The inner loop with the arithmetic in it, and with what the outer one carries. */
  joined: LoopOperation
}

/** Both loops carry the same values, and the inner one makes as many trips each time. */
export function appendingNest(outer: LoopOperation): AppendingNest | undefined {
  const { body, carried } = outer
  const inner = body.operations.at(-1)
  if (inner?.kind !== 'loop' || inner.carried.length !== carried.length || carried.length === 0) return undefined
  if (!carried.every(({ parameter }, index) => inner.carried[index].initial === parameter && body.yields[index] === inner.results[index])) return undefined
  const between = body.operations.slice(0, -1)
  if (!between.every((operation) => isSpeculable(operation) && operation.kind !== 'call')) return undefined
  const own = definedIn({ operations: between, yields: [] })
  if (own.has(inner.trips) || inner.trips === outer.trip) return undefined
  const parameters = new Set(carried.map((one) => one.parameter))
  if ([...between, ...inner.body.operations].some((operation) => [...usedBy(operation)].some((value) => parameters.has(value)))) return undefined
  const joined: LoopOperation = {
    ...inner, results: [...outer.results], carried: inner.carried.map(({ parameter }, index) => ({ parameter, initial: carried[index].initial })),
    body: { operations: [...between, ...inner.body.operations], yields: [...inner.body.yields] },
  }
  return { inner, joined }
}
