/** TypeScript's type syntax, wherever it stands: annotations, aliases of other modules, comments. */
import type { Node, types } from '../babel.ts'
import type { ModuleScope, Origin } from '../modules/scope.ts'
import { instanceOf } from './classes.ts'
import { arrayOf, elementOf, elementTypeOf, memberOf, tupleOf, unionOf, unknownType } from './elements.ts'
import type { HostType, Member } from './elements.ts'
import { functionType } from './functions.ts'
import { annotationOf, dotted, importedSpecifier, keyOf, typeArguments, typeParameters } from './syntax.ts'
import type { TypeParameter } from './syntax.ts'
import { typedefType } from './typedefs.ts'
import { utilityType } from './utilities.ts'

/** Where a type is written: its module, and what the type parameters around it stand for. */
export interface TypeContext {
  readonly scope: ModuleScope
  readonly parameters: ReadonlyMap<string, HostType>
}

export const contextOf = (scope: ModuleScope): TypeContext => ({ scope, parameters: noParameters })
const noParameters: ReadonlyMap<string, HostType> = new Map()

export function fromTypeNode(node: Node, context: TypeContext): HostType {
  const from = (inner: Node): HostType => fromTypeNode(inner, context)
  switch (node.type) {
    case 'TSNumberKeyword': return { kind: 'number' }
    case 'TSBooleanKeyword': case 'TSTypePredicate': return { kind: 'boolean' }
    case 'TSBigIntKeyword': return { kind: 'bigint' }
    case 'TSStringKeyword': case 'TSTemplateLiteralType': return { kind: 'unsupported', text: 'string' }
    case 'TSArrayType': return arrayOf(() => from(node.elementType))
    case 'TSTupleType': return tupleOf(node.elementTypes.map((one) => () => from(tupleItem(one))))
    case 'TSLiteralType': return fromLiteral(node.literal)
    case 'TSParenthesizedType': return from(node.typeAnnotation)
    case 'TSTypeOperator': return node.operator === 'keyof' ? unknownType : from(node.typeAnnotation)
    // A value that is absent at run time fails a guard.
    case 'TSUnionType': return unionOf(node.types.filter((one) => !isNothing(one)).map(from))
    case 'TSIntersectionType': return intersectionOf(node.types.map(from))
    case 'TSTypeLiteral': return objectType([{ members: node.members, context }])
    case 'TSFunctionType': return functionType(node, context)
    case 'TSMappedType': return mapped(node, context)
    case 'TSIndexedAccessType': return context.scope.library.once(node, () => indexed(from(node.objectType), node.indexType))
    case 'TSTypeQuery': return queried(node, context)
    case 'TSImportType': return imported(node, context)
    case 'TSTypeReference': return referenceTo(dotted(node.typeName), typeArguments(node), context)
    default: return unknownType
  }
}

/** A type by its name, as in an annotation or behind `extends`. */
export function referenceTo(path: readonly string[] | undefined, given: readonly Node[], context: TypeContext): HostType {
  if (!path) return unknownType
  const [name, ...rest] = path
  if (rest.length === 0) {
    const parameter = context.parameters.get(name)
    if (parameter) return parameter
  }
  if (context.scope.declares(name)) {
    let origin = context.scope.origin(name)
    for (const part of rest) origin = origin && 'whole' in origin ? origin.scope.exported(part) : undefined
    return origin ? declaredType(origin, given.map((one) => fromTypeNode(one, context))) : unknownType
  }
  return rest.length === 0 ? utilityType(name, given, context) ?? unknownType : unknownType
}

/** The type that a name stands for in the module that declares it. */
export function declaredType(origin: Origin, given: readonly HostType[]): HostType {
  if (!('name' in origin)) {
    return 'node' in origin && origin.node.type === 'ClassDeclaration' ? instanceOf(origin.node, origin.scope, given) : unknownType
  }
  const { scope, name } = origin
  const declarations = scope.types.get(name)
  if (!declarations) {
    const typedef = scope.typedefs.get(name)
    return typedef ? typedefType(typedef, scope, given) : unknownType
  }
  const [first] = declarations
  switch (first.type) {
    case 'TSTypeAliasDeclaration':
      return scope.library.once(first, () => fromTypeNode(first.typeAnnotation, bound(typeParameters(first), given, contextOf(scope))))
    case 'TSEnumDeclaration': return fromEnum(first)
    case 'ClassDeclaration': return instanceOf(first, scope, given)
    case 'TSInterfaceDeclaration': {
      const interfaces = declarations.filter((one) => one.type === 'TSInterfaceDeclaration')
      return interfaceType(interfaces, (one) => bound(typeParameters(one), given, contextOf(scope)))
    }
    default: return unknownType
  }
}

/** What type parameters stand for: what is given, else the default, else the constraint. */
export function bound(parameters: readonly TypeParameter[], given: readonly HostType[], context: TypeContext): TypeContext {
  if (parameters.length === 0) return context
  const known = new Map(context.parameters)
  const inner: TypeContext = { scope: context.scope, parameters: known }
  parameters.forEach((one, index) => {
    const fallback = one.default ?? one.constraint
    // Its own name means nothing else meanwhile.
    known.set(one.name, unknownType)
    known.set(one.name, given[index] ?? (fallback ? context.scope.library.once(fallback, () => fromTypeNode(fallback, inner)) : unknownType))
  })
  return inner
}

function interfaceType(declarations: readonly types.TSInterfaceDeclaration[], contextFor: (one: types.TSInterfaceDeclaration) => TypeContext): HostType {
  const parts = declarations.map((one) => ({ members: one.body.body, context: contextFor(one) }))
  const parents = declarations.flatMap((one, index) => (one.extends ?? []).map((heritage) => ({ heritage: heritage as Node, context: parts[index].context })))
  return objectType(parts, (name) => {
    for (const { heritage, context } of parents) {
      const { expression } = heritage as unknown as { expression: Node }
      const { library } = context.scope
      const type = library.once(heritage, () => memberOf(referenceTo(dotted(expression), typeArguments(heritage), context), name))
      if (type.kind !== 'unknown') return type
    }
    return unknownType
  })
}

interface ObjectPart { members: readonly types.TSTypeElement[]; context: TypeContext }

function objectType(parts: readonly ObjectPart[], inherited: Member = () => unknownType): HostType {
  return {
    kind: 'object',
    member: (name) => {
      for (const { members, context } of parts) {
        const one = members.find((member) => (member.type === 'TSPropertySignature' || member.type === 'TSMethodSignature') && keyOf(member) === name)
        if (one) return signatureType(one, context)
      }
      const type = inherited(name)
      return type.kind === 'unknown' ? indexSignature(parts) : type
    },
  }
}

function signatureType(member: types.TSTypeElement, context: TypeContext): HostType {
  if (member.type === 'TSMethodSignature' && member.kind !== 'get') return functionType(member, context)
  const annotation = annotationOf(member) ?? (member.type === 'TSMethodSignature' ? (member as unknown as { returnType?: types.TSTypeAnnotation }).returnType?.typeAnnotation : undefined)
  return annotation ? fromTypeNode(annotation, context) : unknownType
}

function indexSignature(parts: readonly ObjectPart[]): HostType {
  for (const { members, context } of parts) {
    const one = members.find((member) => member.type === 'TSIndexSignature')
    const annotation = one && annotationOf(one)
    if (annotation) return fromTypeNode(annotation, context)
  }
  return unknownType
}

/** `number & { brand: 'metres' }` is a number; objects join their members. */
export function intersectionOf(members: readonly HostType[]): HostType {
  const plain = members.find(({ kind }) => kind !== 'object' && kind !== 'unknown')
  if (plain) return plain
  return {
    kind: 'object',
    member: (name) => {
      for (const one of members) {
        const type = memberOf(one, name)
        if (type.kind !== 'unknown') return type
      }
      return unknownType
    },
  }
}

/** All properties of `{ [name in Columns]: Float64Array }` are alike; what depends on the name stays open. */
function mapped(node: types.TSMappedType, context: TypeContext): HostType {
  const { typeAnnotation } = node
  const key = node as unknown as { key?: { name: string }; typeParameter?: { name: string } }
  const name = key.key?.name ?? key.typeParameter?.name
  if (!typeAnnotation || name === undefined) return unknownType
  const inner: TypeContext = { scope: context.scope, parameters: new Map(context.parameters).set(name, unknownType) }
  return { kind: 'object', member: () => fromTypeNode(typeAnnotation, inner) }
}

function indexed(object: HostType, index: Node): HostType {
  if (index.type === 'TSNumberKeyword') return elementTypeOf(object)
  const names = literalNames(index)
  return names ? unionOf(names.map((name) => memberOf(object, name))) : unknownType
}

/** The strings (and numbers) of `'x'` or `'x' | 'y'`. */
export function literalNames(node: Node): string[] | undefined {
  if (node.type === 'TSLiteralType' && (node.literal.type === 'StringLiteral' || node.literal.type === 'NumericLiteral')) return [String(node.literal.value)]
  if (node.type === 'TSParenthesizedType') return literalNames(node.typeAnnotation)
  if (node.type !== 'TSUnionType') return undefined
  const all = node.types.map(literalNames)
  return all.every((one) => one !== undefined) ? all.flat() : undefined
}

/** `typeof x` */
function queried(node: types.TSTypeQuery, context: TypeContext): HostType {
  const path = dotted(node.exprName)
  if (!path || node.exprName.type === 'TSImportType') return unknownType
  const [root, ...rest] = path
  const { reader } = context.scope
  return rest.reduce(memberOf, reader.ofName(root, firstIdentifier(node.exprName)))
}

function firstIdentifier(node: Node): types.Identifier | undefined {
  if (node.type === 'TSQualifiedName') return firstIdentifier(node.left)
  return node.type === 'Identifier' ? node : undefined
}

/** `import('./types').Grid` */
function imported(node: types.TSImportType, context: TypeContext): HostType {
  const specifier = importedSpecifier(node)
  const path = dotted(node.qualifier)
  if (specifier === undefined || path?.length !== 1) return unknownType
  const origin = context.scope.open(specifier)?.exported(path[0])
  return origin ? declaredType(origin, typeArguments(node).map((one) => fromTypeNode(one, context))) : unknownType
}

function fromEnum(node: types.TSEnumDeclaration): HostType {
  const { members } = (node as unknown as { body?: { members: types.TSEnumMember[] } }).body ?? node
  return members.every(({ initializer }) => !initializer || fromLiteral(initializer).kind === 'number') ? { kind: 'number' } : unknownType
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

function isNothing({ type }: Node): boolean {
  return type === 'TSNullKeyword' || type === 'TSUndefinedKeyword' || type === 'TSVoidKeyword' || type === 'TSNeverKeyword'
}

function tupleItem(node: Node): Node {
  if (node.type === 'TSNamedTupleMember') return tupleItem(node.elementType)
  return node.type === 'TSOptionalType' ? tupleItem(node.typeAnnotation) : node
}

/** Names of typed-array constructors mean them unless something else is declared. */
export function globalArray(name: string): HostType | undefined {
  const element = elementOf(name)
  return element && { kind: 'array', element }
}
