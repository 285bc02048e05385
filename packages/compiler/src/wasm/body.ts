/** The function of one parfor, called once a chunk: (frame, lo, hi, …) runs the trips lo ≤ t < hi, numbered row-major over all dimensions. */
import type { Compact, LaneLoop, ParforPlan } from '../ir/spmd.ts'
import type { ArrayParameter, Dimension, Operation, Value } from '../ir/types.ts'
import { emitScalarAppend, prepareAppending, type Appending } from './append.ts'
import { compactsOf } from './counting.ts'
import { wasmType, type Environment } from './environment.ts'
import { laneCells, recordBytes, SHAPE_LANES, stackOffset } from './frame.ts'
import type { FunctionBuilder } from './function.ts'
import { histogramsOf } from './histogram.ts'
import type { Kernel } from './kernel.ts'
import { cellOpcodes, cellSize, emitCombine, loadRecord, pushStart, storeRecord, SubtreeStack } from './reduction.ts'
import { assign, emitScalar, emitScalarBlock } from './scalar.ts'
import { blockTrips } from './shape.ts'
import { LaneGroup } from './lanes.ts'
import { lanesOf } from './pressure.ts'

export interface BodyFunction {
  code: FunctionBuilder
  /** Scalar values of the region that the function takes after its fixed parameters. */
  liveIns: Value[]
}

const FRAME = 0
const LOW = 1
const HIGH = 2
/** Only where values are carried: the thread's scratch, the record that takes the result, and whether all trips run left to right. */
const SCRATCH = 3
const RECORD = 4
const SEQUENTIAL = 5

export class BodyEmitter {
  private readonly plan: ParforPlan
  private readonly kernel: Kernel
  private readonly environment: Environment
  private readonly code: FunctionBuilder
  private readonly liveIns: Value[]
  private readonly histograms: ArrayParameter[]
  private readonly compacts: Compact[]
  /** The parameters after the live-ins: an address for each histogram, then the spare cells; for each compaction the first position and the one after the last. */
  private readonly bases: number
  private appending: Appending[] = []
  /** 7, or 0 where all trips use lane 0. */
  private laneMask = -1

  /** `isShared`: other threads update the same histograms meanwhile. */
  static emit(kernel: Kernel, plan: ParforPlan, name: string, isShared = false): BodyFunction {
    const emitter = new BodyEmitter(kernel, plan, name, isShared)
    emitter.emit()
    return { code: emitter.code, liveIns: emitter.liveIns }
  }

  private constructor(kernel: Kernel, plan: ParforPlan, name: string, isShared: boolean) {
    this.kernel = kernel
    this.plan = plan
    const fixed = plan.parfor.carried.length > 0 ? (['i32', 'i64', 'i64', 'i32', 'i32', 'i32'] as const) : (['i32', 'i64', 'i64'] as const)
    this.histograms = histogramsOf(plan.parfor).map(({ array }) => array)
    this.compacts = compactsOf(plan.parfor)
    const constants = new Map<Value, number | bigint | boolean>()
    this.liveIns = kernel.liveIns(plan.parfor, constants)
    this.code = kernel.module.function(name, {
      parameters: [
        ...fixed, ...this.liveIns.map((value) => wasmType(value.type)), ...this.histograms.map(() => 'i32' as const), ...(this.histograms.length > 0 ? ['i32' as const] : []),
        ...this.compacts.flatMap(() => ['i32' as const, 'i32' as const]),
      ],
      results: this.compacts.map(() => 'i32' as const),
    })
    this.environment = kernel.environment(this.code, FRAME)
    for (const [value, constant] of constants) this.environment.bindConstant(value, constant)
    this.liveIns.forEach((value, index) => this.environment.bind(value, fixed.length + index))
    this.bases = fixed.length + this.liveIns.length
    if (this.histograms.length > 0) this.environment.histograms = { isShared, spare: this.bases + this.histograms.length }
  }

  private emit(): void {
    const { parfor } = this.plan
    this.kernel.loadArrays(this.environment, [{ operations: [parfor], yields: [] }])
    // Where its elements are, the caller says: in the array, or in the thread's copy.
    this.histograms.forEach((array, index) => this.environment.bindArray(array, { ...this.environment.array(array), base: this.bases + index }))
    const first = this.bases + (this.histograms.length > 0 ? this.histograms.length + 1 : 0)
    this.appending = this.compacts.map((builder, index) => prepareAppending(this.environment, builder, first + 2 * index, first + 2 * index + 1))
    if (parfor.carried.length > 0) this.reduction()
    else this.rows(LOW, HIGH)
    this.pushPositions()
  }

  /** Where the next chunk begins to write. */
  private pushPositions(): void { for (const { position } of this.appending) this.code.get(position) }

  /** Blocks of a fixed number of trips, each combined from its lanes, then the tree over the blocks of the chunk. */
  private reduction(): void {
    const { code, environment, kernel } = this
    const { parfor } = this.plan
    const [low, high] = [code.local('i64'), code.local('i64')]
    const stackBase = (): void => { code.get(SCRATCH); code.i32(stackOffset(parfor)); code.op('i32.add') }
    const stack = new SubtreeStack(environment, kernel.merge(parfor), recordBytes(parfor), stackBase)
    const record = (): void => code.get(RECORD)
    this.laneMask = code.local('i32')
    code.get(LOW); code.set(low)
    code.get(SEQUENTIAL)
    code.if(() => {
      parfor.carried.forEach((one, index) => this.storeCell(index, 0, () => environment.push(one.initial)))
      code.get(HIGH); code.set(high)
    }, () => {
      code.i32(SHAPE_LANES - 1); code.set(this.laneMask)
      stack.reset()
    })
    code.block((done) => code.loop((again) => {
      code.get(SEQUENTIAL); code.op('i32.eqz')
      code.if(() => {
        parfor.carried.forEach((_, index) => {
          for (let lane = 0; lane < SHAPE_LANES; lane++) this.storeCell(index, lane, () => pushStart(environment, parfor, index))
        })
        code.get(low); code.i64(BigInt(blockTrips(parfor))); code.op('i64.add'); code.set(high)
        code.smaller(high, HIGH); code.set(high)
      })
      this.rows(low, high)
      code.get(SEQUENTIAL); code.brIf(done)
      storeRecord(environment, parfor, () => stack.address(), this.combineLanes())
      stack.pushed()
      code.get(high); code.tee(low); code.get(HIGH); code.op('i64.lt_s'); code.brIf(again)
      stack.finish()
      storeRecord(environment, parfor, record, loadRecord(environment, parfor, stackBase))
      this.pushPositions()
      code.op('return')
    }))
    storeRecord(environment, parfor, record, this.loadLane(0))
  }

  private storeCell(index: number, lane: number, push: () => void): void {
    const { type } = this.plan.parfor.carried[index].parameter
    this.code.get(SCRATCH)
    push()
    this.code.memory(cellOpcodes(type).store, laneCells(index) + lane * cellSize(type))
  }

  private loadLane(lane: number): number[] {
    return this.plan.parfor.carried.map(({ parameter }, index) => {
      const local = this.code.local(wasmType(parameter.type))
      this.code.get(SCRATCH)
      this.code.memory(cellOpcodes(parameter.type).load, laneCells(index) + lane * cellSize(parameter.type))
      this.code.set(local)
      return local
    })
  }

  /** ((0+4)+(2+6))+((1+5)+(3+7)). */
  private combineLanes(): number[] {
    const combine = (left: number[], right: number[]): number[] => emitCombine(this.environment, this.plan.parfor, left, right)
    const pair = (lane: number): number[] => combine(this.loadLane(lane), this.loadLane(lane + SHAPE_LANES / 2))
    return combine(combine(pair(0), pair(2)), combine(pair(1), pair(3)))
  }

  /** Trips low ≤ t < high as pieces of rows. */
  private rows(low: number, high: number): void {
    const { code, environment } = this
    const { dimensions, own } = this.plan
    const last = dimensions[dimensions.length - 1]
    const [start, end, first] = [code.local('i32'), code.local('i32'), code.local('i32')]
    if (dimensions.length === 1) {
      code.get(low); code.op('i32.wrap_i64'); code.tee(start); code.set(first)
      code.get(high); code.op('i32.wrap_i64'); code.set(end)
      this.segment(own, start, end, first)
      return
    }
    const [at, row, width] = [code.local('i64'), code.local('i64'), code.local('i64')]
    code.get(low); code.set(at)
    environment.push(last.trips); code.op('i64.extend_i32_s'); code.set(width)
    code.block((done) => code.loop((again) => {
      code.get(at); code.get(high); code.op('i64.ge_s'); code.brIf(done)
      code.get(at); code.get(width); code.op('i64.div_s'); code.set(row)
      code.get(at); code.get(row); code.get(width); code.op('i64.mul', 'i64.sub', 'i32.wrap_i64'); code.set(start)
      // The piece ends with its row or with the chunk.
      const left = code.local('i64')
      code.get(high); code.get(at); code.op('i64.sub'); code.get(start); code.op('i64.extend_i32_s', 'i64.add'); code.set(left)
      code.smaller(left, width); code.op('i32.wrap_i64'); code.set(end)
      code.get(at); code.op('i32.wrap_i64'); code.set(first)
      this.outerTrips(dimensions.slice(0, -1), row)
      code.get(at); code.get(end); code.get(start); code.op('i32.sub', 'i64.extend_i32_s', 'i64.add'); code.set(at)
      this.segment(own, start, end, first)
      code.br(again)
    }))
  }

  /** Splits the number of a row into the trips of the outer dimensions; `row` is used up. */
  private outerTrips(dimensions: Dimension[], row: number): void {
    const { code, environment } = this
    const rest = code.local('i64')
    code.get(row); code.set(rest)
    for (const [index, dimension] of [...dimensions.entries()].toReversed()) {
      const width = (): void => { environment.push(dimension.trips); code.op('i64.extend_i32_s') }
      code.get(rest)
      if (index > 0) {
        width(); code.op('i64.rem_s')
      }
      code.op('i32.wrap_i64')
      environment.define(dimension.trip)
      if (index > 0) { code.get(rest); width(); code.op('i64.div_s'); code.set(rest) }
    }
  }

  /** Trips start ≤ j < end of one row; `first` is the number of trip `start` over all dimensions, modulo 2^32. `start` is used up. */
  private segment(loop: LaneLoop, start: number, end: number, first: number): void {
    const { code, environment } = this
    const carriesCells = loop.carried.length > 0
    if (carriesCells) { code.get(first); code.get(start); code.op('i32.sub'); code.set(first) }
    const atEnd = (): void => { code.get(start); code.get(end); code.op('i32.ge_s') }
    code.block((done) => {
      atEnd(); code.brIf(done)
      for (const operation of loop.invariant) emitScalar(environment, operation, this.control)
      const lanes = lanesOf(loop)
      const group = loop.lanes && new LaneGroup(environment, loop, loop.lanes, lanes, loop === this.plan.own ? this.appending : [])
      code.loop((again) => {
        if (group) this.groups(group, lanes, carriesCells, { start, end, first })
        atEnd(); code.brIf(done)
        this.scalarTrip(loop, start, first)
        code.get(start); code.i32(1); code.op('i32.add'); code.set(start)
        code.br(again)
      })
    })
  }

  /** As many whole groups as there are from here, if a group can start here: with carried values, at the trip of lane 0. */
  private groups(group: LaneGroup, lanes: number, carriesCells: boolean, { start, end, first }: { start: number; end: number; first: number }): void {
    const { code } = this
    const pushFits = (): void => { code.get(end); code.get(start); code.op('i32.sub'); code.i32(lanes); code.op('i32.ge_s') }
    pushFits()
    if (carriesCells) {
      code.get(this.laneMask); code.i32(0); code.op('i32.ne', 'i32.and')
      this.pushLane(start, first); code.op('i32.eqz', 'i32.and')
    }
    code.if(() => {
      if (carriesCells) group.loadCells(SCRATCH)
      code.loop((next) => {
        group.trips(start)
        code.get(start); code.i32(lanes); code.op('i32.add'); code.set(start)
        pushFits(); code.brIf(next)
      })
      if (carriesCells) group.storeCells(SCRATCH)
    })
  }

  private pushLane(trip: number, first: number): void {
    this.code.get(trip); this.code.get(first); this.code.op('i32.add'); this.code.get(this.laneMask); this.code.op('i32.and')
  }

  private scalarTrip(loop: LaneLoop, trip: number, first: number): void {
    const { code, environment } = this
    const lane = code.local('i32')
    if (loop.carried.length > 0) { this.pushLane(trip, first); code.set(lane) }
    const address = (type: Value['type']): void => {
      code.get(SCRATCH); code.get(lane); code.i32(cellSize(type)); code.op('i32.mul', 'i32.add')
    }
    loop.carried.forEach(({ parameter }, index) => {
      address(parameter.type)
      code.memory(cellOpcodes(parameter.type).load, laneCells(index))
      environment.define(parameter)
    })
    environment.bind(loop.trip, trip)
    emitScalarBlock(environment, loop.scalar, this.control)
    if (loop === this.plan.own) for (const one of this.appending) emitScalarAppend(environment, one)
    const next = loop.carried.map(({ parameter }) => code.local(wasmType(parameter.type)))
    assign(environment, next, loop.scalar.yields.slice(0, next.length))
    loop.carried.forEach(({ parameter }, index) => {
      address(parameter.type)
      code.get(next[index])
      code.memory(cellOpcodes(parameter.type).store, laneCells(index))
    })
  }

  /** A parfor inside: its outer dimensions as loops, its last one as lanes. */
  private readonly control = (operation: Operation): boolean => {
    if (operation.kind !== 'parfor') return false
    const loop = this.plan.nested.get(operation)
    if (!loop) throw new Error(`parfor ${operation.id} inside ${this.plan.parfor.id} was not planned`)
    const { code, environment } = this
    const walk = (depth: number): void => {
      const { trip, trips } = operation.dimensions[depth]
      if (depth === operation.dimensions.length - 1) {
        const [start, end] = [code.local('i32'), code.local('i32')]
        code.i32(0); code.set(start)
        environment.push(trips); code.set(end)
        this.segment(loop, start, end, start)
        return
      }
      const counter = environment.declare(trip)
      code.i32(0); code.set(counter)
      code.block((done) => code.loop((again) => {
        code.get(counter); environment.push(trips); code.op('i32.ge_s'); code.brIf(done)
        walk(depth + 1)
        code.get(counter); code.i32(1); code.op('i32.add'); code.set(counter)
        code.br(again)
      }))
    }
    walk(0)
    return true
  }
}
