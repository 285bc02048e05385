/** Types in JSDoc comments: `@param {Float64Array} x`, `@param {number} options.scale`, `@type {import('./grid.js').Grid}`, `@returns {T}`. */
import type { Binding, Node, NodePath } from '../babel.ts'
import { isFunction } from '../babel.ts'
import type { Library } from '../modules/library.ts'
import type { TypeParameter } from './syntax.ts'
import { memberOf, unknownType } from './elements.ts'
import type { HostType } from './elements.ts'
import { bound, fromTypeNode } from './typescript.ts'
import type { TypeContext } from './typescript.ts'

/** `type`: what stands in braces; `text`: what follows, up to the next tag. */
export interface Tag { name: string; type?: string; text: string }

export function tagsOf(comment: string): Tag[] {
  const plain = comment.replace(/^[ \t]*\*[ \t]?/gm, '')
  const tags: Tag[] = []
  for (const match of plain.matchAll(/(?<![\w{.])@(\w+)[ \t]*/g)) {
    const start = match.index + match[0].length
    const end = plain[start] === '{' ? closing(plain, start) : undefined
    const rest = plain.slice(end === undefined ? start : end + 1)
    const next = /(?<![\w{.])@\w/.exec(rest)
    tags.push({ name: match[1], text: rest.slice(0, next?.index).trim(), ...(end !== undefined && { type: plain.slice(start + 1, end) }) })
  }
  return tags
}

/** The brace that closes the one at `start`. */
function closing(text: string, start: number): number | undefined {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at
  }
  return undefined
}

/** Of a parameter or variable; undefined where no comment speaks of it. */
export function jsdocType(binding: Binding, context: TypeContext): HostType | undefined {
  if (binding.kind === 'param') return fromParameter(binding, context)
  const declarator = binding.path.node
  if (declarator.type !== 'VariableDeclarator' || declarator.id !== binding.identifier) return undefined
  const declaration = binding.path.parentPath
  return documentedType([...commentsOn(declarator), ...(declaration ? commentsAbove(declaration) : [])], context)
}

/** `@type` in the comments that belong to something. */
export function documentedType(comments: readonly string[], context: TypeContext): HostType | undefined {
  return typeOf('type', comments, context)
}

export function documentedReturn(comments: readonly string[], context: TypeContext): HostType | undefined {
  return typeOf('returns', comments, context) ?? typeOf('return', comments, context)
}

function typeOf(tag: string, comments: readonly string[], context: TypeContext): HostType | undefined {
  for (const comment of comments) {
    const type = tagsOf(comment).find(({ name }) => name === tag)?.type
    if (type !== undefined) return fromText(type, context)
  }
  return undefined
}

/** `@template T`, `@template {Float64Array | Float32Array} T` */
export function templatesIn(comments: readonly string[], library: Library): TypeParameter[] {
  return comments.flatMap(tagsOf).filter(({ name }) => name === 'template').flatMap(({ type, text }) => {
    const constraint = type === undefined ? undefined : syntaxOf(type, library)
    return text.split('\n')[0].split(',').flatMap((one) => {
      const name = /^\s*\[?\s*([\w$]+)/.exec(one)?.[1]
      const fallback = /=\s*(.+?)\s*\]\s*$/.exec(one)?.[1]
      const standard = fallback === undefined ? undefined : syntaxOf(fallback, library)
      return name === undefined ? [] : [{ name, ...(constraint && { constraint }), ...(standard && { default: standard }) }]
    })
  })
}

function fromParameter(binding: Binding, context: TypeContext): HostType | undefined {
  const { name } = binding.identifier
  const own = documentedType(commentsOn(binding.identifier), context)
  if (own) return own
  const owner = binding.scope.path
  if (!isFunction(owner.node)) return undefined
  // Only a parameter of this name itself, not a property of a destructured one.
  const direct = owner.node.params.some((parameter) => (parameter.type === 'AssignmentPattern' ? parameter.left : parameter) === binding.identifier)
  const comments = commentsAbove(owner)
  const inner = bound(templatesIn(comments, context.scope.library), [], context)
  const members = new Map<string, string>()
  let whole: HostType | undefined
  for (const { name: tag, type, text } of comments.flatMap(tagsOf)) {
    const target = tag === 'param' && type !== undefined ? /^\[?\s*([\w$.]+)/.exec(text)?.[1] : undefined
    if (type === undefined || target === undefined) continue
    if (direct && target === name) whole = fromText(type, inner)
    else if (direct && target.startsWith(`${name}.`)) members.set(target.slice(name.length + 1), type)
    else if (!direct && target.endsWith(`.${name}`)) return fromText(type, inner)
  }
  if (members.size === 0) return whole
  return {
    kind: 'object',
    member: (member) => {
      const type = members.get(member)
      return type !== undefined ? fromText(type, inner) : whole ? memberOf(whole, member) : unknownType
    },
  }
}

export function fromText(text: string, context: TypeContext): HostType {
  const node = syntaxOf(text, context.scope.library)
  return node ? fromTypeNode(node, context) : unknownType
}

/** What is JSDoc's own, and not TypeScript's: `?T`, `!T`, `T=`, `...T`, `Array.<T>`. */
export function syntaxOf(text: string, library: Library): Node | undefined {
  const plain = text.trim().replace(/^(?:\.\.\.)?[?!]*/, '').replace(/[=?!]+$/, '').replaceAll('.<', '<').replace(/\(\s*[?!]/g, '(').replace(/\|\s*[?!]/g, '|')
  return library.typeOfText(plain)
}

/** Comments of a node and of the declarations and statements that it is the whole of. */
export function commentsAbove(path: NodePath): string[] {
  const found: string[] = []
  for (let at: NodePath | null = path; at; at = at.parentPath) {
    found.push(...commentsOn(at.node))
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
export function commentsOn(node: Node): string[] {
  return (node.leadingComments ?? []).flatMap((comment) => comment.type === 'CommentBlock' && comment.value.startsWith('*') ? [comment.value] : [])
}
