/** Members of enumerations, which are constants at build time where they are written down as such. */
import type { Node, types } from '../babel.ts'
import { unwrap } from '../babel.ts'
import type { Names } from '../names.ts'
import type { Lowering } from './lowering.ts'

type Constant = number | string

/** What `Mode.Scale` means; undefined: it is no member of an enumeration of this module, or only running the program tells. */
export function enumMember(lowering: Lowering, node: Node): Constant | undefined {
  if (node.type !== 'MemberExpression' || node.computed) return undefined
  const object = unwrap(node.object)
  if (object.type !== 'Identifier' || lowering.binding(object) || node.property.type !== 'Identifier') return undefined
  return membersOf(lowering.names, object.name)?.get(node.property.name)
}

function membersOf(names: Names, name: string): Map<string, Constant> | undefined {
  const [declaration, ...others] = names.enums.filter(({ id }) => id.name === name)
  // Parts of one, or one that hides another: which is meant is not looked into.
  if (!declaration || others.length > 0 || !isAtTop(names, declaration)) return undefined
  const members = new Map<string, Constant>()
  let next: number | undefined = 0
  for (const { id, initializer } of membersIn(declaration)) {
    const value: Constant | undefined = initializer ? valueOf(initializer, members, name) : declaration.declare && !declaration.const ? undefined : next
    if (value !== undefined) members.set(id.type === 'Identifier' ? id.name : id.value, value)
    next = typeof value === 'number' ? value + 1 : undefined
  }
  return members
}

/** Babel 8 keeps them in a body. */
function membersIn(declaration: types.TSEnumDeclaration & { body?: { members: types.TSEnumMember[] } | null }): types.TSEnumMember[] {
  return declaration.body?.members ?? declaration.members
}

function isAtTop(names: Names, declaration: types.TSEnumDeclaration): boolean {
  return names.program.node.body.some((statement) => statement === declaration || (statement.type === 'ExportNamedDeclaration' && statement.declaration === declaration))
}

/** A constant as TypeScript computes it. */
function valueOf(expression: Node, members: ReadonlyMap<string, Constant>, name: string): Constant | undefined {
  const node = unwrap(expression)
  switch (node.type) {
    case 'NumericLiteral': case 'StringLiteral': return node.value
    case 'Identifier': return members.get(node.name)
    case 'MemberExpression': return node.object.type === 'Identifier' && node.object.name === name && node.property.type === 'Identifier' ? members.get(node.property.name) : undefined
    case 'UnaryExpression': {
      const value = valueOf(node.argument, members, name)
      return typeof value !== 'number' ? undefined : node.operator === '-' ? -value : node.operator === '~' ? ~value : node.operator === '+' ? value : undefined
    }
    case 'BinaryExpression': {
      const left = valueOf(node.left, members, name)
      const right = valueOf(node.right, members, name)
      return typeof left !== 'number' || typeof right !== 'number' ? undefined : operation(node.operator, left, right)
    }
    default: return undefined
  }
}

function operation(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+': return left + right
    case '-': return left - right
    case '*': return left * right
    case '/': return left / right
    case '|': return left | right
    case '&': return left & right
    case '^': return left ^ right
    case '<<': return left << right
    case '>>': return left >> right
    case '>>>': return left >>> right
    default: return undefined
  }
}
