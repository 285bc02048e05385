/** The module of one region while it is being made: what all its functions share. */
import { TEAM_NEXT_CHUNK } from '../descriptor.ts'
import type { ArrayParameter, Block, ConstOperation, Operation, ParforOperation, Region, Value } from '../ir/types.ts'
import { blockParameters, builderOperands, builtArrays, forEachOperation, nestedBlocks, operands, results } from '../ir/walk.ts'
import { Environment } from './environment.ts'
import type { ConstantTable } from './constant-table.ts'
import { recordBytes, type ScratchLayout } from './frame.ts'
import type { FunctionBuilder } from './function.ts'
import { Helpers } from './helpers.ts'
import { ModuleBuilder } from './module.ts'
import { RareBranches } from './rare.ts'
import { emitCombine, loadRecord, storeRecord } from './reduction.ts'

export type Constants = Map<Value, ConstOperation['value']>

export class Kernel {
  readonly region: Region
  readonly layout: ScratchLayout
  readonly module: ModuleBuilder
  readonly helpers: Helpers
  readonly rare: RareBranches
  readonly barrier: { index: number }
  readonly table: ConstantTable
  /** (frame) writes the table; undefined where there is none. */
  readonly fillTable: FunctionBuilder | undefined
  private readonly constants: Constants = new Map()
  private readonly merges = new Map<ParforOperation, FunctionBuilder>()

  constructor(region: Region, layout: ScratchLayout, table: ConstantTable) {
    this.region = region
    this.layout = layout
    this.module = new ModuleBuilder(region.name)
    this.barrier = this.module.importFunction('barrier', { parameters: ['i32'], results: [] })
    this.helpers = new Helpers(this.module)
    this.table = table
    this.fillTable = table.capacity > 0 ? this.module.function('constants', { parameters: ['i32'], results: [] }) : undefined
    this.rare = new RareBranches(this)
    for (const block of [region.prologue, region.body]) {
      forEachOperation(block, (operation) => { if (operation.kind === 'const') this.constants.set(operation.result, operation.value) })
    }
  }

  environment(code: FunctionBuilder, frame: number): Environment { return new Environment(code, frame, this.helpers, this.rare, this.table) }

  /** Values from outside that a part of the region uses. Constants are repeated inside instead of being handed over. */
  liveIns(operation: Operation, constants: Constants): Value[] {
    const { used, defined } = usesAndDefinitions(operation)
    const liveIns: Value[] = []
    for (const value of used) {
      if (defined.has(value)) continue
      const constant = this.constants.get(value)
      if (constant === undefined) liveIns.push(value)
      else constants.set(value, constant)
    }
    return liveIns
  }

  /** Address and length of the arrays that these blocks use, from the frame into locals. */
  loadArrays(environment: Environment, blocks: Block[]): void {
    const used = new Set<ArrayParameter>()
    for (const block of blocks) {
      forEachOperation(block, (operation) => {
        if ('array' in operation) used.add(operation.array)
        if (operation.kind === 'parfor') for (const array of operation.builders.flatMap(builtArrays)) used.add(array)
      })
    }
    const { code } = environment
    for (const array of used) {
      const number = this.region.arrays.indexOf(array)
      if (number < 0) throw new Error(`array ${array.name} is no parameter of ${this.region.name}`)
      const locals = { base: code.local('i32'), length: code.local('i32') }
      const offset = this.layout.arrays + 8 * number
      code.get(environment.frame); code.memory('i32.load', offset); code.set(locals.base)
      code.get(environment.frame); code.memory('i32.load', offset + 4); code.set(locals.length)
      environment.bindArray(array, locals)
    }
  }

  /** (into, from): the record at `into` becomes into ⊕ from. */
  merge(parfor: ParforOperation): FunctionBuilder {
    let code = this.merges.get(parfor)
    if (!code) {
      code = this.module.function(`merge_${parfor.id}`, { parameters: ['i32', 'i32'], results: [] })
      this.merges.set(parfor, code)
      const environment = this.environment(code, 0)
      const target = code
      const into = (): void => target.get(0)
      const left = loadRecord(environment, parfor, into)
      const right = loadRecord(environment, parfor, () => target.get(1))
      storeRecord(environment, parfor, into, emitCombine(environment, parfor, left, right))
    }
    return code
  }

  /** (number, record): address of the n-th record, from base + n · size. */
  pushRecord(code: FunctionBuilder, parfor: ParforOperation, pushBase: () => void, pushNumber: () => void): void {
    pushBase()
    pushNumber()
    code.i32(recordBytes(parfor))
    code.op('i32.mul', 'i32.add')
  }

  pushNextChunk(code: FunctionBuilder, team: number): void {
    code.get(team); code.i32(1); code.memory('i32.atomic.rmw.add', TEAM_NEXT_CHUNK)
  }
}

function usesAndDefinitions(root: Operation): { used: Set<Value>; defined: Set<Value> } {
  const used = new Set<Value>()
  const defined = new Set<Value>()
  const visit = (operation: Operation): void => {
    for (const value of [...operands(operation), ...builderOperands(operation)]) used.add(value)
    for (const value of results(operation)) defined.add(value)
    for (const value of blockParameters(operation)) defined.add(value)
    for (const block of nestedBlocks(operation)) {
      for (const value of block.yields) used.add(value)
      for (const one of block.operations) visit(one)
    }
  }
  visit(root)
  return { used, defined }
}
