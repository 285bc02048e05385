/** Typed-array constructors and their element types: the one table. */
import type { ElementType } from '@parfor/compiler'

export const elementOfConstructor: Readonly<Record<string, ElementType>> = {
  Float64Array: 'f64', Float32Array: 'f32', Int32Array: 'i32', Uint32Array: 'u32', Int16Array: 'i16', Uint16Array: 'u16',
  Int8Array: 'i8', Uint8Array: 'u8', Uint8ClampedArray: 'u8c', BigInt64Array: 'i64', BigUint64Array: 'u64',
}

export function elementOf(name: string): ElementType | undefined {
  return Object.hasOwn(elementOfConstructor, name) ? elementOfConstructor[name] : undefined
}

/**
 * What is known at build time about a value of the host function. `assumed`: from the calls that were seen, not from what was declared;
 * others may come at run time, and must get kernels too.
 */
export type HostType = { assumed?: true } & (
  | { kind: 'array'; element: ElementType }
  | { kind: 'number' } | { kind: 'boolean' } | { kind: 'bigint' }
  /** `member` gives the type of a property; `awaited` that of what a promise brings. */
  | { kind: 'object'; member: Member; awaited?: HostType }
  /** `returns` and `constructs` get the types of the arguments, `parameter` a position. */
  | { kind: 'function'; returns: Call; constructs?: Call; parameter: (index: number) => HostType }
  /** Ordinary arrays and tuples have members too, named by their subscripts. */
  | { kind: 'unsupported'; text: string; member?: Member }
  | { kind: 'unknown' }
)

export type Member = (name: string) => HostType
type Call = (given: readonly HostType[]) => HostType

export const unknownType: HostType = { kind: 'unknown' }

export function arrayOf(item: () => HostType): HostType {
  return { kind: 'unsupported', text: 'array', member: (name) => name === 'length' ? { kind: 'number' } : /^\d+$/.test(name) ? item() : unknownType }
}

/** Made of a list whose item `index` has the type `items[index]`. */
export function tupleOf(items: readonly (() => HostType)[]): HostType {
  return { kind: 'unsupported', text: 'tuple', member: (name) => name === 'length' ? { kind: 'number' } : items[Number(name)]?.() ?? unknownType }
}

export function memberOf(type: HostType, name: string): HostType {
  if (type.kind === 'array') return name === 'length' ? { kind: 'number' } : /^\d+$/.test(name) ? itemOf(type.element) : unknownType
  return 'member' in type && type.member ? type.member(name) : unknownType
}

/** Of the elements of a typed array, or of the items of an ordinary one. */
export function elementTypeOf(type: HostType): HostType {
  return memberOf(type, '0')
}

function itemOf(element: ElementType): HostType {
  return { kind: is64Bit(element) ? 'bigint' : 'number' }
}

export function is64Bit(element: ElementType): boolean {
  return element === 'i64' || element === 'u64'
}

/** The same type, which others than the values that it was read from may break. */
export function assumed(type: HostType): HostType {
  if (type.kind === 'unknown' || type.assumed) return type
  const { member } = type as { member?: Member }
  return { ...type, assumed: true, ...(member && { member: (name: string) => assumed(member(name)) }) }
}

/** The type of a value that has one of several types. */
export function unionOf(members: readonly HostType[]): HostType {
  if (members.length === 0) return unknownType
  const [first, ...others] = members
  if (others.length === 0) return first
  const flag = members.some((member) => member.assumed) && { assumed: true as const }
  if (others.every((other) => other.kind === first.kind && (other.kind !== 'array' || first.kind !== 'array' || other.element === first.element))) {
    if (first.kind === 'object') return { kind: 'object', member: (name) => unionOf(members.map((member) => memberOf(member, name))), ...flag }
    return first.kind === 'function' ? unknownType : { ...first, ...flag }
  }
  const numeric = members.every((member) => member.kind === 'array' && !is64Bit(member.element))
  return numeric ? { kind: 'array', element: 'num', ...flag } : unknownType
}

/**
 * What the calls that were seen say about a parameter. Arrays of numbers may be assumed although other calls tell nothing: the region keeps its IR
 * for what those bring. Anything else is compiled in, so that all must agree.
 */
export function agreementOf(types: readonly HostType[]): HostType {
  const known = types.filter((type) => type.kind !== 'unknown')
  if (known.length === 0) return unknownType
  if (known.every((type) => type.kind === 'object')) {
    return { kind: 'object', assumed: true, member: (name) => agreementOf(types.map((type) => memberOf(type, name))) }
  }
  const type = unionOf(known)
  if (known.length < types.length && !(type.kind === 'array' && !is64Bit(type.element))) return unknownType
  return assumed(type)
}
