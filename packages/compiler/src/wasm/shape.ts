/** Trips of a block in the shape of reductions: shared by all back ends, because the bits of float sums depend on it. */
import type { ParforOperation } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'

const PLAIN_BLOCK = 2048
const BLOCK_AROUND_LOOPS = 16

export function blockTrips(parfor: ParforOperation): number {
  let loops = false
  forEachOperation(parfor.body, (operation) => {
    // Loops without a number are not of the source: the vector math kernels contain some.
    if ((operation.kind === 'loop' || operation.kind === 'while') && operation.id >= 0) loops = true
    if (operation.kind === 'parfor') loops = true
  })
  return loops ? BLOCK_AROUND_LOOPS : PLAIN_BLOCK
}
