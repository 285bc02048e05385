/** The arrays and scalars of one call, checked: of the kinds that the region was compiled for, and not overlapping where that matters. */
import type { DescriptorArray, RegionDescriptor, ScalarType } from '@parfor/compiler'
import { bufferOf, byteOffsetOf, elementBytes, elementCode, elements, firstBigInt, hasPlainLength, isUnshared, lengthOf, viewAt } from './arrays.ts'
import type { TypedArray } from './arrays.ts'
import { heapAddress } from './heap.ts'

/** The subscripts of kernels are i32. */
const maximumLength = 2 ** 31 - 1

const arrayNames: readonly string[] = [
  'Float64Array', 'Float32Array', 'Int32Array', 'Uint32Array', 'Int16Array', 'Uint16Array', 'Int8Array', 'Uint8Array', 'Uint8ClampedArray',
  'BigInt64Array', 'BigUint64Array',
]

const article = (name: string): string => `${name.startsWith('I') ? 'an' : 'a'} ${name}`

function describe(value: unknown): string {
  const code = elementCode(value)
  if (code >= 0) return article(arrayNames[code])
  if (value === null) return 'null'
  return typeof value === 'object' ? 'another object' : `a value of type ${typeof value}`
}

/** No value has the code of an open type, so that all are looked at. */
const declaredCode = (array: DescriptorArray): number => (array.element === 'num' ? -2 : elements.indexOf(array.element))

function isScalar(value: unknown, type: ScalarType): boolean {
  switch (type) {
    case 'f64': return typeof value === 'number'
    case 'bool': return typeof value === 'boolean'
    case 'i64': return typeof value === 'bigint' && BigInt.asIntN(64, value) === value
    case 'u64': return typeof value === 'bigint' && BigInt.asUintN(64, value) === value
    case 'f32': return typeof value === 'number' && Object.is(Math.fround(value), value)
    case 'i32': return typeof value === 'number' && Object.is(value | 0, value)
    case 'u32': return typeof value === 'number' && Object.is(value >>> 0, value)
  }
}

/** Two views of shared memory may see the same bytes through different buffer objects (one that was posted and came back). They certainly
 *  do not if some byte differs; where all probes agree they must be taken for the same memory. */
function mayBeSameMemory(first: ArrayBufferLike, second: ArrayBufferLike, from: number, to: number): boolean {
  if (isUnshared(first) || isUnshared(second)) return false
  const probes = 256
  // Odd, so that every byte of an element is met.
  const step = Math.floor((to - from) / probes) | 1
  const left = viewAt(7, first, from, to - from)
  const right = viewAt(7, second, from, to - from)
  for (let at = 0; at < to - from; at += step) if (left[at] !== right[at]) return false
  return true
}

/**
 * What a region knows of the arguments of the call in progress. The object is reused: nothing that runs between `accept` and the end of
 * the call can run user code.
 */
export class Arguments {
  /** Element type by array. */
  readonly codes: number[]
  /** Lengths, read once: a length-tracking view keeps this length for the region. */
  readonly lengths: number[]
  readonly buffers: (ArrayBufferLike | undefined)[]
  /** Address in the shared heap, −1 for ordinary arrays. */
  readonly addresses: number[]
  readonly offsets: number[]
  /** Why the arguments were refused. */
  refusal = ''
  private readonly descriptor: RegionDescriptor
  private readonly declared: number[]

  constructor(descriptor: RegionDescriptor) {
    this.descriptor = descriptor
    const count = descriptor.arrays.length
    this.codes = Array.from({ length: count }, () => -1)
    this.lengths = Array.from({ length: count }, () => 0)
    this.buffers = Array.from({ length: count })
    this.addresses = Array.from({ length: count }, () => -1)
    this.offsets = Array.from({ length: count }, () => 0)
    this.declared = descriptor.arrays.map(declaredCode)
  }

  /** Reads the kinds and lengths of the arrays and checks the scalars. */
  accept(values: readonly unknown[]): boolean {
    const { codes, declared } = this
    for (let i = 0; i < codes.length; i++) {
      const code = elementCode(values[i])
      codes[i] = code
      if (code !== declared[i] && !this.acceptOther(i, code, values[i])) return false
      const array = values[i] as TypedArray
      if (!hasPlainLength(array)) return this.refuse(`"${this.descriptor.arrays[i].name}" has a length property of its own`)
      const length = lengthOf(array)
      if (length > maximumLength) return this.refuse(`"${this.descriptor.arrays[i].name}" has more than ${maximumLength} elements`)
      this.lengths[i] = length
    }
    const { scalars } = this.descriptor
    for (let i = 0; i < scalars.length; i++) {
      const value = values[codes.length + i]
      if (!isScalar(value, scalars[i].type)) return this.refuseScalar(i, value)
    }
    return true
  }

  /** An array whose type was left open (`num`) may be of any but the BigInt types. */
  private acceptOther(index: number, code: number, value: unknown): boolean {
    const { name, element } = this.descriptor.arrays[index]
    if (element === 'num' && code >= 0 && code < firstBigInt) return true
    const wanted = element === 'num' ? 'typed arrays of numbers' : article(arrayNames[this.declared[index]])
    return this.refuse(`"${name}" is ${describe(value)}, compiled for ${wanted}`)
  }

  private refuseScalar(index: number, value: unknown): false {
    const { name, type } = this.descriptor.scalars[index]
    const wanted = type === 'bool' ? 'a boolean' : type === 'i64' || type === 'u64' ? 'a bigint of 64 bits' : 'a number'
    return this.refuse(`"${name}" is ${describe(value)}, compiled for ${wanted}`)
  }

  private refuse(reason: string): false {
    this.refusal = reason
    return false
  }

  /** Reads where the arrays are, and checks that they overlap only in the ways that are allowed. */
  locate(values: readonly unknown[], pairs: readonly Pair[]): boolean {
    for (let i = 0; i < this.codes.length; i++) {
      const array = values[i] as TypedArray
      const buffer = bufferOf(array)
      this.buffers[i] = buffer
      this.offsets[i] = byteOffsetOf(array)
      this.addresses[i] = heapAddress(buffer, this.offsets[i])
    }
    for (let k = 0; k < pairs.length; k++) {
      const [first, second, same] = pairs[k]
      if (this.overlaps(first, second) && !(same && this.identical(first, second))) {
        const { arrays } = this.descriptor
        return this.refuse(`"${arrays[first].name}" and "${arrays[second].name}" overlap`)
      }
    }
    return true
  }

  private overlaps(first: number, second: number): boolean {
    const from = Math.max(this.offsets[first], this.offsets[second])
    const to = Math.min(this.endOf(first), this.endOf(second))
    if (from >= to) return false
    if (this.buffers[first] === this.buffers[second]) return true
    // All buffer objects of the shared heap are one memory.
    if (this.addresses[first] >= 0) return this.addresses[second] >= 0 || mayBeSameMemory(this.buffers[second]!, this.buffers[first]!, from, to)
    return mayBeSameMemory(this.buffers[first]!, this.buffers[second]!, from, to)
  }

  private endOf(index: number): number {
    return this.offsets[index] + this.lengths[index] * elementBytes[this.codes[index]]
  }

  /** The same elements in the same place. */
  identical(first: number, second: number): boolean {
    return this.codes[first] === this.codes[second] && this.offsets[first] === this.offsets[second] && this.lengths[first] === this.lengths[second] &&
      (this.buffers[first] === this.buffers[second] || (this.addresses[first] >= 0 && this.addresses[second] >= 0))
  }

  /** The arrays must not be kept alive by the region. */
  forget(): void {
    for (let i = 0; i < this.buffers.length; i++) this.buffers[i] = undefined
  }
}

/** first, second, whether the identical view is fine. */
export type Pair = readonly [number, number, boolean]

/** Every pair of which one is written: the compiler's rules, and for pairs without a rule the cautious one. */
export function pairsOf({ arrays, aliases }: Pick<RegionDescriptor, 'arrays' | 'aliases'>): Pair[] {
  const pairs: Pair[] = []
  for (let first = 0; first < arrays.length; first++) {
    for (let second = first + 1; second < arrays.length; second++) {
      const [one, other] = [arrays[first], arrays[second]]
      const rule = aliases.find(([a, b]) => (a === first && b === second) || (a === second && b === first))
      const touched = (one.written && (other.written || other.read)) || (other.written && (one.written || one.read))
      if (rule) pairs.push([first, second, rule[2] === 1])
      else if (touched) pairs.push([first, second, true])
    }
  }
  return pairs
}
