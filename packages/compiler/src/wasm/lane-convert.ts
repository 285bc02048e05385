/** Conversions of groups of lanes between element widths. Vectors of four 32-bit lanes go with two vectors of 64-bit lanes. */
import type { ConvertMode, ConvertOperation, ElementType, ScalarType } from '../ir/types.ts'
import { elementInfo } from './elements.ts'
import { emitLaneByLane } from './lane-arithmetic.ts'
import { constantBytes, isWide, type LaneValues } from './lane-values.ts'
import type { Opcode } from './opcodes.ts'

/** 1.5 · 2^52: added to an integer of magnitude up to 2^51, the low 32 bits of the representation are the integer modulo 2^32. */
const WRAP_MAGIC = 6755399441055744
const WRAP_LIMIT = 2 ** 51

const LOW_DWORDS = [0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25, 26, 27]
const LOW_HALVES = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23]
const HIGH_HALF_DOWN = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]

const isInt = (type: ScalarType): type is 'i32' | 'u32' => type === 'i32' || type === 'u32'
const isLong = (type: ScalarType): type is 'i64' | 'u64' => type === 'i64' || type === 'u64'

export function emitLaneConvert(values: LaneValues, operation: ConvertOperation): void {
  const { operand, result, mode } = operation
  if (operand.type === 'bool') return convertMask(values, operation)
  const converted = convertVectors(values, mode, operand.type, result.type, (vector) => values.push(operand, vector))
  if (converted) values.bind(result, converted)
  else emitLaneByLane(values, operation)
}

function convertMask(values: LaneValues, { operand, result }: ConvertOperation): void {
  const { type } = result
  values.define(result, (vector) => {
    values.pushMask(operand, isWide(type) ? 64 : 32, vector)
    values.code.v128(constantBytes(type, 1))
    values.code.op('v128.and')
  })
}

/** Nothing where there is no vector instruction for it. `push` pushes a vector of the source. */
export function convertVectors(
  values: LaneValues, mode: ConvertMode, from: ScalarType, to: ScalarType, push: (vector: number) => void,
): number[] | undefined {
  const { code } = values
  const make = (emit: (vector: number) => void): number[] => values.fresh(values.count(to)).map((local, vector) => {
    emit(vector)
    code.set(local)
    return local
  })
  const each = (...opcodes: Opcode[]): number[] => make((vector) => { push(vector); code.op(...opcodes) })
  /** Two wide vectors, each made into a narrow one whose low half counts. */
  const packed = (lanes: number[], ...opcodes: Opcode[]): number[] => make((vector) => {
    for (const half of [0, 1]) { push(2 * vector + half); code.op(...opcodes) }
    code.shuffle(...lanes)
  })
  const lowHalf = (opcode: Opcode): number[] => make((vector) => {
    push(vector >> 1)
    if (vector % 2 === 1) {
      push(vector >> 1)
      code.shuffle(...HIGH_HALF_DOWN)
    }
    code.op(opcode)
  })
  const sign = from === 'i32' ? 's' : 'u'

  if (from === to || (isInt(from) && isInt(to)) || (isLong(from) && isLong(to))) return each()
  if (from === 'f64' && to === 'f32') return packed(LOW_HALVES, 'f32x4.demote_f64x2_zero')
  if (from === 'f32' && to === 'f64') return lowHalf('f64x2.promote_low_f32x4')
  if (isInt(from) && to === 'f64') return lowHalf(`f64x2.convert_low_i32x4_${sign}`)
  if (isInt(from) && to === 'f32') return each(`f32x4.convert_i32x4_${sign}`)
  if (isInt(from) && isLong(to)) {
    return make((vector) => {
      push(vector >> 1)
      code.op(vector % 2 === 0 ? `i64x2.extend_low_i32x4_${sign}` : `i64x2.extend_high_i32x4_${sign}`)
    })
  }
  if (isLong(from) && isInt(to)) return packed(LOW_DWORDS)
  if (from === 'f64' && isInt(to)) {
    if (mode === 'exact') return packed(LOW_HALVES, to === 'i32' ? 'i32x4.trunc_sat_f64x2_s_zero' : 'i32x4.trunc_sat_f64x2_u_zero')
    return wrapToInt32(values, push)
  }
  if (from === 'f32' && isInt(to)) {
    if (mode === 'exact') return each(to === 'i32' ? 'i32x4.trunc_sat_f32x4_s' : 'i32x4.trunc_sat_f32x4_u')
    const doubles = convertVectors(values, 'value', 'f32', 'f64', push)!
    return wrapToInt32(values, (vector) => code.get(doubles[vector]))
  }
  return undefined
}

/** ToInt32 of doubles: exact for every input; those beyond ±2^51 (and NaN) take the scalar way. */
function wrapToInt32(values: LaneValues, push: (vector: number) => void): number[] {
  const { code, environment } = values
  const truncated = values.fresh(values.count('f64'))
  const small = code.local('v128')
  truncated.forEach((local, vector) => {
    push(vector); code.op('f64x2.trunc'); code.tee(local)
    code.op('f64x2.abs'); code.v128(constantBytes('f64', WRAP_LIMIT)); code.op('f64x2.le')
    if (vector > 0) { code.get(small); code.op('v128.and') }
    code.set(small)
  })
  const out = values.fresh(values.count('i32'))
  code.get(small); code.op('i64x2.all_true')
  code.if(() => {
    out.forEach((local, vector) => {
      for (const half of [0, 1]) { code.get(truncated[2 * vector + half]); code.v128(constantBytes('f64', WRAP_MAGIC)); code.op('f64x2.add') }
      code.shuffle(...LOW_DWORDS)
      code.set(local)
    })
  }, () => {
    out.forEach((local, vector) => {
      for (let lane = 0; lane < 4; lane++) {
        if (lane > 0) code.get(local)
        code.get(truncated[2 * vector + (lane >> 1)]); code.lane('f64x2.extract_lane', lane & 1)
        code.call(environment.helpers.toInt32)
        if (lane === 0) code.op('i32x4.splat')
        else code.lane('i32x4.replace_lane', lane)
        code.set(local)
      }
    })
  })
  return out
}

/** From a value to vectors of the element's native type, as JavaScript converts on assignment. */
export function convertVectorsForStore(values: LaneValues, from: ScalarType, element: ElementType, push: (vector: number) => void): number[] {
  const { code } = values
  const { native } = elementInfo(element)
  if (element !== 'u8c') {
    const converted = convertVectors(values, 'wrap', from, native, push)
    if (!converted) throw new Error(`no store of ${from} into ${element}`)
    return converted
  }
  const integers = values.fresh(values.count('i32'))
  if (isInt(from)) {
    integers.forEach((local, vector) => {
      push(vector); code.v128(constantBytes('i32', 255))
      if (from === 'u32') code.op('i32x4.min_u')
      else { code.op('i32x4.min_s'); code.v128(constantBytes('i32', 0)); code.op('i32x4.max_s') }
      code.set(local)
    })
    return integers
  }
  const doubles = from === 'f32' ? convertVectors(values, 'value', 'f32', 'f64', push)! : undefined
  // ToUint8Clamp: half to even, NaN is 0; trunc_sat saturates below.
  integers.forEach((local, vector) => {
    for (const half of [0, 1]) {
      if (doubles) code.get(doubles[2 * vector + half])
      else push(2 * vector + half)
      code.op('f64x2.nearest'); code.v128(constantBytes('f64', 255)); code.op('f64x2.min', 'i32x4.trunc_sat_f64x2_u_zero')
    }
    code.shuffle(...LOW_HALVES)
    code.set(local)
  })
  return integers
}
