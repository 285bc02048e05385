/** The operators of JavaScript on numbers and booleans. BigInts are in `bigints.ts`. */
import type { Relation, Value } from '@parfor/compiler'
import type { Node } from '../babel.ts'
import { bigintBinary, bigintCompare, bigintLiteral, isBigInt } from './bigints.ts'
import type { Lowering } from './lowering.ts'
import { outside } from './lowering.ts'
import { Refusal, locationOf } from './refusal.ts'

/** ToNumber. */
export function toNumber(lowering: Lowering, value: Value, node: Node): Value {
  if (value.type === 'f64') return value
  if (value.type === 'bool') {
    const known = lowering.constants.get(value)
    return known === undefined ? lowering.builder.convert('value', 'f64', value) : lowering.number(Number(known))
  }
  throw new Refusal('PF305', node, 'a BigInt is used as a number, which throws', 'Convert it with Number().')
}

/** ToBoolean. */
export function toCondition(lowering: Lowering, value: Value, node: Node): Value {
  const known = lowering.constants.get(value)
  if (known !== undefined) return lowering.boolean(Boolean(known))
  if (value.type === 'bool') return value
  const { builder } = lowering
  if (value.type === 'f64') return builder.compare('gt', builder.unary('abs', value), lowering.number(0))
  requireExact(lowering, value, node)
  return builder.compare('ne', value, lowering.constant(0n, value.type as 'i64' | 'u64'))
}

export function requireExact(lowering: Lowering, value: Value, node: Node, what = 'this BigInt'): void {
  if (!lowering.wrapped.has(value)) return
  throw new Refusal('PF305', node, `${what} may be wider than 64 bits where its exact value matters`, 'Wrap it first: BigInt.asIntN(64, …) or BigInt.asUintN(64, …).')
}

export function negate(lowering: Lowering, value: Value, node: Node): Value {
  const known = lowering.constants.get(value)
  if (typeof known === 'number') return lowering.number(-known)
  if (isBigInt(value)) {
    if (typeof known === 'bigint') return bigintLiteral(lowering, -known)
    const result = lowering.builder.unary('neg', value)
    lowering.wrapped.add(result)
    return result
  }
  return lowering.builder.unary('neg', toNumber(lowering, value, node))
}

export function toInt32(lowering: Lowering, value: Value, node: Node): Value {
  return lowering.builder.convert('wrap', 'i32', toNumber(lowering, value, node))
}

export function complement(lowering: Lowering, value: Value, node: Node): Value {
  if (isBigInt(value)) {
    const result = lowering.builder.binary('xor', value, lowering.constant(value.type === 'i64' ? -1n : 0xffffffffffffffffn, value.type as 'i64' | 'u64'))
    if (value.type === 'u64' || lowering.wrapped.has(value)) lowering.wrapped.add(result)
    return result
  }
  const { builder } = lowering
  return builder.convert('value', 'f64', builder.binary('xor', toInt32(lowering, value, node), builder.i32(-1)))
}

const arithmetic = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'rem' } as const
const bitwise = { '&': 'and', '|': 'or', '^': 'xor', '<<': 'shl', '>>': 'shr' } as const
const relations: Readonly<Record<string, Relation>> = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' }

export function binary(lowering: Lowering, operator: string, left: Value, right: Value, node: Node): Value {
  const { builder } = lowering
  if (operator === '===' || operator === '==') return equals(lowering, left, right, operator === '===', node)
  if (operator === '!==' || operator === '!=') return negateCondition(lowering, equals(lowering, left, right, operator === '!==', node))
  if (isBigInt(left) || isBigInt(right)) {
    const relation = relations[operator]
    return relation ? bigintCompare(lowering, relation, left, right, node) : bigintBinary(lowering, operator, left, right, node)
  }
  if (operator in arithmetic) {
    return builder.binary(arithmetic[operator as keyof typeof arithmetic], toNumber(lowering, left, node), toNumber(lowering, right, node))
  }
  if (operator in relations) return builder.compare(relations[operator], toNumber(lowering, left, node), toNumber(lowering, right, node))
  if (operator === '**') return builder.call('pow', [toNumber(lowering, left, node), toNumber(lowering, right, node)], locationOf(node))
  if (operator === '>>>') {
    const value = builder.convert('wrap', 'u32', toNumber(lowering, left, node))
    if (isZero(lowering, right)) return builder.convert('value', 'f64', value)
    return builder.convert('value', 'f64', builder.binary('shr', value, builder.convert('wrap', 'u32', toNumber(lowering, right, node))))
  }
  if (operator in bitwise) {
    const value = toInt32(lowering, left, node)
    // x | 0, x >> 0 and the like are how people write ToInt32.
    if (operator !== '&' && isZero(lowering, right)) return builder.convert('value', 'f64', value)
    return builder.convert('value', 'f64', builder.binary(bitwise[operator as keyof typeof bitwise], value, toInt32(lowering, right, node)))
  }
  throw outside(node, `the operator \`${operator}\``)
}

function isZero(lowering: Lowering, value: Value): boolean {
  return lowering.constants.get(value) === 0
}

export function negateCondition(lowering: Lowering, condition: Value): Value {
  const known = lowering.constants.get(condition)
  return known === undefined ? lowering.builder.not(condition) : lowering.boolean(!known)
}

/** `===` (strict) or `==` on two values of known kinds. */
export function equals(lowering: Lowering, left: Value, right: Value, strict: boolean, node: Node): Value {
  if (isBigInt(left) && isBigInt(right)) return bigintCompare(lowering, 'eq', left, right, node)
  if (isBigInt(left) || isBigInt(right)) {
    if (strict) return lowering.boolean(false)
    throw new Refusal('PF305', node, 'a BigInt is compared with a number', 'Convert one of them first.')
  }
  if (left.type === 'bool' && right.type === 'bool') return lowering.builder.not(lowering.builder.binary('xor', left, right))
  if (left.type !== right.type && strict) return lowering.boolean(false)
  lowering.equalities.push([left, right])
  return lowering.builder.compare('eq', toNumber(lowering, left, node), toNumber(lowering, right, node))
}
