/** Fields of syntax nodes that Babel 7 and 8 name differently. */
import type { Node, types } from '../babel.ts'

type Either = Record<string, unknown>

const field = <Value>(node: Node, ...names: string[]): Value | undefined => {
  for (const name of names) {
    const value = (node as unknown as Either)[name]
    if (value !== undefined && value !== null) return value as Value
  }
  return undefined
}

/** Of a reference, a call, `new`, `extends`. */
export function typeArguments(node: Node): readonly Node[] {
  return field<types.TSTypeParameterInstantiation>(node, 'typeArguments', 'typeParameters')?.params ?? []
}

export function superTypeArguments(node: types.Class): readonly Node[] {
  return field<types.TSTypeParameterInstantiation>(node, 'superTypeArguments', 'superTypeParameters')?.params ?? []
}

export interface TypeParameter { name: string; constraint?: Node; default?: Node }

/** Declared by an alias, interface, class or function. */
export function typeParameters(node: Node): TypeParameter[] {
  const declaration = field<{ type: string; params: (Either & { name: string | { name: string } })[] }>(node, 'typeParameters')
  if (declaration?.type !== 'TSTypeParameterDeclaration') return []
  return declaration.params.map((one) => ({
    name: typeof one.name === 'string' ? one.name : one.name.name,
    ...(one.constraint ? { constraint: one.constraint as Node } : {}), ...(one.default ? { default: one.default as Node } : {}),
  }))
}

/** Parameters of a function or of a function's type. */
export function parametersOf(node: Node): readonly Node[] {
  return field<Node[]>(node, 'params', 'parameters') ?? []
}

/** What a function is declared to return. */
export function returnTypeOf(node: Node): Node | undefined {
  const annotation = field<Node>(node, 'returnType', 'typeAnnotation')
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined
}

export function annotationOf(node: Node): Node | undefined {
  const annotation = field<Node>(node, 'typeAnnotation')
  return annotation?.type === 'TSTypeAnnotation' ? annotation.typeAnnotation : undefined
}

/** `'./types'` of `import('./types').Grid`. */
export function importedSpecifier(node: types.TSImportType): string | undefined {
  const argument = node.argument as Node
  const literal = argument.type === 'TSLiteralType' ? argument.literal : argument
  return literal.type === 'StringLiteral' ? literal.value : undefined
}

/** `a.b.c` as its parts. */
export function dotted(node: Node | null | undefined): string[] | undefined {
  if (!node) return undefined
  if (node.type === 'Identifier') return [node.name]
  if (node.type === 'TSQualifiedName') {
    const left = dotted(node.left)
    return left && [...left, node.right.name]
  }
  if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
    const left = dotted(node.object)
    return left && [...left, node.property.name]
  }
  return undefined
}

/** The name of a property, if the source tells it. */
export function keyOf(node: { key: Node; computed?: boolean | null }): string | undefined {
  const { key } = node
  if (key.type === 'StringLiteral') return key.value
  if (key.type === 'NumericLiteral') return String(key.value)
  if (key.type === 'PrivateName') return `#${key.id.name}`
  return key.type === 'Identifier' && !node.computed ? key.name : undefined
}
