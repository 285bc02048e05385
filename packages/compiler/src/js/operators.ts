/** Each operator of the IR as a JavaScript expression with the same value for every operand of its type. */
import { assertExhaustive } from '../ir/walk.ts'
import type { BinaryOperator, ConvertMode, Relation, ScalarType, UnaryOperator } from '../ir/types.ts'
import { call, compose, conditional, infix, literal, operand, precedence, prefix, toInt32, toUint32, type Expression } from './expression.ts'
import type { Prelude } from './prelude.ts'

const isWide = (type: ScalarType): type is 'i64' | 'u64' => type === 'i64' || type === 'u64'

/** Back into the range of the type after an operation of JavaScript that may leave it. */
export function wrap(type: ScalarType, expression: Expression): Expression {
  switch (type) {
    case 'f32': return call('Math.fround', [expression])
    case 'i32': return toInt32(expression)
    case 'u32': return toUint32(expression)
    case 'i64': return call('BigInt.asIntN', [literal(64), expression])
    case 'u64': return call('BigInt.asUintN', [literal(64), expression])
    default: return expression
  }
}

export function unary(prelude: Prelude, operator: UnaryOperator, type: ScalarType, value: Expression): Expression {
  switch (operator) {
    case 'neg': return type === 'f32' ? prefix('-', value) : wrap(type, prefix('-', value))
    case 'abs':
      if (type === 'u32' || type === 'u64') return value
      if (type === 'i64') return wrap(type, call(prelude.helper('absBigInt'), [value]))
      return type === 'i32' ? toInt32(call('Math.abs', [value])) : call('Math.abs', [value])
    case 'sqrt': return wrap(type, call('Math.sqrt', [value]))
    case 'floor': case 'ceil': case 'trunc': return call(`Math.${operator}`, [value])
    case 'not': return prefix('!', value)
    case 'clz': return call('Math.clz32', [value])
    case 'odd': return infix(infix(value, '&', literal(1), precedence.bitAnd), '!==', literal(0), precedence.equality)
    case 'nearest': case 'exponent': case 'mantissa': case 'pow2': case 'high': return call(prelude.helper(operator), [value])
    default: return assertExhaustive(operator, 'unary')
  }
}

export function binary(prelude: Prelude, operator: BinaryOperator, type: ScalarType, left: Expression, right: Expression): Expression {
  switch (operator) {
    case 'add': return wrap(type, infix(left, '+', right, precedence.additive))
    case 'sub': return wrap(type, infix(left, '-', right, precedence.additive))
    case 'mul':
      // The product of two 32-bit integers may need more than the 53 bits of a double.
      if (type === 'i32') return call('Math.imul', [left, right])
      if (type === 'u32') return toUint32(call('Math.imul', [left, right]))
      return wrap(type, infix(left, '*', right, precedence.multiplicative))
    case 'div': return wrap(type, infix(left, '/', right, precedence.multiplicative))
    case 'rem': return wrap(type, infix(left, '%', right, precedence.multiplicative))
    case 'min': case 'max':
      return isWide(type) ? call(prelude.helper(`${operator}BigInt`), [left, right]) : call(`Math.${operator}`, [left, right])
    case 'copysign': return call(prelude.helper('copysign'), [left, right])
    case 'quadrant': return call(prelude.helper('quadrant'), [left, right])
    case 'and': return type === 'bool' ? infix(left, '&&', right, precedence.and) : bitwise(type, left, '&', right, precedence.bitAnd)
    case 'or': return type === 'bool' ? infix(left, '||', right, precedence.or) : bitwise(type, left, '|', right, precedence.bitOr)
    case 'xor': return type === 'bool' ? infix(left, '!==', right, precedence.equality) : bitwise(type, left, '^', right, precedence.bitXor)
    case 'shl': return shift(type, left, '<<', right)
    case 'shr': return shift(type, left, type === 'u32' ? '>>>' : '>>', right)
    default: return assertExhaustive(operator, 'binary')
  }
}

function bitwise(type: ScalarType, left: Expression, operator: string, right: Expression, binds: number): Expression {
  const result = infix(left, operator, right, binds)
  return type === 'u32' ? toUint32(result) : result
}

function shift(type: ScalarType, left: Expression, operator: string, count: Expression): Expression {
  if (!isWide(type)) {
    const result = infix(left, operator, count, precedence.shift)
    return type === 'u32' && operator === '<<' ? toUint32(result) : result
  }
  const modulo = infix(count, '&', literal(63n), precedence.bitAnd)
  return wrap(type, infix(left, operator, modulo, precedence.shift))
}

const relations: Record<Relation, { operator: string; binds: number }> = {
  lt: { operator: '<', binds: precedence.relational }, le: { operator: '<=', binds: precedence.relational },
  gt: { operator: '>', binds: precedence.relational }, ge: { operator: '>=', binds: precedence.relational },
  eq: { operator: '===', binds: precedence.equality }, ne: { operator: '!==', binds: precedence.equality },
}

export function compare(relation: Relation, left: Expression, right: Expression): Expression {
  const { operator, binds } = relations[relation]
  return infix(left, operator, right, binds)
}

export function select(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  return conditional(condition, whenTrue, whenFalse)
}

export function convert(prelude: Prelude, mode: ConvertMode, from: ScalarType, to: ScalarType, value: Expression): Expression {
  if (from === 'bool') return isWide(to) ? conditional(value, literal(1n), literal(0n)) : conditional(value, literal(1), literal(0))
  switch (to) {
    case 'f64': return isWide(from) ? call('Number', [value]) : value
    case 'f32': return isWide(from) ? call(prelude.helper('bigIntToFloat'), [value]) : call('Math.fround', [value])
    case 'i32': return isWide(from) ? call('Number', [call('BigInt.asIntN', [literal(32), value])]) : toInt32(value)
    case 'u32': return isWide(from) ? call('Number', [call('BigInt.asUintN', [literal(32), value])]) : toUint32(value)
    case 'i64': case 'u64':
      if (isWide(from)) return wrap(to, value)
      if (from === 'f64' || from === 'f32') return call(prelude.helper('toBigInt'), [value])
      return from === 'i32' && to === 'u64' ? wrap(to, call('BigInt', [value])) : call('BigInt', [value])
    case 'bool': throw new Error(`no conversion ${mode} from ${from} to bool`)
    default: return assertExhaustive(to, 'convert')
  }
}

export function element(array: string, index: Expression): Expression {
  return { ...compose([index], `${array}[${index.text}]`, precedence.call), reads: true }
}

/** An element as the IR sees it: where the subscript may be out of range, `undefined` becomes what the other back ends read there. */
export function read(type: ScalarType, array: string, index: Expression, inRange: boolean): Expression {
  const plain = element(array, index)
  if (inRange) return plain
  switch (type) {
    case 'f64': case 'f32': return prefix('+', plain)
    case 'i32': return toInt32(plain)
    case 'u32': return toUint32(plain)
    default: return compose([plain], `(${operand(plain, precedence.call)} ?? 0n)`, precedence.primary)
  }
}
