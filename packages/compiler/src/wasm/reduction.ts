/** How partial results start and combine (ARCHITECTURE.md: shape of reductions). */
import type { Combine, ParforOperation, ScalarType } from '../ir/types.ts'
import { wasmType, type Environment } from './environment.ts'
import type { MemoryOpcode, Opcode } from './opcodes.ts'
import { compareOpcode } from './scalar.ts'

const CELL = 8

/** Load and store of a value of this type in its cell. */
export function cellOpcodes(type: ScalarType): { load: MemoryOpcode; store: MemoryOpcode } {
  const wasm = wasmType(type)
  if (wasm === 'v128') throw new Error('a cell holds scalars')
  return { load: `${wasm}.load`, store: `${wasm}.store` }
}

/** Lane cells of 4-byte values are packed, so that a group of lanes is loaded at once. */
export function cellSize(type: ScalarType): number {
  const wasm = wasmType(type)
  return wasm === 'i32' || wasm === 'f32' ? 4 : 8
}

const integerLimits: Partial<Record<ScalarType, [lowest: bigint, highest: bigint]>> = {
  i32: [-(2n ** 31n), 2n ** 31n - 1n], u32: [0n, 2n ** 32n - 1n], i64: [-(2n ** 63n), 2n ** 63n - 1n], u64: [0n, 2n ** 64n - 1n],
}

/** What x ⊕ identity leaves as it is; undefined where a lane starts from the initial value, with no winner yet. */
export function identity(combine: Combine, type: ScalarType): number | bigint | undefined {
  const float = type === 'f64' || type === 'f32'
  const limits = integerLimits[type]
  switch (combine.kind) {
    case 'sum': return float ? -0 : 0n
    case 'product': return float ? 1 : 1n
    case 'min': return limits ? limits[1] : Infinity
    case 'max': return limits ? limits[0] : -Infinity
    case 'and': return type === 'bool' ? 1n : -1n
    case 'or': case 'xor': return 0n
    default: return undefined
  }
}

function pushNumber(environment: Environment, type: ScalarType, value: number | bigint): void {
  const { code } = environment
  switch (wasmType(type)) {
    case 'i32': return code.i32(Number(BigInt.asIntN(32, BigInt(value))))
    case 'i64': return code.i64(BigInt(value))
    case 'f32': return code.f32(Number(value))
    default: return code.f64(Number(value))
  }
}

/** The value from which a lane starts. */
export function pushStart(environment: Environment, parfor: ParforOperation, index: number): void {
  const { parameter, initial } = parfor.carried[index]
  const start = identity(parfor.combines[index], parameter.type)
  if (start === undefined) environment.push(initial)
  else pushNumber(environment, parameter.type, start)
}

/** `address` pushes the base; the cells of a record follow each other. */
export function loadRecord(environment: Environment, parfor: ParforOperation, address: () => void): number[] {
  return parfor.carried.map(({ parameter }, index) => {
    const local = environment.code.local(wasmType(parameter.type))
    address()
    environment.code.memory(cellOpcodes(parameter.type).load, index * CELL)
    environment.code.set(local)
    return local
  })
}

export function storeRecord(environment: Environment, parfor: ParforOperation, address: () => void, values: number[]): void {
  parfor.carried.forEach(({ parameter }, index) => {
    address()
    environment.code.get(values[index])
    environment.code.memory(cellOpcodes(parameter.type).store, index * CELL)
  })
}

const arithmetic = { sum: 'add', product: 'mul', and: 'and', or: 'or', xor: 'xor' } as const

/** left ⊕ right for each carried value: locals in, locals out. */
export function emitCombine(environment: Environment, parfor: ParforOperation, left: number[], right: number[]): number[] {
  const { code } = environment
  const taken = new Map<number, number>()
  const leader = (index: number): number => {
    const combine = parfor.combines[index]
    if (combine.kind === 'companion') return combine.of
    if (combine.kind === 'winner') return parfor.combines.findIndex((one) => 'winner' in one && one.winner === index)
    return index
  }
  return parfor.combines.map((combine, index) => {
    const { type } = parfor.carried[index].parameter
    const wasm = wasmType(type)
    const out = code.local(wasm)
    switch (combine.kind) {
      case 'sum': case 'product': case 'and': case 'or': case 'xor':
        code.get(left[index]); code.get(right[index])
        code.op(`${wasm}.${arithmetic[combine.kind]}` as Opcode)
        break
      case 'min': case 'max':
        code.get(left[index]); code.get(right[index])
        if (wasm === 'f64' || wasm === 'f32') code.op(`${wasm}.${combine.kind}`)
        else { code.get(left[index]); code.get(right[index]); code.op(compareOpcode(type, combine.kind === 'min' ? 'lt' : 'gt'), 'select') }
        break
      default: {
        const by = leader(index)
        let choice = taken.get(by)
        if (choice === undefined) taken.set(by, choice = emitChoice(environment, parfor, by, left, right))
        code.get(right[index]); code.get(left[index]); code.get(choice); code.op('select')
      }
    }
    code.set(out)
    return out
  })
}

/** Whether the right side wins: a local with 0 or 1. −1 as the number of the winning trip means that no trip has won. */
function emitChoice(environment: Environment, parfor: ParforOperation, index: number, left: number[], right: number[]): number {
  const { code } = environment
  const combine = parfor.combines[index]
  if (!('winner' in combine)) throw new Error(`combine ${combine.kind} has no winner`)
  const winnerType = parfor.carried[combine.winner].parameter.type
  if (winnerType !== 'i32') throw new Error(`the number of a winning trip is i32, not ${winnerType}`)
  const [a, b] = [left[combine.winner], right[combine.winner]]
  const earlier = ('tie' in combine ? combine.tie : combine.kind) === 'first'
  const byTrip = (): void => { code.get(b); code.get(a); code.op(earlier ? 'i32.lt_s' : 'i32.gt_s') }
  code.get(b); code.i32(-1); code.op('i32.ne')
  if (combine.kind === 'first' || combine.kind === 'last') byTrip()
  else {
    const { type } = parfor.carried[index].parameter
    const values = (): void => { code.get(right[index]); code.get(left[index]) }
    values(); code.op(compareOpcode(type, combine.kind === 'least' ? 'lt' : 'gt'))
    values(); code.op(compareOpcode(type, 'eq'))
    byTrip()
    code.op('i32.and', 'i32.or')
  }
  code.op('i32.and')
  code.get(a); code.i32(-1); code.op('i32.eq', 'i32.or')
  const choice = code.local('i32')
  code.set(choice)
  return choice
}

/**
 * Subtrees on a stack in memory. After the n-th push, the top two are merged once for each trailing zero of n; at the end, the rest from the top:
 * together the tree that splits at the largest power of two below the count.
 */
export class SubtreeStack {
  private readonly environment: Environment
  private readonly merge: { index: number }
  private readonly record: number
  private readonly pushBase: () => void
  private readonly top: number
  private readonly count: number

  /** `pushBase` pushes the address of the bottom; `merge` combines the record at its first address with that at its second. */
  constructor(environment: Environment, merge: { index: number }, record: number, pushBase: () => void) {
    this.environment = environment
    this.merge = merge
    this.record = record
    this.pushBase = pushBase
    this.top = environment.code.local('i32')
    this.count = environment.code.local('i32')
  }

  reset(): void {
    const { code } = this.environment
    this.pushBase(); code.set(this.top)
    code.i32(0); code.set(this.count)
  }

  /** Pushes the address at which the next subtree is to be stored; `pushed` follows. */
  address(): void { this.environment.code.get(this.top) }

  pushed(): void {
    const { code } = this.environment
    const rest = code.local('i32')
    code.get(this.top); code.i32(this.record); code.op('i32.add'); code.set(this.top)
    code.get(this.count); code.i32(1); code.op('i32.add'); code.tee(this.count); code.set(rest)
    code.block((done) => code.loop((again) => {
      code.get(rest); code.i32(1); code.op('i32.and'); code.brIf(done)
      this.mergeTop()
      code.get(rest); code.i32(1); code.op('i32.shr_u'); code.set(rest)
      code.br(again)
    }))
  }

  /** Leaves the whole tree at the bottom. */
  finish(): void {
    const { code } = this.environment
    code.block((done) => code.loop((again) => {
      code.get(this.top); this.pushBase(); code.i32(this.record); code.op('i32.add', 'i32.le_u'); code.brIf(done)
      this.mergeTop()
      code.br(again)
    }))
  }

  private mergeTop(): void {
    const { code } = this.environment
    code.get(this.top); code.i32(2 * this.record); code.op('i32.sub')
    code.get(this.top); code.i32(this.record); code.op('i32.sub'); code.tee(this.top)
    code.call(this.merge)
  }
}
