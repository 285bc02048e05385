/** Whether the value that a variable has after a region may still be read. Says yes where it is not sure. */
import type { Binding, Node, NodePath } from './babel.ts'
import { isLoop } from './babel.ts'

export interface Place {
  /** The statements of the region, all in one list. */
  statements: NodePath[]
  start: number
  end: number
}

export function isLiveAfter(place: Place, binding: Binding, needed: boolean): boolean {
  const [first] = place.statements
  const host = first.getFunctionParent()?.node
  const loop = outermostLoop(first, binding)
  // The next trip of a loop around the region starts with what this one leaves behind.
  if (loop && needed) return true
  const later: NodePath[] = []
  for (const path of reads(binding)) {
    const start = path.node.start ?? 0
    if (start >= place.start && start < place.end) continue
    if (path.getFunctionParent()?.node !== host) return true
    if (loop && contains(loop, path.node)) return true
    if (start >= place.end) later.push(path)
  }
  return later.length > 0 && (loop !== undefined || !overwrittenFirst(place, binding, later))
}

/** The outermost loop around the region, in its function, of which all trips share the variable. */
function outermostLoop(path: NodePath, binding: Binding): Node | undefined {
  let outermost: Node | undefined
  for (let at = path.parentPath; at && !at.isFunction(); at = at.parentPath) {
    if (isLoop(at.node) && !contains(at.node, binding.scope.path.node)) outermost = at.node
  }
  return outermost
}

function contains(outer: Node, inner: Node): boolean {
  return (inner.start ?? 0) >= (outer.start ?? 0) && (inner.end ?? 0) <= (outer.end ?? 0)
}

function reads(binding: Binding): NodePath[] {
  const compound = binding.constantViolations.filter(({ node }) => !(node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier'))
  return [...binding.referencePaths, ...compound.filter(({ node }) => node.type !== 'VariableDeclarator' && node.type !== 'VariableDeclaration')]
}

/** The first thing that happens to the variable after the region is that a statement of the same or an enclosing list gives it a new value. */
function overwrittenFirst(place: Place, binding: Binding, later: NodePath[]): boolean {
  const firstRead = Math.min(...later.map((path) => path.node.start ?? 0))
  return binding.constantViolations.some((path) => {
    const { node } = path
    const start = node.start ?? 0
    const plain = (node.type === 'AssignmentExpression' && node.operator === '=' && node.left.type === 'Identifier') ||
      (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init)
    if (!plain || start < place.end || (node.end ?? 0) > firstRead) return false
    const statement = statementOf(path)
    // Jumps out of the list could pass the statement by, so nothing outside of the list may read.
    return statement !== undefined && later.every((read) => contains(statement.parent, read.node)) &&
      place.statements[0].findParent((parent) => parent.node === statement.parent) !== null
  })
}

/** The statement that runs this assignment whenever it is reached: an expression statement, a declaration, or the head of a `for`. */
function statementOf(path: NodePath): NodePath | undefined {
  let at: NodePath = path
  if (at.node.type === 'VariableDeclarator' && at.parentPath) at = at.parentPath
  else if (at.parent.type === 'ExpressionStatement' && at.parentPath) at = at.parentPath
  if (at.parent.type === 'ForStatement' && at.key === 'init' && at.parentPath) at = at.parentPath
  return at.isStatement() && Array.isArray(at.container) ? at : undefined
}
