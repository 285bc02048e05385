/** What at the top of a module is the same however often the module runs, and no state that an older instance could have changed. */
import type { NodePath, types } from '@babel/core'

export type FunctionNode = types.FunctionDeclaration | types.FunctionExpression | types.ArrowFunctionExpression
type Binding = NonNullable<ReturnType<NodePath['scope']['getBinding']>>

export function isFunction(node: types.Node): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression'
}

/** Without the parentheses and types around it. */
export function unwrap(node: types.Node): types.Node {
  return /^(?:ParenthesizedExpression|TS(?:As|Satisfies|NonNull)Expression|TSTypeAssertion)$/.test(node.type) ? unwrap((node as types.ParenthesizedExpression).expression) : node
}

/** A number, a text or the like; or a table of them that is only read. */
export function isConstant(init: types.Node, binding: Binding | undefined): boolean {
  const node = unwrap(init)
  return isPrimitive(node) || (isTable(node) && binding !== undefined && isOnlyRead(binding))
}

function isPrimitive(written: types.Node): boolean {
  const node = unwrap(written)
  switch (node.type) {
    case 'NumericLiteral': case 'StringLiteral': case 'BooleanLiteral': case 'NullLiteral': case 'BigIntLiteral': return true
    // A variable of an import, or one whose own initialiser is looked at.
    case 'Identifier': return true
    case 'TemplateLiteral': return node.expressions.every(isPrimitive)
    case 'UnaryExpression': return node.operator !== 'delete' && isPrimitive(node.argument)
    case 'BinaryExpression': case 'LogicalExpression': return isPrimitive(node.left) && isPrimitive(node.right)
    case 'ConditionalExpression': return isPrimitive(node.test) && isPrimitive(node.consequent) && isPrimitive(node.alternate)
    case 'MemberExpression': return isOfMath(node)
    case 'CallExpression': return isOfMath(node.callee) && node.arguments.every(isPrimitive)
    default: return false
  }
}

function isOfMath(node: types.Node): boolean {
  return node.type === 'MemberExpression' && !node.computed && node.object.type === 'Identifier' && /^(?:Math|Number)$/.test(node.object.name) &&
    node.property.type === 'Identifier' && node.property.name !== 'random'
}

function isTable(node: types.Node): boolean {
  if (node.type === 'ArrayExpression') return node.elements.every((element) => element !== null && isPrimitive(element))
  return node.type === 'NewExpression' && node.callee.type === 'Identifier' && /^(?:Float(?:32|64)|(?:Big)?(?:Int|Uint)(?:8|16|32|64))(?:Clamped)?Array$/.test(node.callee.name) &&
    node.arguments.every((argument) => isPrimitive(argument) || isTable(argument))
}

/** Only elements and the length are asked for, so nobody else can have it. */
function isOnlyRead(binding: Binding): boolean {
  return binding.constant && binding.referencePaths.every((path) => {
    const member = path.parentPath
    if (!member?.isMemberExpression() || member.node.object !== path.node) return false
    if (!member.node.computed && !(member.node.property.type === 'Identifier' && member.node.property.name === 'length')) return false
    const use = member.parentPath?.node
    switch (use?.type) {
      case 'AssignmentExpression': case 'AssignmentPattern': case 'ForOfStatement': case 'ForInStatement': return use.left !== member.node
      case 'CallExpression': case 'OptionalCallExpression': case 'NewExpression': return use.callee !== member.node
      case 'UpdateExpression': case 'ArrayPattern': case 'RestElement': case 'ObjectProperty': case 'TaggedTemplateExpression': return false
      case 'UnaryExpression': return use.operator !== 'delete'
      default: return true
    }
  })
}

/** Evaluating it could be noticed: it must not happen twice. */
export function hasEffect(node: types.Node): boolean {
  if (/^(?:Assignment|Update|Call|OptionalCall|New|Await|Yield|TaggedTemplate|Import)Expression$/.test(node.type)) return true
  if (isFunction(node)) return false
  return Object.values(node).some((value: unknown) => [value].flat().some((one) => isNode(one) && hasEffect(one)))
}

function isNode(value: unknown): value is types.Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string' && 'start' in value
}
