/** Types in JSDoc comments: `@param {Float64Array} x`, `@param {number} options.scale`, `@type {Int32Array}`. */
import type { Binding, Node, NodePath } from '../babel.ts'
import { isFunction } from '../babel.ts'
import { elementOf, unionOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'

export function jsdocType(binding: Binding): HostType | undefined {
  if (binding.kind === 'param') return fromParameter(binding)
  const declarator = binding.path.node
  if (declarator.type !== 'VariableDeclarator' || declarator.id !== binding.identifier) return undefined
  const declaration = binding.path.parentPath
  for (const comment of [...comments(declarator), ...(declaration ? commentsAbove(declaration) : [])]) {
    const text = /@type\s*\{([^}]*)\}/.exec(comment)?.[1]
    if (text !== undefined) return fromText(text)
  }
  return undefined
}

function fromParameter(binding: Binding): HostType | undefined {
  const { name } = binding.identifier
  for (const comment of comments(binding.identifier)) {
    const text = /@type\s*\{([^}]*)\}/.exec(comment)?.[1]
    if (text !== undefined) return fromText(text)
  }
  const owner = binding.scope.path
  if (!isFunction(owner.node)) return undefined
  // Only a parameter of this name itself, not a property of a destructured one.
  const direct = owner.node.params.some((parameter) => (parameter.type === 'AssignmentPattern' ? parameter.left : parameter) === binding.identifier)
  const members: Record<string, string> = {}
  for (const comment of commentsAbove(owner)) {
    for (const [, text, bracketed, plain] of comment.matchAll(/@param\s*\{([^}]*)\}\s*(?:\[([\w$.]+)[^\]]*\]|([\w$.]+))/g)) {
      const target = bracketed ?? plain
      if (direct && target === name) {
        const type = fromText(text)
        if (type !== unknownType) return type
      } else if (direct && target.startsWith(`${name}.`)) members[target.slice(name.length + 1)] = text
      else if (!direct && target.endsWith(`.${name}`)) return fromText(text)
    }
  }
  if (Object.keys(members).length === 0) return undefined
  return { kind: 'object', member: (member) => Object.hasOwn(members, member) ? fromText(members[member]) : unknownType }
}

function fromText(text: string): HostType {
  return unionOf(text.replace(/^[?!(]+|[)=]+$/g, '').split('|').map((one) => fromName(one.trim())))
}

function fromName(name: string): HostType {
  const element = elementOf(name.replace(/<.*>$/, ''))
  if (element) return { kind: 'array', element }
  switch (name) {
    case 'number': case 'Number': return { kind: 'number' }
    case 'boolean': case 'Boolean': return { kind: 'boolean' }
    case 'bigint': case 'BigInt': return { kind: 'bigint' }
    case 'string': return { kind: 'unsupported', text: 'string' }
    default: return /\[\]$|^Array\b/.test(name) ? { kind: 'unsupported', text: 'array' } : unknownType
  }
}

/** Comments of a node and of the declarations and statements that it is the whole of. */
export function commentsAbove(path: NodePath): string[] {
  const found: string[] = []
  for (let at: NodePath | null = path; at; at = at.parentPath) {
    found.push(...comments(at.node))
    const parent: Node | undefined = at.parentPath?.node
    if (!parent || !wrapsDeclaration(parent, at.node)) break
  }
  return found
}

function wrapsDeclaration(parent: Node, node: Node): boolean {
  switch (parent.type) {
    case 'VariableDeclarator': return parent.init === node
    case 'VariableDeclaration': case 'ExportNamedDeclaration': case 'ExportDefaultDeclaration': case 'ExpressionStatement': return true
    case 'ObjectProperty': case 'ClassProperty': return parent.value === node
    case 'AssignmentExpression': return parent.right === node
    case 'TSAsExpression': case 'TSSatisfiesExpression': case 'ParenthesizedExpression': return true
    default: return false
  }
}

/** The JSDoc comments directly before a node. */
function comments(node: Node): string[] {
  return (node.leadingComments ?? []).flatMap((comment) => comment.type === 'CommentBlock' && comment.value.startsWith('*') ? [comment.value] : [])
}
