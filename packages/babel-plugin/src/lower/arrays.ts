/** Elements, lengths and properties: everything written with `.` or `[]`. */
import type { ArrayParameter, ScalarType, Value } from '@parfor/compiler'
import type { Binding, Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { lowerExpression } from './expressions.ts'
import { isBigInt, wrapTo } from './bigints.ts'
import type { Place, PropertyPlace } from './live-ins.ts'
import { enumMember } from './enums.ts'
import { lowerField } from './records.ts'
import { hostChain } from './host.ts'
import type { Lowering } from './lowering.ts'
import { outside } from './lowering.ts'
import { mathConstant, numberConstant } from './math.ts'
import { toNumber } from './operators.ts'
import { Refusal, locationOf } from './refusal.ts'

/** One element: the array and the subscript, each evaluated once. */
export interface Element { array: ArrayParameter; index: Value; node: Node }

export function lowerMember(lowering: Lowering, node: types.MemberExpression): Value {
  const field = lowerField(lowering, node)
  if (field) return field
  if (node.computed) return readElement(lowering, lowerElement(lowering, node))
  const name = propertyName(node)
  const object = unwrap(node.object)
  const constant = lowering.names.isGlobal(object, 'Math') ? mathConstant(name) : lowering.names.isGlobal(object, 'Number') ? numberConstant(name) : undefined
  if (constant !== undefined) return lowering.number(constant)
  if (lowering.names.isGlobal(object, 'Math')) throw new Refusal('PF301', node, `Math.${name} is used as a value`, 'Call it.')
  if (name === 'length') {
    const array = lowerArray(lowering, object)
    return lowering.builder.convert('value', 'f64', lowering.builder.length(array))
  }
  const member = enumMember(lowering, node)
  if (typeof member === 'number') return lowering.number(member)
  if (member !== undefined) throw stringRefusal(node)
  const place = placeOf(lowering, node) ?? hostChain(lowering, node)
  if (!place) throw outside(node, `the property access .${name}`)
  checkPlace(lowering, place, node)
  return lowering.liveIns.scalar(place, node)
}

export function lowerElement(lowering: Lowering, node: types.MemberExpression): Element {
  const array = lowerArray(lowering, node.object)
  const index = lowerExpression(lowering, node.property)
  if (index.type !== 'f64') throw new Refusal('PF303', node.property, 'the subscript is not a number', 'Use a number as the subscript.')
  return { array, index, node }
}

export function readElement(lowering: Lowering, element: Element): Value {
  const { array, index, node } = element
  array.read = true
  // An out-of-range read of a 64-bit array is `undefined`, on which every BigInt operation throws.
  if (array.element === 'i64' || array.element === 'u64') return lowering.builder.load(array, index, array.element, 'strict', locationOf(node))
  return lowering.builder.load(array, index, 'f64', 'checked', locationOf(node))
}

export function writeElement(lowering: Lowering, element: Element, value: Value, valueNode: Node): void {
  const { array, index, node } = element
  array.written = true
  // `a[undefined] = x` makes a property; `a[NaN] = x` does nothing.
  lowering.observed.push(index)
  lowering.builder.store(array, index, storable(lowering, array, value, valueNode), 'checked', locationOf(node))
}

function storable(lowering: Lowering, array: ArrayParameter, value: Value, node: Node): Value {
  const type: ScalarType = array.element === 'i64' || array.element === 'u64' ? array.element : 'f64'
  if (type === 'f64') {
    if (isBigInt(value)) throw new Refusal('PF305', node, `a BigInt is stored in '${array.name}', which throws unless that is a 64-bit array`, `Convert it with Number(), or declare '${array.name}' as a BigInt64Array.`)
    return toNumber(lowering, value, node)
  }
  if (!isBigInt(value)) throw new Refusal('PF305', node, `a number is stored in the 64-bit array '${array.name}', which throws`, 'Store a BigInt.')
  return wrapTo(lowering, value, type as 'i64' | 'u64')
}

/** The array that an expression names. */
export function lowerArray(lowering: Lowering, expression: Node): ArrayParameter {
  const node = unwrap(expression)
  if (node.type === 'Identifier') {
    const binding = lowering.binding(node)
    if (!binding) throw new Refusal('PF302', node, `'${node.name}' is a global variable`, `Copy '${node.name}' into a local constant before the loop.`)
    const slot = lowering.environment.get(binding)
    if (slot === undefined) return lowering.liveIns.array({ root: binding, path: [] }, node)
    if (typeof slot === 'object' && 'array' in slot) return slot.array
    throw new Refusal('PF303', node, `'${node.name}' is not one and the same array throughout the loop`, 'Use one variable for each array, and do not reassign it.')
  }
  const place = placeOf(lowering, node) ?? hostChain(lowering, node)
  if (place) {
    checkPlace(lowering, place, node)
    return lowering.liveIns.array(place, node)
  }
  if (node.type === 'ArrayExpression') throw new Refusal('PF303', node, 'an array is created inside the loop', 'Make a typed array before the loop.')
  if (node.type === 'MemberExpression' && node.computed) {
    throw new Refusal('PF303', node, 'the elements of this array are arrays or objects themselves', 'Use one typed array with computed subscripts (i * columns + j).')
  }
  throw new Refusal('PF303', node, 'the array is the result of an expression', 'Give the array a name before the loop.')
}

/** The chain of plain properties that an expression reads, if it is one. */
export function placeOf(lowering: Lowering, expression: Node): PropertyPlace | undefined {
  const path: string[] = []
  let node = unwrap(expression)
  while (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
    path.unshift(node.property.name)
    node = unwrap(node.object)
  }
  if (node.type !== 'Identifier') return undefined
  const root = lowering.binding(node)
  return root && { root, path }
}

/** A property chain is read once, before the region: nothing in the region may change what it starts from. */
function checkPlace(lowering: Lowering, place: Place, node: Node): void {
  if (!('root' in place) || lowering.environment.get(place.root) === undefined) return
  const name = place.root.identifier.name
  throw new Refusal('PF303', node, `'${name}' is assigned in the loop and its properties are read`, `Read the properties of '${name}' before the loop.`)
}

/** The binding holds an array in the function that declares it, as far as its uses tell. */
export function isUsedAsArray(binding: Binding): boolean {
  return binding.referencePaths.some(({ node, parent }) => parent.type === 'MemberExpression' && parent.object === node)
}

export function stringRefusal(node: Node): Refusal {
  return new Refusal('PF303', node, 'strings are outside the language of regions', 'Keep strings out of the loop; work on numeric codes.')
}

export function thisRefusal(node: Node): Refusal {
  return new Refusal('PF300', node, '`this` is used as a value', 'Use properties of it that are numbers or typed arrays.')
}

function propertyName(node: types.MemberExpression): string {
  if (node.property.type === 'PrivateName') return `#${node.property.id.name}`
  if (node.property.type !== 'Identifier') throw outside(node, 'the property')
  return node.property.name
}
