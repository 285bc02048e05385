/** The word lists of types.ts as data, for the parser, the verifier and whoever enumerates operators. The compiler checks that none is missing. */
import type {
  BinaryOperator, Bounds, BranchHint, ConvertMode, ElementType, HistogramOperator, MathFunction, Relation, ScalarType, UnaryOperator,
} from './types.ts'

function words<Word extends string>(table: Record<Word, true>): readonly Word[] {
  return Object.keys(table) as Word[]
}

export const scalarTypes = words<ScalarType>({ f64: true, f32: true, i32: true, u32: true, i64: true, u64: true, bool: true })

export const elementTypes = words<ElementType>({
  f64: true, f32: true, i32: true, u32: true, i16: true, u16: true, i8: true, u8: true, u8c: true, i64: true, u64: true, num: true,
})

export const unaryOperators = words<UnaryOperator>({
  neg: true, abs: true, sqrt: true, floor: true, ceil: true, trunc: true, nearest: true, not: true, clz: true,
  exponent: true, mantissa: true, pow2: true, high: true, odd: true,
})

export const binaryOperators = words<BinaryOperator>({
  add: true, sub: true, mul: true, div: true, rem: true, min: true, max: true, copysign: true, quadrant: true, and: true, or: true, xor: true, shl: true,
  shr: true,
})

export const histogramOperators = words<HistogramOperator>({ add: true, min: true, max: true, and: true, or: true, xor: true })

export const relations = words<Relation>({ lt: true, le: true, gt: true, ge: true, eq: true, ne: true })
export const convertModes = words<ConvertMode>({ value: true, wrap: true, exact: true })
export const branchHints = words<BranchHint>({ rare: true, general: true })
export const boundsKinds = words<Bounds>({ checked: true, strict: true, guarded: true })

export const mathArities: Readonly<Record<MathFunction, number | 'any'>> = {
  exp: 1, expm1: 1, log: 1, log2: 1, log10: 1, log1p: 1, pow: 2, cbrt: 1, hypot: 'any',
  sin: 1, cos: 1, tan: 1, asin: 1, acos: 1, atan: 1, atan2: 2,
  sinh: 1, cosh: 1, tanh: 1, asinh: 1, acosh: 1, atanh: 1,
  round: 1, sign: 1, clz32: 1, imul: 2, fround: 1,
}
export const mathFunctions = Object.keys(mathArities) as MathFunction[]

/** The type of an element as a value. `num` is a float until `specialise` has decided. */
export function nativeType(element: ElementType): ScalarType {
  switch (element) {
    case 'i8': case 'u8': case 'u8c': case 'i16': case 'u16': case 'i32': return 'i32'
    case 'num': return 'f64'
    default: return element
  }
}

export const isFloat = (type: ScalarType): boolean => type === 'f64' || type === 'f32'
export const isInteger = (type: ScalarType): boolean => type === 'i32' || type === 'u32' || type === 'i64' || type === 'u64'

/** Bits of an integer or float type. */
export const widthOf = (type: ScalarType): number => type === 'i64' || type === 'u64' || type === 'f64' ? 64 : 32
