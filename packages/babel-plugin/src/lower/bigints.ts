/**
 * BigInt arithmetic in 64 bits. Between loads and stores JavaScript computes with unbounded integers; a store wraps modulo 2^64. Sums, products and
 * bit operations commute with that wrap, so their results may be `wrapped` (known modulo 2^64 only) as long as they end in a store or in
 * BigInt.asIntN/asUintN(64). Everything that needs the exact value (comparison, division, >>) is refused on a wrapped value.
 */
import type { BinaryOperator, Relation, ScalarType, Value } from '@parfor/compiler'
import type { Node } from '../babel.ts'
import type { Lowering } from './lowering.ts'
import { outside } from './lowering.ts'
import { requireExact } from './operators.ts'
import { Refusal } from './refusal.ts'

const I64_MIN = -(2n ** 63n)
const I64_MAX = 2n ** 63n - 1n
const U64_MAX = 2n ** 64n - 1n

export function isBigInt(value: Value): boolean {
  return value.type === 'i64' || value.type === 'u64'
}

export function bigintLiteral(lowering: Lowering, value: bigint): Value {
  if (value >= I64_MIN && value <= I64_MAX) return lowering.constant(value, 'i64')
  if (value >= 0n && value <= U64_MAX) return lowering.constant(value, 'u64')
  // Larger than any 64-bit array holds: known modulo 2^64 only, and not as a constant, which would be taken for its value.
  const low = lowering.builder.constant('u64', BigInt.asUintN(64, value))
  lowering.wrapped.add(low)
  return low
}

/** Brings both operands to one type; constants that fit change theirs without losing their value. */
function unify(lowering: Lowering, left: Value, right: Value, node: Node): [Value, Value, boolean] {
  if (!isBigInt(left) || !isBigInt(right)) {
    throw new Refusal('PF305', node, 'BigInt and number are mixed, which throws', 'Convert one of them first: BigInt(x) outside the loop, or Number(x).')
  }
  if (left.type === right.type) return [left, right, true]
  const asRight = recast(lowering, left, right.type)
  if (asRight) return [asRight, right, true]
  const asLeft = recast(lowering, right, left.type)
  if (asLeft) return [left, asLeft, true]
  return left.type === 'i64' ? [left, wrapTo(lowering, right, 'i64'), false] : [wrapTo(lowering, left, 'i64'), right, false]
}

function recast(lowering: Lowering, value: Value, type: ScalarType): Value | undefined {
  const constant = lowering.constants.get(value)
  if (typeof constant !== 'bigint') return undefined
  const fits = type === 'i64' ? constant >= I64_MIN && constant <= I64_MAX : constant >= 0n && constant <= U64_MAX
  return fits ? lowering.constant(constant, type as 'i64' | 'u64') : undefined
}

/** Modulo 2^64, as the other signedness. */
export function wrapTo(lowering: Lowering, value: Value, type: 'i64' | 'u64'): Value {
  return value.type === type ? value : lowering.builder.convert('wrap', type, value)
}

const homomorphic: Readonly<Record<string, BinaryOperator>> = { '+': 'add', '-': 'sub', '*': 'mul', '&': 'and', '|': 'or', '^': 'xor' }

export function bigintBinary(lowering: Lowering, operator: string, first: Value, second: Value, node: Node): Value {
  const [left, right, sameType] = unify(lowering, first, second, node)
  const operation = homomorphic[operator]
  const exactOperands = sameType && !lowering.wrapped.has(left) && !lowering.wrapped.has(right)
  if (operation) {
    const result = lowering.builder.binary(operation, left, right)
    if (!(exactOperands && (operation === 'and' || operation === 'or' || operation === 'xor')) && !isMasked(lowering, operation, left, right)) {
      lowering.wrapped.add(result)
    }
    return result
  }
  const count = lowering.constants.get(right)
  if (operator === '<<' || operator === '>>') {
    if (typeof count !== 'bigint' || count < 0n || count > 63n) {
      throw new Refusal('PF305', node, 'a BigInt is shifted by an amount that is not a constant from 0n to 63n', 'Shift by a constant.')
    }
    if (operator === '>>') requireExact(lowering, left, node)
    const result = lowering.builder.binary(operator === '<<' ? 'shl' : 'shr', left, right)
    if (operator === '<<' && count > 0n) lowering.wrapped.add(result)
    return result
  }
  if (operator === '/' || operator === '%') {
    // A zero divisor throws, and the least value divided by -1n leaves 64 bits.
    if (typeof count !== 'bigint' || count === 0n || count === -1n || !sameType) {
      throw new Refusal('PF305', node, 'a BigInt is divided by something that is not a constant other than 0n and -1n', 'Divide by a constant.')
    }
    requireExact(lowering, left, node)
    return lowering.builder.binary(operator === '/' ? 'div' : 'rem', left, right)
  }
  if (operator === '>>>') throw new Refusal('PF305', node, '`>>>` on a BigInt throws', 'Use `>>`.')
  if (operator === '**') throw new Refusal('PF305', node, '`**` on BigInts may leave 64 bits', 'Multiply instead.')
  throw outside(node, `the operator \`${operator}\` on BigInts`)
}

/** `x & mask` with a mask that is not negative is exact whatever the upper bits of x are. */
function isMasked(lowering: Lowering, operation: BinaryOperator, left: Value, right: Value): boolean {
  if (operation !== 'and') return false
  return [left, right].some((value) => {
    const constant = lowering.constants.get(value)
    return typeof constant === 'bigint' && constant >= 0n
  })
}

export function bigintCompare(lowering: Lowering, relation: Relation, first: Value, second: Value, node: Node): Value {
  if (!isBigInt(first) || !isBigInt(second)) throw new Refusal('PF305', node, 'a BigInt is compared with a number', 'Convert one of them first.')
  const [left, right, sameType] = unify(lowering, first, second, node)
  if (!sameType) throw new Refusal('PF305', node, 'a signed and an unsigned 64-bit value are compared', 'Use arrays of one kind.')
  requireExact(lowering, left, node)
  requireExact(lowering, right, node)
  return lowering.builder.compare(relation, left, right)
}
