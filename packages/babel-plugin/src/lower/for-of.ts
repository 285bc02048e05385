/** `for (const x of array)`, and over its `entries()` and `keys()`. */
import type { ArrayParameter, Value } from '@parfor/compiler'
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { lowerArray, readElement } from './arrays.ts'
import { leavesEarly, lowerTrips } from './counting.ts'
import type { Lowering } from './lowering.ts'
import { Refusal } from './refusal.ts'

const ITERATOR = '[Symbol.iterator]'
const cure = 'Write a counting loop: for (let i = 0; i < x.length; i++).'

export function lowerForOf(lowering: Lowering, node: types.ForOfStatement, labels: string[]): void {
  if (node.await) throw new Refusal('PF300', node, '`for await` is outside the language of regions', 'Move the waiting out of the loop.')
  const [index, element] = variablesOf(node)
  const { array, gives } = iterated(lowering, node)
  if (index && gives === 'element') throw new Refusal('PF300', node.left, 'the elements of typed arrays cannot be taken apart', cure)
  if (leavesEarly(lowering, node, labels)) throw new Refusal('PF204', node, 'the loop leaves early, so that later trips depend on earlier ones', 'Let the loop run to its end and keep the result in a variable.')
  const counter = lowering.fresh('trip')
  const assign = (variable: types.Identifier | undefined, value: () => Value): void => {
    const binding = variable && lowering.binding(variable)
    if (binding) lowering.assign(binding, value())
  }
  lowerTrips(lowering, {
    node, labels, counter, lower: lowering.number(0), upper: lowering.builder.convert('value', 'f64', lowering.builder.length(array)), step: 1, relation: 'lt', body: [node.body], assigned: [node.body],
    before: (trip) => {
      if (gives === 'key') return assign(element, () => trip)
      assign(index, () => trip)
      assign(element, () => readElement(lowering, { array, index: trip, node: element ?? node }))
    },
    after: () => {},
  })
  lowering.environment.delete(counter)
}

/** The variables of a trip: the subscript, where there is one, and the element. */
function variablesOf({ left }: types.ForOfStatement): [types.Identifier | undefined, types.Identifier | undefined] {
  if (left.type !== 'VariableDeclaration' || (left.kind !== 'const' && left.kind !== 'let')) {
    throw new Refusal('PF300', left, 'the variable of `for…of` lives on after the loop', 'Declare it in the head: for (const x of …).')
  }
  const { id } = left.declarations[0]
  if (id.type === 'Identifier') return [undefined, id]
  const items = id.type === 'ArrayPattern' ? id.elements : []
  if (id.type !== 'ArrayPattern' || items.length === 0 || items.length > 2 || items.some((one) => one && one.type !== 'Identifier')) {
    throw new Refusal('PF300', id, 'what each trip gets is taken apart', 'Name the element, and read what you need of it.')
  }
  const [index, element] = items as (types.Identifier | null | undefined)[]
  return [index ?? undefined, element ?? undefined]
}

function iterated(lowering: Lowering, { left, right }: types.ForOfStatement): { array: ArrayParameter; gives: 'element' | 'entry' | 'key' } {
  const node = unwrap(right)
  const method = node.type === 'CallExpression' && node.arguments.length === 0 ? methodOf(node) : undefined
  if (method) {
    const array = lowerArray(lowering, method.object)
    lowering.relyOnMethod(array, method.name, node)
    if (method.name === 'entries' && !isPair(left)) throw new Refusal('PF300', left, 'the entry is an array', 'Take it apart: for (const [i, x] of array.entries()).')
    return { array, gives: method.name === 'entries' ? 'entry' : method.name === 'keys' ? 'key' : 'element' }
  }
  if (node.type === 'ArrayExpression' || node.type === 'CallExpression') throw new Refusal('PF300', node, '`for…of` goes over something else than a typed array', cure)
  const array = lowerArray(lowering, node)
  lowering.relyOnMethod(array, ITERATOR, node)
  return { array, gives: 'element' }
}

function isPair(left: Node): boolean {
  return left.type === 'VariableDeclaration' && left.declarations[0].id.type === 'ArrayPattern'
}

function methodOf({ callee }: types.CallExpression): { object: Node; name: string } | undefined {
  const node = unwrap(callee)
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined
  return ['entries', 'keys', 'values'].includes(node.property.name) ? { object: node.object, name: node.property.name } : undefined
}
