/** What is known of a value: an interval, whether it is whole, and which of JavaScript's odd numbers it may be. */
import type { ElementType, ScalarType } from '../../ir/types.ts'

export interface Range {
  /** Least and greatest number, infinities included. `lo > hi`: no number at all (NaN at most). */
  readonly lo: number
  readonly hi: number
  /** Every finite number in it is an integer. */
  readonly integer: boolean
  readonly mayBeNaN: boolean
  readonly mayBeNegativeZero: boolean
}

export const INT32_MIN = -(2 ** 31)
export const INT32_MAX = 2 ** 31 - 1
export const UINT32_MAX = 2 ** 32 - 1
/** Below this, a sum, difference or product of integers in f64 is the true one: a true one at or above it would have been rounded to this at least. */
export const EXACT = 2 ** 53

export const anyNumber: Range = { lo: -Infinity, hi: Infinity, integer: false, mayBeNaN: true, mayBeNegativeZero: true }
export const anyLength: Range = integers(0, INT32_MAX)
export const anyBoolean: Range = integers(0, 1)

export function integers(lo: number, hi: number): Range {
  return { lo, hi, integer: true, mayBeNaN: false, mayBeNegativeZero: false }
}

/** Real numbers, and what else is said. */
export function reals(lo: number, hi: number, odd: Partial<Range> = {}): Range {
  return { lo, hi, integer: false, mayBeNaN: false, mayBeNegativeZero: false, ...odd }
}

export function constantRange(value: number | bigint | boolean): Range {
  const number = Number(value)
  if (Number.isNaN(number)) return { lo: Infinity, hi: -Infinity, integer: true, mayBeNaN: true, mayBeNegativeZero: false }
  return { lo: number + 0, hi: number + 0, integer: Number.isInteger(number) || !Number.isFinite(number), mayBeNaN: false, mayBeNegativeZero: Object.is(number, -0) }
}

export function typeRange(type: ScalarType): Range {
  switch (type) {
    case 'f64': case 'f32': return anyNumber
    case 'i32': return integers(INT32_MIN, INT32_MAX)
    case 'u32': return integers(0, UINT32_MAX)
    case 'i64': return integers(-(2 ** 63), 2 ** 63)
    case 'u64': return integers(0, 2 ** 64)
    case 'bool': return anyBoolean
  }
}

export function elementRange(element: ElementType): Range {
  switch (element) {
    case 'u8': case 'u8c': return integers(0, 255)
    case 'i8': return integers(-128, 127)
    case 'u16': return integers(0, 65535)
    case 'i16': return integers(-32768, 32767)
    case 'num': return anyNumber
    default: return typeRange(element)
  }
}

export const isEmpty = (range: Range): boolean => range.lo > range.hi
export const containsZero = (range: Range): boolean => range.lo <= 0 && range.hi >= 0
export const mayBeInfinite = (range: Range): boolean => range.lo === -Infinity || range.hi === Infinity
export const magnitude = (range: Range): number => isEmpty(range) ? 0 : Math.max(Math.abs(range.lo), Math.abs(range.hi))

/** Always an integer, and if it comes from integers by + − ·, the true result. */
export function isExactInteger(range: Range): boolean {
  return range.integer && !range.mayBeNaN && magnitude(range) < EXACT
}

export function isWithin(range: Range, lo: number, hi: number): boolean {
  return range.integer && !range.mayBeNaN && range.lo >= lo && range.hi <= hi
}

export const isInt32 = (range: Range): boolean => isWithin(range, INT32_MIN, INT32_MAX)
export const isUint32 = (range: Range): boolean => isWithin(range, 0, UINT32_MAX)

export function join(first: Range, second: Range): Range {
  return {
    lo: Math.min(first.lo, second.lo), hi: Math.max(first.hi, second.hi), integer: first.integer && second.integer,
    mayBeNaN: first.mayBeNaN || second.mayBeNaN, mayBeNegativeZero: first.mayBeNegativeZero || second.mayBeNegativeZero,
  }
}

export function intersect(first: Range, second: Range): Range {
  return {
    lo: Math.max(first.lo, second.lo), hi: Math.min(first.hi, second.hi), integer: first.integer || second.integer,
    mayBeNaN: first.mayBeNaN && second.mayBeNaN, mayBeNegativeZero: first.mayBeNegativeZero && second.mayBeNegativeZero,
  }
}

export function sameRange(first: Range, second: Range): boolean {
  return first.lo === second.lo && first.hi === second.hi && first.integer === second.integer
    && first.mayBeNaN === second.mayBeNaN && first.mayBeNegativeZero === second.mayBeNegativeZero
}

const ceilings = [0, INT32_MAX, EXACT, Infinity]
const floors = [0, INT32_MIN, -EXACT, -Infinity]

/** The join, with a bound that moved pushed on to the next of a few limits, so that loops settle. */
export function widen(before: Range, after: Range): Range {
  const joined = join(before, after)
  return {
    ...joined,
    lo: joined.lo < before.lo ? floors.find((limit) => limit <= joined.lo)! : joined.lo,
    hi: joined.hi > before.hi ? ceilings.find((limit) => limit >= joined.hi)! : joined.hi,
  }
}
