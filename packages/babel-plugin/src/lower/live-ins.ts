/** What a region takes from the host function: variables and properties of plain objects, each read once before the guards. */
import type { ArrayParameter, ElementType, ScalarType, Value } from '@parfor/compiler'
import type { Binding, Node, Scope } from '../babel.ts'
import { isFunction } from '../babel.ts'
import { elementTypeOf, is64Bit, memberOf, unknownType } from '../types/elements.ts'
import type { HostType } from '../types/elements.ts'
import type { HostExpression } from './host.ts'
import type { Lowering } from './lowering.ts'
import { Refusal } from './refusal.ts'

/** A variable (`path` empty) or a property chain of plain identifiers. */
export interface PropertyPlace { readonly root: Binding; readonly path: readonly string[] }

/** An array that is made for the region: what `map` returns. */
export interface FreshPlace { readonly maker: string; readonly length: string }

export type Place = PropertyPlace | HostExpression | FreshPlace

/** Where the region stands: what is visible there, and which declarations it contains. */
export interface RegionPlace {
  readonly scope: Scope
  readonly start: number
  readonly end: number
}

/** Kinds of binding that do not exist before their declaration has run. */
const inDeadZone = new Set(['let', 'const', 'local'])

export class LiveIns {
  readonly arrays: { place: Place; array: ArrayParameter }[] = []
  readonly scalars: { place: Place; value: Value }[] = []
  /** What open arrays are in the calls that were seen. */
  readonly assumed = new Map<string, ElementType>()
  private readonly lowering: Lowering
  private readonly where: RegionPlace
  private readonly names = new Set<string>()

  constructor(lowering: Lowering, where: RegionPlace) {
    this.lowering = lowering
    this.where = where
  }

  /** The binding is a variable of the host at the region's entry. */
  isHost(binding: Binding): boolean {
    const name = binding.identifier.name
    if (this.where.scope.getBinding(name) !== binding) return false
    if (!inDeadZone.has(binding.kind) || !this.isLocal(binding)) return true
    return (binding.identifier.start ?? -1) < this.where.start
  }

  /** Declared in the function that the region belongs to: nobody else sees it change. */
  isLocal(binding: Binding): boolean {
    return binding.scope.getFunctionParent() === this.where.scope.getFunctionParent()
  }

  /** The node stands in the region. */
  contains(node: Node): boolean {
    return (node.start ?? -1) >= this.where.start && (node.end ?? Infinity) <= this.where.end
  }

  /** An array of which nobody else knows. */
  fresh(place: FreshPlace, name: string, element: ElementType): ArrayParameter {
    const array: ArrayParameter = { name: this.unique(name), element, read: false, written: false }
    this.lowering.region.arrays.push(array)
    this.arrays.push({ place, array })
    return array
  }

  /** The names mean the globals where the region stands. */
  seesGlobals(...names: string[]): boolean {
    return names.every((name) => !this.where.scope.hasBinding(name, true))
  }

  /** In a constructor, or an arrow function in it, of a class that extends another. */
  isBeforeSuper(): boolean {
    const { path } = this.where.scope
    const isOwner = (node: Node): boolean => isFunction(node) && node.type !== 'ArrowFunctionExpression'
    const owner = isOwner(path.node) ? path : path.findParent(({ node }) => isOwner(node))
    const declaration = owner?.parentPath?.parent
    return owner?.node.type === 'ClassMethod' && owner.node.kind === 'constructor' && declaration !== undefined && 'superClass' in declaration && Boolean(declaration.superClass)
  }

  scalar(place: Place, node: Node): Value {
    const known = this.scalars.find((one) => samePlace(one.place, place))
    if (known) return known.value
    this.checkHost(place, node)
    const type = this.typeOf(place)
    const name = textOf(place)
    if (type.kind === 'array' && !type.assumed) throw new Refusal('PF303', node, `the array '${name}' is used as a value`, 'Use its elements or its length only.')
    if ((type.kind === 'object' || type.kind === 'function' || type.kind === 'unsupported') && !type.assumed) {
      const text = type.kind === 'unsupported' ? `of type ${type.text}` : type.kind === 'object' ? 'an object' : 'a function'
      throw new Refusal('PF303', node, `'${name}' is ${text}, not a number`, 'Use numbers, booleans, BigInts and typed arrays in the loop.')
    }
    if (this.arrays.some((one) => samePlace(one.place, place))) {
      throw new Refusal('PF303', node, `'${name}' is used as an array and as a value`, 'Use two variables.')
    }
    const scalarType: ScalarType = type.kind === 'boolean' ? 'bool' : type.kind === 'bigint' ? 'i64' : 'f64'
    const value = this.lowering.builder.value(scalarType, name)
    this.lowering.region.scalars.push({ value, name: this.unique(name) })
    this.scalars.push({ place, value })
    return value
  }

  array(place: Place, node: Node): ArrayParameter {
    const known = this.arrays.find((one) => samePlace(one.place, place))
    if (known) return known.array
    this.checkHost(place, node)
    const type = this.typeOf(place)
    const name = textOf(place)
    if (type.kind !== 'array' && type.kind !== 'unknown' && !type.assumed) {
      throw notTyped(node, name, type)
    }
    if (this.scalars.some((one) => samePlace(one.place, place))) {
      throw new Refusal('PF303', node, `'${name}' is used as an array and as a value`, 'Use two variables.')
    }
    const likely: ElementType = type.kind === 'array' ? type.element : 'num'
    const isOpen = type.assumed && !is64Bit(likely)
    const array: ArrayParameter = { name: this.unique(name), element: isOpen ? 'num' : likely, read: false, written: false }
    if (isOpen && likely !== 'num') this.assumed.set(array.name, likely)
    this.lowering.region.arrays.push(array)
    this.arrays.push({ place, array })
    return array
  }

  private checkHost(place: Place, node: Node): void {
    // Of an expression all parts have been looked at.
    if (!('root' in place)) return
    const name = place.root.identifier.name
    if (place.root.kind === 'hoisted') throw new Refusal('PF303', node, `'${name}' is a function, not a value`, 'Call it, or use numbers and typed arrays.')
    if (this.isHost(place.root)) return
    if (this.where.scope.getBinding(name) !== place.root) {
      throw new Refusal('PF302', node, `'${name}' is not visible, or not yet assigned, where the loop starts`, `Pass '${name}' as a parameter, or assign it before it is read.`)
    }
    throw new Refusal('PF302', node, `'${name}' is read before its declaration`, `Declare '${name}' before it is read.`)
  }

  private typeOf(place: Place): HostType {
    if (!('root' in place)) return 'print' in place ? place.type : unknownType
    let type = this.lowering.types.ofBinding(place.root)
    for (const name of place.path) type = memberOf(type, name)
    return type
  }

  private unique(name: string): string {
    const plain = name.replaceAll(/\W+/g, '_')
    let unique = plain
    for (let count = 2; this.names.has(unique); count++) unique = `${plain}_${count}`
    this.names.add(unique)
    return unique
  }
}

function notTyped(node: Node, name: string, type: HostType): Refusal {
  if (type.kind !== 'unsupported') return new Refusal('PF303', node, `'${name}' is a ${type.kind}, not a typed array`, `Make '${name}' a typed array.`)
  if (type.text === 'string') return new Refusal('PF303', node, `'${name}' is a string, not a typed array`, `Work on its bytes: new TextEncoder().encode(${name}).`)
  if (type.text !== 'array' && type.text !== 'tuple') return new Refusal('PF303', node, `'${name}' is of type ${type.text}, not a typed array`, `Make '${name}' a typed array.`)
  const item = elementTypeOf(type).kind
  if (item === 'object') return new Refusal('PF303', node, `'${name}' is an array of objects, not a typed array`, 'Keep each property in a typed array of its own: x[i] and y[i] instead of points[i].x and points[i].y.')
  if (item === 'array' || item === 'unsupported') return new Refusal('PF303', node, `'${name}' is an array of arrays, not a typed array`, 'Use one typed array with computed subscripts: data[i * columns + j].')
  return new Refusal('PF303', node, `'${name}' is an ordinary array, not a typed array`, `Make '${name}' a typed array, or copy it before the loop: Float64Array.from(${name}).`)
}

export function samePlace(one: Place, other: Place): boolean {
  if ('maker' in one || 'maker' in other) return one === other
  const [roots, others] = [rootsOf(one), rootsOf(other)]
  return 'print' in one === 'print' in other && textOf(one) === textOf(other) && roots.length === others.length && roots.every((root, index) => root === others[index])
}

export function rootsOf(place: Place): readonly Binding[] {
  return 'print' in place ? place.roots : 'root' in place ? [place.root] : []
}

export function textOf(place: Place): string {
  return 'print' in place ? place.text : 'root' in place ? [place.root.identifier.name, ...place.path].join('.') : place.maker
}
