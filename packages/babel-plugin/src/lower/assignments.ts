/** `=`, compound assignments, `++` and `--`. */
import type { Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { lowerElement, readElement, writeElement } from './arrays.ts'
import { isBigInt } from './bigints.ts'
import { branch } from './control.ts'
import { lowerExpression, requireSameKind } from './expressions.ts'
import type { Lowering } from './lowering.ts'
import { isValue, outside } from './lowering.ts'
import { lowerPattern } from './records.ts'
import { binary, toCondition, toNumber } from './operators.ts'
import { Refusal, locationOf } from './refusal.ts'
import { assignVariable, assignableBinding, readVariable } from './variables.ts'

/** Something that can be read and assigned: its subscript, if it has one, has been evaluated. */
interface Reference { read: () => Value; write: (value: Value) => void }

/** `[a, b] = [b, a]`, of which the value is not used. */
export function lowerPatternAssignment(lowering: Lowering, { left, right }: types.AssignmentExpression): void {
  lowerPattern(lowering, left, right, (target, slot) => {
    if (!isValue(slot)) throw outside(target, 'the assignment of an object or array')
    reference(lowering, target, target).write(slot)
  })
}

export function lowerAssignment(lowering: Lowering, node: types.AssignmentExpression): Value {
  const target = reference(lowering, node.left, node)
  if (node.operator === '=') {
    const value = lowerExpression(lowering, node.right)
    target.write(value)
    return value
  }
  const operator = node.operator.slice(0, -1)
  const before = target.read()
  if (operator === '&&' || operator === '||' || operator === '??') return logicalAssignment(lowering, node, target, before)
  const value = binary(lowering, operator, before, lowerExpression(lowering, node.right), node)
  target.write(value)
  return value
}

/** `x &&= y` assigns only if x is truthy. */
function logicalAssignment(lowering: Lowering, node: types.AssignmentExpression, target: Reference, before: Value): Value {
  if (node.operator === '??=') {
    lowering.observed.push(before)
    return before
  }
  const assign = (): Value[] => {
    const value = lowerExpression(lowering, node.right)
    requireSameKind(before, value, node)
    target.write(value)
    return [value]
  }
  const keep = (): Value[] => [before]
  const condition = toCondition(lowering, before, node)
  return branch(lowering, condition, node.operator === '&&=' ? assign : keep, node.operator === '&&=' ? keep : assign, locationOf(node))[0]
}

export function lowerUpdate(lowering: Lowering, node: types.UpdateExpression): Value {
  const target = reference(lowering, node.argument, node)
  const raw = target.read()
  const before = isBigInt(raw) ? raw : toNumber(lowering, raw, node)
  const one = isBigInt(before) ? lowering.constant(1n, before.type as 'i64' | 'u64') : lowering.number(1)
  const after = binary(lowering, node.operator === '++' ? '+' : '-', before, one, node)
  target.write(after)
  return node.prefix ? after : before
}

function reference(lowering: Lowering, left: Node, node: Node): Reference {
  const target = unwrap(left)
  if (target.type === 'Identifier') {
    const binding = assignableBinding(lowering, target)
    return { read: () => readVariable(lowering, binding, target), write: (value) => assignVariable(lowering, binding, value) }
  }
  if (target.type === 'MemberExpression') {
    if (!target.computed) {
      throw new Refusal('PF300', target, 'a property of an object is assigned', 'Collect the value in a local variable and assign the property after the loop.')
    }
    const element = lowerElement(lowering, target)
    return { read: () => readElement(lowering, element), write: (value) => writeElement(lowering, element, value, node) }
  }
  throw outside(target, 'destructuring')
}
