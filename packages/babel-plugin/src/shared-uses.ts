/**
 * Arrays of the shared heap that the module itself hands to web APIs which refuse shared memory (in Web IDL: parameters without [AllowShared]).
 * Told when the module is compiled, because the exception comes at run time, from a line that was right without parfor.
 */
import type { Diagnostic } from '@parfor/compiler'
import type { Babel, Binding, FunctionNode, Node, types } from './babel.ts'
import { isFunction, unwrap, walk } from './babel.ts'
import { locationOf } from './lower/refusal.ts'
import type { Foreign } from './modules/scope.ts'
import type { Names } from './names.ts'
import type { TypeReader } from './types/reader.ts'
import { keyOf } from './types/syntax.ts'

export interface SharedArrays {
  babel: Babel
  names: Names
  types: TypeReader
  /** Those that are rewritten to make their arrays in the heap. */
  constructions: ReadonlySet<types.NewExpression>
}

interface Use { node: Node; array: Node; refusing: string; transferred: boolean }

export function sharedUses(given: SharedArrays): Diagnostic[] {
  const { babel, names, types, constructions } = given
  if (constructions.size === 0 && ![...types.scope.imports.values()].some(isAlloc)) return []
  const heap = new HeapArrays(given)
  const uses: Use[] = []
  walk(babel.types, names.program.node, (node) => {
    for (const use of usesIn(node, names)) if (heap.has(use.array)) uses.push(use)
  })
  return uses.map(toDiagnostic)
}

function toDiagnostic({ node, array, refusing, transferred }: Use): Diagnostic {
  const named = unwrap(array)
  const name = named.type === 'Identifier' ? named.name : undefined
  const copy = `${name ?? 'it'}.slice()`
  return {
    code: 'PF409', severity: 'warning', location: locationOf(node),
    message: `${name === undefined ? 'this array' : `'${name}'`} may live in the shared heap, which ${refusing} ${transferred ? 'cannot transfer' : 'refuses'}`,
    cure: transferred
      ? `Post it without a transfer list (nothing is copied then), or transfer the buffer of a copy, ${copy}, or set results: 'copy'.`
      : `Pass a copy, ${copy}, or set results: 'copy' so that marked functions make ordinary arrays.`,
  }
}

/** Which arguments are refused, by the name of a constructor that is a global. */
const constructors: Readonly<Record<string, (given: readonly Node[]) => (Node | undefined)[]>> = {
  ImageData: ([data]) => [data],
  FontFace: ([, source]) => [source],
  Blob: ([parts]) => itemsOf(parts),
  File: ([parts]) => itemsOf(parts),
}

/** Methods whose names say enough. */
const methods: Readonly<Record<string, number>> = {
  getRandomValues: 0, encodeInto: 1, copyToChannel: 0, copyFromChannel: 0, sendBeacon: 1, fromFloat32Array: 0, fromFloat64Array: 0,
  getFloatTimeDomainData: 0, getByteTimeDomainData: 0, getFloatFrequencyData: 0, getByteFrequencyData: 0,
}

/** Methods whose names others have too, with the class of the object. */
const methodsOf: Readonly<Record<string, readonly string[]>> = { decode: ['TextDecoder'], send: ['WebSocket', 'XMLHttpRequest'] }

function usesIn(node: Node, names: Names): Use[] {
  if (node.type === 'NewExpression') {
    const { callee } = node
    if (callee.type !== 'Identifier' || !Object.hasOwn(constructors, callee.name) || !names.isGlobal(callee, callee.name)) return []
    return constructors[callee.name](node.arguments).flatMap((array) => array ? [{ node, array, refusing: `new ${callee.name}`, transferred: false }] : [])
  }
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return []
  const callee = unwrap(node.callee)
  if (names.isGlobal(callee, 'structuredClone')) return transfers(node, 'structuredClone')
  if (names.isGlobal(callee, 'postMessage')) return transfers(node, 'postMessage')
  if (callee.type !== 'MemberExpression' && callee.type !== 'OptionalMemberExpression') return []
  const name = keyOf({ key: callee.property, computed: callee.computed })
  if (name === undefined) return []
  if (name === 'postMessage') return transfers(node, 'postMessage')
  const refused = (array: Node | undefined): Use[] => array ? [{ node, array, refusing: name, transferred: false }] : []
  if (Object.hasOwn(methods, name)) return refused(node.arguments[methods[name]])
  if (Object.hasOwn(methodsOf, name) && methodsOf[name].some((one) => isInstance(callee.object, one, names))) return refused(node.arguments[0])
  return isSubtle(callee.object) ? node.arguments.flatMap((array) => refused(array)) : []
}

/** `new TextDecoder()`, or a variable that was one from the beginning. */
function isInstance(object: Node, name: string, names: Names): boolean {
  const node = unwrap(object)
  if (node.type === 'NewExpression') return names.isGlobal(node.callee, name)
  const binding = node.type === 'Identifier' ? names.of(node) : undefined
  const declaration = binding?.constant ? binding.path.node : undefined
  return declaration?.type === 'VariableDeclarator' && declaration.init != null && unwrap(declaration.init).type === 'NewExpression' && isInstance(declaration.init, name, names)
}

/** `crypto.subtle` */
function isSubtle(object: Node): boolean {
  const node = unwrap(object)
  return node.type === 'MemberExpression' && keyOf({ key: node.property, computed: node.computed }) === 'subtle'
}

/** `postMessage(x, [x.buffer])`, `postMessage(x, { transfer: [x.buffer] })`, `postMessage(x, origin, [x.buffer])` */
function transfers(node: types.CallExpression | types.OptionalCallExpression, refusing: string): Use[] {
  return node.arguments.slice(1).flatMap((argument) => {
    const option = argument.type === 'ObjectExpression' ? argument.properties.find((one) => one.type === 'ObjectProperty' && keyOf(one) === 'transfer') : undefined
    return itemsOf(option?.type === 'ObjectProperty' ? option.value : argument).flatMap((item) => {
      const buffer = unwrap(item)
      const isBuffer = buffer.type === 'MemberExpression' && keyOf({ key: buffer.property, computed: buffer.computed }) === 'buffer'
      return isBuffer ? [{ node, array: buffer.object, refusing, transferred: true }] : []
    })
  })
}

function itemsOf(list: Node | undefined): Node[] {
  return list?.type === 'ArrayExpression' ? list.elements.flatMap((one) => one && one.type !== 'SpreadElement' ? [one] : []) : []
}

const isAlloc = ({ specifier, name }: Foreign): boolean => specifier === 'parfor' && name === 'alloc'

/** Methods that hand out the array itself, or a view of it. */
const sameMemory = new Set(['subarray', 'fill', 'sort', 'reverse', 'copyWithin'])

/** Fewer elements are in no case the 32 KB from which the runtime puts arrays into the heap (runtime/src/heap.ts). */
const smallest = 4096

class HeapArrays {
  private readonly given: SharedArrays
  private readonly underWay = new Set<object>()

  constructor(given: SharedArrays) {
    this.given = given
  }

  /** The expression gives an array of the heap, as far as this module tells. */
  has(expression: Node): boolean {
    const node = unwrap(expression)
    const { names } = this.given
    switch (node.type) {
      case 'Identifier': {
        const binding = names.of(node)
        return binding !== undefined && this.once(binding, () => this.holds(binding))
      }
      case 'NewExpression': return this.given.constructions.has(node) && this.isLarge(node)
      case 'ConditionalExpression': return this.has(node.consequent) || this.has(node.alternate)
      case 'AssignmentExpression': return node.operator === '=' && this.has(node.right)
      case 'CallExpression': return this.returned(node)
      default: return false
    }
  }

  /** Views of a buffer that is given are where that is. */
  private isLarge({ arguments: [length] }: types.NewExpression): boolean {
    if (!length) return false
    if (length.type === 'NumericLiteral') return length.value >= smallest
    return this.given.types.ofExpression(length).kind === 'number'
  }

  private holds({ path, constant, constantViolations }: Binding): boolean {
    const { node } = path
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return false
    const later = constant ? [] : constantViolations.map((one) => one.node)
    const values = [node.init, ...later.map((one) => one.type === 'AssignmentExpression' && one.operator === '=' ? one.right : undefined)].filter((one) => one !== null)
    return values.length > 0 && values.every((value) => value !== undefined && this.has(value))
  }

  private returned(node: types.CallExpression): boolean {
    const callee = unwrap(node.callee)
    const { scope } = this.given.types
    if (callee.type === 'MemberExpression') {
      const name = keyOf({ key: callee.property, computed: callee.computed })
      return name !== undefined && sameMemory.has(name) && this.has(callee.object)
    }
    if (callee.type !== 'Identifier') return false
    const foreign = scope.imports.get(callee.name)
    if (foreign && isAlloc(foreign)) return true
    const called = functionOf(this.given.names.of(callee))
    return called !== undefined && this.once(called, () => this.returns(called))
  }

  private returns(called: FunctionNode): boolean {
    if (called.async || called.generator) return false
    if (called.body.type !== 'BlockStatement') return this.has(called.body)
    let found = false
    walk(this.given.babel.types, called.body, (node) => {
      if (node.type === 'ReturnStatement' && node.argument && this.has(node.argument)) found = true
      return !found && !isFunction(node)
    })
    return found
  }

  private once(key: object, find: () => boolean): boolean {
    if (this.underWay.has(key)) return false
    this.underWay.add(key)
    try {
      return find()
    } finally {
      this.underWay.delete(key)
    }
  }
}

/** A declaration, or the constant that is a function, `parallel(…)` around it or not. */
function functionOf(binding: Binding | undefined): FunctionNode | undefined {
  if (!binding?.constant) return undefined
  const { node } = binding.path
  if (node.type === 'FunctionDeclaration') return node
  if (node.type !== 'VariableDeclarator' || !node.init) return undefined
  const value = unwrap(node.init)
  const inner = value.type === 'CallExpression' && value.arguments.length === 1 ? unwrap(value.arguments[0]) : value
  return isFunction(inner) ? inner : undefined
}
