/** Which stores can change what a load reads. */
import type { ArrayParameter, Operation, Region } from '../../ir/types.ts'
import { builtArrays, nestedBlocks } from '../../ir/walk.ts'

export class Memory {
  private readonly arrays: readonly ArrayParameter[]
  private readonly overlapping = new Map<ArrayParameter, ArrayParameter[]>()
  private readonly storedInside = new Map<Operation, ReadonlySet<ArrayParameter>>()
  private readonly barriersInside = new Set<Operation>()

  constructor(region: Region) {
    this.arrays = region.arrays
    const disjoint = new Map<ArrayParameter, Set<ArrayParameter>>(region.arrays.map((array) => [array, new Set()]))
    for (const { first, second, same } of region.aliases) {
      if (same) continue
      disjoint.get(first)!.add(second)
      disjoint.get(second)!.add(first)
    }
    // Until the rules are made (they are only a pass later), any two arrays may overlap; a rule without `same` says that they do not.
    for (const array of region.arrays) this.overlapping.set(array, region.arrays.filter((other) => !disjoint.get(array)!.has(other)))
  }

  /** The arrays whose elements a store to `array` may change; `array` is one of them. */
  changedBy(array: ArrayParameter): readonly ArrayParameter[] {
    return this.overlapping.get(array)!
  }

  /** The arrays that an operation may change, with all that is nested in it. A barrier lets the other threads' stores through. */
  changedInside(operation: Operation): readonly ArrayParameter[] {
    if (operation.kind === 'store' || operation.kind === 'histogram') return this.changedBy(operation.array)
    const stored = this.storedIn(operation)
    if (this.barriersInside.has(operation)) return this.arrays
    if (stored.size === 0) return []
    return [...new Set([...stored].flatMap((array) => this.changedBy(array)))]
  }

  private storedIn(operation: Operation): ReadonlySet<ArrayParameter> {
    const known = this.storedInside.get(operation)
    if (known) return known
    const stored = new Set<ArrayParameter>()
    if (operation.kind === 'barrier') this.barriersInside.add(operation)
    if (operation.kind === 'parfor') {
      for (const builder of operation.builders) {
        for (const array of builtArrays(builder)) stored.add(array)
      }
    }
    for (const block of nestedBlocks(operation)) {
      for (const inner of block.operations) {
        if (inner.kind === 'store' || inner.kind === 'histogram') stored.add(inner.array)
        if (inner.kind !== 'barrier' && nestedBlocks(inner).length === 0) continue
        for (const array of this.storedIn(inner)) stored.add(array)
        if (this.barriersInside.has(inner)) this.barriersInside.add(operation)
      }
    }
    this.storedInside.set(operation, stored)
    return stored
  }
}
