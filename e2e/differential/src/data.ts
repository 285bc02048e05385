/** Inputs: edge lengths, special values, overlapping and unaligned views. */
import { constructorNames, type Element, type Parameter, type Program } from './program.ts'
import { Random } from './random.ts'

export type NumberArray = Exclude<Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array | Uint8ClampedArray, never>
export type AnyArray = NumberArray | BigInt64Array | BigUint64Array

export interface Inputs {
  arrays: AnyArray[]
  scalars: number[]
  description: string
}

type ArrayConstructor = { new(length: number): AnyArray; new(buffer: ArrayBufferLike, offset: number, length: number): AnyArray; BYTES_PER_ELEMENT: number }
export const constructorOf = (element: Element): ArrayConstructor => (globalThis as unknown as Record<string, ArrayConstructor>)[constructorNames[element]]

const lengths = [0, 1, 2, 7, 8, 9, 15, 16, 17, 33, 100, 129, 1000]
const longLengths = [2047, 2048, 2049, 4096, 4500, 9000]
const specials = [NaN, -0, 0, Infinity, -Infinity, 5e-324, -1e-310, 2147483648, -2147483649, 4294967296.5, 0.5, 1.5, 2.5, -0.5, 1e300, 255.5]

function fill(array: AnyArray, random: Random, mode: string): void {
  for (let i = 0; i < array.length; i++) {
    if (array instanceof BigInt64Array || array instanceof BigUint64Array) {
      array[i] = random.chance(0.2) ? random.pick([0n, -1n, 0x7fffffffffffffffn, -0x8000000000000000n, 1n]) : BigInt(Math.floor((random.next() - 0.5) * 2 ** 53)) * BigInt(random.below(2048))
    } else {
      array[i] = mode === 'integers' ? random.below(41) - 20 : mode === 'special' && random.chance(0.15) ? random.pick(specials) : (random.next() - 0.5) * random.pick([1, 10, 300])
    }
  }
}

const isFloat = (element: Element): boolean => element === 'f64' || element === 'f32'

/** The bits of a NaN are the engine's business, so a program that sees a NaN through a view of another type has no one right answer. */
const mayOverlap = (a: Element, b: Element): boolean => a === b || (!isFloat(a) && !isFloat(b))

/** Two views of one buffer: the same view, shifted, or of unlike integer types. */
function overlap(first: Parameter, second: Parameter, length: number, random: Random): [AnyArray, AnyArray] {
  const A = constructorOf(first.element), B = constructorOf(second.element)
  const buffer = new ArrayBuffer((length + 8) * 8)
  const shift = random.pick([0, 0, 8, 16, 8 * Math.max(1, length >> 1)])
  const count = Math.max(0, Math.min(length, Math.floor((buffer.byteLength - shift) / B.BYTES_PER_ELEMENT)))
  return [new A(buffer, 0, length), new B(buffer, shift, count)]
}

export function makeInputs(program: Program, seed: number): Inputs {
  const random = new Random(seed)
  const common = random.chance(0.25) ? random.pick(longLengths) : random.pick(lengths)
  const mode = random.pick(['integers', 'uniform', 'special'])
  const arrays: AnyArray[] = program.arrays.map((parameter) => {
    const length = random.chance(0.92) ? common : random.pick(lengths)
    const A = constructorOf(parameter.element)
    return random.chance(0.2) ? new A(new ArrayBuffer((length + 1) * A.BYTES_PER_ELEMENT), A.BYTES_PER_ELEMENT, length) : new A(length)
  })
  let aliased = ''
  if (arrays.length >= 2 && random.chance(0.2)) {
    const [p, q] = [0, 1 + random.below(program.arrays.filter(({ element }) => element !== 'i64' && element !== 'u64').length - 1)]
    if (random.chance(0.4) && program.arrays[p].element === program.arrays[q].element) arrays[q] = arrays[p]
    else if (mayOverlap(program.arrays[p].element, program.arrays[q].element)) [arrays[p], arrays[q]] = overlap(program.arrays[p], program.arrays[q], common, random)
    aliased = `, ${program.arrays[p].name} and ${program.arrays[q].name} overlap`
  }
  for (const array of arrays) fill(array, random, mode)
  const scalars = program.scalars.map((scalar) => (
    scalar.integer
      ? (random.chance(0.8) ? common : random.pick([0, 1, 3, 10, -1, 2.5, NaN]))
      : random.chance(0.3) ? random.pick([0, -0, 1, NaN, Infinity, -1.5, 1e-300]) : (random.next() - 0.5) * 8
  ))
  return { arrays, scalars, description: `lengths ${arrays.map((a) => a.length).join(',')}, ${mode} values, scalars ${scalars.join(',')}${aliased}` }
}

/** A copy in which the views that shared buffers share copies of them. */
export function copyInputs(inputs: Inputs): Inputs {
  const buffers = new Map<ArrayBufferLike, ArrayBuffer>()
  const views = new Map<AnyArray, AnyArray>()
  const arrays = inputs.arrays.map((array) => {
    const known = views.get(array)
    if (known) return known
    const buffer = buffers.get(array.buffer) ?? (array.buffer.slice(0) as ArrayBuffer)
    buffers.set(array.buffer, buffer)
    const copy = new (array.constructor as ArrayConstructor)(buffer, array.byteOffset, array.length)
    views.set(array, copy)
    return copy
  })
  return { ...inputs, arrays }
}
