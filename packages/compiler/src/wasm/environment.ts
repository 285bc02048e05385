/** What the code of one function knows: where its values, arrays and helpers are. */
import type { ArrayParameter, ConstOperation, ScalarType, Value } from '../ir/types.ts'
import type { ConstantTable } from './constant-table.ts'
import type { FunctionBuilder } from './function.ts'
import type { Helpers } from './helpers.ts'
import type { WasmType } from './opcodes.ts'
import type { RareBranches } from './rare.ts'

export function wasmType(type: ScalarType): WasmType {
  switch (type) {
    case 'i32': case 'u32': case 'bool': return 'i32'
    case 'i64': case 'u64': return 'i64'
    default: return type
  }
}

export interface ArrayLocals { base: number; length: number }

/** How a function updates histograms. `spare`: a local with the address of eight cells of 8 bytes for the lanes that update nothing. */
export interface HistogramAccess { isShared: boolean; spare: number }

export class Environment {
  readonly code: FunctionBuilder
  readonly helpers: Helpers
  readonly rare: RareBranches
  readonly table: ConstantTable
  /** The local that holds the address of the frame. */
  readonly frame: number
  /** Inside parfors that update any. */
  histograms?: HistogramAccess
  private readonly values = new Map<Value, number>()
  private readonly constants = new Map<Value, ConstOperation['value']>()
  private readonly arrays = new Map<ArrayParameter, ArrayLocals>()

  constructor(code: FunctionBuilder, frame: number, helpers: Helpers, rare: RareBranches, table: ConstantTable) {
    this.table = table
    this.code = code
    this.frame = frame
    this.helpers = helpers
    this.rare = rare
  }

  bind(value: Value, local: number): void { this.values.set(value, local) }
  bindConstant(value: Value, constant: ConstOperation['value']): void { this.constants.set(value, constant) }
  bindArray(array: ArrayParameter, locals: ArrayLocals): void { this.arrays.set(array, locals) }

  /** A fresh local for the value. */
  declare(value: Value): number {
    const local = this.code.local(wasmType(value.type))
    this.values.set(value, local)
    return local
  }

  /** Takes the value from the stack. */
  define(value: Value): void { this.code.set(this.declare(value)) }

  constant(value: Value): ConstOperation['value'] | undefined { return this.constants.get(value) }

  /** True for what is a scalar of this function. */
  knows(value: Value): boolean { return this.values.has(value) || this.constants.has(value) }

  push(value: Value): void {
    const constant = this.constants.get(value)
    if (constant !== undefined) return this.pushConstant(value.type, constant)
    const local = this.values.get(value)
    if (local === undefined) throw new Error(`%${value.id} (${value.name ?? value.type}) has no scalar in ${this.code.name}`)
    this.code.get(local)
  }

  private pushConstant(type: ScalarType, constant: ConstOperation['value']): void {
    switch (wasmType(type)) {
      case 'i32': return this.code.i32(Number(constant))
      case 'i64': return this.code.i64(BigInt(constant))
      case 'f32': return this.code.f32(Number(constant))
      default: return this.code.f64(Number(constant))
    }
  }

  array(array: ArrayParameter): ArrayLocals {
    const locals = this.arrays.get(array)
    if (!locals) throw new Error(`array ${array.name} is not loaded in ${this.code.name}`)
    return locals
  }
}
