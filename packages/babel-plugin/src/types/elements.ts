/** Typed-array constructors and their element types: the one table. */
import type { ElementType } from '@parfor/compiler'

export const elementOfConstructor: Readonly<Record<string, ElementType>> = {
  Float64Array: 'f64', Float32Array: 'f32', Int32Array: 'i32', Uint32Array: 'u32', Int16Array: 'i16', Uint16Array: 'u16',
  Int8Array: 'i8', Uint8Array: 'u8', Uint8ClampedArray: 'u8c', BigInt64Array: 'i64', BigUint64Array: 'u64',
}

export function elementOf(name: string): ElementType | undefined {
  return Object.hasOwn(elementOfConstructor, name) ? elementOfConstructor[name] : undefined
}

/** What is known at build time about a value of the host function. */
export type HostType =
  | { kind: 'array'; element: ElementType }
  | { kind: 'number' } | { kind: 'boolean' } | { kind: 'bigint' }
  /** `member` gives the type of a property. */
  | { kind: 'object'; member: (name: string) => HostType }
  | { kind: 'unsupported'; text: string }
  | { kind: 'unknown' }

export const unknownType: HostType = { kind: 'unknown' }

/** The type of a value that has one of several types. */
export function unionOf(members: HostType[]): HostType {
  if (members.length === 0) return unknownType
  const [first, ...others] = members
  if (others.every((other) => other.kind === first.kind && (other.kind !== 'array' || first.kind !== 'array' || other.element === first.element))) {
    return first.kind === 'object' ? unknownType : first
  }
  const numeric = members.every((member) => member.kind === 'array' && member.element !== 'i64' && member.element !== 'u64')
  return numeric ? { kind: 'array', element: 'num' } : unknownType
}
