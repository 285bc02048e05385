/**
 * Histogram updates: element ⊕ value, in place. A thread that works in a copy of its own, or alone, needs a load, the operation and a store; where threads share the
 * elements, one atomic operation does it, or for min and max a loop around a compare and exchange.
 */
import type { ArrayParameter, ElementType, HistogramOperation, HistogramOperator, ParforOperation } from '../ir/types.ts'
import { isFloat, nativeType } from '../ir/vocabulary.ts'
import { forEachOperation } from '../ir/walk.ts'
import { elementInfo } from './elements.ts'
import { wasmType } from './environment.ts'
import type { FunctionBuilder } from './function.ts'
import type { ModuleBuilder } from './module.ts'
import { memoryOpcodes, type MemoryOpcode, type Opcode } from './opcodes.ts'
import { compareOpcode } from './scalar.ts'

export type HistogramKind = Pick<HistogramOperation, 'array' | 'operator'>

/** The arrays that a parfor updates, each with its one operator, in the order in which they occur. */
export function histogramsOf(parfor: ParforOperation): HistogramKind[] {
  const found = new Map<ArrayParameter, HistogramOperator>()
  forEachOperation(parfor.body, (operation) => { if (operation.kind === 'histogram') found.set(operation.array, operation.operator) })
  return [...found].map(([array, operator]) => ({ array, operator }))
}

/** Leaves element ⊕ value, from two locals of the native type. */
function combine(code: FunctionBuilder, element: ElementType, operator: HistogramOperator, push: { left: () => void; right: () => void }): void {
  const native = nativeType(element)
  const wasm = wasmType(native)
  push.left(); push.right()
  if ((operator !== 'min' && operator !== 'max') || isFloat(native)) return code.op(`${wasm}.${operator}` as Opcode)
  push.left(); push.right()
  code.op(compareOpcode(native, operator === 'min' ? 'lt' : 'gt'), 'select')
}

export class HistogramFunctions {
  private readonly module: ModuleBuilder
  private readonly functions = new Map<string, FunctionBuilder>()

  constructor(module: ModuleBuilder) {
    this.module = module
  }

  private of(name: string, parameters: FunctionBuilder['signature']['parameters'], fill: (code: FunctionBuilder) => void): FunctionBuilder {
    let code = this.functions.get(name)
    if (!code) {
      this.functions.set(name, code = this.module.function(name, { parameters, results: [] }))
      fill(code)
    }
    return code
  }

  /** Updates the element at the address in a local. */
  update(code: FunctionBuilder, { array: { element }, operator }: HistogramKind, isShared: boolean, address: number, pushValue: () => void): void {
    const { load, store } = elementInfo(element)
    const wasm = wasmType(nativeType(element))
    code.get(address)
    if (!isShared) {
      const [left, right] = [code.local(wasm), code.local(wasm)]
      code.get(address); code.memory(load); code.set(left)
      pushValue(); code.set(right)
      combine(code, element, operator, { left: () => code.get(left), right: () => code.get(right) })
      return code.memory(store)
    }
    pushValue()
    const atomic = atomicOpcode(element, operator)
    if (atomic) { code.memory(atomic); code.op('drop') }
    else code.call(this.exchange(element, operator))
  }

  /** (address, value): what was read is replaced if it is still there, until nothing is left to do. */
  private exchange(element: ElementType, operator: HistogramOperator): FunctionBuilder {
    const native = nativeType(element)
    const wasm = wasmType(native)
    return this.of(`exchange_${element}_${operator}`, ['i32', wasm], (code) => {
      const { shift } = elementInfo(element)
      const bits = shift === 3 ? 'i64' : 'i32'
      const [old, left, next] = [code.local(bits), code.local(wasm), code.local(bits)]
      code.block((done) => code.loop((again) => {
        code.get(0); code.memory(shift === 0 ? 'i32.load8_u' : shift === 1 ? 'i32.load16_u' : `${bits}.load`); code.tee(old)
        if (isFloat(native)) code.op(native === 'f64' ? 'f64.reinterpret_i64' : 'f32.reinterpret_i32')
        else if (element === 'i8' || element === 'i16') {
          const unused = element === 'i8' ? 24 : 16
          code.i32(unused); code.op('i32.shl'); code.i32(unused); code.op('i32.shr_s')
        }
        code.set(left)
        combine(code, element, operator, { left: () => code.get(left), right: () => code.get(1) })
        if (isFloat(native)) code.op(native === 'f64' ? 'i64.reinterpret_f64' : 'i32.reinterpret_f32')
        else if (shift < 2) { code.i32(shift === 0 ? 0xff : 0xffff); code.op('i32.and') }
        code.tee(next); code.get(old); code.op(`${bits}.eq`); code.brIf(done)
        code.get(0); code.get(old); code.get(next)
        code.memory(shift === 0 ? 'i32.atomic.rmw8.cmpxchg_u' : shift === 1 ? 'i32.atomic.rmw16.cmpxchg_u' : `${bits}.atomic.rmw.cmpxchg`)
        code.get(old); code.op(`${bits}.ne`); code.brIf(again)
      }))
    })
  }

  /** (address, end): a copy becomes the identity. Both are multiples of 64. */
  clear({ array: { element }, operator }: HistogramKind): FunctionBuilder {
    return this.of(`clear_${element}_${operator}`, ['i32', 'i32'], (code) => {
      code.block((done) => code.loop((again) => {
        code.get(0); code.get(1); code.op('i32.ge_u'); code.brIf(done)
        for (let offset = 0; offset < 64; offset += 16) { code.get(0); code.v128(identityBytes(element, operator)); code.memory('v128.store', offset) }
        code.get(0); code.i32(64); code.op('i32.add'); code.set(0)
        code.br(again)
      }))
    })
  }

  /** (copy, elements, count, first): every element ⊕ its copy, from number `first` round to the one before it, so that threads seldom meet. Copies that are the identity still touch nothing. */
  merge({ array, operator }: HistogramKind): FunctionBuilder {
    const { element } = array
    const { load, shift, native } = elementInfo(element)
    const wasm = wasmType(native)
    return this.of(`merge_${element}_${operator}`, ['i32', 'i32', 'i32', 'i32'], (code) => {
      const [left, at, value, address] = [code.local('i32'), code.local('i32'), code.local(wasm), code.local('i32')]
      const push = (base: number): void => { code.get(base); code.get(at); code.i32(shift); code.op('i32.shl', 'i32.add') }
      code.get(2); code.set(left)
      code.get(3); code.set(at)
      code.block((done) => code.loop((again) => {
        code.get(left); code.op('i32.eqz'); code.brIf(done)
        push(0); code.memory(load); code.tee(value)
        pushNative(code, element, identity(element, operator)); code.op(`${wasm}.ne` as Opcode)
        code.if(() => {
          push(1); code.set(address)
          this.update(code, { array, operator }, true, address, () => code.get(value))
        })
        code.get(at); code.i32(1); code.op('i32.add'); code.tee(at)
        code.get(2); code.op('i32.eq')
        code.if(() => { code.i32(0); code.set(at) })
        code.get(left); code.i32(1); code.op('i32.sub'); code.set(left)
        code.br(again)
      }))
    })
  }
}

function atomicOpcode(element: ElementType, operator: HistogramOperator): MemoryOpcode | undefined {
  const { shift } = elementInfo(element)
  const width = shift === 3 ? 'i64.atomic.rmw' : shift === 2 ? 'i32.atomic.rmw' : shift === 1 ? 'i32.atomic.rmw16' : 'i32.atomic.rmw8'
  const name = `${width}.${operator}${shift < 2 ? '_u' : ''}`
  return name in memoryOpcodes ? name as MemoryOpcode : undefined
}

const limits: Partial<Record<ElementType, [least: number | bigint, greatest: number | bigint]>> = {
  f64: [-Infinity, Infinity], f32: [-Infinity, Infinity], i64: [-(2n ** 63n), 2n ** 63n - 1n], u64: [0n, 2n ** 64n - 1n],
  i32: [-(2 ** 31), 2 ** 31 - 1], u32: [0, 2 ** 32 - 1], i16: [-0x8000, 0x7fff], u16: [0, 0xffff], i8: [-0x80, 0x7f], u8: [0, 0xff], u8c: [0, 0xff],
}

/** What x ⊕ identity leaves as it is, for every x that the element can hold. */
function identity(element: ElementType, operator: HistogramOperator): number | bigint {
  const isWide = element === 'i64' || element === 'u64'
  if (operator === 'min') return limits[element]![1]
  if (operator === 'max') return limits[element]![0]
  // All bits set, as the element is read.
  if (operator === 'and') return element.startsWith('u') ? limits[element]![1] : isWide ? -1n : -1
  return isWide ? 0n : 0
}

function pushNative(code: FunctionBuilder, element: ElementType, value: number | bigint): void {
  switch (wasmType(nativeType(element))) {
    case 'i32': return code.i32(Number(BigInt.asIntN(32, BigInt(value))))
    case 'i64': return code.i64(BigInt(value))
    case 'f32': return code.f32(Number(value))
    default: return code.f64(Number(value))
  }
}

function identityBytes(element: ElementType, operator: HistogramOperator): Uint8Array {
  const value = identity(element, operator)
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  const size = 2 ** elementInfo(element).shift
  for (let offset = 0; offset < 16; offset += size) {
    if (element === 'f64') view.setFloat64(offset, Number(value), true)
    else if (element === 'f32') view.setFloat32(offset, Number(value), true)
    else if (size === 8) view.setBigInt64(offset, BigInt.asIntN(64, BigInt(value)), true)
    else if (size === 4) view.setInt32(offset, Number(value), true)
    else if (size === 2) view.setInt16(offset, Number(value), true)
    else view.setInt8(offset, Number(value))
  }
  return bytes
}
