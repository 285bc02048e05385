/**
 * Where the chunks of a parfor that appends begin to write. Several threads first count how many trips of each chunk will append; the sum over the chunks before it, which each thread computes for itself,
 * is where a chunk begins, and the next chunk's beginning is where it ends (two passes over the conditions: Blelloch, Prefix Sums and Their Applications, 1990). One thread alone goes from chunk to chunk.
 */
import type { Compact } from '../ir/spmd.ts'
import type { Block, ParforOperation, Region } from '../ir/types.ts'
import { Builder } from '../ir/builder.ts'
import { cloneOperations } from '../ir/clone.ts'
import { nestedBlocks } from '../ir/walk.ts'
import { removeDeadCode } from '../passes/simplify/dead.ts'
import type { Environment } from './environment.ts'
import { recordBytes } from './frame.ts'

export function compactsOf(parfor: ParforOperation): Compact[] {
  return parfor.builders.map((builder) => {
    if (builder.kind !== 'compact') throw new Error(`parfor ${parfor.id}: the WebAssembly back end has no ${builder.kind} builder`)
    return builder
  })
}

/** The parfor that only counts, as sums, what this one appends; undefined if it does not. Its constants are in the prologue. */
export function countingParfor(region: Region, parfor: ParforOperation): ParforOperation | undefined {
  const zero = parfor.builders.length > 0 ? new Builder(region, region.prologue).i32(0) : undefined
  if (!zero) return undefined
  const [clone] = cloneOperations(region, [parfor])
  if (clone.kind !== 'parfor') throw new Error('a clone is of the same kind')
  const builder = new Builder(region, clone.body)
  clone.carried = compactsOf(clone).map(() => ({ parameter: builder.value('i32'), initial: zero }))
  clone.combines = clone.carried.map(() => ({ kind: 'sum' }))
  clone.results = clone.carried.map(() => builder.value('i32'))
  clone.body.yields = compactsOf(clone).map(({ condition }, index) => builder.add(clone.carried[index].parameter, builder.convert('value', 'i32', condition)))
  clone.builders = []
  removeEffects(clone.body)
  removeDeadCode({ ...region, prologue: { operations: [], yields: [] }, guards: [], work: undefined, body: { operations: [clone], yields: clone.results } })
  return clone
}

function removeEffects(block: Block): void {
  block.operations = block.operations.filter(({ kind }) => kind !== 'store' && kind !== 'histogram')
  for (const operation of block.operations) nestedBlocks(operation).forEach(removeEffects)
}

/** In `region`: locals for one parfor that appends. */
export class ChunkPositions {
  private readonly environment: Environment
  private readonly compacts: Compact[]
  private readonly counting: ParforOperation
  private readonly alone: number
  /** Pushes the address of the first record of counts. */
  private readonly pushRecords: () => void
  /** How many elements the chunks before number `at` append. */
  private readonly at: number
  private readonly before: number[]
  private readonly positions: number[]
  private readonly limits: number[]
  private readonly ends: number[]

  /** `alone`: a local, whether there are no other threads. */
  constructor(environment: Environment, parfor: ParforOperation, counting: ParforOperation, alone: number, pushRecords: () => void) {
    this.environment = environment
    this.compacts = compactsOf(parfor)
    this.counting = counting
    this.alone = alone
    this.pushRecords = pushRecords
    const { code } = environment
    const locals = (): number[] => this.compacts.map(() => code.local('i32'))
    this.at = code.local('i32')
    ;[this.before, this.positions, this.limits, this.ends] = [locals(), locals(), locals(), locals()]
    code.i32(0); code.set(this.at)
    this.compacts.forEach(({ initial }, index) => {
      code.i32(0); code.set(this.before[index])
      environment.push(initial); code.set(this.positions[index])
      code.i32(2 ** 31 - 1); code.set(this.limits[index])
    })
  }

  private pushCount(index: number): void {
    const { code } = this.environment
    this.pushRecords(); code.get(this.at); code.i32(recordBytes(this.counting)); code.op('i32.mul', 'i32.add')
    code.memory('i32.load', 8 * index)
  }

  /** Adds up, or takes back, the counts between the chunk looked at last and this one. */
  private moveTo(number: number): void {
    const { code } = this.environment
    const step = (by: 1 | -1): void => {
      const move = (): void => { code.get(this.at); code.i32(by); code.op('i32.add'); code.set(this.at) }
      code.block((done) => code.loop((again) => {
        code.get(this.at); code.get(number); code.op(by > 0 ? 'i32.ge_s' : 'i32.le_s'); code.brIf(done)
        if (by < 0) move()
        this.before.forEach((local, index) => { code.get(local); this.pushCount(index); code.op(by > 0 ? 'i32.add' : 'i32.sub'); code.set(local) })
        if (by > 0) move()
        code.br(again)
      }))
    }
    step(1)
    step(-1)
  }

  /** When all chunks are counted, and before any thread may overwrite the counts. `chunks`: a local, how many there are. */
  counted(chunks: number): void {
    const { environment } = this
    const { code } = environment
    this.moveTo(chunks)
    this.compacts.forEach(({ initial }, index) => { environment.push(initial); code.get(this.before[index]); code.op('i32.add'); code.set(this.ends[index]) })
  }

  beforeChunk(number: number): void {
    const { environment } = this
    const { code } = environment
    code.get(this.alone); code.op('i32.eqz')
    code.if(() => {
      this.moveTo(number)
      this.compacts.forEach(({ initial }, index) => {
        environment.push(initial); code.get(this.before[index]); code.op('i32.add'); code.tee(this.positions[index])
        this.pushCount(index); code.op('i32.add'); code.set(this.limits[index])
      })
    })
  }

  pushArguments(): void {
    this.compacts.forEach((_, index) => { this.environment.code.get(this.positions[index]); this.environment.code.get(this.limits[index]) })
  }

  takeResults(): void { for (const position of this.positions.toReversed()) this.environment.code.set(position) }

  /** Binds the counters after the loop. */
  finish(): void {
    const { environment } = this
    const { code } = environment
    this.compacts.forEach(({ count }, index) => {
      code.get(this.positions[index]); code.get(this.ends[index]); code.get(this.alone); code.op('select')
      environment.define(count)
    })
  }
}
