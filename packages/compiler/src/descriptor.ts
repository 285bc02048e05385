/**
 * What a compiled region is to the runtime. The front ends print one of these per region into the user's module,
 * and the runtime's lazily loaded compiler makes the missing parts at the first call. The runtime imports these types only.
 */
import type { ElementType, ScalarType } from './ir/types.ts'

/** Raised whenever the meaning of a descriptor, the frame or a kernel's exports changes; plugin and runtime compare it. */
export const ABI_VERSION = 2

export interface DescriptorArray {
  name: string
  /** The element type that `wasm` was compiled for; `num`: any numeric type, compiled per type at the first call. */
  element: ElementType
  read: boolean
  written: boolean
  /** Every element is written: the old contents need not be copied in. */
  overwritten?: boolean
  /** Overwritten if it is as long as this array, or as this scalar says, by its number among the arguments of `run`. */
  coveredBy?: number
}

/** A kernel for one choice of element types. Other types may need other guards and rules. */
export interface AheadKernel extends Pick<RegionDescriptor, 'arrays' | 'scalars' | 'outputs' | 'aliases' | 'guards'> {
  wasm: string
  layout: FrameLayout
}

export interface RegionDescriptor {
  abi: number
  /** Unique in its module, readable: `distances:12`. */
  name: string
  file: string
  line: number
  arrays: DescriptorArray[]
  /** f64: typeof number. bool: typeof boolean. i64/u64: a bigint that fits. */
  scalars: { name: string; type: ScalarType }[]
  outputs: { name: string; type: ScalarType }[]
  /** [first, second, same]: indices of arrays that must not overlap; `same` 1: the identical view of both is fine. */
  aliases: [number, number, 0 | 1][]
  /** No reshaped sum and no transcendental: the original and the kernel give the same bits, so the runtime may choose freely. */
  exact: boolean
  /** Estimated work (simple operations) from which the kernel is used; the emitted test reads it through the handle. */
  gate: number
  /** The kernel module, base64. Absent: compiled from `ir` at the first call. */
  wasm?: string
  layout?: FrameLayout
  /** The same meaning in plain JS. Arguments: arrays, scalars, then the array that takes the outputs. False: a guard failed and nothing was written. */
  js?: (...values: unknown[]) => boolean
  /** The lowered region as IR text, present where an element type is unknown. */
  ir?: string
  /** Beside `ir`: the kernel for the types that the calls seen at build time pass. The first call with others brings the compiler. */
  ahead?: AheadKernel
  /** Reason of each guard, by number, for the run-time message. */
  guards: string[]
  /** The labels of its loops, outermost first, in the order of the source. */
  labels?: string[]
  /** Nobody marked its function (`mode: 'infer'`), so that a call with other values than it was compiled for is as good as any and no cause for a message. */
  unasked?: boolean
}

/**
 * The frame: one block of shared memory per call, through which the calling thread hands live-ins to the team.
 *
 *     0   i32  address of the team block (set by the core)        4  i32  number of threads
 *     64  arrays: 8 bytes each: i32 address, i32 length
 *     …   scalars, then outputs: 8 bytes each (f64, i64/u64, or i32 for i32, u32 and bool 0/1; f32 as f32)
 *     …   scratch of the region, then `threadBytes` of scratch for each thread
 */
export interface FrameLayout {
  arrays: number
  scalars: number
  outputs: number
  /** Size without the threads' scratch; a multiple of 64. The scratch of thread t starts at bytes + t · threadBytes. */
  bytes: number
  threadBytes: number
}

/** The number of threads of the call. */
export const FRAME_THREADS = 4
export const FRAME_ARRAYS = 64

/**
 * A kernel module imports `env.memory` (shared, 1…65536 pages) and `env.barrier (i32 team) -> ()`, and exports
 *   plan   (i32 frame) -> f64          evaluates prologue and guards: the work estimate, or −1 − number of the first guard that failed.
 *                                      Reads lengths and scalars only; addresses need not be set yet.
 *   region (i32 frame, i32 thread)     run by every thread of the team. Threads that have not come when thread 0 is at its first barrier, or at the end, may be
 *                                      left out: only thread 0 may be relied on for work that is not taken from the chunk counter.
 * The team block: i32 at 0 is the next chunk number, taken with an atomic add and set back to 0 by the last thread at each barrier; i32 at 4 the
 * number of threads. The rest belongs to the core.
 */
export const TEAM_NEXT_CHUNK = 0
export const TEAM_THREADS = 4
