/** Arithmetic on groups of lanes: each operation is done for all its vectors before the next (statement-wise interleaving). */
import type { BinaryOperation, CompareOperation, Operation, Relation, SelectOperation, UnaryOperation, Value } from '../ir/types.ts'
import { assertExhaustive, operands } from '../ir/walk.ts'
import { wasmType } from './environment.ts'
import { constantBytes, isWide, vectorShape, type LaneValues, type MaskWidth } from './lane-values.ts'
import type { Opcode } from './opcodes.ts'
import { emitScalar, EXPONENT_BIAS, EXPONENT_OF_ONE, HIGH_WORD, SIGN_AND_MANTISSA } from './scalar.ts'

/** 2^52: added to an integer k below it, the low bits of the representation are k. */
const INTEGER_MAGIC = 2 ** 52

const bits = (value: bigint): Uint8Array => constantBytes('u64', value)

/** Lane by lane through scalars, for what has no vector instruction. */
export function emitLaneByLane(values: LaneValues, operation: Extract<Operation, { result: Value }>): void {
  const { code, environment } = values
  const { result } = operation
  if (result.type === 'bool') throw new Error(`${operation.kind} lane by lane has no mask`)
  const inputs = [...new Set(operands(operation))].filter((value) => values.isVarying(value))
  const scalars = new Map(inputs.map((value) => [value, code.local(wasmType(value.type))]))
  const shape = vectorShape(result.type)
  const per = values.perVector(result.type)
  values.define(result, (vector) => {
    for (let lane = 0; lane < per; lane++) {
      for (const [value, local] of scalars) {
        pushLane(values, value, vector * per + lane)
        code.set(local)
        environment.bind(value, local)
      }
      emitScalar(environment, operation, () => false)
      environment.push(result)
      if (lane === 0) code.op(`${shape}.splat`)
      else code.lane(`${shape}.replace_lane`, lane)
    }
  })
}

/** The number that one lane has. */
export function pushLane(values: LaneValues, value: Value, lane: number): void {
  const { code } = values
  if (!values.isVarying(value)) return values.environment.push(value)
  if (value.type === 'bool') {
    const width = values.ownWidth(value)
    const per = 128 / width
    values.pushMask(value, width, Math.floor(lane / per))
    if (width === 32) code.lane('i32x4.extract_lane', lane % per)
    else { code.lane('i64x2.extract_lane', lane % per); code.op('i32.wrap_i64') }
    code.i32(1); code.op('i32.and')
    return
  }
  const per = values.perVector(value.type)
  values.push(value, Math.floor(lane / per))
  code.lane(`${vectorShape(value.type)}.extract_lane`, lane % per)
}

export function emitLaneUnary(values: LaneValues, operation: UnaryOperation): void {
  const { code } = values
  const { operator, operand, result } = operation
  const shape = vectorShape(operand.type)
  switch (operator) {
    case 'not': {
      const width = values.ownWidth(operand)
      return values.defineMask(result, width, (vector) => { values.pushMask(operand, width, vector); code.op('v128.not') })
    }
    case 'clz': return emitLaneByLane(values, operation)
    case 'neg': case 'abs':
      return values.define(result, (vector) => { values.push(operand, vector); code.op(`${shape}.${operator}`) })
    case 'sqrt': case 'floor': case 'ceil': case 'trunc': case 'nearest':
      if (shape !== 'f64x2' && shape !== 'f32x4') throw new Error(`${operator} of ${operand.type}`)
      return values.define(result, (vector) => { values.push(operand, vector); code.op(`${shape}.${operator}`) })
    case 'exponent':
      // The exponent field becomes the low bits of 2^52 + field, from which 2^52 + bias is taken away.
      return values.define(result, (vector) => {
        values.push(operand, vector); code.i32(52); code.op('i64x2.shr_u'); values.pushConstant(bits(0x7ffn)); code.op('v128.and')
        values.pushConstant(constantBytes('f64', INTEGER_MAGIC)); code.op('v128.or')
        values.pushConstant(constantBytes('f64', INTEGER_MAGIC + EXPONENT_BIAS)); code.op('f64x2.sub')
      })
    case 'mantissa':
      return values.define(result, (vector) => {
        values.push(operand, vector); values.pushConstant(bits(SIGN_AND_MANTISSA)); code.op('v128.and'); values.pushConstant(bits(EXPONENT_OF_ONE)); code.op('v128.or')
      })
    case 'pow2':
      return values.define(result, (vector) => {
        values.push(operand, vector); values.pushConstant(constantBytes('f64', INTEGER_MAGIC + EXPONENT_BIAS)); code.op('f64x2.add')
        code.i32(52); code.op('i64x2.shl')
      })
    case 'high':
      return values.define(result, (vector) => { values.push(operand, vector); values.pushConstant(bits(HIGH_WORD)); code.op('v128.and') })
    case 'odd':
      return values.defineMask(result, 64, (vector) => {
        values.push(operand, vector); values.pushConstant(bits(1n)); code.op('v128.and', 'i64x2.neg')
      })
    default: assertExhaustive(operator, 'emitLaneUnary')
  }
}

function emitMaskBinary(values: LaneValues, { operator, left, right, result }: BinaryOperation): void {
  if (operator !== 'and' && operator !== 'or' && operator !== 'xor') throw new Error(`${operator} of bool`)
  const width = commonWidth(values, [left, right])
  values.defineMask(result, width, (vector) => {
    values.pushMask(left, width, vector)
    values.pushMask(right, width, vector)
    values.code.op(`v128.${operator}`)
  })
}

function commonWidth(values: LaneValues, masks: Value[]): MaskWidth {
  return masks.some((mask) => values.isVarying(mask) && values.ownWidth(mask) === 64) ? 64 : 32
}

export function emitLaneBinary(values: LaneValues, operation: BinaryOperation): void {
  const { code, environment } = values
  const { operator, left, right, result } = operation
  if (left.type === 'bool') return emitMaskBinary(values, operation)
  const shape = vectorShape(left.type)
  const both = (vector: number): void => { values.push(left, vector); values.push(right, vector) }
  const signed = left.type === 'i32' || left.type === 'i64'
  if (shape === 'f64x2' || shape === 'f32x4') {
    if (operator === 'mul') {
      // 2x is x + x, without a register for the 2.
      const doubled = environment.constant(right) === 2 ? left : environment.constant(left) === 2 ? right : undefined
      if (doubled) return values.define(result, (vector) => { values.push(doubled, vector); values.push(doubled, vector); code.op(`${shape}.add`) })
    }
    switch (operator) {
      case 'add': case 'sub': case 'mul': case 'div': case 'min': case 'max':
        return values.define(result, (vector) => { both(vector); code.op(`${shape}.${operator}`) })
      case 'copysign': {
        const sign = shape === 'f64x2' ? bits(1n << 63n) : constantBytes('i32', 1 << 31)
        return values.define(result, (vector) => { values.push(right, vector); values.push(left, vector); values.pushConstant(sign); code.op('v128.bitselect') })
      }
      case 'quadrant':
        return values.define(result, (vector) => {
          values.push(right, vector); code.i32(62); code.op('i64x2.shl'); values.pushConstant(bits(1n << 63n)); code.op('v128.and')
          values.push(left, vector); code.op('v128.xor')
        })
      default: throw new Error(`${operator} of ${left.type} reached the back end`)
    }
  }
  switch (operator) {
    case 'add': case 'sub': case 'mul':
      return values.define(result, (vector) => { both(vector); code.op(`${shape}.${operator}`) })
    case 'and': case 'or': case 'xor':
      return values.define(result, (vector) => { both(vector); code.op(`v128.${operator}`) })
    case 'shl': case 'shr': {
      if (values.isVarying(right)) return emitLaneByLane(values, operation)
      const opcode: Opcode = operator === 'shl' ? `${shape}.shl` : `${shape}.shr_${signed ? 's' : 'u'}`
      return values.define(result, (vector) => {
        values.push(left, vector)
        environment.push(right)
        if (shape === 'i64x2') code.op('i32.wrap_i64')
        code.op(opcode)
      })
    }
    case 'min': case 'max':
      if (shape === 'i32x4') return values.define(result, (vector) => { both(vector); code.op(`i32x4.${operator}_${signed ? 's' : 'u'}`) })
      return values.define(result, (vector) => {
        both(vector)
        pushCompare(values, operator === 'min' ? 'lt' : 'gt', left, right, vector)
        code.op('v128.bitselect')
      })
    case 'div': case 'rem': return emitLaneByLane(values, operation)
    case 'copysign': case 'quadrant': throw new Error(`${operator} of ${left.type}`)
    default: assertExhaustive(operator, 'emitLaneBinary')
  }
}

function pushCompare(values: LaneValues, relation: Relation, left: Value, right: Value, vector: number): void {
  const { code } = values
  const shape = vectorShape(left.type)
  const equality = relation === 'eq' || relation === 'ne'
  const biased = left.type === 'u64' && !equality
  for (const value of [left, right]) {
    values.push(value, vector)
    // There is no unsigned comparison of 64-bit lanes: with the top bit flipped, the signed one gives its result.
    if (biased) { values.pushConstant(bits(1n << 63n)); code.op('v128.xor') }
  }
  if (shape === 'f64x2' || shape === 'f32x4') return code.op(`${shape}.${relation}`)
  if (relation === 'eq' || relation === 'ne') return code.op(`${shape}.${relation}`)
  if (shape === 'i64x2') return code.op(`i64x2.${relation}_s`)
  code.op(`i32x4.${relation}_${left.type === 'i32' ? 's' : 'u'}`)
}

export function emitLaneCompare(values: LaneValues, { relation, left, right, result }: CompareOperation): void {
  if (left.type === 'bool') {
    const width = commonWidth(values, [left, right])
    return values.defineMask(result, width, (vector) => {
      values.pushMask(left, width, vector)
      values.pushMask(right, width, vector)
      values.code.op('v128.xor')
      if (relation === 'eq') values.code.op('v128.not')
      else if (relation !== 'ne') throw new Error(`${relation} of bool`)
    })
  }
  values.defineMask(result, isWide(left.type) ? 64 : 32, (vector) => pushCompare(values, relation, left, right, vector))
}

export function emitLaneSelect(values: LaneValues, { condition, whenTrue, whenFalse, result }: SelectOperation): void {
  const { code } = values
  if (result.type === 'bool') {
    const width = commonWidth(values, [whenTrue, whenFalse])
    return values.defineMask(result, width, (vector) => {
      values.pushMask(whenTrue, width, vector)
      values.pushMask(whenFalse, width, vector)
      values.pushMask(condition, width, vector)
      code.op('v128.bitselect')
    })
  }
  const width = isWide(result.type) ? 64 : 32
  values.define(result, (vector) => {
    values.push(whenTrue, vector)
    values.push(whenFalse, vector)
    values.pushMask(condition, width, vector)
    code.op('v128.bitselect')
  })
}
