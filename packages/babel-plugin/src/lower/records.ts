/**
 * Small objects and arrays that never leave the region: `const { x, y } = rotate(a, b)`, `[a, b] = [b, a]`, `const p = { x: 1, y: 2 }`. Each property
 * becomes a value of its own.
 */
import type { Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { keyOf } from '../types/syntax.ts'
import { lowerCall } from './calls.ts'
import { lowerExpression } from './expressions.ts'
import { helperOf } from './functions.ts'
import { literalValue } from './literals.ts'
import type { Lowering, RecordSlot, Slot } from './lowering.ts'
import { isRecord, outside } from './lowering.ts'
import { Refusal } from './refusal.ts'

/** The properties of an expression that makes, or names, such an object. A call of which the result turns out to be a number gives that. */
export function lowerRecord(lowering: Lowering, expression: Node): RecordSlot | Value | undefined {
  const node = unwrap(expression)
  switch (node.type) {
    case 'Identifier': {
      const binding = lowering.binding(node)
      const slot = binding && lowering.environment.get(binding)
      return isRecord(slot) ? slot : undefined
    }
    case 'ObjectExpression': return { fields: objectFields(lowering, node) }
    case 'ArrayExpression': return { fields: new Map(itemsOf(node).map((item, index) => [String(index), lowerExpression(lowering, item)])) }
    case 'CallExpression': {
      const callee = unwrap(node.callee)
      return callee.type === 'Identifier' && helperOf(lowering, callee) ? lowerCall(lowering, node) : undefined
    }
    default: return undefined
  }
}

/** The name of such an object. */
export function isNamedRecord(lowering: Lowering, expression: Node): boolean {
  const node = unwrap(expression)
  const binding = node.type === 'Identifier' ? lowering.binding(node) : undefined
  return binding !== undefined && isRecord(lowering.environment.get(binding))
}

function objectFields(lowering: Lowering, { properties }: types.ObjectExpression): Map<string, Value> {
  const fields = new Map<string, Value>()
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      const other = lowerRecord(lowering, property.argument)
      if (!isRecord(other)) throw outside(property, 'the spread of an object')
      for (const [name, value] of other.fields) fields.set(name, value)
      continue
    }
    const name = property.type === 'ObjectProperty' ? keyOf(property) : undefined
    if (property.type !== 'ObjectProperty' || name === undefined || name === '__proto__') throw outside(property, 'a method or a computed property')
    fields.set(name, lowerExpression(lowering, property.value))
  }
  return fields
}

function itemsOf({ elements }: types.ArrayExpression): types.Expression[] {
  return elements.map((element) => {
    if (!element || element.type === 'SpreadElement') throw new Refusal('PF303', element ?? elements[0]!, 'an array is put together from others', 'Name each element.')
    return element
  })
}

/** Lowers what a pattern takes apart, then hands out its parts from left to right. */
export function lowerPattern(lowering: Lowering, pattern: Node, init: Node, assign: (target: Node, slot: Value) => void): void {
  const record = lowerRecord(lowering, init)
  if (!isRecord(record)) throw outside(pattern, 'taking apart something that is not made in the loop')
  takeApart(pattern, record, assign)
}

export function takeApart(pattern: Node, record: RecordSlot, assign: (target: Node, slot: Value) => void): void {
  for (const [target, name] of partsOf(pattern)) {
    const value = record.fields.get(name)
    if (!value) throw new Refusal('PF308', target, `'${name}' is missing in the object or array that is taken apart`, 'Give it a number where the object is made.')
    assign(target, value)
  }
}

function partsOf(pattern: Node): [Node, string][] {
  if (pattern.type === 'ArrayPattern') {
    return pattern.elements.flatMap((element, index): [Node, string][] => element ? [[plain(element), String(index)]] : [])
  }
  if (pattern.type !== 'ObjectPattern') throw outside(pattern, 'destructuring')
  return pattern.properties.map((property) => {
    const name = property.type === 'ObjectProperty' ? keyOf(property) : undefined
    if (property.type !== 'ObjectProperty' || name === undefined) throw outside(property, 'destructuring of the rest')
    return [plain(property.value), name]
  })
}

function plain(target: Node): Node {
  if (target.type === 'RestElement') throw outside(target, 'destructuring of the rest')
  if (target.type === 'AssignmentPattern') throw outside(target, 'destructuring with defaults')
  return target
}

/** `p.x`, `p[0]` or `p.length` of an object or array that is made in the region. */
export function lowerField(lowering: Lowering, node: types.MemberExpression): Value | undefined {
  const object = unwrap(node.object)
  if (object.type !== 'Identifier' && object.type !== 'CallExpression') return undefined
  const record = lowerNamed(lowering, object)
  if (!record) return undefined
  if (node.computed && typeof literalValue(node.property) !== 'number') throw new Refusal('PF303', node, 'an array is created inside the loop', 'Make a typed array before the loop.')
  const index = node.computed ? literalValue(node.property) : undefined
  const name = node.computed ? index === undefined ? undefined : String(index) : node.property.type === 'Identifier' ? node.property.name : undefined
  const value = name === undefined ? undefined : record.fields.get(name)
  if (!value) throw new Refusal('PF303', node, 'something else than a number of the object or array is read', 'Read properties that it is made with.')
  return value
}

function lowerNamed(lowering: Lowering, object: types.Identifier | types.CallExpression): RecordSlot | undefined {
  if (object.type === 'CallExpression') {
    const callee = unwrap(object.callee)
    if (callee.type !== 'Identifier' || !helperOf(lowering, callee)) return undefined
  }
  const slot: Slot | undefined = lowerRecord(lowering, object)
  return isRecord(slot) ? slot : undefined
}
