/** Expressions, in JavaScript's order of evaluation. */
import type { Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { unwrap, walk } from '../babel.ts'
import type { HostType } from '../types/elements.ts'
import { lowerAssignment, lowerPatternAssignment, lowerUpdate } from './assignments.ts'
import { lowerMember, stringRefusal, thisRefusal } from './arrays.ts'
import { bigintLiteral } from './bigints.ts'
import { lowerCall } from './calls.ts'
import { branch } from './control.ts'
import { enumMember } from './enums.ts'
import { hostChain, hostExpression, isNullish } from './host.ts'
import type { HostExpression } from './host.ts'
import { literalOf } from './literals.ts'
import type { Lowering } from './lowering.ts'
import { isRecord, outside } from './lowering.ts'
import { binary, complement, negate, negateCondition, toCondition, toNumber } from './operators.ts'
import { Refusal, locationOf } from './refusal.ts'
import { readIdentifier } from './variables.ts'

export function lowerExpression(lowering: Lowering, expression: Node): Value {
  const node = unwrap(expression)
  switch (node.type) {
    case 'NumericLiteral': return lowering.number(node.value)
    case 'BooleanLiteral': return lowering.boolean(node.value)
    case 'BigIntLiteral': return bigintLiteral(lowering, BigInt(node.value))
    case 'Identifier': return readIdentifier(lowering, node)
    case 'UnaryExpression': return lowerUnary(lowering, node)
    case 'BinaryExpression': return lowerBinary(lowering, node)
    case 'LogicalExpression': return lowerLogical(lowering, node)
    case 'ConditionalExpression': return lowerConditional(lowering, node)
    case 'AssignmentExpression': return lowerAssignment(lowering, node)
    case 'UpdateExpression': return lowerUpdate(lowering, node)
    case 'MemberExpression': return lowerMember(lowering, node)
    case 'OptionalMemberExpression': return lowerHost(lowering, node, hostChain(lowering, node)) ?? refuse(outside(node, 'optional chaining'))
    case 'CallExpression': {
      const value = lowerCall(lowering, node)
      if (isRecord(value)) throw new Refusal('PF303', node, 'the call gives an object or array, which is used as a value', 'Give it a name, and read its properties.')
      if (value === undefined) throw new Refusal('PF308', node, 'the call gives undefined, which is used as a value', 'Return a number on every path of the function.')
      return value
    }
    case 'SequenceExpression':
      for (const one of node.expressions.slice(0, -1)) lowerEffect(lowering, one)
      return lowerExpression(lowering, node.expressions[node.expressions.length - 1])
    default: throw unsupported(node)
  }
}

/** An expression of which only the effects matter. */
export function lowerEffect(lowering: Lowering, expression: Node): void {
  const node = unwrap(expression)
  if (node.type === 'CallExpression') lowerCall(lowering, node)
  else if (node.type === 'AssignmentExpression' && (node.left.type === 'ArrayPattern' || node.left.type === 'ObjectPattern')) lowerPatternAssignment(lowering, node)
  else if (node.type === 'SequenceExpression') for (const one of node.expressions) lowerEffect(lowering, one)
  else if (node.type === 'LogicalExpression' && node.operator !== '??') {
    const condition = lowerCondition(lowering, node.left)
    const right = (): Value[] => { lowerEffect(lowering, node.right); return [] }
    branch(lowering, condition, node.operator === '&&' ? right : () => [], node.operator === '&&' ? () => [] : right, locationOf(node))
  } else lowerExpression(lowering, node)
}

/** An expression of which only the truth matters. */
export function lowerCondition(lowering: Lowering, expression: Node): Value {
  const node = unwrap(expression)
  if (node.type === 'UnaryExpression' && node.operator === '!') return negateCondition(lowering, lowerCondition(lowering, node.argument))
  if (node.type === 'LogicalExpression' && node.operator !== '??') {
    const left = lowerCondition(lowering, node.left)
    const known = lowering.constants.get(left)
    const isAnd = node.operator === '&&'
    if (known !== undefined) return known === isAnd ? lowerCondition(lowering, node.right) : left
    if (isCheap(lowering, node.right)) return lowering.builder.binary(isAnd ? 'and' : 'or', left, lowerCondition(lowering, node.right))
    const right = (): Value[] => [lowerCondition(lowering, node.right)]
    const constant = (): Value[] => [lowering.boolean(!isAnd)]
    return branch(lowering, left, isAnd ? right : constant, isAnd ? constant : right, locationOf(node))[0]
  }
  return lowerTruth(lowering, node) ?? toCondition(lowering, lowerExpression(lowering, node), node)
}

/** `options.clip` may be missing, or anything else: the host tells whether it is truthy. */
function lowerTruth(lowering: Lowering, node: Node): Value | undefined {
  if (node.type !== 'Identifier' && node.type !== 'MemberExpression' && node.type !== 'OptionalMemberExpression') return undefined
  const type = lowering.types.ofExpression(node)
  if (type.kind === 'number' || type.kind === 'bigint' || (type.kind === 'boolean' && node.type === 'Identifier')) return undefined
  if (node.type === 'Identifier') {
    const binding = lowering.binding(node)
    if (!binding || literalOf(binding) !== undefined) return undefined
  }
  return lowerHost(lowering, node, hostExpression(lowering, node, { kind: 'boolean' }, (text) => `!!${text}`))
}

export function lowerHost(lowering: Lowering, node: Node, host: HostExpression | undefined): Value | undefined {
  return host && lowering.liveIns.scalar(host, node)
}

function refuse(refusal: Refusal): never {
  throw refusal
}

function lowerUnary(lowering: Lowering, node: types.UnaryExpression): Value {
  switch (node.operator) {
    case '-': return negate(lowering, lowerExpression(lowering, node.argument), node)
    case '+': return toNumber(lowering, lowerExpression(lowering, node.argument), node)
    case '~': return complement(lowering, lowerExpression(lowering, node.argument), node)
    case '!': return lowerCondition(lowering, node)
    default: throw outside(node, `\`${node.operator}\``)
  }
}

function lowerBinary(lowering: Lowering, node: types.BinaryExpression): Value {
  const { operator } = node
  if (operator === '===' || operator === '!==' || operator === '==' || operator === '!=') {
    const other = isNullish(lowering, node.right) ? node.left : isNullish(lowering, node.left) ? node.right : undefined
    if (other) {
      const host = lowerHost(lowering, node, hostExpression(lowering, node, { kind: 'boolean' }))
      if (host) return host
      // A number is neither; that a read is not out of range must be proved.
      lowering.observed.push(lowerExpression(lowering, other))
      return lowering.boolean(operator === '!==' || operator === '!=')
    }
  }
  if ((operator === '===' || operator === '!==') && [node.left, node.right].some((side) => isText(lowering, side))) {
    const host = lowerHost(lowering, node, hostExpression(lowering, node, { kind: 'boolean' }))
    if (host) return host
  }
  const left = lowerExpression(lowering, node.left)
  return binary(lowering, operator, left, lowerExpression(lowering, node.right), node)
}

/** Something that kernels do not compare: a string, or what `typeof` gives. */
function isText(lowering: Lowering, node: Node): boolean {
  const inner = unwrap(node)
  return inner.type === 'StringLiteral' || typeof enumMember(lowering, inner) === 'string' || (inner.type === 'UnaryExpression' && inner.operator === 'typeof') || isString(lowering.types.ofExpression(inner))
}

/** `&&` and `||` give one of their operands, not a boolean. */
function lowerLogical(lowering: Lowering, node: types.LogicalExpression): Value {
  if (node.operator === '??') {
    // Only the host sees whether something is missing.
    const host = hostExpression(lowering, node, defaultType(lowering, node.right))
    if (host) return lowering.liveIns.scalar(host, node)
  }
  const left = lowerExpression(lowering, node.left)
  if (node.operator === '??') {
    lowering.observed.push(left)
    return left
  }
  const isAnd = node.operator === '&&'
  const condition = toCondition(lowering, left, node.left)
  const known = lowering.constants.get(condition)
  if (known !== undefined) return known === isAnd ? lowerExpression(lowering, node.right) : left
  if (isCheap(lowering, node.right)) {
    const right = lowerExpression(lowering, node.right)
    requireSameKind(left, right, node)
    if (left.type === 'bool') return lowering.builder.binary(isAnd ? 'and' : 'or', left, right)
    return select(lowering, condition, isAnd ? right : left, isAnd ? left : right)
  }
  const right = (): Value[] => {
    const value = lowerExpression(lowering, node.right)
    requireSameKind(left, value, node)
    return [value]
  }
  return branch(lowering, condition, isAnd ? right : () => [left], isAnd ? () => [left] : right, locationOf(node))[0]
}

function lowerConditional(lowering: Lowering, node: types.ConditionalExpression): Value {
  const condition = lowerCondition(lowering, node.test)
  if (lowering.constants.get(condition) === undefined && isCheap(lowering, node.consequent) && isCheap(lowering, node.alternate)) {
    const whenTrue = lowerExpression(lowering, node.consequent)
    const whenFalse = lowerExpression(lowering, node.alternate)
    requireSameKind(whenTrue, whenFalse, node)
    return select(lowering, condition, whenTrue, whenFalse)
  }
  let first: Value | undefined
  const one = (side: Node) => (): Value[] => {
    const value = lowerExpression(lowering, side)
    if (first) requireSameKind(first, value, node)
    first = value
    return [value]
  }
  return branch(lowering, condition, one(node.consequent), one(node.alternate), locationOf(node))[0]
}

function defaultType(lowering: Lowering, node: Node): HostType {
  const type = lowering.types.ofExpression(node)
  return type.kind === 'boolean' || type.kind === 'bigint' ? { kind: type.kind } : { kind: 'number' }
}

function isString(type: HostType): boolean {
  return type.kind === 'unsupported' && type.text === 'string'
}

function select(lowering: Lowering, condition: Value, whenTrue: Value, whenFalse: Value): Value {
  const result = lowering.builder.select(condition, whenTrue, whenFalse)
  if (lowering.wrapped.has(whenTrue) || lowering.wrapped.has(whenFalse)) lowering.wrapped.add(result)
  return result
}

export function requireSameKind(left: Value, right: Value, node: Node): void {
  if (left.type === right.type) return
  throw new Refusal('PF303', node, 'the expression gives values of different kinds', 'Let both sides be numbers, or both booleans.')
}

/** Costs less than a branch, and has neither effects nor reads: it can be computed whether or not JavaScript would. */
export function isCheap(lowering: Lowering, node: Node): boolean {
  let size = 0
  let cheap = true
  walk(lowering.babel.types, node, (inner) => {
    switch (inner.type) {
      case 'NumericLiteral': case 'BooleanLiteral': case 'BigIntLiteral': case 'UnaryExpression': case 'ConditionalExpression': case 'LogicalExpression': break
      case 'Identifier': case 'ThisExpression': case 'PrivateName': case 'OptionalMemberExpression': case 'MetaProperty': case 'StringLiteral': break
      case 'MemberExpression': if (inner.computed) cheap = false; break
      case 'BinaryExpression': if (inner.operator === '**' || inner.operator === '%') cheap = false; break
      default: if (unwrap(inner) === inner && !inner.type.startsWith('TS')) cheap = false
    }
    if (++size > 12) cheap = false
    return cheap
  })
  return cheap
}

function unsupported(node: Node): Refusal {
  switch (node.type) {
    case 'StringLiteral': case 'TemplateLiteral': case 'RegExpLiteral': case 'TaggedTemplateExpression':
      return stringRefusal(node)
    case 'NullLiteral': return new Refusal('PF303', node, '`null` is used as a value', 'Use a number, or NaN.')
    case 'ThisExpression': return thisRefusal(node)
    case 'FunctionExpression': case 'ArrowFunctionExpression':
      return new Refusal('PF302', node, 'a function is created inside the loop and captures its variables', 'Write the body of the function into the loop.')
    case 'ArrayExpression': case 'ObjectExpression':
      return new Refusal('PF303', node, 'an array or object is created inside the loop', 'Use separate variables, or typed arrays made before the loop.')
    case 'NewExpression': return new Refusal('PF303', node, 'an object is created inside the loop', 'Create it before the loop.')
    case 'AwaitExpression': case 'YieldExpression': return new Refusal('PF300', node, 'the loop waits for something', 'Move the waiting out of the loop.')
    case 'OptionalMemberExpression': case 'OptionalCallExpression': return outside(node, 'optional chaining')
    default: return outside(node, node.type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase())
  }
}
