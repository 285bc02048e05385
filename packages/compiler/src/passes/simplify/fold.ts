/**
 * Constant folding. Every result is the one that all back ends compute at run time, bit for bit (NaNs count as equal); where the operation
 * has no defined result (integer division by zero, `exact` of a fraction) or where it is rounded twice here but once there, nothing is folded.
 */
import type { BinaryOperator, MathFunction, Operation, Relation, ScalarType, UnaryOperator, Value } from '../../ir/types.ts'

export type Constant = number | bigint | boolean
export type ConstantOf = (value: Value) => Constant | undefined

export function foldOperation(operation: Operation, constantOf: ConstantOf): Constant | undefined {
  switch (operation.kind) {
    case 'unary': {
      const operand = constantOf(operation.operand)
      return operand === undefined ? undefined : foldUnary(operation.operator, operation.operand.type, operand)
    }
    case 'binary': {
      const left = constantOf(operation.left)
      const right = left === undefined ? undefined : constantOf(operation.right)
      return right === undefined ? undefined : foldBinary(operation.operator, operation.left.type, left!, right)
    }
    case 'compare': {
      const left = constantOf(operation.left)
      const right = left === undefined ? undefined : constantOf(operation.right)
      return right === undefined ? undefined : foldCompare(operation.relation, left!, right)
    }
    case 'convert': {
      const operand = constantOf(operation.operand)
      return operand === undefined ? undefined : foldConvert(operation.mode, operation.result.type, operand)
    }
    case 'call': {
      const known = operation.arguments.map(constantOf)
      return known.every((value) => typeof value === 'number') ? foldCall(operation.callee, known) : undefined
    }
    default: return undefined
  }
}

/** The representation of a number in a type: wrapped for integers, rounded for f32. */
function fit(type: ScalarType, value: Constant): Constant {
  switch (type) {
    case 'f32': return Math.fround(value as number)
    case 'i32': return (value as number) | 0
    case 'u32': return (value as number) >>> 0
    case 'i64': return BigInt.asIntN(64, value as bigint)
    case 'u64': return BigInt.asUintN(64, value as bigint)
    case 'f64': case 'bool': return value
  }
}

const bits = new DataView(new ArrayBuffer(8))

function withHighWord(value: number, change: (high: number) => number, keepLow: boolean): number {
  bits.setFloat64(0, value)
  bits.setUint32(0, change(bits.getUint32(0)))
  if (!keepLow) bits.setUint32(4, 0)
  return bits.getFloat64(0)
}

function nearest(value: number): number {
  const floor = Math.floor(value)
  const above = value - floor
  const rounded = above < 0.5 || (above === 0.5 && floor % 2 === 0) ? floor : floor + 1
  // Both infinities give NaN above, and -0.5 … -0 gives -0.
  return Number.isFinite(value) ? copysign(Math.abs(rounded), value) : value
}

function copysign(magnitude: number, sign: number): number {
  return sign < 0 || Object.is(sign, -0) ? -Math.abs(magnitude) : Math.abs(magnitude)
}

function foldUnary(operator: UnaryOperator, type: ScalarType, operand: Constant): Constant | undefined {
  if (typeof operand === 'boolean') return operator === 'not' ? !operand : undefined
  if (typeof operand === 'bigint') {
    if (operator === 'neg') return fit(type, -operand)
    return operator === 'abs' ? fit(type, operand < 0n ? -operand : operand) : undefined
  }
  switch (operator) {
    case 'neg': return type === 'i32' || type === 'u32' ? fit(type, 0 - operand) : -operand
    case 'abs': return fit(type, Math.abs(operand))
    case 'sqrt': return fit(type, Math.sqrt(operand))
    case 'floor': return Math.floor(operand)
    case 'ceil': return Math.ceil(operand)
    case 'trunc': return Math.trunc(operand)
    case 'nearest': return nearest(operand)
    case 'clz': return Math.clz32(operand)
    // A NaN's bits are not the program's to see; the kernels never ask for them on a constant.
    case 'exponent': {
      if (Number.isNaN(operand)) return undefined
      bits.setFloat64(0, operand)
      return ((bits.getUint32(0) >>> 20) & 0x7ff) - 1023
    }
    case 'mantissa': return Number.isNaN(operand) ? undefined : withHighWord(operand, (high) => (high & 0x800fffff) | 0x3ff00000, true)
    case 'high': return Number.isNaN(operand) ? undefined : withHighWord(operand, (high) => high, false)
    case 'pow2': return Number.isInteger(operand) && operand >= -1023 && operand <= 1024 ? withHighWord(0, () => (operand + 1023) << 20, true) : undefined
    // The kernels ask for quadrants of what is no constant.
    case 'odd': case 'not': return undefined
  }
}

function foldBinary(operator: BinaryOperator, type: ScalarType, left: Constant, right: Constant): Constant | undefined {
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    switch (operator) {
      case 'and': return Boolean(left) && Boolean(right)
      case 'or': return Boolean(left) || Boolean(right)
      case 'xor': return left !== right
      default: return undefined
    }
  }
  if (typeof left === 'bigint' || typeof right === 'bigint') {
    const result = foldBig(operator, left as bigint, right as bigint)
    return result === undefined ? undefined : fit(type, result)
  }
  const result = type === 'i32' || type === 'u32' ? foldInteger(operator, type, left, right) : foldFloat(operator, left, right)
  return result === undefined ? undefined : fit(type, result)
}

/** f32 operands are f32 values; one operation in f64, rounded once more, is the correctly rounded f32 result of + - * / (Figueroa 1995). */
function foldFloat(operator: BinaryOperator, left: number, right: number): number | undefined {
  switch (operator) {
    case 'add': return left + right
    case 'sub': return left - right
    case 'mul': return left * right
    case 'div': return left / right
    case 'rem': return left % right
    case 'min': return Math.min(left, right)
    case 'max': return Math.max(left, right)
    case 'copysign': return Number.isNaN(right) ? undefined : copysign(left, right)
    default: return undefined
  }
}

function foldInteger(operator: BinaryOperator, type: 'i32' | 'u32', left: number, right: number): number | undefined {
  switch (operator) {
    case 'add': return left + right
    case 'sub': return left - right
    case 'mul': return Math.imul(left, right)
    case 'div': return right === 0 || (right === -1 && left === -(2 ** 31)) ? undefined : Math.trunc(left / right)
    case 'rem': return right === 0 || (right === -1 && left === -(2 ** 31)) ? undefined : left % right
    case 'min': return Math.min(left, right)
    case 'max': return Math.max(left, right)
    case 'and': return left & right
    case 'or': return left | right
    case 'xor': return left ^ right
    case 'shl': return left << right
    case 'shr': return type === 'i32' ? left >> right : left >>> right
    case 'copysign': return undefined
  }
}

function foldBig(operator: BinaryOperator, left: bigint, right: bigint): bigint | undefined {
  switch (operator) {
    case 'add': return left + right
    case 'sub': return left - right
    case 'mul': return left * right
    case 'div': return right === 0n || (right === -1n && left === -(2n ** 63n)) ? undefined : left / right
    case 'rem': return right === 0n || (right === -1n && left === -(2n ** 63n)) ? undefined : left % right
    case 'min': return left < right ? left : right
    case 'max': return left > right ? left : right
    case 'and': return left & right
    case 'or': return left | right
    case 'xor': return left ^ right
    case 'shl': return left << BigInt.asUintN(6, right)
    case 'shr': return left >> BigInt.asUintN(6, right)
    case 'copysign': return undefined
  }
}

function foldCompare(relation: Relation, left: Constant, right: Constant): boolean {
  switch (relation) {
    case 'lt': return left < right
    case 'le': return left <= right
    case 'gt': return left > right
    case 'ge': return left >= right
    case 'eq': return left === right
    case 'ne': return left !== right
  }
}

function foldConvert(mode: 'value' | 'wrap' | 'exact', to: ScalarType, operand: Constant): Constant | undefined {
  const wide = to === 'i64' || to === 'u64'
  if (mode === 'value') {
    if (typeof operand === 'boolean') return wide ? BigInt(operand) : Number(operand)
    if (wide) return BigInt(operand)
    // i64 → f32 rounds once at run time, and would twice here.
    if (to === 'f32' && typeof operand === 'bigint' && BigInt.asIntN(53, operand) !== operand) return undefined
    return fit(to, Number(operand))
  }
  if (mode === 'exact') {
    if (typeof operand !== 'number' || !Number.isInteger(operand)) return undefined
    const exact = wide ? BigInt(operand) : operand + 0
    return fit(to, exact) === exact ? exact : undefined
  }
  if (typeof operand === 'boolean') return undefined
  if (wide) return fit(to, BigInt(operand))
  return fit(to, typeof operand === 'bigint' ? Number(BigInt.asIntN(32, operand)) : operand)
}

/** Only the functions whose result is the same everywhere; the others have polynomials of our own, which the engine's `Math` does not match. */
function foldCall(callee: MathFunction, values: (Constant | undefined)[]): number | undefined {
  const [first, second] = values as number[]
  switch (callee) {
    case 'round': return Math.round(first)
    case 'sign': return Math.sign(first)
    case 'clz32': return Math.clz32(first)
    case 'imul': return Math.imul(first, second)
    case 'fround': return Math.fround(first)
    default: return undefined
  }
}
