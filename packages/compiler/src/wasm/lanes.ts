import type { LaneLoop } from '../ir/spmd.ts'
import type { Environment } from './environment.ts'

export interface LaneGroup {
  trips(accumulators: number[]): void
  loadCells(scratch: number): number[]
  storeCells(scratch: number, accumulators: number[]): void
}
export function lanesOf(_loop: LaneLoop): number { return 8 }
export function emitLanes(_environment: Environment, _loop: LaneLoop, _lanes: number): LaneGroup { throw new Error('later') }
