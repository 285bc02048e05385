/**
 * Finds arrays whose old contents nobody can see, so that they need not be copied into the shared memory: never read, and stored at each trip of a loop that runs
 * over all of their elements, as in `for (let i = 0; i < x.length; i++) out[i] = …` where out is as long as x.
 */
import type { ArrayParameter, Operation, ParforOperation, Region, Value } from '../ir/types.ts'
import { forEachRegionOperation } from '../ir/walk.ts'

/** Trip counts are limited to this, and a guard fails where that changes them. */
const TRIP_LIMIT = 2 ** 30

export function overwritten(region: Region): void {
  const definitions = new Map<Value, Operation>()
  forEachRegionOperation(region, (operation) => { if ('result' in operation) definitions.set(operation.result, operation) })
  for (const operation of region.body.operations) {
    if (operation.kind !== 'parfor' || operation.dimensions.length !== 1) continue
    const [{ trips }] = operation.dimensions
    for (const array of storedAtEachTrip(operation)) {
      const length = lengthOf(trips, region, definitions)
      if (length === array) array.overwritten = true
      else if (length && !array.overwritten && !hasNamesake(region, length.name)) array.coveredBy = length.name
    }
  }
}

/** Not under a condition: what stands in the body itself. */
function storedAtEachTrip({ dimensions: [{ trip }], body }: ParforOperation): ArrayParameter[] {
  return body.operations.flatMap((operation) => (
    operation.kind === 'store' && operation.index === trip && operation.bounds === 'guarded' && !operation.array.read ? [operation.array] : []
  ))
}

/** The array whose length, or the scalar whose value, is the number of trips, or less than it. */
function lengthOf(trips: Value, region: Region, definitions: ReadonlyMap<Value, Operation>): { name: string } | undefined {
  const definition = definitions.get(trips)
  const constant = (value: Value): number => {
    const found = definitions.get(value)
    return found?.kind === 'const' ? Number(found.value) : NaN
  }
  switch (definition?.kind) {
    case undefined: return region.scalars.find(({ value }) => value === trips)
    case 'length': return definition.array
    case 'convert': return lengthOf(definition.operand, region, definitions)
    case 'binary': {
      const limit = constant(definition.right)
      const isHarmless = definition.operator === 'max' ? !Number.isNaN(limit) : definition.operator === 'min' && limit >= TRIP_LIMIT
      return isHarmless ? lengthOf(definition.left, region, definitions) : undefined
    }
    default: return undefined
  }
}

/** An array and a scalar of one name could not be told apart. */
function hasNamesake(region: Region, name: string): boolean {
  return [...region.arrays, ...region.scalars].filter((one) => one.name === name).length > 1
}
