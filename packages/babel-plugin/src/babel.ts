/** The part of `@babel/core` that the front end uses: what Babel 7.26 and 8 have in common. Never import another Babel package. */
import type * as core from '@babel/core'
import type { NodePath, types } from '@babel/core'

export type Babel = Pick<typeof core, 'parseSync' | 'transformSync' | 'traverse' | 'types' | 'template'>
export type Node = types.Node
export type Scope = NodePath['scope']
export type Binding = NonNullable<ReturnType<Scope['getBinding']>>
export type ProgramPath = NodePath<types.Program>
export type FunctionNode =
  | types.FunctionDeclaration | types.FunctionExpression | types.ArrowFunctionExpression | types.ClassMethod | types.ClassPrivateMethod | types.ObjectMethod
export type FunctionPath = NodePath<FunctionNode>
export type { NodePath, types }

/** Expression wrappers that leave no trace in the JavaScript: parentheses and TypeScript assertions. */
export function unwrap(node: Node): Node {
  let inner = node
  while (
    inner.type === 'ParenthesizedExpression' || inner.type === 'TSAsExpression' || inner.type === 'TSSatisfiesExpression' ||
    inner.type === 'TSNonNullExpression' || inner.type === 'TSTypeAssertion' || inner.type === 'TSInstantiationExpression'
  ) inner = inner.expression
  return inner
}

export function isFunction(node: Node): node is FunctionNode {
  switch (node.type) {
    case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression':
    case 'ClassMethod': case 'ClassPrivateMethod': case 'ObjectMethod':
      return true
    default:
      return false
  }
}

export function isLoop(node: Node): node is types.Loop {
  switch (node.type) {
    case 'ForStatement': case 'WhileStatement': case 'DoWhileStatement': case 'ForInStatement': case 'ForOfStatement':
      return true
    default:
      return false
  }
}

/** Visits a node and everything below it in source order. `visit` returns false to stay out of a node's children. */
export function walk(types: Babel['types'], node: Node, visit: (node: Node, parent: Node | undefined) => boolean | void, parent?: Node): void {
  if (visit(node, parent) === false) return
  for (const key of types.VISITOR_KEYS[node.type] ?? []) {
    const child = (node as unknown as Record<string, Node | (Node | null)[] | null | undefined>)[key]
    if (Array.isArray(child)) {
      for (const one of child) if (one) walk(types, one, visit, node)
    } else if (child) walk(types, child, visit, node)
  }
}
