/** Web APIs that refuse shared memory (in Web IDL: parameters without [AllowShared]) or cannot store it. Each was tried in Chromium: e2e/browser/shared-uses.test.ts. */
import type { Node, types } from './babel.ts'
import { unwrap } from './babel.ts'
import type { Names } from './names.ts'
import { keyOf } from './types/syntax.ts'

/** An argument that is refused where it is an array of the shared heap, or its buffer. */
export interface Refused { array: Node; by: string }

/** Which arguments of a constructor are refused, by the name of a global. */
const constructors: Readonly<Record<string, (given: readonly Node[]) => (Node | undefined)[]>> = {
  ImageData: ([data]) => [data],
  FontFace: ([, source]) => [source],
  Blob: ([parts]) => itemsOf(parts),
  File: ([parts]) => itemsOf(parts),
  Notification: ([, options]) => valuesIn(options),
}

interface Method {
  /** Positions of what is refused. */
  at: readonly number[]
  /** What the object must be, where other classes have such a method too: `new Name()`, what the method `name()` gave, or the global `name`. */
  of?: readonly string[]
  /** What is inside objects and lists is refused as well: it is stored. */
  inside?: true
}

const methods: Readonly<Record<string, Method>> = {
  getRandomValues: { at: [0] }, encodeInto: { at: [1] }, sendBeacon: { at: [1] }, decode: { at: [0], of: ['TextDecoder'] },
  copyToChannel: { at: [0] }, copyFromChannel: { at: [0] }, decodeAudioData: { at: [0] }, getFrequencyResponse: { at: [0, 1, 2] },
  getFloatTimeDomainData: { at: [0] }, getByteTimeDomainData: { at: [0] }, getFloatFrequencyData: { at: [0] }, getByteFrequencyData: { at: [0] },
  fromFloat32Array: { at: [0] }, fromFloat64Array: { at: [0] },
  send: { at: [0], of: ['WebSocket', 'XMLHttpRequest', 'createDataChannel'] },
  write: { at: [0], of: ['createWritable', 'getWriter'], inside: true },
  read: { at: [0], of: ['getReader'] },
  put: { at: [0], of: ['objectStore', 'createObjectStore'], inside: true }, add: { at: [0], of: ['objectStore', 'createObjectStore'], inside: true },
  pushState: { at: [0], of: ['history'], inside: true }, replaceState: { at: [0], of: ['history'], inside: true },
}

/** Properties that refuse what is assigned to them, with whose they are. */
const properties: Readonly<Record<string, readonly string[]>> = { curve: ['WaveShaperNode', 'createWaveShaper'] }

export function refusedIn(node: Node, names: Names): Refused[] {
  if (node.type === 'NewExpression') {
    const { callee } = node
    if (callee.type !== 'Identifier' || !Object.hasOwn(constructors, callee.name) || !names.isGlobal(callee, callee.name)) return []
    return constructors[callee.name](node.arguments).flatMap((array) => array ? [{ array, by: `new ${callee.name}` }] : [])
  }
  if (node.type === 'AssignmentExpression') {
    const { left } = node
    if (left.type !== 'MemberExpression') return []
    const name = keyOf({ key: left.property, computed: left.computed })
    return name !== undefined && Object.hasOwn(properties, name) && isOne(left.object, properties[name], names) ? [{ array: node.right, by: name }] : []
  }
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return []
  const callee = unwrap(node.callee)
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return []
  const name = keyOf({ key: callee.property, computed: callee.computed })
  if (name === undefined) return []
  const refused = (arrays: readonly (Node | undefined)[]): Refused[] => arrays.flatMap((array) => array ? [{ array, by: name }] : [])
  if (isSubtle(callee.object)) return refused(node.arguments.flatMap((argument) => [argument, ...valuesIn(argument)]))
  if (!Object.hasOwn(methods, name)) return []
  const { at, of, inside } = methods[name]
  if (of && !isOne(callee.object, of, names)) return []
  return refused(at.flatMap((index) => [node.arguments[index], ...inside ? valuesIn(node.arguments[index]) : []]))
}

/** The object is one of those, or a variable that was from the beginning. */
function isOne(object: Node, of: readonly string[], names: Names): boolean {
  const whole = unwrap(object)
  const node = whole.type === 'AwaitExpression' ? unwrap(whole.argument) : whole
  if (node.type === 'NewExpression') return of.some((name) => names.isGlobal(node.callee, name))
  if (node.type === 'CallExpression' || node.type === 'OptionalCallExpression') {
    const callee = unwrap(node.callee)
    const name = callee.type === 'MemberExpression' || callee.type === 'OptionalMemberExpression' ? keyOf({ key: callee.property, computed: callee.computed }) : undefined
    return name !== undefined && of.includes(name)
  }
  if (node.type === 'MemberExpression') return names.isGlobal(node.object, 'window') && of.includes(keyOf({ key: node.property, computed: node.computed }) ?? '')
  if (node.type !== 'Identifier') return false
  if (of.includes(node.name) && names.isGlobal(node, node.name)) return true
  const binding = names.of(node)
  const declaration = binding?.constant ? binding.path.node : undefined
  if (declaration?.type !== 'VariableDeclarator' || declaration.id !== binding?.identifier || declaration.init == null) return false
  const init = unwrap(declaration.init)
  return init.type !== 'Identifier' && isOne(init, of, names)
}

/** `crypto.subtle` */
function isSubtle(object: Node): boolean {
  const node = unwrap(object)
  return node.type === 'MemberExpression' && keyOf({ key: node.property, computed: node.computed }) === 'subtle'
}

export function itemsOf(list: Node | undefined): Node[] {
  return list?.type === 'ArrayExpression' ? list.elements.flatMap((one) => one && one.type !== 'SpreadElement' ? [one] : []) : []
}

/** What stands in the literals of objects and lists, however deep. */
function valuesIn(value: Node | undefined): Node[] {
  const inner: Node[] = value?.type === 'ObjectExpression'
    ? value.properties.flatMap((property: types.ObjectExpression['properties'][number]) => property.type === 'ObjectProperty' ? [property.value] : [])
    : itemsOf(value)
  return inner.flatMap((one) => [one, ...valuesIn(one)])
}
