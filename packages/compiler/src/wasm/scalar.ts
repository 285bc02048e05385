/** Operations on scalars: one wasm local for each value. */
import { assertExhaustive } from '../ir/walk.ts'
import type { BinaryOperation, Block, CompareOperation, Operation, Relation, ScalarType, UnaryOperation, Value } from '../ir/types.ts'
import { convertScalar } from './convert.ts'
import { wasmType, type Environment } from './environment.ts'
import type { Opcode } from './opcodes.ts'
import type { RareBranch } from './rare.ts'
import { emitScalarHistogram, emitScalarLoad, emitScalarStore } from './scalar-access.ts'

/** What only some functions can contain: parfors and the synchronisation of the team. False: not handled. */
export type ControlHandler = (operation: Operation) => boolean

const isFloat = (type: ScalarType): type is 'f64' | 'f32' => type === 'f64' || type === 'f32'
const isSigned = (type: ScalarType): boolean => type === 'i32' || type === 'i64'

export function compareOpcode(type: ScalarType, relation: Relation): Opcode {
  const wasm = wasmType(type)
  if (wasm === 'f64' || wasm === 'f32') return `${wasm}.${relation}`
  if (wasm === 'v128') throw new Error('a vector is no scalar')
  if (relation === 'eq' || relation === 'ne') return `${wasm}.${relation}`
  return isSigned(type) ? `${wasm}.${relation}_s` : `${wasm}.${relation}_u`
}

/** Bits of the representation of a double, for the primitives of the vector math kernels. */
export const EXPONENT_BIAS = 1023
export const SIGN_AND_MANTISSA = 0x800fffffffffffffn
export const EXPONENT_OF_ONE = 0x3ff0000000000000n
export const HIGH_WORD = 0xffffffff00000000n

function emitUnary(environment: Environment, { operator, operand }: UnaryOperation): void {
  const { code } = environment
  const { type } = operand
  const wasm = wasmType(type)
  switch (operator) {
    case 'not': environment.push(operand); return code.op('i32.eqz')
    case 'clz': environment.push(operand); return code.op('i32.clz')
    case 'neg': case 'abs': {
      if (isFloat(type)) { environment.push(operand); return code.op(`${type}.${operator}`) }
      const integer = wasm === 'i64' ? 'i64' : 'i32'
      const zero = (): void => { if (integer === 'i64') code.i64(0n); else code.i32(0) }
      if (operator === 'abs') environment.push(operand)
      zero(); environment.push(operand); code.op(`${integer}.sub`)
      if (operator === 'abs') { environment.push(operand); zero(); code.op(`${integer}.ge_s`, 'select') }
      return
    }
    case 'sqrt': case 'floor': case 'ceil': case 'trunc': case 'nearest':
      if (!isFloat(type)) throw new Error(`${operator} of ${type}`)
      environment.push(operand)
      return code.op(`${type}.${operator}`)
    case 'exponent':
      environment.push(operand); code.op('i64.reinterpret_f64'); code.i64(52n); code.op('i64.shr_u'); code.i64(0x7ffn); code.op('i64.and')
      code.i64(BigInt(EXPONENT_BIAS)); return code.op('i64.sub', 'f64.convert_i64_s')
    case 'mantissa':
      environment.push(operand); code.op('i64.reinterpret_f64'); code.i64(SIGN_AND_MANTISSA); code.op('i64.and')
      code.i64(EXPONENT_OF_ONE); return code.op('i64.or', 'f64.reinterpret_i64')
    case 'pow2':
      environment.push(operand); code.op('i64.trunc_sat_f64_s'); code.i64(BigInt(EXPONENT_BIAS)); code.op('i64.add')
      code.i64(52n); return code.op('i64.shl', 'f64.reinterpret_i64')
    case 'high':
      environment.push(operand); code.op('i64.reinterpret_f64'); code.i64(HIGH_WORD); return code.op('i64.and', 'f64.reinterpret_i64')
    case 'odd':
      environment.push(operand); code.op('i64.reinterpret_f64', 'i32.wrap_i64'); code.i32(1); return code.op('i32.and')
    default: assertExhaustive(operator, 'emitUnary')
  }
}

function emitBinary(environment: Environment, { operator, left, right }: BinaryOperation): void {
  const { code } = environment
  const { type } = left
  if (operator === 'quadrant') {
    environment.push(left); code.op('i64.reinterpret_f64')
    environment.push(right); code.op('i64.reinterpret_f64'); code.i64(2n); code.op('i64.and'); code.i64(62n); code.op('i64.shl')
    return code.op('i64.xor', 'f64.reinterpret_i64')
  }
  environment.push(left)
  environment.push(right)
  if (isFloat(type)) {
    switch (operator) {
      case 'add': case 'sub': case 'mul': case 'div': case 'min': case 'max': case 'copysign': return code.op(`${type}.${operator}`)
      default: throw new Error(`${operator} of ${type} reached the back end`)
    }
  }
  const wasm = wasmType(type) === 'i64' ? 'i64' : 'i32'
  switch (operator) {
    case 'add': case 'sub': case 'mul': case 'and': case 'or': case 'xor': case 'shl': return code.op(`${wasm}.${operator}`)
    case 'div': case 'rem': case 'shr': return code.op(`${wasm}.${operator}_${isSigned(type) ? 's' : 'u'}`)
    case 'min': case 'max':
      environment.push(left)
      environment.push(right)
      return code.op(compareOpcode(type, operator === 'min' ? 'lt' : 'gt'), 'select')
    case 'copysign': throw new Error(`${operator} of ${type}`)
    default: assertExhaustive(operator, 'emitBinary')
  }
}

function emitCompare(environment: Environment, { relation, left, right }: CompareOperation): void {
  environment.push(left)
  environment.push(right)
  environment.code.op(compareOpcode(left.type, relation))
}

/** Several values at once: all are read before the first is written. */
export function assign(environment: Environment, targets: number[], values: Value[]): void {
  for (const value of values) environment.push(value)
  for (const target of targets.toReversed()) environment.code.set(target)
}

export function emitScalarBlock(environment: Environment, block: Block, control: ControlHandler): void {
  for (const operation of block.operations) emitScalar(environment, operation, control)
}

export function emitScalar(environment: Environment, operation: Operation, control: ControlHandler): void {
  const { code } = environment
  switch (operation.kind) {
    case 'const': return environment.bindConstant(operation.result, operation.value)
    case 'unary': emitUnary(environment, operation); return environment.define(operation.result)
    case 'binary': emitBinary(environment, operation); return environment.define(operation.result)
    case 'compare': emitCompare(environment, operation); return environment.define(operation.result)
    case 'select':
      environment.push(operation.whenTrue)
      environment.push(operation.whenFalse)
      environment.push(operation.condition)
      code.op('select')
      return environment.define(operation.result)
    case 'convert':
      environment.push(operation.operand)
      convertScalar(code, environment.helpers, operation.mode, operation.operand.type, operation.result.type)
      return environment.define(operation.result)
    case 'length':
      code.get(environment.array(operation.array).length)
      return environment.define(operation.result)
    case 'load': return emitScalarLoad(environment, operation)
    case 'store': return emitScalarStore(environment, operation)
    case 'histogram': return emitScalarHistogram(environment, operation)
    case 'if': {
      const targets = operation.results.map((result) => environment.declare(result))
      const branch = (block: Block) => (): void => {
        emitScalarBlock(environment, block, control)
        assign(environment, targets, block.yields)
      }
      const rare = environment.rare.of(operation)
      const callRare = (outOfLine: RareBranch) => (): void => {
        for (const value of outOfLine.liveIns) environment.push(value)
        code.call(outOfLine.code)
        for (const target of targets.toReversed()) code.set(target)
      }
      environment.push(operation.condition)
      return code.if(rare ? callRare(rare) : branch(operation.then), branch(operation.else))
    }
    case 'loop': return emitLoop(environment, operation, control)
    case 'while': {
      const targets = bindCarried(environment, operation.carried, operation.results)
      return code.block((exit) => code.loop((again) => {
        emitScalarBlock(environment, operation.condition, control)
        environment.push(operation.condition.yields[0])
        code.op('i32.eqz')
        code.brIf(exit)
        emitScalarBlock(environment, operation.body, control)
        assign(environment, targets, operation.body.yields)
        code.br(again)
      }))
    }
    case 'parfor': case 'single': case 'barrier': case 'allreduce': case 'rankrange': case 'for': case 'call':
      if (!control(operation)) throw new Error(`${operation.kind} reached the back end in ${code.name}`)
      return
    default: assertExhaustive(operation, 'emitScalar')
  }
}

/** The results of a loop are the carried values after the last trip: the same locals. */
function bindCarried(environment: Environment, carried: { parameter: Value; initial: Value }[], results: Value[]): number[] {
  const targets = carried.map((one) => environment.declare(one.parameter))
  assign(environment, targets, carried.map((one) => one.initial))
  results.forEach((result, index) => environment.bind(result, targets[index]))
  return targets
}

function emitLoop(environment: Environment, operation: Extract<Operation, { kind: 'loop' }>, control: ControlHandler): void {
  const targets = bindCarried(environment, operation.carried, operation.results)
  countedLoop(environment, environment.declare(operation.trip), operation.trips, () => {
    emitScalarBlock(environment, operation.body, control)
    assign(environment, targets, operation.body.yields)
  })
}

/** The local `trip` from 0 to `trips` − 1. The test is at the end: V8 moves invariant code out of a loop only from where every way out passes. */
export function countedLoop(environment: Environment, trip: number, trips: Value, body: () => void): void {
  const { code } = environment
  const goesOn = (): void => { code.get(trip); environment.push(trips); code.op('i32.lt_s') }
  code.i32(0); code.set(trip)
  goesOn()
  code.if(() => code.loop((again) => {
    body()
    code.get(trip); code.i32(1); code.op('i32.add'); code.set(trip)
    goesOn(); code.brIf(again)
  }))
}
