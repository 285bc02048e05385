/** What a statement assigns and where it jumps, read off the syntax before it is lowered. */
import type { Binding, Node, types } from '../babel.ts'
import { isFunction, isLoop, unwrap, walk } from '../babel.ts'
import type { JumpTarget, Lowering } from './lowering.ts'

/** Variables assigned somewhere in these nodes, those declared in them included. */
export function assignedIn(lowering: Lowering, nodes: (Node | null | undefined)[]): Set<Binding> {
  const assigned = new Set<Binding>()
  const add = (node: Node): void => {
    switch (node.type) {
      case 'Identifier': {
        const binding = lowering.binding(node)
        if (binding) assigned.add(binding)
        break
      }
      case 'ArrayPattern': for (const one of node.elements) if (one) add(unwrap(one)); break
      case 'ObjectPattern': for (const one of node.properties) add(unwrap(one.type === 'RestElement' ? one : one.value)); break
      case 'AssignmentPattern': add(unwrap(node.left)); break
      case 'RestElement': add(unwrap(node.argument)); break
      default: break
    }
  }
  for (const root of nodes) {
    if (!root) continue
    walk(lowering.babel.types, root, (node) => {
      if (node.type === 'AssignmentExpression') add(unwrap(node.left))
      else if (node.type === 'UpdateExpression') add(unwrap(node.argument))
      // Functions in a region are called where they stand.
      else if (node.type === 'VariableDeclarator') add(node.id)
    })
  }
  return assigned
}

/** The declaration stands inside the node and its variable is a fresh one each time the node runs. */
export function isFreshIn(node: Node, binding: Binding): boolean {
  if (binding.kind !== 'let' && binding.kind !== 'const') return false
  const start = binding.identifier.start ?? -1
  return start >= (node.start ?? 0) && start < (node.end ?? 0)
}

/** Targets outside `node` that a jump inside it may go to. */
export function jumpsOut(lowering: Lowering, node: Node): Set<JumpTarget> {
  const found = new Set<JumpTarget>()
  scan(node, { loops: 0, breakables: 0, labels: [] })
  return found

  function scan(inner: Node, local: { loops: number; breakables: number; labels: string[] }): void {
    switch (inner.type) {
      case 'BreakStatement':
        if (inner.label ? local.labels.includes(inner.label.name) : local.breakables > 0) return
        add(targetOf(lowering, 'break', inner.label?.name))
        return
      case 'ContinueStatement':
        if (inner.label ? local.labels.includes(inner.label.name) : local.loops > 0) return
        add(targetOf(lowering, 'continue', inner.label?.name))
        return
      case 'ReturnStatement': add(targetOf(lowering, 'return')); return
      case 'LabeledStatement': scan(inner.body, { ...local, labels: [...local.labels, inner.label.name] }); return
      default: break
    }
    if (isFunction(inner)) return
    const loop = isLoop(inner)
    const within = loop || inner.type === 'SwitchStatement'
      ? { ...local, loops: local.loops + (loop ? 1 : 0), breakables: local.breakables + 1 }
      : local
    for (const child of statementsBelow(inner)) scan(child, within)
  }

  function add(target: JumpTarget | undefined): void {
    if (target) found.add(target)
  }
}

export function targetOf(lowering: Lowering, jump: JumpTarget['jump'], label?: string): JumpTarget | undefined {
  return lowering.targets.findLast((target) => target.jump === jump && (label === undefined ? target.breakable : target.labels.includes(label)))
}

/** Control can reach the statement after this one. Says true where it is not obvious. */
export function canComplete(node: Node): boolean {
  switch (node.type) {
    case 'BreakStatement': case 'ContinueStatement': case 'ReturnStatement': case 'ThrowStatement': return false
    case 'BlockStatement': return node.body.every(canComplete)
    case 'IfStatement': return !node.alternate || canComplete(node.consequent) || canComplete(node.alternate)
    default: return true
  }
}

function statementsBelow(node: Node): Node[] {
  switch (node.type) {
    case 'BlockStatement': return node.body
    case 'IfStatement': return node.alternate ? [node.consequent, node.alternate] : [node.consequent]
    case 'ForStatement': case 'WhileStatement': case 'DoWhileStatement': case 'ForInStatement': case 'ForOfStatement': return [node.body]
    case 'SwitchStatement': return node.cases.flatMap((one: types.SwitchCase) => one.consequent)
    case 'TryStatement': return [node.block, ...(node.handler ? [node.handler.body] : []), ...(node.finalizer ? [node.finalizer] : [])]
    default: return []
  }
}
