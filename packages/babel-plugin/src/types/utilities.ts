/** Types that every TypeScript program has without importing them. */
import type { Node } from '../babel.ts'
import { arrayOf, memberOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { fromTypeNode, globalArray, literalNames } from './typescript.ts'
import type { TypeContext } from './typescript.ts'

export function utilityType(name: string, given: readonly Node[], context: TypeContext): HostType | undefined {
  const argument = (index: number): HostType => given[index] ? fromTypeNode(given[index], context) : unknownType
  switch (name) {
    // Inside comments the names of the wrapper classes are common.
    case 'Number': return { kind: 'number' }
    case 'Boolean': return { kind: 'boolean' }
    case 'BigInt': return { kind: 'bigint' }
    case 'String': return { kind: 'unsupported', text: 'string' }
    case 'Array': case 'ReadonlyArray': return arrayOf(() => argument(0))
    case 'Readonly': case 'Required': case 'Partial': case 'NonNullable': case 'NoInfer': return argument(0)
    case 'Pick': return picked(argument(0), given[1], true)
    case 'Omit': return picked(argument(0), given[1], false)
    case 'Record': return { kind: 'object', member: () => argument(1) }
    case 'Map': case 'ReadonlyMap': return mapType(() => argument(1))
    case 'Promise': case 'PromiseLike': return promiseOf(argument(0))
    case 'Awaited': return awaited(argument(0))
    case 'ReturnType': return returned(argument(0))
    case 'InstanceType': return constructed(argument(0))
    default: return globalArray(name)
  }
}

export function promiseOf(awaited: HostType): HostType {
  return { kind: 'object', member: () => unknownType, awaited }
}

export function awaited(type: HostType): HostType {
  return type.kind === 'object' && type.awaited ? type.awaited : type
}

function returned(type: HostType): HostType {
  return type.kind === 'function' ? type.returns([]) : unknownType
}

function constructed(type: HostType): HostType {
  return type.kind === 'function' && type.constructs ? type.constructs([]) : unknownType
}

function picked(type: HostType, keys: Node | undefined, wanted: boolean): HostType {
  const names = keys && literalNames(keys)
  if (!names) return unknownType
  return { kind: 'object', member: (name) => names.includes(name) === wanted ? memberOf(type, name) : unknownType }
}

function mapType(value: () => HostType): HostType {
  return { kind: 'object', member: (name) => name === 'get' ? { kind: 'function', returns: value, parameter: () => unknownType } : unknownType }
}
