/** Calls that are loops: `x.forEach(…)`, `x.map(…)`, `x.reduce(…)`, `Float64Array.from({ length: n }, …)`. Read off the syntax. */
import type { FunctionNode, Node, types } from '../babel.ts'
import { isFunction, unwrap } from '../babel.ts'
import type { Names } from '../names.ts'
import { elementOf } from '../types/elements.ts'

export type LoopMethod = 'forEach' | 'map' | 'reduce' | 'from'

export interface LoopCall {
  call: types.CallExpression
  method: LoopMethod
  /** The array, or the constructor that has `from`. */
  object: Node
  callback: FunctionNode
  /** Of `reduce`. */
  initial?: Node
  /** Of `from`. */
  length?: Node
}

export function loopCall(names: Names, node: Node): LoopCall | undefined {
  if (node.type !== 'CallExpression') return undefined
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return undefined
  const [first, second] = node.arguments.map(unwrap)
  const { name } = callee.property
  const count = node.arguments.length
  const call = node
  const { object } = callee
  if (name === 'from') {
    const isArray = object.type === 'Identifier' && elementOf(object.name) !== undefined && names.isGlobal(object, object.name)
    const length = first?.type === 'ObjectExpression' && first.properties.length === 1 ? lengthOf(first.properties[0]) : undefined
    return isArray && length && count === 2 && isFunction(second) ? { call, method: name, object, callback: second, length } : undefined
  }
  if (!first || !isFunction(first)) return undefined
  if ((name === 'forEach' || name === 'map') && count === 1) return { call, method: name, object, callback: first }
  return name === 'reduce' && count <= 2 ? { call, method: name, object, callback: first, ...(second && { initial: second }) } : undefined
}

function lengthOf(property: types.ObjectExpression['properties'][number]): Node | undefined {
  const isLength = property.type === 'ObjectProperty' && !property.computed && property.key.type === 'Identifier' && property.key.name === 'length'
  return isLength ? property.value : undefined
}
