import type { LaneLoop, ParforPlan } from '../ir/spmd.ts'
import type { ParforOperation, Region } from '../ir/types.ts'

export function vectorise(_region: Region, parfor: ParforOperation): ParforPlan {
  const own: LaneLoop = {
    trip: parfor.dimensions[parfor.dimensions.length - 1].trip, carried: parfor.carried, invariant: [], scalar: parfor.body, varying: new Set(),
  }
  return { parfor, dimensions: parfor.dimensions, own, nested: new Map() }
}
