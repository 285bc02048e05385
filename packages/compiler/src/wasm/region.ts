/** `region (frame, thread)`: what every thread of the team runs. Scalars are computed redundantly, parfors are shared out in chunks. */
import { FRAME_THREADS } from '../descriptor.ts'
import type { ParforPlan } from '../ir/spmd.ts'
import type { Operation, ParforOperation } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'
import { BodyEmitter } from './body.ts'
import { wasmType, type Environment } from './environment.ts'
import { MAXIMUM_PARTIALS, recordBytes, stackOffset } from './frame.ts'
import type { FunctionBuilder } from './function.ts'
import { histogramsOf } from './histogram.ts'
import { ChunkPositions } from './counting.ts'
import type { Kernel } from './kernel.ts'
import { PrivateCopies } from './private-copies.ts'
import { cellOpcodes, emitCombine, loadRecord, storeRecord, SubtreeStack } from './reduction.ts'
import { emitScalarBlock } from './scalar.ts'
import { blockTrips } from './shape.ts'

const FRAME = 0
const THREAD = 1
/** Chunks of a large loop: enough to balance, and V8 tiers up between calls only. */
const CHUNKS = 64
/** Simple operations below which a chunk of its own costs more than it brings. */
const MINIMUM_CHUNK_WORK = 4096
const LOOP_WEIGHT = 16
/** Chunks start at multiples of this many trips, so that lanes and cache lines are not split. */
const CHUNK_UNIT = 8

export class RegionEmitter {
  private readonly kernel: Kernel
  private readonly plans: Map<ParforOperation, ParforPlan>
  private readonly counting: ReadonlyMap<ParforOperation, ParforOperation>
  private readonly code: FunctionBuilder
  private readonly environment: Environment
  private readonly team: number
  /** Offset of the area of partial results that the next reduction uses. */
  private readonly area: number

  /** `counting`: for each parfor that appends, the one that counts what it will. */
  static emit(kernel: Kernel, plans: Map<ParforOperation, ParforPlan>, counting: ReadonlyMap<ParforOperation, ParforOperation>): FunctionBuilder {
    const emitter = new RegionEmitter(kernel, plans, counting)
    emitter.emit()
    return emitter.code
  }

  private constructor(kernel: Kernel, plans: Map<ParforOperation, ParforPlan>, counting: ReadonlyMap<ParforOperation, ParforOperation>) {
    this.kernel = kernel
    this.plans = plans
    this.counting = counting
    this.code = kernel.module.function('region', { parameters: ['i32', 'i32'], results: [] })
    this.environment = kernel.environment(this.code, FRAME)
    this.team = this.code.local('i32')
    this.area = this.code.local('i32')
  }

  private emit(): void {
    const { code, environment, kernel } = this
    const { region, layout } = kernel
    code.get(FRAME); code.memory('i32.load'); code.set(this.team)
    if (kernel.fillTable) { code.get(FRAME); code.call(kernel.fillTable) }
    kernel.loadArrays(environment, [region.prologue, region.body])
    loadScalars(kernel, environment)
    emitScalarBlock(environment, region.prologue, () => false)
    emitScalarBlock(environment, region.body, this.control)
    if (region.outputs.length === 0) return
    code.get(THREAD); code.op('i32.eqz')
    code.if(() => {
      region.outputs.forEach((output, index) => {
        code.get(FRAME)
        environment.push(region.body.yields[index])
        code.memory(cellOpcodes(output.type).store, layout.outputs + 8 * index)
      })
    })
  }

  private readonly control = (operation: Operation): boolean => {
    const { code } = this
    switch (operation.kind) {
      case 'parfor': this.parfor(operation); return true
      case 'single':
        code.get(THREAD); code.op('i32.eqz')
        code.if(() => emitScalarBlock(this.environment, operation.body, () => false))
        this.meet()
        return true
      case 'barrier': this.meet(); return true
      default: return false
    }
  }

  private meet(): void { this.code.get(this.team); this.code.call(this.kernel.barrier) }

  private plan(parfor: ParforOperation): ParforPlan {
    const plan = this.plans.get(parfor)
    if (!plan) throw new Error(`parfor ${parfor.id} was not planned`)
    return plan
  }

  private parfor(parfor: ParforOperation): void {
    const { code, environment, kernel } = this
    const plan = this.plan(parfor)
    const body = BodyEmitter.emit(kernel, plan, parforName(parfor))
    const reduces = parfor.carried.length > 0
    const total = this.totalTrips(parfor)
    const copies = this.privateCopies(parfor, total)
    const shared = copies && BodyEmitter.emit(kernel, plan, `${parforName(parfor)}_shared`, true)
    const [chunk, sequential] = [code.local('i64'), code.local('i32')]
    if (reduces) {
      code.get(total); code.i64(BigInt(blockTrips(parfor))); code.op('i64.le_s'); code.set(sequential)
      this.reductionChunk(parfor, total, chunk)
    } else this.mapChunk(plan, total, chunk)
    const positions = this.chunkPositions(parfor, total, chunk)
    const partials = this.partials()
    this.chunks({ total, chunk, always: reduces }, ({ number, low, high }) => {
      copies?.beforeChunk()
      positions?.beforeChunk(number)
      const run = (chosen: FunctionBuilder) => (): void => {
        code.get(FRAME); code.get(low); code.get(high)
        if (reduces) {
          this.pushScratch()
          kernel.pushRecord(code, parfor, partials, () => code.get(number))
          code.get(sequential)
        }
        for (const value of body.liveIns) environment.push(value)
        copies?.pushArguments()
        positions?.pushArguments()
        code.call(chosen)
        positions?.takeResults()
      }
      if (copies && shared) { code.get(copies.isShared); code.if(run(shared.code), run(body.code)) }
      else run(body.code)()
    })
    copies?.merge()
    this.meet()
    positions?.finish()
    if (reduces) this.results(parfor, { total, chunk, sequential, partials })
  }

  /** The address of the area of partial results in use. */
  private partials(): () => void {
    const { code, kernel } = this
    return () => { code.get(FRAME); code.get(this.area); code.op('i32.add'); code.i32(kernel.layout.partials); code.op('i32.add') }
  }

  private nextArea(): void { const { code } = this; code.i32(this.kernel.layout.partialsBytes); code.get(this.area); code.op('i32.sub'); code.set(this.area) }

  /** Takes chunks until there are none left. `always`: a loop without trips still has one chunk if it reduces, which hands on the initial values. */
  private chunks({ total, chunk, always }: { total: number; chunk: number; always: boolean }, run: (locals: { number: number; low: number; high: number }) => void): void {
    const { code, kernel } = this
    const [number, low, high] = [code.local('i32'), code.local('i64'), code.local('i64')]
    const ends = always ? undefined : this.ownEnds(total, chunk)
    code.block((done) => code.loop((again) => {
      kernel.pushNextChunk(code, this.team)
      code.tee(number); code.op('i64.extend_i32_u'); code.get(chunk); code.op('i64.mul'); code.tee(low)
      code.get(total)
      code.op('i64.ge_s')
      if (always) { code.get(number); code.op('i32.and') }
      code.brIf(done)
      ends?.({ low, number })
      code.get(low); code.get(chunk); code.op('i64.add'); code.set(high)
      code.smaller(high, total); code.set(high)
      run({ number, low, high })
      code.br(again)
    }))
  }

  /** For a parfor that appends: counts first, if there are several threads. */
  private chunkPositions(parfor: ParforOperation, total: number, chunk: number): ChunkPositions | undefined {
    const { code, environment, kernel } = this
    const counting = this.counting.get(parfor)
    if (!counting) return undefined
    const body = BodyEmitter.emit(kernel, this.plan(counting), `${parforName(parfor)}_count`)
    const [alone, chunks, records] = [code.local('i32'), code.local('i32'), code.local('i32')]
    this.partials()(); code.set(records)
    code.get(FRAME); code.memory('i32.load', FRAME_THREADS); code.i32(1); code.op('i32.le_s'); code.set(alone)
    const positions = new ChunkPositions(environment, parfor, counting, alone, () => code.get(records))
    code.get(alone); code.op('i32.eqz')
    code.if(() => {
      this.chunks({ total, chunk, always: false }, ({ number, low, high }) => {
        code.get(FRAME); code.get(low); code.get(high)
        this.pushScratch()
        kernel.pushRecord(code, counting, () => code.get(records), () => code.get(number))
        code.i32(0)
        for (const value of body.liveIns) environment.push(value)
        code.call(body.code)
      })
      this.meet()
      code.get(total); code.get(chunk); code.op('i64.add'); code.i64(1n); code.op('i64.sub'); code.get(chunk); code.op('i64.div_s', 'i32.wrap_i64'); code.set(chunks)
      positions.counted(chunks)
    })
    this.nextArea()
    return positions
  }

  /**
   * A team of two takes chunks from the two ends: in the next loop over the same arrays each thread then finds most of its part in its own cache.
   * The shared counter says only that there is a chunk left, so the two can never meet; larger teams take the chunk of the counter's number.
   */
  private ownEnds(total: number, chunk: number): (locals: { low: number; number: number }) => void {
    const { code } = this
    const [taken, last] = [code.local('i64'), code.local('i64')]
    code.i64(0n); code.set(taken)
    code.get(total); code.i64(1n); code.op('i64.sub'); code.get(chunk); code.op('i64.div_s'); code.set(last)
    return ({ low, number }) => {
      code.get(FRAME); code.memory('i32.load', FRAME_THREADS); code.i32(2); code.op('i32.eq')
      code.if(() => {
        code.get(last); code.get(taken); code.op('i64.sub'); code.get(taken); code.get(THREAD); code.op('select', 'i32.wrap_i64'); code.tee(number)
        code.op('i64.extend_i32_u'); code.get(chunk); code.op('i64.mul'); code.set(low)
        code.get(taken); code.i64(1n); code.op('i64.add'); code.set(taken)
      })
    }
  }

  private privateCopies(parfor: ParforOperation, total: number): PrivateCopies | undefined {
    const { code, environment, kernel } = this
    if (histogramsOf(parfor).length === 0) return undefined
    return new PrivateCopies(kernel, environment, parfor, THREAD, total, () => { this.pushScratch(); code.i32(kernel.layout.histograms); code.op('i32.add') })
  }

  private pushScratch(): void {
    const { code } = this
    const { bytes, threadBytes } = this.kernel.layout
    code.get(THREAD); code.i32(threadBytes); code.op('i32.mul'); code.get(FRAME); code.op('i32.add'); code.i32(bytes); code.op('i32.add')
  }

  private totalTrips(parfor: ParforOperation): number {
    const { code, environment } = this
    const total = code.local('i64')
    parfor.dimensions.forEach(({ trips }, index) => {
      environment.push(trips); code.i32(0)
      environment.push(trips); code.i32(0); code.op('i32.gt_s', 'select', 'i64.extend_i32_s')
      if (index > 0) { code.get(total); code.op('i64.mul') }
      code.set(total)
    })
    return total
  }

  /** The smallest power of two of blocks that leaves at most MAXIMUM_PARTIALS chunks. */
  private reductionChunk(parfor: ParforOperation, total: number, chunk: number): void {
    const { code } = this
    code.i64(BigInt(blockTrips(parfor))); code.set(chunk)
    code.block((done) => code.loop((again) => {
      code.get(chunk); code.i64(BigInt(MAXIMUM_PARTIALS)); code.op('i64.mul'); code.get(total); code.op('i64.ge_s'); code.brIf(done)
      code.get(chunk); code.i64(1n); code.op('i64.shl'); code.set(chunk)
      code.br(again)
    }))
  }

  /** max(total / CHUNKS, what is worth a chunk), rounded up to whole rows if there are enough of them, else to CHUNK_UNIT. */
  private mapChunk({ parfor, dimensions, own }: ParforPlan, total: number, chunk: number): void {
    const { code, environment } = this
    const minimum = BigInt(Math.max(1, Math.floor(MINIMUM_CHUNK_WORK / bodyWork(parfor))))
    const unit = code.local('i64')
    code.i64(own.lanes || dimensions.length > 1 ? BigInt(CHUNK_UNIT) : 1n); code.set(unit)
    if (dimensions.length > 1) {
      environment.push(dimensions[dimensions.length - 1].trips); code.op('i64.extend_i32_s'); code.tee(chunk)
      code.get(unit)
      code.get(chunk); code.i64(BigInt(CHUNKS)); code.op('i64.mul'); code.get(total); code.op('i64.le_s')
      code.get(chunk); code.i64(0n); code.op('i64.gt_s', 'i32.and', 'select'); code.set(unit)
    }
    code.get(total); code.i64(BigInt(CHUNKS)); code.op('i64.div_s'); code.tee(chunk); code.i64(minimum)
    code.get(chunk); code.i64(minimum); code.op('i64.gt_s', 'select')
    code.get(unit); code.op('i64.add'); code.i64(1n); code.op('i64.sub'); code.get(unit); code.op('i64.div_s')
    code.get(unit); code.op('i64.mul'); code.set(chunk)
  }

  /** Every thread combines the partial results for itself: initial ⊕ tree over the chunks. */
  private results(parfor: ParforOperation, run: { total: number; chunk: number; sequential: number; partials: () => void }): void {
    const { code, environment, kernel } = this
    const locals = parfor.results.map((result) => environment.declare(result))
    const take = (values: number[]): void => values.forEach((value, index) => { code.get(value); code.set(locals[index]) })
    const initial = parfor.carried.map(({ initial: value }) => {
      const local = code.local(wasmType(value.type))
      environment.push(value); code.set(local)
      return local
    })
    code.get(run.sequential)
    code.if(() => take(loadRecord(environment, parfor, run.partials)), () => {
      const base = (): void => { this.pushScratch(); code.i32(stackOffset(parfor)); code.op('i32.add') }
      const stack = new SubtreeStack(environment, kernel.merge(parfor), recordBytes(parfor), base)
      const [number, count] = [code.local('i32'), code.local('i32')]
      stack.reset()
      code.i32(0); code.set(number)
      code.get(run.total); code.i64(1n); code.op('i64.sub'); code.get(run.chunk); code.op('i64.div_s', 'i32.wrap_i64'); code.i32(1); code.op('i32.add')
      code.set(count)
      code.loop((again) => {
        const partial = loadRecord(environment, parfor, () => kernel.pushRecord(code, parfor, run.partials, () => code.get(number)))
        storeRecord(environment, parfor, () => stack.address(), partial)
        stack.pushed()
        code.get(number); code.i32(1); code.op('i32.add'); code.tee(number); code.get(count); code.op('i32.lt_s'); code.brIf(again)
      })
      stack.finish()
      take(emitCombine(environment, parfor, initial, loadRecord(environment, parfor, base)))
    })
    this.nextArea()
  }
}

export function loadScalars(kernel: Kernel, environment: Environment): void {
  kernel.region.scalars.forEach(({ value }, index) => {
    environment.code.get(environment.frame)
    environment.code.memory(cellOpcodes(value.type).load, kernel.layout.scalars + 8 * index)
    environment.define(value)
  })
}

function parforName(parfor: ParforOperation): string {
  const { label, location } = parfor.dimensions[0]
  const place = location ?? parfor.location
  return `parfor_${label ?? parfor.id}${place ? `_line_${place.line}` : ''}`
}

function bodyWork(parfor: ParforOperation): number {
  let work = 1
  forEachOperation(parfor.body, ({ kind }) => { work *= kind === 'loop' || kind === 'while' || kind === 'parfor' ? LOOP_WEIGHT : 1 })
  let count = 0
  forEachOperation(parfor.body, () => count++)
  return Math.max(1, Math.min(MINIMUM_CHUNK_WORK, work * count))
}
