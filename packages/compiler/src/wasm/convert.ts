/** Conversions between scalars, from and to the top of the stack. */
import type { ConvertMode, ElementType, ScalarType } from '../ir/types.ts'
import { elementInfo } from './elements.ts'
import type { FunctionBuilder } from './function.ts'
import type { Helpers } from './helpers.ts'
import type { Opcode } from './opcodes.ts'

/** Those that are a list of instructions whatever the mode; absent pairs involve wrapping or do not exist. */
const plain: Partial<Record<`${ScalarType}>${ScalarType}`, Opcode[]>> = {
  'f64>f32': ['f32.demote_f64'], 'f32>f64': ['f64.promote_f32'],
  'i32>f64': ['f64.convert_i32_s'], 'i32>f32': ['f32.convert_i32_s'], 'i32>u32': [], 'i32>i64': ['i64.extend_i32_s'], 'i32>u64': ['i64.extend_i32_s'],
  'u32>f64': ['f64.convert_i32_u'], 'u32>f32': ['f32.convert_i32_u'], 'u32>i32': [], 'u32>i64': ['i64.extend_i32_u'], 'u32>u64': ['i64.extend_i32_u'],
  'i64>f64': ['f64.convert_i64_s'], 'i64>f32': ['f32.convert_i64_s'], 'i64>u64': [], 'i64>i32': ['i32.wrap_i64'], 'i64>u32': ['i32.wrap_i64'],
  'u64>f64': ['f64.convert_i64_u'], 'u64>f32': ['f32.convert_i64_u'], 'u64>i64': [], 'u64>i32': ['i32.wrap_i64'], 'u64>u32': ['i32.wrap_i64'],
  'bool>i32': [], 'bool>u32': [], 'bool>f64': ['f64.convert_i32_u'], 'bool>f32': ['f32.convert_i32_u'],
  'bool>i64': ['i64.extend_i32_u'], 'bool>u64': ['i64.extend_i32_u'],
}

const exact: Partial<Record<ScalarType, Opcode>> = {
  i32: 'i32.trunc_sat_f64_s', u32: 'i32.trunc_sat_f64_u', i64: 'i64.trunc_sat_f64_s', u64: 'i64.trunc_sat_f64_u',
}

export function convertScalar(code: FunctionBuilder, helpers: Helpers, mode: ConvertMode, from: ScalarType, to: ScalarType): void {
  if (from === to) return
  const instructions = plain[`${from}>${to}`]
  if (instructions) return code.op(...instructions)
  if (from === 'f32') {
    code.op('f64.promote_f32')
    return convertScalar(code, helpers, mode, 'f64', to)
  }
  if (from === 'f64' && mode === 'wrap' && (to === 'i32' || to === 'u32')) return code.call(helpers.toInt32)
  const truncate = exact[to]
  if (from !== 'f64' || mode !== 'exact' || !truncate) throw new Error(`no conversion ${mode} from ${from} to ${to}`)
  code.op(truncate)
}

/** From a value to what the element's store instruction takes, as JavaScript converts on assignment. */
export function convertForStore(code: FunctionBuilder, helpers: Helpers, from: ScalarType, element: ElementType): void {
  if (element !== 'u8c') return convertScalar(code, helpers, 'wrap', from, elementInfo(element).native)
  if (from === 'i32' || from === 'u32') {
    convertScalar(code, helpers, 'value', from, 'f64')
  } else if (from === 'f32') code.op('f64.promote_f32')
  // ToUint8Clamp: half to even, NaN is 0; trunc_sat saturates below.
  code.op('f64.nearest'); code.f64(255); code.op('f64.min', 'i32.trunc_sat_f64_u')
}
