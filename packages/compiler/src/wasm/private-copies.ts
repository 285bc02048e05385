/**
 * Where the threads of a team update one histogram. A thread alone works in the array. Several have a copy each, which starts as the identity and is merged into the array
 * by atomic operations once the thread finds no chunk any more; of elements too many for that they all update the array itself, by atomic operations.
 */
import { FRAME_THREADS } from '../descriptor.ts'
import type { ParforOperation } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'
import { elementInfo } from './elements.ts'
import type { Environment } from './environment.ts'
import { PRIVATE_BYTES } from './frame.ts'
import { type HistogramKind, histogramsOf } from './histogram.ts'
import type { Kernel } from './kernel.ts'

/** Trips that an element has to bring for each copy: clearing and merging it takes about as long. */
const TRIPS_OF_AN_ELEMENT = 2
/** Taken for the trips of a loop inside. */
const INNER_TRIPS = 16

interface Copy extends HistogramKind {
  /** Local: where the updates of this thread go. */
  base: number
  /** Local: the end of the copy. */
  end: number
}

export class PrivateCopies {
  private readonly kernel: Kernel
  private readonly environment: Environment
  private readonly thread: number
  private readonly copies: Copy[]
  private readonly spare: number
  private readonly isPrivate: number
  private readonly isClear: number
  /** Local: the threads share the array. */
  readonly isShared: number

  /** `pushScratch`: the thread's scratch for histograms. `total`: a local with the number of trips. */
  constructor(kernel: Kernel, environment: Environment, parfor: ParforOperation, thread: number, total: number, pushScratch: () => void) {
    const { code } = environment
    this.kernel = kernel
    this.environment = environment
    this.thread = thread
    this.copies = histogramsOf(parfor).map((kind) => ({ ...kind, base: code.local('i32'), end: code.local('i32') }))
    ;[this.spare, this.isPrivate, this.isClear, this.isShared] = Array.from({ length: 4 }, () => code.local('i32'))
    this.choose(parfor, total, pushScratch)
  }

  private pushThreads(): void {
    const { code, frame } = this.environment
    code.get(frame); code.memory('i32.load', FRAME_THREADS)
  }

  private pushSize({ array }: Copy): void {
    const { code } = this.environment
    code.get(this.environment.array(array).length); code.op('i64.extend_i32_u'); code.i64(BigInt(elementInfo(array.element).shift)); code.op('i64.shl')
    code.i64(63n); code.op('i64.add'); code.i64(-64n); code.op('i64.and')
  }

  private choose(parfor: ParforOperation, total: number, pushScratch: () => void): void {
    const { code } = this.environment
    const [bytes, elements] = [code.local('i64'), code.local('i64')]
    pushScratch(); code.set(this.spare)
    code.i64(0n); code.set(bytes)
    code.i64(0n); code.set(elements)
    for (const copy of this.copies) {
      code.get(bytes); this.pushSize(copy); code.op('i64.add'); code.set(bytes)
      code.get(elements); code.get(this.environment.array(copy.array).length); code.op('i64.extend_i32_u', 'i64.add'); code.set(elements)
    }
    const isTeam = (): void => { this.pushThreads(); code.i32(1); code.op('i32.gt_u') }
    isTeam()
    code.get(bytes); code.i64(BigInt(PRIVATE_BYTES)); code.op('i64.le_u', 'i32.and')
    code.get(elements); this.pushThreads(); code.op('i64.extend_i32_u', 'i64.mul'); code.i64(BigInt(TRIPS_OF_AN_ELEMENT)); code.op('i64.mul')
    code.get(total); code.i64(updatesOfATrip(parfor)); code.op('i64.mul', 'i64.le_u', 'i32.and')
    code.set(this.isPrivate)
    isTeam(); code.get(this.isPrivate); code.op('i32.eqz', 'i32.and'); code.set(this.isShared)
    code.i32(0); code.set(this.isClear)
    const next = code.local('i32')
    // The spare cells come first.
    code.get(this.spare); code.i32(64); code.op('i32.add'); code.set(next)
    for (const copy of this.copies) {
      code.get(next); code.get(this.environment.array(copy.array).base); code.get(this.isPrivate); code.op('select'); code.set(copy.base)
      code.get(next); this.pushSize(copy); code.op('i32.wrap_i64', 'i32.add'); code.tee(copy.end); code.set(next)
    }
  }

  /** What the function of the body takes after the live-ins. */
  pushArguments(): void {
    const { code } = this.environment
    for (const { base } of this.copies) code.get(base)
    code.get(this.spare)
  }

  /** Before a chunk: only who has work has a copy. */
  beforeChunk(): void {
    const { code } = this.environment
    code.get(this.isPrivate); code.get(this.isClear); code.op('i32.gt_u')
    code.if(() => {
      for (const copy of this.copies) { code.get(copy.base); code.get(copy.end); code.call(this.kernel.helpers.histograms.clear(copy)) }
      code.i32(1); code.set(this.isClear)
    })
  }

  /** After all chunks, before the meeting. */
  merge(): void {
    const { code } = this.environment
    code.get(this.isClear)
    code.if(() => {
      for (const copy of this.copies) {
        const { base, length } = this.environment.array(copy.array)
        code.get(copy.base); code.get(base); code.get(length)
        code.get(length); this.pushThreads(); code.op('i32.div_u'); code.get(this.thread); code.op('i32.mul')
        code.call(this.kernel.helpers.histograms.merge(copy))
      }
    })
  }
}

/** A guess where there are loops inside: one that is too low only asks for more trips. */
function updatesOfATrip(parfor: ParforOperation): bigint {
  let hasLoop = false
  forEachOperation(parfor.body, ({ kind }) => { if (kind === 'loop' || kind === 'while' || kind === 'parfor') hasLoop = true })
  return BigInt(hasLoop ? INNER_TRIPS : 1)
}
