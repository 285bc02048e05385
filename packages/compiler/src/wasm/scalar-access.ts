/** Loads and stores of one element. */
import type { ArrayParameter, Bounds, HistogramOperation, LoadOperation, StoreOperation, Value } from '../ir/types.ts'
import { convertForStore, convertScalar } from './convert.ts'
import { elementInfo } from './elements.ts'
import { wasmType, type Environment } from './environment.ts'

/** Leaves the subscript as an i32 in a local and, unless it is known to be in range, the test of it on the stack. */
function subscript(environment: Environment, array: ArrayParameter, index: Value, bounds: Bounds): { local: number; tested: boolean } {
  if (bounds === 'strict') throw new Error(`a strict access to ${array.name} reached the back end`)
  const { code } = environment
  const local = code.local('i32')
  environment.push(index)
  if (index.type === 'f64') code.op('i32.trunc_sat_f64_s')
  code.set(local)
  if (bounds === 'guarded') return { local, tested: false }
  code.get(local); code.get(environment.array(array).length); code.op('i32.lt_u')
  if (index.type === 'f64') {
    // A fractional, negative or NaN subscript names no element; −0 names element 0.
    code.get(local); code.op('f64.convert_i32_s'); environment.push(index); code.op('f64.eq', 'i32.and')
  }
  return { local, tested: true }
}

function pushAddress(environment: Environment, array: ArrayParameter, index: number): void {
  const { code } = environment
  const { shift } = elementInfo(array.element)
  code.get(environment.array(array).base); code.get(index)
  if (shift > 0) { code.i32(shift); code.op('i32.shl') }
  code.op('i32.add')
}

/** `bounds` may be stricter than the operation's own, where it runs speculatively. */
export function emitScalarLoad(environment: Environment, operation: LoadOperation, bounds: Bounds = operation.bounds): void {
  const { code } = environment
  const { result, array } = operation
  const { load, native } = elementInfo(array.element)
  const { local, tested } = subscript(environment, array, operation.index, bounds)
  const read = (): void => {
    pushAddress(environment, array, local)
    code.memory(load)
    convertScalar(code, environment.helpers, 'value', native, result.type)
  }
  const target = environment.declare(result)
  if (!tested) { read(); code.set(target); return }
  code.if(
    () => { read(); code.set(target) },
    () => {
      switch (wasmType(result.type)) {
        case 'i32': code.i32(0); break
        case 'i64': code.i64(0n); break
        case 'f32': code.f32(NaN); break
        default: code.f64(NaN)
      }
      code.set(target)
    },
  )
}

export function emitScalarStore(environment: Environment, operation: StoreOperation): void {
  const { code } = environment
  const { array, value } = operation
  const { local, tested } = subscript(environment, array, operation.index, operation.bounds)
  const write = (): void => {
    pushAddress(environment, array, local)
    environment.push(value)
    convertForStore(code, environment.helpers, value.type, array.element)
    code.memory(elementInfo(array.element).store)
  }
  if (tested) code.if(write)
  else write()
}

export function emitScalarHistogram(environment: Environment, operation: HistogramOperation): void {
  const { code } = environment
  const { local, tested } = subscript(environment, operation.array, operation.index, operation.bounds)
  const update = (): void => {
    const address = code.local('i32')
    pushAddress(environment, operation.array, local)
    code.set(address)
    environment.helpers.histograms.update(code, operation, environment.histograms?.isShared ?? false, address, () => environment.push(operation.value))
  }
  if (tested) code.if(update)
  else update()
}
