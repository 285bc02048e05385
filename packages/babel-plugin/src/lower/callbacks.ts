/** Lowers `forEach`, `map`, `reduce` and `from` as loops over the body of their callbacks. */
import type { ArrayParameter, ElementType, Value } from '@parfor/compiler'
import type { Node } from '../babel.ts'
import { unwrap } from '../babel.ts'
import { elementOf, elementOfConstructor } from '../types/elements.ts'
import { lowerArray, placeOf, readElement, writeElement } from './arrays.ts'
import { lowerTrips } from './counting.ts'
import { lowerExpression } from './expressions.ts'
import { inlineWith } from './functions.ts'
import type { Passed } from './functions.ts'
import { loopCall } from './loop-calls.ts'
import type { LoopCall } from './loop-calls.ts'
import type { Lowering } from './lowering.ts'
import { isValue } from './lowering.ts'
import { toNumber } from './operators.ts'
import { Refusal } from './refusal.ts'

/** `forEach` gives undefined, `reduce` a value; what makes an array has to be given a name. */
export function lowerLoopCall(lowering: Lowering, loop: LoopCall): Value | undefined {
  const { call, method, object } = loop
  if (method === 'map' || method === 'from') throw new Refusal('PF303', call, 'an array is created inside the loop', 'Give the array a name before the loop.')
  const array = lowerArray(lowering, object)
  lowering.relyOnMethod(array, method, call)
  if (method === 'reduce') return lowerReduce(lowering, loop, array)
  trips(lowering, loop, lengthOf(lowering, array), 0, (trip) => { callWith(lowering, loop, () => [element(lowering, array, trip, call), trip, { array }]) })
  return undefined
}

function lowerReduce(lowering: Lowering, loop: LoopCall, array: ArrayParameter): Value {
  const { call, initial } = loop
  // Without an initial value the first element is one, and there must be one.
  const start = initial ? lowerExpression(lowering, initial) : element(lowering, array, lowering.number(0), call)
  if (!initial) lowering.relyOn(array, '.length > 0', call)
  const accumulator = lowering.fresh('accumulator')
  lowering.assign(accumulator, start)
  trips(lowering, loop, lengthOf(lowering, array), initial ? 0 : 1, (trip) => {
    const before = lowering.environment.get(accumulator)
    if (!isValue(before)) throw new Error('the accumulator has no value')
    const after = callWith(lowering, loop, () => [before, element(lowering, array, trip, call), trip, { array }])
    if (!after) throw new Refusal('PF308', call, 'the callback gives undefined', 'Return a number on every path of the callback.')
    lowering.assign(accumulator, after)
  }, [accumulator])
  const result = lowering.environment.get(accumulator)
  lowering.environment.delete(accumulator)
  if (!isValue(result)) throw new Refusal('PF303', call, 'the callback gives values of different kinds', 'Return numbers only, or booleans only.')
  return result
}

/** The expression makes an array of its trips. */
export function isMap(lowering: Lowering, expression: Node): boolean {
  const method = loopCall(lowering.names, unwrap(expression))?.method
  return method === 'map' || method === 'from'
}

export function lowerMap(lowering: Lowering, expression: Node): ArrayParameter {
  const loop = loopCall(lowering.names, unwrap(expression))!
  const { call, object } = loop
  // Where it stands in a branch or a loop, it would be made more than once, or not at all.
  if (!lowering.isOutermost()) throw new Refusal('PF303', call, 'an array is created inside the loop', 'Make the array before the loop, and fill it.')
  if (loop.method === 'from') return lowerFrom(lowering, loop)
  const array = lowerArray(lowering, object)
  if (array.element === 'num') throw new Refusal('PF303', call, `what kind of array '${array.name}' is, and so its map, is not known`, `Declare its type: '${array.name}: Float64Array'.`)
  const name = constructorOf(array.element)
  const place = lowering.liveIns.arrays.find((one) => one.array === array)!.place
  if (!('root' in place)) throw new Refusal('PF303', call, 'the array is no variable', 'Give the array a name first.')
  lowering.relyOnMethod(array, 'map', call)
  lowering.relyOn(array, `.constructor === ${name}`, call)
  if (!lowering.liveIns.seesGlobals(name)) throw new Refusal('PF301', call, `'${name}' is not the global one`, 'Rename it.')
  const made = lowering.liveIns.fresh({ maker: name, length: [place.root.identifier.name, ...place.path, 'length'].join('?.') }, 'mapped', array.element)
  trips(lowering, loop, lengthOf(lowering, array), 0, (trip) => fill(lowering, loop, made, trip, () => [element(lowering, array, trip, call), trip, { array }]))
  return made
}

function lowerFrom(lowering: Lowering, loop: LoopCall): ArrayParameter {
  const { call, object } = loop
  const { name } = object as { name: string } & Node
  const length = unwrap(loop.length!)
  const place = placeOf(lowering, length)
  const text = length.type === 'NumericLiteral' ? String(length.value) : place ? [place.root.identifier.name, ...place.path].join('?.') : undefined
  if (text === undefined || (place && lowering.environment.get(place.root) !== undefined)) throw new Refusal('PF303', length, 'the length is computed', 'Give it a name first: const n = …')
  if (!lowering.liveIns.seesGlobals(name)) throw new Refusal('PF301', call, `'${name}' is not the global one`, 'Rename it.')
  const count = toNumber(lowering, lowerExpression(lowering, length), length)
  const made = lowering.liveIns.fresh({ maker: name, length: text }, 'made', elementOf(name)!)
  const parameter = loop.callback.params[0]
  const used = parameter?.type === 'Identifier' ? lowering.binding(parameter)?.referenced : parameter !== undefined
  if (used) throw new Refusal('PF308', call, 'the elements of an object without elements are undefined', 'Use the second parameter only: (_, i) => …')
  trips(lowering, loop, count, 0, (trip) => fill(lowering, loop, made, trip, () => ['undefined', trip]))
  return made
}

function fill(lowering: Lowering, loop: LoopCall, made: ArrayParameter, trip: Value, give: () => Passed[]): void {
  const value = callWith(lowering, loop, give)
  if (!value) throw new Refusal('PF308', loop.call, 'the callback gives undefined', 'Return a number on every path of the callback.')
  writeElement(lowering, { array: made, index: trip, node: loop.call }, value, loop.call)
}

function callWith(lowering: Lowering, { callback, call }: LoopCall, give: () => Passed[]): Value | undefined {
  const value = inlineWith(lowering, { name: 'callback', node: callback }, call, give)
  if (value && !isValue(value)) throw new Refusal('PF303', call, 'the callback gives an object or array', 'Return a number.')
  return value
}

function trips(lowering: Lowering, { call, callback }: LoopCall, upper: Value, from: number, body: (trip: Value) => void, carried: Parameters<typeof lowerTrips>[1]['carried'] = []): void {
  const counter = lowering.fresh('trip')
  lowerTrips(lowering, {
    node: call, labels: [], counter, lower: lowering.number(from), upper, step: 1, relation: 'lt', body: [], assigned: [callback.body], carried,
    before: body, after: () => {},
  })
  lowering.environment.delete(counter)
}

function element(lowering: Lowering, array: ArrayParameter, index: Value, node: Node): Value {
  return readElement(lowering, { array, index, node })
}

function lengthOf(lowering: Lowering, array: ArrayParameter): Value {
  return lowering.builder.convert('value', 'f64', lowering.builder.length(array))
}

function constructorOf(element: ElementType): string {
  return Object.entries(elementOfConstructor).find(([, one]) => one === element)![0]
}
