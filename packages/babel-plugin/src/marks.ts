/** Which functions are marked: comment tag, directive, decorator, call form, or `infer`. */
import type { Binding, FunctionNode, FunctionPath, Node, NodePath, types } from './babel.ts'
import { isFunction, unwrap } from './babel.ts'
import type { Names } from './names.ts'
import { commentsAbove } from './types/jsdoc.ts'

export type Mode = 'marked' | 'infer'

export interface MarkedFunction {
  path: FunctionPath
  name: string
  /** Marked itself, and not because the file is, or a function around it. */
  asked: boolean
}

/** Marks that are syntax and have to leave the output. */
export type MarkRemoval =
  | { kind: 'decorator'; node: types.Decorator; owner: Node }
  | { kind: 'call'; call: types.CallExpression; argument: Node }

export interface Marks { functions: MarkedFunction[]; removals: MarkRemoval[] }

const PACKAGE = 'parfor'
const marks = /@parallel\b|['"]use parallel['"]|\bparallel\s*[<(]|\bparallel\s+as\b/
const loops = /\b(?:for|while)\s*\(/
const constructors = /\bnew\s+(?:Float(?:32|64)|(?:Big)?(?:Int|Uint)(?:8|16|32|64))(?:Clamped)?Array\b/

/** A file is parsed only if one of these is in its text: for hosts that filter files natively. */
export function markPatterns(mode: Mode = 'marked', arrays: 'shared' | 'own' = 'own'): RegExp[] {
  return [marks, ...(mode === 'infer' ? [loops] : []), ...(arrays === 'shared' ? [constructors] : [])]
}

/** A cheap test on the text: files that fail it are never parsed. */
export function mayBeMarked(source: string, mode?: Mode, arrays?: 'shared' | 'own'): boolean {
  return markPatterns(mode, arrays).some((pattern) => pattern.test(source))
}

export function findMarks(names: Names, mode: Mode): Marks {
  const functions: MarkedFunction[] = []
  const removals: MarkRemoval[] = []
  const program = names.program
  const whole = mode === 'infer' || hasDirective(program.node.directives, 'use parallel')
  const optedOut = hasDirective(program.node.directives, 'use no parallel')
  const marked = new Set<Node>()
  for (const { node } of names.calls) {
    if (!isMarker(names, node.callee) || node.arguments.length !== 1) continue
    const argument = unwrap(node.arguments[0])
    if (!isFunction(argument)) continue
    removals.push({ kind: 'call', call: node, argument: node.arguments[0] })
    marked.add(argument)
  }
  for (const path of names.functions) {
    if (!isFunction(path.node)) continue
    const functionPath = path as FunctionPath
    const decorator = decoratorOf(names, path.node)
    if (decorator) removals.push({ kind: 'decorator', node: decorator, owner: path.node })
    const directives = path.node.body.type === 'BlockStatement' ? path.node.body.directives : []
    if (optedOut || hasDirective(directives, 'use no parallel')) continue
    const outer = path.getFunctionParent()
    const asked = Boolean(decorator) || marked.has(path.node) || hasDirective(directives, 'use parallel') || hasTag(path)
    if (!asked && !whole && !(outer && marked.has(outer.node))) continue
    marked.add(path.node)
    const around = functions.find((one) => one.path.node === outer?.node)
    functions.push({ path: functionPath, name: `${around ? `${around.name}/` : ''}${nameOf(functionPath)}`, asked })
  }
  return { functions, removals }
}

function hasDirective(directives: types.Directive[], value: string): boolean {
  return directives.some((directive) => directive.value.value === value)
}

function hasTag(path: NodePath): boolean {
  return commentsAbove(path).some((comment) => /(?:^|[\s*])@parallel(?![\w-])/.test(comment))
}

function decoratorOf(names: Names, node: FunctionNode): types.Decorator | undefined {
  if (node.type !== 'ClassMethod' && node.type !== 'ClassPrivateMethod') return undefined
  return node.decorators?.find(({ expression }) => isMarker(names, expression) || names.isGlobal(expression, 'parallel'))
}

/** The expression is `parallel` of the package parfor. */
function isMarker(names: Names, callee: Node): boolean {
  const node = unwrap(callee)
  if (node.type === 'Identifier') return importedAs(names.of(node)) === 'parallel'
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier' || node.property.name !== 'parallel') return false
  const object = unwrap(node.object)
  return object.type === 'Identifier' && importedAs(names.of(object)) === '*'
}

/** The exported name of parfor that a variable stands for; `*` for the whole module. */
function importedAs(binding: Binding | undefined): string | undefined {
  if (!binding?.constant) return undefined
  const { node, parent } = binding.path
  if (parent.type === 'ImportDeclaration') {
    if (parent.source.value !== PACKAGE) return undefined
    if (node.type === 'ImportNamespaceSpecifier') return '*'
    if (node.type !== 'ImportSpecifier') return undefined
    return node.imported.type === 'Identifier' ? node.imported.name : node.imported.value
  }
  if (node.type !== 'VariableDeclarator' || !node.init || !isRequire(node.init)) return undefined
  if (node.id.type === 'Identifier') return '*'
  if (node.id.type !== 'ObjectPattern') return undefined
  for (const property of node.id.properties) {
    if (property.type === 'ObjectProperty' && property.value === binding.identifier && property.key.type === 'Identifier') return property.key.name
  }
  return undefined
}

function isRequire(node: Node): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require') return false
  const [argument] = node.arguments
  return argument?.type === 'StringLiteral' && argument.value === PACKAGE
}

function nameOf(path: FunctionPath): string {
  const { node } = path
  if ('id' in node && node.id) return node.id.name
  if ('key' in node) return keyName(node.key)
  for (let at: NodePath | null = path.parentPath; at; at = at.parentPath) {
    const parent = at.node
    if (parent.type === 'VariableDeclarator') return parent.id.type === 'Identifier' ? parent.id.name : 'anonymous'
    if (parent.type === 'AssignmentExpression') return parent.left.type === 'MemberExpression' ? keyName(parent.left.property) : keyName(parent.left)
    if (parent.type === 'ObjectProperty' || parent.type === 'ClassProperty') return keyName(parent.key)
    if (parent.type === 'ExportDefaultDeclaration') return 'default'
    if (parent.type !== 'CallExpression' && parent.type !== 'TSAsExpression' && parent.type !== 'TSSatisfiesExpression' && parent.type !== 'ParenthesizedExpression') break
  }
  return 'anonymous'
}

function keyName(key: Node): string {
  if (key.type === 'Identifier') return key.name
  if (key.type === 'PrivateName') return key.id.name
  return key.type === 'StringLiteral' ? key.value : 'anonymous'
}
