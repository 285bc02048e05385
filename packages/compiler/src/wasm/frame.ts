/** Where everything lies in the frame (descriptor.ts has the contract). */
import { FRAME_ARRAYS, type FrameLayout } from '../descriptor.ts'
import type { ParforOperation, Region } from '../ir/types.ts'
import { histogramsOf } from './histogram.ts'

/** Chunks of a reduction at most: each leaves one record of partial results in the frame. */
export const MAXIMUM_PARTIALS = 128
/** Subtrees that a chunk can hold at a time: one for each bit of the number of its blocks. */
const STACK_RECORDS = 56
/** Lanes of the shape of reductions (design: numbers), each a cell of at most 8 bytes. */
export const SHAPE_LANES = 8
const CELL = 8
/** For one thread's copies of histograms: 65,536 counts, which fit the second cache of most processors. */
export const PRIVATE_BYTES = 1 << 18

export interface ScratchLayout extends FrameLayout {
  /** Two areas for partial results, used in turn, so that a thread may still read one while others fill the next. */
  partials: number
  partialsBytes: number
  /** Of the copies of histograms in a thread's scratch, behind 64 bytes for lanes that update nothing. */
  histograms: number
  /** Vector constants: 16 bytes each. */
  constants: number
}

const align = (bytes: number): number => Math.ceil(bytes / 64) * 64

/** Bytes of one record: a cell for each carried value. */
export function recordBytes(parfor: ParforOperation): number { return parfor.carried.length * CELL }
/** Offset of the lane cells of a carried value in the thread's scratch. */
export function laneCells(carried: number): number { return carried * SHAPE_LANES * CELL }
/** Offset of the stack of subtrees in the thread's scratch. */
export function stackOffset(parfor: ParforOperation): number { return laneCells(parfor.carried.length) }

export function frameLayout(region: Region, parfors: ParforOperation[], constantCount: number): ScratchLayout {
  const scalars = FRAME_ARRAYS + region.arrays.length * CELL
  const outputs = scalars + region.scalars.length * CELL
  const constants = align(outputs + region.outputs.length * CELL)
  const partials = align(constants + constantCount * 16)
  const carried = Math.max(0, ...parfors.map((one) => one.carried.length))
  const partialsBytes = align(MAXIMUM_PARTIALS * carried * CELL)
  const histograms = align(carried * CELL * (SHAPE_LANES + STACK_RECORDS))
  const threadBytes = histograms + (parfors.some((one) => histogramsOf(one).length > 0) ? 64 + PRIVATE_BYTES : 0)
  return { arrays: FRAME_ARRAYS, scalars, outputs, constants, partials, partialsBytes, histograms, bytes: partials + 2 * partialsBytes, threadBytes }
}
