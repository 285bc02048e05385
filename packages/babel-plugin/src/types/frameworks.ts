/** What the state of user interfaces holds: in these calls the type goes through, and the packages' own declarations take long to read. */
import type { Node, types } from '../babel.ts'
import { assumed, memberOf, tupleOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import type { TypeReader } from './reader.ts'
import { typeArguments } from './syntax.ts'
import { contextOf, fromTypeNode } from './typescript.ts'

type Wrap = (given: HostType) => HostType

const itself: Wrap = (given) => given
const result: Wrap = (given) => given.kind === 'function' ? given.returns([]) : unknownType
const resultOrItself: Wrap = (given) => given.kind === 'function' ? given.returns([]) : given
const boxed = (name: string, inner: Wrap): Wrap => (given) => ({ kind: 'object', member: (member) => member === name ? inner(given) : unknownType })
const state: Wrap = (given) => tupleOf([() => resultOrItself(given)])

const react: Readonly<Record<string, Wrap>> = { useState: state, useMemo: result, useRef: boxed('current', itself), useDeferredValue: itself }
const vue: Readonly<Record<string, Wrap>> = {
  ref: boxed('value', itself), shallowRef: boxed('value', itself), computed: boxed('value', result), reactive: itself, shallowReactive: itself, readonly: itself,
  markRaw: itself, toRaw: itself, unref: (given) => memberOf(given, 'value').kind === 'unknown' ? given : memberOf(given, 'value'),
}
const packages: Readonly<Record<string, Readonly<Record<string, Wrap>>>> = { react, 'preact/hooks': react, preact: react, vue }
/** Known to the frameworks' compilers only. */
const macros: Readonly<Record<string, Wrap>> = { $state: itself, '$state.raw': itself, $derived: itself, '$derived.by': result, defineProps: () => unknownType, withDefaults: itself }

export function wrapped(callee: Node, call: types.CallExpression | types.OptionalCallExpression, reader: TypeReader): HostType | undefined {
  const wrap = wrapOf(callee, reader)
  if (!wrap) return undefined
  const [declared] = typeArguments(call)
  const [first] = call.arguments
  const given = declared ? fromTypeNode(declared, contextOf(reader.scope)) : first && first.type !== 'SpreadElement' ? reader.ofExpression(first) : unknownType
  if (wrap === macros.defineProps) return given
  // A declared type is that of what a function returns, where one may be given.
  const type = declared && (wrap === result || wrap === state) ? wrap({ kind: 'function', returns: () => given, parameter: () => unknownType }) : wrap(given)
  return declared ? type : assumed(type)
}

function wrapOf(callee: Node, { scope }: TypeReader): Wrap | undefined {
  const path = callee.type === 'MemberExpression' && !callee.computed && callee.object.type === 'Identifier' && callee.property.type === 'Identifier'
    ? [callee.object.name, callee.property.name] : callee.type === 'Identifier' ? [callee.name] : undefined
  if (!path) return undefined
  const foreign = scope.imports.get(path[0])
  if (!foreign) return scope.declares(path[0]) ? undefined : own(macros, path.join('.'))
  const known = own(packages, foreign.specifier)
  return known && own(known, path[1] ?? foreign.name)
}

function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
