/** Types of functions: declared signatures, and what a body returns. */
import type { FunctionNode, Node } from '../babel.ts'
import { isFunction } from '../babel.ts'
import { agreementOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { commentsOn, documentedReturn, templatesIn } from './jsdoc.ts'
import { annotationOf, dotted, parametersOf, returnTypeOf, typeParameters } from './syntax.ts'
import type { TypeParameter } from './syntax.ts'
import { bound, fromTypeNode } from './typescript.ts'
import type { TypeContext } from './typescript.ts'
import { promiseOf } from './utilities.ts'

/** Of a declaration, an expression or a type. `documentation`: the JSDoc comments that belong to it, if they do not stand directly before it. */
export function functionType(node: Node, context: TypeContext, documentation: readonly string[] = commentsOn(node)): HostType {
  const { library } = context.scope
  const parameters = [...typeParameters(node), ...templatesIn(documentation, library)]
  return {
    kind: 'function',
    parameter: (index) => {
      const annotation = annotationAt(node, index)
      return annotation ? fromTypeNode(annotation, bound(parameters, [], context)) : unknownType
    },
    returns: (given) => library.once(node, () => {
      const inner = bound(parameters, inferred(parameters, node, given), context)
      const declared = returnTypeOf(node)
      if (declared) return fromTypeNode(declared, inner)
      return documentedReturn(documentation, inner) ?? (isFunction(node) ? ofBody(node, context) : unknownType)
    }),
  }
}

export function annotationAt(node: Node, index: number): Node | undefined {
  const parameter = parametersOf(node)[index] as Node | undefined
  if (!parameter) return undefined
  const target = parameter.type === 'TSParameterProperty' ? parameter.parameter : parameter
  return annotationOf(target.type === 'AssignmentPattern' ? target.left : target)
}

/** What the type parameters of a function are for these arguments: `x: T` says what T is. A hole in the list is not found. */
export function inferred(parameters: readonly TypeParameter[], node: Node, given: readonly HostType[]): HostType[] {
  const found: HostType[] = []
  parameters.forEach((one, index) => {
    const fitting = given.filter((type, position) => {
      const annotation = annotationAt(node, position)
      const name = annotation?.type === 'TSTypeReference' ? dotted(annotation.typeName) : undefined
      return type.kind !== 'unknown' && name?.length === 1 && name[0] === one.name
    })
    if (fitting.length > 0) found[index] = agreementOf(fitting)
  })
  return found
}

/** The body tells: all that it returns is of one type. */
function ofBody(node: FunctionNode, context: TypeContext): HostType {
  if (node.generator) return unknownType
  const { reader, library } = context.scope
  const type = node.body.type === 'BlockStatement' ? unionOf(returnsOf(node.body, library.babel.types.VISITOR_KEYS).map((one) => reader.ofExpression(one))) : reader.ofExpression(node.body)
  return node.async ? promiseOf(type) : type
}

/** By body: a function is asked wherever it is called. */
const returned = new WeakMap<Node, readonly Node[]>()

function returnsOf(body: Node, keys: Readonly<Record<string, readonly string[]>>): readonly Node[] {
  const known = returned.get(body)
  if (known) return known
  const found = returnedBy(body, keys)
  returned.set(body, found)
  return found
}

function returnedBy(node: Node, keys: Readonly<Record<string, readonly string[]>>): Node[] {
  if (node.type === 'ReturnStatement') return node.argument ? [node.argument] : []
  if (isFunction(node) || node.type === 'ClassDeclaration' || node.type === 'ClassExpression') return []
  return (keys[node.type] ?? []).flatMap((key) => {
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key]
    return (Array.isArray(child) ? child : [child]).flatMap((one) => one ? returnedBy(one, keys) : [])
  })
}
