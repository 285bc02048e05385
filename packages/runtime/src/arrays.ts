/**
 * Typed arrays by brand: the getters of %TypedArray%.prototype, taken once, read internal slots. So arrays of other realms, subclasses and
 * arrays with properties of their own are seen as what they are, and no user code runs (never `instanceof`, never `array.length`).
 */
import type { ElementType } from '@parfor/compiler'

export type TypedArray =
  | Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array | Uint8ClampedArray
  | BigInt64Array | BigUint64Array

type Definite = Exclude<ElementType, 'num'>

export interface TypedArrayConstructor<T extends TypedArray = TypedArray> {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): T
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T
}

/** Element types by code. -1: not a typed array that parfor knows. */
export const elements: readonly Definite[] = ['f64', 'f32', 'i32', 'u32', 'i16', 'u16', 'i8', 'u8', 'u8c', 'i64', 'u64']
export const elementBytes: readonly number[] = [8, 4, 4, 4, 2, 2, 1, 1, 1, 8, 8]
/** The first code of the BigInt arrays. */
export const firstBigInt = 9

const prototype = Object.getPrototypeOf(Float64Array.prototype) as object
type Getter<T> = (this: unknown) => T
const getter = <T>(owner: object, key: PropertyKey): Getter<T> => Object.getOwnPropertyDescriptor(owner, key)!.get as Getter<T>

const tag = getter<string | undefined>(prototype, Symbol.toStringTag)
const length = getter<number>(prototype, 'length')
const byteOffset = getter<number>(prototype, 'byteOffset')
const buffer = getter<ArrayBufferLike>(prototype, 'buffer')
const set = (prototype as Float64Array).set
const bufferLength = getter<number>(ArrayBuffer.prototype, 'byteLength')

export function elementCode(value: unknown): number {
  switch (tag.call(value)) {
    case 'Float64Array': return 0
    case 'Float32Array': return 1
    case 'Int32Array': return 2
    case 'Uint32Array': return 3
    case 'Int16Array': return 4
    case 'Uint16Array': return 5
    case 'Int8Array': return 6
    case 'Uint8Array': return 7
    case 'Uint8ClampedArray': return 8
    case 'BigInt64Array': return 9
    case 'BigUint64Array': return 10
    default: return -1
  }
}

export const lengthOf = (array: TypedArray): number => length.call(array)
export const byteOffsetOf = (array: TypedArray): number => byteOffset.call(array)
export const bufferOf = (array: TypedArray): ArrayBufferLike => buffer.call(array)
export function copyInto(target: TypedArray, source: TypedArray, offset: number): void {
  set.call(target as Float64Array, source as Float64Array, offset)
}

const own = Object.prototype.hasOwnProperty
/** `Object.hasOwn`, which some engines that have SIMD lack. */
export const hasOwn = (object: object, key: PropertyKey): boolean => own.call(object, key)

const plainLengths = new WeakMap<object, boolean>()

/** Whether `length` of arrays with this prototype is the built-in one. Looked at once: whoever changes a prototype does so at the start. */
function inheritsPlainLength(start: object): boolean {
  let plain = plainLengths.get(start)
  if (plain === undefined) {
    let owner: object | null = start
    while (owner && !hasOwn(owner, 'length')) owner = Object.getPrototypeOf(owner) as object | null
    const get = owner ? Object.getOwnPropertyDescriptor(owner, 'length')!.get : undefined
    plain = get !== undefined && Function.prototype.toString.call(get).includes('[native code]')
    plainLengths.set(start, plain)
  }
  return plain
}

/** The marked function reads `array.length`, the kernel the internal slot: they must be the same. */
export function hasPlainLength(array: TypedArray): boolean {
  const prototype = Object.getPrototypeOf(array) as object | null
  return prototype !== null && inheritsPlainLength(prototype) && !hasOwn(array, 'length')
}

/** Whether the buffer is an ArrayBuffer, of any realm, and not a SharedArrayBuffer. */
export function isUnshared(buffer: ArrayBufferLike): boolean {
  try {
    bufferLength.call(buffer)
    return true
  } catch {
    return false
  }
}

/** Engines without 64-bit integer arrays have no SIMD either: nothing is ever viewed there, but modules must load. */
const constructors: readonly (new (buffer: ArrayBufferLike) => TypedArray)[] = [
  Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array, Uint8Array, Uint8ClampedArray, globalThis.BigInt64Array, globalThis.BigUint64Array,
]

/** One view of each element type over a whole buffer, by code. */
export const viewsOf = (buffer: ArrayBufferLike): TypedArray[] => constructors.map((constructor) => new constructor(buffer))

/** Codes of the constructors of any realm that were met: -1 for subclasses and anything else, which must be called as they are. */
const codes = new WeakMap<object, number>()

/** The element code of a genuine typed-array constructor. Tells without calling it: a user's function may have effects. */
export function constructorCode(constructor: unknown): number {
  if (typeof constructor !== 'function') return -1
  let code = codes.get(constructor)
  if (code === undefined) {
    // The last test is for proxies, whose `prototype` leads back to their target.
    const genuine = hasOwn(constructor, 'BYTES_PER_ELEMENT') && Function.prototype.toString.call(constructor).includes('[native code]') &&
      (constructor.prototype as object | undefined)?.constructor === constructor
    code = genuine ? elementCode(new (constructor as TypedArrayConstructor)(0)) : -1
    codes.set(constructor, code)
  }
  return code
}

/** A view of the element type `code`. Not `subarray`, which asks the species constructor. */
export function viewAt(code: number, buffer: ArrayBufferLike, address: number, length: number): TypedArray {
  return new (constructors[code] as unknown as TypedArrayConstructor)(buffer, address, length)
}
