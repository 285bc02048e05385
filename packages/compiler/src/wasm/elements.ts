/** Element types: sizes, and the scalar type in which an element arrives in a local. */
import type { ElementType, ScalarType } from '../ir/types.ts'
import type { MemoryOpcode } from './opcodes.ts'

export interface ElementInfo {
  /** Base-two logarithm of the size. */
  shift: number
  native: ScalarType
  load: MemoryOpcode
  store: MemoryOpcode
}

const elements: Record<Exclude<ElementType, 'num'>, ElementInfo> = {
  f64: { shift: 3, native: 'f64', load: 'f64.load', store: 'f64.store' },
  f32: { shift: 2, native: 'f32', load: 'f32.load', store: 'f32.store' },
  i64: { shift: 3, native: 'i64', load: 'i64.load', store: 'i64.store' },
  u64: { shift: 3, native: 'u64', load: 'i64.load', store: 'i64.store' },
  i32: { shift: 2, native: 'i32', load: 'i32.load', store: 'i32.store' },
  u32: { shift: 2, native: 'u32', load: 'i32.load', store: 'i32.store' },
  i16: { shift: 1, native: 'i32', load: 'i32.load16_s', store: 'i32.store16' },
  u16: { shift: 1, native: 'i32', load: 'i32.load16_u', store: 'i32.store16' },
  i8: { shift: 0, native: 'i32', load: 'i32.load8_s', store: 'i32.store8' },
  u8: { shift: 0, native: 'i32', load: 'i32.load8_u', store: 'i32.store8' },
  u8c: { shift: 0, native: 'i32', load: 'i32.load8_u', store: 'i32.store8' },
}

export function elementInfo(element: ElementType): ElementInfo {
  if (element === 'num') throw new Error('an unknown element type reached the back end')
  return elements[element]
}
