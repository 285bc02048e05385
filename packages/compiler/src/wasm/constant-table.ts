/**
 * Vector constants in the frame. An engine makes a `v128.const` anew wherever it has no register for it, which takes V8 on x86-64 three instructions and 19 bytes of code (movabs, vmovq, vpunpcklqdq)
 * in every trip; a load is one. A loop with few constants keeps them in registers and needs no table.
 */
import type { Region } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'
import type { FunctionBuilder } from './function.ts'

/** Registers for vectors on x86-64 less those that a small loop needs for its values. */
const MOST_IN_REGISTERS = 8
/** Masks and the like that operations bring along. */
const BIT_PATTERNS = 8
const BYTES = 16

/** How many different numbers the loops of a region name; 0: too few for a table. */
export function tableEntries(region: Region): number {
  const numbers = new Set<string>()
  forEachOperation(region.body, (operation) => {
    if (operation.kind === 'const' && (operation.result.type === 'f64' || operation.result.type === 'f32')) numbers.add(`${operation.result.type} ${String(operation.value)} ${Object.is(operation.value, -0)}`)
  })
  return numbers.size > MOST_IN_REGISTERS ? numbers.size + BIT_PATTERNS : 0
}

export class ConstantTable {
  private readonly start: number
  readonly capacity: number
  private readonly offsets = new Map<string, { offset: number; bytes: Uint8Array }>()

  /** From byte `start` of the frame on there is room for so many. */
  constructor(start: number, capacity: number) {
    this.start = start
    this.capacity = capacity
  }

  /** Where in the frame the constant is; undefined where there is no room for it. */
  offsetOf(bytes: Uint8Array): number | undefined {
    const key = bytes.join()
    let entry = this.offsets.get(key)
    if (!entry) {
      if (this.offsets.size === this.capacity) return undefined
      entry = { offset: this.start + this.offsets.size * BYTES, bytes }
      this.offsets.set(key, entry)
    }
    return entry.offset
  }

  /** Writes all of them. Every thread does it for itself: the others write the same. */
  fill(code: FunctionBuilder, frame: number): void {
    for (const { offset, bytes } of this.offsets.values()) {
      code.get(frame)
      code.v128(bytes)
      code.memory('v128.store', offset)
    }
  }
}
