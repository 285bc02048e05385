/** How many trips to have in flight: eight keep both vector units busy, but only while the values in use fit the registers. */
import type { LaneLoop, SpmdBlock, SpmdOperation } from '../ir/spmd.ts'
import type { Operation, Value } from '../ir/types.ts'
import { operands } from '../ir/walk.ts'
import { SHAPE_LANES } from './frame.ts'
import { isWide } from './lane-values.ts'

/** Vectors in use at a time, with eight lanes, from which four are as fast (measured on x86-64, which has 15 registers for us: what does not fit is loaded in passing). */
const LARGEST_PRESSURE = 64
/** Operations between two branches: V8 orders what is between them by itself, and the longer it is, the more it has in use at a time (measured: tanh, atan). */
const LONGEST_STRETCH = 80
/** Longer bodies have parallelism enough of their own, and compile in half the time with four. */
const LONGEST_BODY = 400

export function lanesOf(loop: LaneLoop): 4 | 8 {
  // The shape of reductions has eight lanes, all of which are held at once.
  if (!loop.lanes || loop.carried.length > 0) return SHAPE_LANES
  const ranges = new LiveRanges(loop)
  const isLong = ranges.length > LONGEST_BODY || ranges.longestStretch > LONGEST_STRETCH
  return isLong || ranges.pressure() > LARGEST_PRESSURE ? 4 : SHAPE_LANES
}

class LiveRanges {
  length = 0
  longestStretch = 0
  private stretchStart = 0
  private readonly varying: ReadonlySet<Value>
  private readonly isHeld: (value: Value) => boolean
  private readonly starts = new Map<Value, number>()
  private readonly ends = new Map<Value, number>()

  constructor(loop: LaneLoop) {
    this.varying = loop.varying
    this.isHeld = (value) => this.varying.has(value) && !loop.affine.has(value)
    if (loop.lanes) this.block(loop.lanes)
    this.branch()
  }

  private branch(): void {
    this.longestStretch = Math.max(this.longestStretch, this.length - this.stretchStart)
    this.stretchStart = this.length
  }

  /** The largest sum of vectors over all positions. */
  pressure(): number {
    const change = new Int32Array(this.length + 2)
    for (const [value, start] of this.starts) {
      const vectors = isWide(value.type) || value.type === 'bool' ? 4 : 2
      change[start] += vectors
      change[this.ends.get(value)! + 1] -= vectors
    }
    let [sum, most] = [0, 0]
    for (const one of change) most = Math.max(most, sum += one)
    return most
  }

  private define(value: Value): void {
    if (!this.isHeld(value)) return
    this.starts.set(value, this.length)
    this.ends.set(value, this.length)
  }

  private use(value: Value): void { if (this.starts.has(value)) this.ends.set(value, this.length) }

  private block(block: SpmdBlock): void {
    for (const operation of block.operations) this.operation(operation)
    block.yields.forEach((value) => this.use(value))
  }

  private operation(operation: SpmdOperation): void {
    this.length++
    if (operation.kind !== 'access' && 'results' in operation) this.branch()
    switch (operation.kind) {
      case 'access': {
        const access: Operation = 'load' in operation ? operation.load : 'store' in operation ? operation.store : operation.histogram
        operands(access).forEach((value) => this.use(value))
        if (operation.mask) this.use(operation.mask)
        if ('load' in operation) this.define(operation.load.result)
        return
      }
      case 'if': case 'when':
        if (operation.kind === 'if') { this.block(operation.then); this.block(operation.else) }
        else {
          this.use(operation.mask)
          if (!operation.rare) this.block(operation.body)
          this.branch()
          this.block(operation.otherwise)
        }
        return operation.results.forEach((value) => this.define(value))
      case 'loop': case 'while': case 'maskedwhile': {
        const before = new Set(this.starts.keys())
        const entry = this.length
        for (const { parameter, initial } of operation.carried) { this.use(initial); this.define(parameter) }
        if (operation.kind === 'maskedwhile') { this.define(operation.entered); this.define(operation.active) }
        if (operation.kind !== 'loop') this.block(operation.condition)
        this.block(operation.body)
        this.length++
        // What comes from before is needed again in the next trip, and what is carried until its end.
        for (const [value, end] of this.ends) if (before.has(value) && end > entry) this.ends.set(value, this.length)
        for (const { parameter } of operation.carried) this.use(parameter)
        if (operation.kind === 'maskedwhile') this.use(operation.entered)
        return operation.results.forEach((value) => this.define(value))
      }
      default:
        operands(operation).forEach((value) => this.use(value))
        this.define(operation.result)
    }
  }
}
