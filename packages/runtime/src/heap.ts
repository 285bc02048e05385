/**
 * Arrays in the shared heap. Each allocation has a buffer object of its own over the whole memory, and the end of that object frees the
 * block: the array itself may die before a `subarray` of it does.
 */
import type { Core } from '@parfor/runtime-wasm'
import { platform } from '#platform'
import { bufferOf, constructorCode, copyInto, elementBytes, elementCode, firstBigInt, lengthOf, viewsOf } from './arrays.ts'
import type { TypedArray, TypedArrayConstructor } from './arrays.ts'
import { ParforError } from './error.ts'
import { finalization } from './finalization.ts'
import { sayOnce } from './messages.ts'
import { bufferMaker } from './own-buffer.ts'
import type { BufferMaker } from './own-buffer.ts'

interface Block { address: number; bytes: number; freed: boolean }

/** Below this an ordinary array is faster to make, and copying it into the heap for a call costs less than the bookkeeping of a block there. */
const smallest = 32768
/** Addresses are 32 bits. */
const addressable = 2 ** 32 - 65536

let core: Core | undefined
/** The core if arrays can live in it: growth must not detach them, and each must have a buffer object of its own. */
let home: Core | undefined
let makeBuffer: BufferMaker | undefined
let used = 0
/** What arrays that nobody asked to have in the heap may take of it. */
let implicitLimit = 0

const blocks = new WeakMap<ArrayBufferLike, Block>()
const ended = finalization<Block>(release)
/** Ordinary arrays that `alloc` handed out: before the core was there, or when it was full. */
const ordinary = new WeakSet<TypedArray>()

function release(block: Block): void {
  block.freed = true
  used -= block.bytes
  home!.free(block.address)
}

/** A program that lived with the memory of this machine must still do so: arrays wait in the heap for the garbage collector, and in a
 *  synchronous loop they wait for its end. */
const memoryShare = (): number => platform.memory() / 4

/** Why arrays stay ordinary ones, if they do though the memory is shared. */
export const heapRemarks: string[] = []

export function connectHeap(loaded: Core): void {
  core = loaded
  makeBuffer = loaded.shared ? bufferMaker(loaded.memory) : undefined
  if (makeBuffer) home = loaded
  else if (loaded.shared) heapRemarks.push('arrays stay ordinary ones, which calls copy: this engine cannot tell when an array of the shared heap is no longer used (docs/browsers.md has those that can)')
  implicitLimit = memoryShare()
}

export const heapUsed = (): number => used

let views: TypedArray[] = []

/** A view of the whole memory by element code, long enough to reach `end`. */
export function heapView(code: number, end: number): TypedArray {
  if (views.length === 0 || views[0].byteLength < end) {
    const { memory } = core!
    // A buffer object of their own, so that the views keep no block alive.
    views = viewsOf(makeBuffer?.(memory) ?? memory.buffer)
  }
  return views[code]
}

/** The garbage collector does not see the size of shared memory. An ordinary buffer, never touched, tells it what has been allocated. */
const reportEvery = 64 * 2 ** 20
let unreported = 0
function report(bytes: number): void {
  unreported += bytes
  if (unreported < reportEvery) return
  unreported = 0
  void new ArrayBuffer(reportEvery)
}

function place(constructor: TypedArrayConstructor, length: number, bytes: number, zeroed: boolean): TypedArray | undefined {
  if (bytes > addressable) return undefined
  const address = zeroed ? home!.allocZeroed(bytes) : home!.alloc(bytes)
  if (address === 0) return undefined
  const buffer = makeBuffer!(home!.memory)
  const block = { address, bytes, freed: false }
  blocks.set(buffer, block)
  ended.register(buffer, block, block)
  used += bytes
  report(bytes)
  return new constructor(buffer, address, length)
}

const megabytes = (count: number): string => `${(count / 2 ** 20).toFixed(1)} MB`

function full(bytes: number): void {
  sayOnce('PF403', 'PF403', `the shared heap is full: ${megabytes(used)} are used, an array of ${megabytes(bytes)} became an ordinary array, ` +
    'which every parallel call copies. free() arrays that are no longer needed.')
}

function placeImplicit(constructor: TypedArrayConstructor, length: number, bytes: number, zero: boolean): TypedArray | undefined {
  const array = used + bytes <= implicitLimit ? place(constructor, length, bytes, zero) : undefined
  if (!array) full(bytes)
  return array
}

/** `new constructor(source)` for an object: a copy in the heap, unless it is a view of the source. */
function makeFrom(constructor: TypedArrayConstructor, code: number, source: object): TypedArray {
  const construct = constructor as unknown as new (source: object) => TypedArray
  const sourceCode = elementCode(source)
  const direct = sourceCode >= 0 && (sourceCode >= firstBigInt) === (code >= firstBigInt)
  // Array-likes, iterables, buffers, and everything that throws: the constructor itself knows best.
  const from = direct ? (source as TypedArray) : new construct(source)
  if (!direct && bufferOf(from) === source) return from
  const length = lengthOf(from)
  const bytes = length * elementBytes[code]
  const copy = bytes >= smallest ? placeImplicit(constructor, length, bytes, false) : undefined
  if (!copy) return direct ? new construct(source) : from
  copyInto(copy, from, 0)
  return copy
}

/** `new constructor(...values)` as marked functions write it: the same array, in the shared heap where that is worth it. */
export function make(constructor: TypedArrayConstructor, ...values: unknown[]): TypedArray {
  if (home && values.length === 1) {
    const first = values[0]
    const code = constructorCode(constructor)
    if (code >= 0 && typeof first === 'number') {
      const bytes = first * elementBytes[code]
      if (bytes >= smallest && bytes <= addressable && Number.isInteger(first)) {
        const array = placeImplicit(constructor, first, bytes, true)
        if (array) return array
      }
    } else if (code >= 0 && typeof first === 'object' && first !== null) {
      return makeFrom(constructor, code, first)
    }
  }
  return new (constructor as unknown as new (...values: unknown[]) => TypedArray)(...values)
}

/** The arrays carry no property of their own, such as Symbol.dispose: one would give them another hidden class than ordinary arrays have, and
 *  a function that meets both kinds would run slower in plain JavaScript (measured: a streaming loop by 10 to 20 per cent). */
export function alloc<T extends TypedArray>(constructor: TypedArrayConstructor<T>, length: number): T {
  const code = constructorCode(constructor)
  if (code < 0) throw new ParforError('PF501', 'alloc takes a typed-array constructor and a length: alloc(Float64Array, 1000).')
  if (!Number.isSafeInteger(length) || length < 0) throw new ParforError('PF501', `alloc(${constructor.name}, ${String(length)}): the length must be a whole number that is not negative.`)
  const bytes = length * elementBytes[code]
  if (home) {
    const array = place(constructor as TypedArrayConstructor, length, Math.max(bytes, 8), true)
    if (array) return array as T
    full(bytes)
  }
  const array = new constructor(length)
  ordinary.add(array)
  return array
}

export function free(array: TypedArray): void {
  if (elementCode(array) < 0) throw new ParforError('PF502', 'free takes a typed array.')
  if (ordinary.delete(array)) return
  const block = blocks.get(bufferOf(array))
  if (!block) throw new ParforError('PF502', 'this array is not in the shared heap (or it came from alloc() before ready(), and was freed). free() is for arrays of alloc() and of marked functions.')
  if (block.freed) throw new ParforError('PF502', 'this array was freed before.')
  ended.unregister(block)
  release(block)
}

/** Where an array in the shared heap begins; −1 for ordinary arrays. */
export function heapAddress(buffer: ArrayBufferLike, byteOffset: number): number {
  const block = blocks.get(buffer)
  if (!block) return -1
  if (block.freed) throw new ParforError('PF502', 'an array was used in a parallel call after it had been freed.')
  return byteOffset
}
