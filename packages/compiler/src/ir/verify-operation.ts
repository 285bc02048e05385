/** The types that each operation takes and gives, from its own fields alone. A problem is returned as text. */
import type { BinaryOperation, Builder, Combine, ConvertOperation, HistogramOperation, Operation, ParforOperation, ScalarType, UnaryOperation, Value } from './types.ts'
import { isFloat, isInteger, mathArities, nativeType } from './vocabulary.ts'
import type { ElementType } from './types.ts'

type Problem = string | undefined
type Constants = ReadonlyMap<Value, number | bigint | boolean>

export function checkOperation(operation: Operation, constants: Constants): Problem {
  switch (operation.kind) {
    case 'const': return checkConstant(operation.result.type, operation.value)
    case 'unary': return checkUnary(operation)
    case 'binary': return checkBinary(operation)
    case 'compare':
      if (operation.left.type === 'bool' && operation.relation !== 'eq' && operation.relation !== 'ne') return 'bool has no order'
      return same('the two sides', operation.left, operation.right) ?? is('the result', operation.result.type, 'bool')
    case 'select':
      return is('the condition', operation.condition.type, 'bool') ?? same('the two alternatives', operation.whenTrue, operation.whenFalse)
        ?? same('the result and the alternatives', operation.result, operation.whenTrue)
    case 'convert': return checkConvert(operation)
    case 'call': {
      const arity = mathArities[operation.callee]
      if (arity !== 'any' && operation.arguments.length !== arity) return `${operation.callee} takes ${arity} arguments`
      return [...operation.arguments, operation.result].map((value) => is('an argument or result of a call', value.type, 'f64')).find(Boolean)
    }
    case 'length': return is('a length', operation.result.type, 'i32')
    case 'load': return checkIndex(operation.index) ?? checkElement('the result', operation.array.element, operation.result)
    case 'store': return checkIndex(operation.index) ?? checkElement('the value', operation.array.element, operation.value)
    case 'histogram': return checkIndex(operation.index) ?? checkHistogram(operation)
    case 'if': return is('the condition', operation.condition.type, 'bool')
    case 'for':
      if (!Number.isFinite(operation.step) || operation.step === 0) return `step ${operation.step}`
      return [operation.counter, operation.lower, operation.upper, operation.exitCounter].map((value) => is('the counter and its bounds', value.type, 'f64')).find(Boolean)
    case 'loop': return is('the trip', operation.trip.type, 'i32') ?? is('the number of trips', operation.trips.type, 'i32')
    case 'parfor': return checkParfor(operation, constants)
    case 'allreduce':
      return same('the result and the operand', operation.result, operation.operand) ?? (operation.operand.type === 'bool' ? 'allreduce of a bool' : undefined)
    case 'rankrange': return [operation.start, operation.count, operation.total].map((value) => is('a rank range', value.type, 'i32')).find(Boolean)
    case 'while': case 'single': case 'barrier': return undefined
  }
}

const limits: Partial<Record<ScalarType, [bigint, bigint]>> = {
  i32: [-(2n ** 31n), 2n ** 31n - 1n], u32: [0n, 2n ** 32n - 1n], i64: [-(2n ** 63n), 2n ** 63n - 1n], u64: [0n, 2n ** 64n - 1n],
}

function checkConstant(type: ScalarType, value: number | bigint | boolean): Problem {
  const wide = type === 'i64' || type === 'u64'
  const wanted = type === 'bool' ? 'boolean' : wide ? 'bigint' : 'number'
  if (typeof value !== wanted) return `a constant of type ${type} is a ${typeof value}`
  if (type === 'f32' && !Object.is(Math.fround(value as number), value)) return `${value} is not an f32`
  if (!isInteger(type)) return undefined
  if (!wide && (!Number.isInteger(value) || Object.is(value, -0))) return `${Object.is(value, -0) ? '-0' : value} is not an integer`
  const [least, greatest] = limits[type]!
  return BigInt(value) < least || BigInt(value) > greatest ? `${value} is out of the range of ${type}` : undefined
}

function checkUnary({ operator, operand, result }: UnaryOperation): Problem {
  const { type } = operand
  const wrong = `${operator} of ${type}`
  switch (operator) {
    case 'neg': case 'abs': if (type === 'bool') return wrong; break
    case 'sqrt': case 'floor': case 'ceil': case 'trunc': case 'nearest': if (!isFloat(type)) return wrong; break
    case 'not': if (type !== 'bool') return wrong; break
    case 'clz': return type === 'i32' || type === 'u32' ? is('the result', result.type, 'i32') : wrong
    case 'odd': return type === 'f64' ? is('the result', result.type, 'bool') : wrong
    case 'exponent': case 'mantissa': case 'pow2': case 'high': if (type !== 'f64') return wrong
  }
  return same('the result and the operand', result, operand)
}

function checkBinary({ operator, left, right, result }: BinaryOperation): Problem {
  const { type } = left
  const wrong = `${operator} of ${type}`
  switch (operator) {
    case 'copysign': if (!isFloat(type)) return wrong; break
    case 'quadrant': if (type !== 'f64') return wrong; break
    case 'and': case 'or': case 'xor': if (isFloat(type)) return wrong; break
    case 'shl': case 'shr': if (!isInteger(type)) return wrong; break
    default: if (type === 'bool') return wrong
  }
  return same('the two sides', left, right) ?? same('the result and the operands', result, left)
}

function checkConvert({ mode, operand, result }: ConvertOperation): Problem {
  const [from, to] = [operand.type, result.type]
  const allowed = {
    value: from === 'bool' || isFloat(to) || ((from === 'i32' || from === 'u32') && to === 'i64') || (from === 'u32' && to === 'u64'),
    wrap: (isFloat(from) && (to === 'i32' || to === 'u32')) || (isInteger(from) && isInteger(to)),
    exact: isFloat(from) && isInteger(to),
  }
  return from !== to && to !== 'bool' && allowed[mode] ? undefined : `there is no ${mode} conversion from ${from} to ${to}`
}

function checkParfor(operation: ParforOperation, constants: Constants): Problem {
  const { dimensions, carried, combines, builders } = operation
  if (dimensions.length === 0) return 'a parfor without dimensions'
  for (const { trip, trips } of dimensions) {
    const problem = is('the trip', trip.type, 'i32') ?? is('the number of trips', trips.type, 'i32')
    if (problem !== undefined) return problem
  }
  if (combines.length !== carried.length) return `${combines.length} combines for ${carried.length} carried values`
  for (const [index, combine] of combines.entries()) {
    const problem = checkCombine(combine, carried[index].parameter.type, combines)
    if (problem !== undefined) return `carried value ${index}: ${problem}`
    if (combine.kind === 'winner' && constants.get(carried[index].initial) !== -1) return `carried value ${index}: a winner starts from the constant -1`
  }
  return builders.map(checkBuilder).find(Boolean)
}

function checkCombine(combine: Combine, type: ScalarType, combines: Combine[]): Problem {
  switch (combine.kind) {
    case 'sum': case 'product': case 'min': case 'max': return type === 'bool' ? `${combine.kind} of bool` : undefined
    case 'and': case 'or': case 'xor': return isFloat(type) ? `${combine.kind} of ${type}` : undefined
    case 'winner': return is('a winner', type, 'i32')
    case 'companion': {
      const kind = combines[combine.of]?.kind
      return kind === 'least' || kind === 'greatest' || kind === 'first' || kind === 'last' ? undefined : `${combine.of} has no winning trip to be the companion of`
    }
    case 'least': case 'greatest': if (type === 'bool') return `${combine.kind} of bool`
  }
  return combines[combine.winner]?.kind === 'winner' ? undefined : `${combine.winner} is not a winner`
}

function checkBuilder(builder: Builder): Problem {
  switch (builder.kind) {
    case 'compact':
      return is('the condition of compact', builder.condition.type, 'bool') ?? is('a count', builder.count.type, 'i32') ?? is('the first position', builder.initial.type, 'i32')
        ?? builder.columns.map((column) => checkElement('a column', column.array.element, column.value)).find(Boolean)
    case 'group':
      return is('a count', builder.count.type, 'i32') ?? checkElement('the key', builder.keys.element, builder.key)
        ?? builder.columns.map((column) => checkElement('a column', column.array.element, column.value)).find(Boolean)
  }
}

/** Clamping makes a sum depend on the order; the bits of a float are nobody's. */
function checkHistogram({ operator, array: { element }, value }: HistogramOperation): Problem {
  const native = nativeType(element)
  const isWrong = element === 'num' || (element === 'u8c' && operator === 'add') || (isFloat(native) && operator !== 'min' && operator !== 'max')
  return isWrong ? `a histogram of ${element} by ${operator}` : is('the value', value.type, native)
}

function checkIndex(index: Value): Problem {
  return index.type === 'f64' || index.type === 'i32' ? undefined : `the index is ${index.type}, not f64 or i32`
}

/** As JavaScript sees an element (f64; BigInt for the 64-bit kinds), or in its native type. */
function checkElement(what: string, element: ElementType, { type }: Value): Problem {
  const native = nativeType(element)
  if (type === native || (type === 'f64' && native !== 'i64' && native !== 'u64')) return undefined
  return `${what} is ${type}, but elements are ${element}`
}

function is(what: string, type: ScalarType, wanted: ScalarType): Problem {
  return type === wanted ? undefined : `${what}: ${type} instead of ${wanted}`
}

function same(what: string, left: Value, right: Value): Problem {
  return left.type === right.type ? undefined : `${what} differ in type: ${left.type} and ${right.type}`
}
