/** Carries out a plan on Babel's tree. */
import type { Babel, Node, NodePath, ProgramPath, types } from '../babel.ts'
import type { MarkRemoval } from '../marks.ts'
import type { ModulePlan, RegionEdit } from './plan.ts'

export function rewriteTree(babel: Babel, program: ProgramPath, plan: ModulePlan): void {
  const t = babel.types
  for (const construction of plan.constructions) become(construction, t.callExpression(t.identifier(plan.make), [construction.callee as types.Expression, ...construction.arguments]))
  for (const region of plan.regions) rewriteRegion(babel, region)
  for (const removal of plan.removals) remove(removal)
  if (plan.header !== '') {
    const { body } = program.node
    const at = plan.headerAfter ? body.findIndex((statement) => statement === plan.headerAfter) + 1 : 0
    body.splice(at, 0, ...parse(babel, plan.header))
  }
  program.scope.crawl()
}

function rewriteRegion(babel: Babel, region: RegionEdit): void {
  const t = babel.types
  const nodes = region.statements.map((path) => path.node as types.Statement)
  const original = nodes.map((node) => node.type === 'VariableDeclaration' && region.hoisted.includes(node) ? assignments(t, node) : node)
  const last = original.at(-1)
  if (region.result !== undefined && last) {
    const value = last.type === 'ReturnStatement' ? last.argument : last as Node as types.Expression
    original[original.length - 1] = t.variableDeclaration('const', [t.variableDeclarator(t.identifier(region.result), value)])
  }
  const conditional = parse(babel, `if (${region.condition}) { ${region.writeBack} } else {}`)
  const guarded = conditional[0] as types.IfStatement
  guarded.alternate = t.blockStatement([...original, ...parse(babel, region.after)])
  const [first] = nodes
  if (first.leadingComments) {
    guarded.leadingComments = first.leadingComments
    first.leadingComments = null
  }
  const statements = [...parse(babel, region.before), guarded]
  const [path] = region.statements
  const list = listOf(path)
  if (list) list.splice(list.indexOf(first), nodes.length, ...statements)
  else setChild(path, t.blockStatement(statements))
  if (region.body) region.body.expression = false
}

function assignments(t: Babel['types'], declaration: types.VariableDeclaration): types.Statement {
  const expressions = declaration.declarations.flatMap(({ id, init }) =>
    id.type === 'Identifier' ? [t.assignmentExpression('=', t.identifier(id.name), init ?? t.identifier('undefined'))] : [])
  return t.expressionStatement(expressions.length === 1 ? expressions[0] : t.sequenceExpression(expressions))
}

/** The statements that stand beside this one; undefined where it is the body of something. */
function listOf(path: NodePath): types.Statement[] | undefined {
  if (path.listKey === undefined || path.listKey === null) return undefined
  return (path.parent as unknown as Record<string, types.Statement[]>)[path.listKey]
}

function setChild(path: NodePath, node: Node): void {
  (path.parent as unknown as Record<string, Node>)[path.key as string] = node
}

function remove(removal: MarkRemoval): void {
  if (removal.kind === 'call') become(removal.call, removal.argument)
  else {
    const owner = removal.owner as types.ClassMethod
    owner.decorators = owner.decorators?.filter((one) => one !== removal.node) ?? null
  }
}

/** Turns a node into another in place: whoever refers to it sees the change. */
function become(node: Node, other: Node): void {
  const comments = node.leadingComments
  const target = node as unknown as Record<string, unknown>
  for (const key of Object.keys(target)) if (!['loc', 'start', 'end'].includes(key)) delete target[key]
  Object.assign(target, { ...other, loc: node.loc, start: node.start, end: node.end })
  if (comments && !other.leadingComments) node.leadingComments = comments
}

function parse(babel: Babel, text: string): types.Statement[] {
  if (text === '') return []
  // Private names are those of the class around the place, which the parser does not see: an error that it goes on after.
  return babel.template.statements(text, { placeholderPattern: false, sourceType: 'module', errorRecovery: text.includes('.#') })()
}
