/** TypeScript type nodes. Babel 7 and 8 name some of their fields differently; nothing else in the front end looks at them. */
import type { Node, types } from '../babel.ts'
import type { Names } from '../names.ts'
import { elementOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'

export function fromTypeNode(node: Node, names: Names, depth = 0): HostType {
  if (depth > 16) return unknownType
  switch (node.type) {
    case 'TSNumberKeyword': return { kind: 'number' }
    case 'TSBooleanKeyword': return { kind: 'boolean' }
    case 'TSBigIntKeyword': return { kind: 'bigint' }
    case 'TSStringKeyword': return { kind: 'unsupported', text: 'string' }
    case 'TSArrayType': return { kind: 'unsupported', text: 'array' }
    case 'TSTupleType': return { kind: 'unsupported', text: 'tuple' }
    case 'TSLiteralType': return fromLiteral(node.literal)
    case 'TSParenthesizedType': return fromTypeNode(node.typeAnnotation, names, depth + 1)
    case 'TSTypeOperator': return fromTypeNode(node.typeAnnotation, names, depth + 1)
    case 'TSUnionType': return unionOf(node.types.map((one) => fromTypeNode(one, names, depth + 1)))
    case 'TSTypeLiteral': return objectType(node.members, names)
    case 'TSTypeReference': return fromReference(node, names, depth)
    default: return unknownType
  }
}

function fromLiteral(node: Node): HostType {
  switch (node.type) {
    case 'NumericLiteral': return { kind: 'number' }
    case 'BooleanLiteral': return { kind: 'boolean' }
    case 'BigIntLiteral': return { kind: 'bigint' }
    case 'StringLiteral': case 'TemplateLiteral': return { kind: 'unsupported', text: 'string' }
    case 'UnaryExpression': return fromLiteral(node.argument)
    default: return unknownType
  }
}

function fromReference(node: types.TSTypeReference, names: Names, depth: number): HostType {
  if (node.typeName.type !== 'Identifier') return unknownType
  const { name } = node.typeName
  const declared = declarationOf(name, names)
  if (declared) return declared.type === 'TSTypeAliasDeclaration' ? fromTypeNode(declared.typeAnnotation, names, depth + 1) : objectType(declared.body.body, names)
  const element = elementOf(name)
  if (element) return { kind: 'array', element }
  if (name === 'Array' || name === 'ReadonlyArray') return { kind: 'unsupported', text: 'array' }
  if (name === 'Readonly' || name === 'Required') {
    const argument = typeArguments(node)?.params[0]
    return argument ? fromTypeNode(argument, names, depth + 1) : unknownType
  }
  return unknownType
}

/** `typeParameters` in Babel 7, `typeArguments` in 8. */
function typeArguments(node: types.TSTypeReference): types.TSTypeParameterInstantiation | null | undefined {
  return (node as { typeArguments?: types.TSTypeParameterInstantiation | null }).typeArguments ?? node.typeParameters
}

function objectType(members: types.TSTypeElement[], names: Names): HostType {
  return {
    kind: 'object',
    member: (name) => {
      for (const one of members) {
        if (one.type !== 'TSPropertySignature' || one.computed || !one.typeAnnotation || one.typeAnnotation.type !== 'TSTypeAnnotation') continue
        const key = one.key.type === 'Identifier' ? one.key.name : one.key.type === 'StringLiteral' ? one.key.value : undefined
        if (key === name) return fromTypeNode(one.typeAnnotation.typeAnnotation, names)
      }
      return unknownType
    },
  }
}

/** A type alias or interface at the top of the module. */
function declarationOf(name: string, names: Names): types.TSTypeAliasDeclaration | types.TSInterfaceDeclaration | undefined {
  for (const statement of names.program.node.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if ((declaration?.type === 'TSTypeAliasDeclaration' || declaration?.type === 'TSInterfaceDeclaration') && declaration.id.name === name) return declaration
  }
  return undefined
}
