/**
 * Which reads could be seen as `undefined`. Lowering writes down where the difference between `undefined` and NaN would show; here those uses are
 * followed back through branches and loops to the loads, which become `strict`.
 */
import { forEachRegionOperation } from '@parfor/compiler'
import type { LoadOperation, Region, Value } from '@parfor/compiler'

export function markObservedReads(region: Region, observed: Value[], equalities: [Value, Value][]): void {
  const { loads, sources } = flow(region)
  const raw = reachable(loads.keys(), sources)
  // A number equals neither undefined nor NaN: only two reads can be equal as undefined.
  const work = [...observed, ...equalities.filter(([left, right]) => raw.has(left) && raw.has(right)).flat()]
  const seen = new Set<Value>()
  for (let value = work.pop(); value; value = work.pop()) {
    if (seen.has(value)) continue
    seen.add(value)
    const load = loads.get(value)
    if (load && load.bounds === 'checked') load.bounds = 'strict'
    work.push(...(sources.get(value) ?? []))
  }
}

/** The values that may be one of the given ones. */
function reachable(from: Iterable<Value>, sources: Map<Value, Value[]>): Set<Value> {
  const becomes = new Map<Value, Value[]>()
  for (const [value, origins] of sources) {
    for (const origin of origins) {
      const list = becomes.get(origin)
      if (list) list.push(value)
      else becomes.set(origin, [value])
    }
  }
  const reached = new Set<Value>()
  const work = [...from]
  for (let value = work.pop(); value; value = work.pop()) {
    if (reached.has(value)) continue
    reached.add(value)
    work.push(...(becomes.get(value) ?? []))
  }
  return reached
}

/** The loads of a region, and for each value those that it may be without any arithmetic in between. */
function flow(region: Region): { loads: Map<Value, LoadOperation>; sources: Map<Value, Value[]> } {
  const loads = new Map<Value, LoadOperation>()
  const sources = new Map<Value, Value[]>()
  forEachRegionOperation(region, (operation) => {
    switch (operation.kind) {
      case 'load': loads.set(operation.result, operation); break
      case 'select': sources.set(operation.result, [operation.whenTrue, operation.whenFalse]); break
      case 'if':
        for (const [index, result] of operation.results.entries()) sources.set(result, [operation.then.yields[index], operation.else.yields[index]])
        break
      case 'for': case 'while':
        if (operation.kind === 'for') {
          sources.set(operation.counter, [operation.lower])
          sources.set(operation.exitCounter, [operation.lower])
        }
        for (const [index, { parameter, initial }] of operation.carried.entries()) {
          sources.set(parameter, [initial, operation.body.yields[index]])
          sources.set(operation.results[index], [parameter])
        }
        break
      default: break
    }
  })
  return { loads, sources }
}
