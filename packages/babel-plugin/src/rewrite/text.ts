/** Carries out a plan on the text, so that everything untouched keeps its look and its place in the source map. */
import { MagicString } from 'magic-string'
import type { types } from '../babel.ts'
import type { Embedding, Extension } from '../options.ts'
import type { ModulePlan, RegionEdit } from './plan.ts'

export interface RewrittenText { code: string; map: ReturnType<MagicString['generateMap']>; headerEnd?: number }

export function rewriteText(source: string, plan: ModulePlan, filename: string, embedded?: Embedding, extension?: Extension): RewrittenText {
  const text = new MagicString(source)
  for (const construction of plan.constructions) rewriteConstruction(text, source, construction, plan.make)
  for (const region of plan.regions) rewriteRegion(text, region)
  for (const removal of plan.removals) {
    if (removal.kind === 'decorator') text.remove(startOf(removal.node), skipSpace(source, endOf(removal.node)))
    else {
      text.remove(startOf(removal.call), startOf(removal.argument))
      text.remove(endOf(removal.argument), endOf(removal.call))
      text.appendRight(startOf(removal.argument), '(')
      text.appendLeft(endOf(removal.argument), ')')
    }
  }
  for (const { at, text: added } of extension?.insertions ?? []) text.prependRight(at, added)
  const header = [plan.header, extension?.header ?? ''].filter((part) => part !== '').join('\n')
  if (header !== '') {
    if (embedded) text.appendLeft(embedded.header.at, `${embedded.header.before}${header}${embedded.header.after}`)
    else if (plan.headerAfter) text.appendLeft(endOf(plan.headerAfter), `\n${header}`)
    else text.appendLeft(hashbangEnd(source), `${header}\n`)
  }
  const code = text.toString()
  return {
    code, map: text.generateMap({ hires: 'boundary', source: filename, includeContent: true }),
    ...(embedded && header !== '' && { headerEnd: code.indexOf(header) + header.length }),
  }
}

function rewriteRegion(text: MagicString, region: RegionEdit): void {
  const first = region.statements[0].node
  const last = region.statements[region.statements.length - 1].node
  for (const declaration of region.hoisted) undeclare(text, declaration)
  const open = region.needsBlock ? '{ ' : ''
  const before = region.before === '' ? '' : `${region.before} `
  const writeBack = region.writeBack === '' ? '' : `${region.writeBack} `
  const { body } = region
  const [start, end] = body ? [parenthesisOf(first), endOf(body)] : [startOf(first), endOf(last)]
  const result = region.result === undefined ? '' : `const ${region.result} =`
  text.appendRight(start, `${open}${before}if (${region.condition}) { ${writeBack}} else { ${body ? `${result} ` : ''}`)
  if (result !== '' && !body) text.update(startOf(last), startOf(last) + 'return'.length, result)
  // The last statement may do without its semicolon, also where it ends with the brace of an object.
  const isClosed = text.original[end - 1] === ';' || endsWithBlock(last)
  const after = region.after === '' ? '' : `${isClosed ? '' : ';'} ${region.after}`
  text.appendLeft(end, `${after} ${region.needsBlock ? '} }' : '}'}`)
}

/** Where an expression begins, with the parenthesis around it. */
function parenthesisOf(node: types.Node): number {
  return typeof node.extra?.parenStart === 'number' ? node.extra.parenStart : startOf(node)
}

function endsWithBlock(node: types.Node): boolean {
  switch (node.type) {
    case 'BlockStatement': case 'SwitchStatement': case 'TryStatement': case 'FunctionDeclaration': case 'ClassDeclaration': return true
    case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': case 'WhileStatement': case 'LabeledStatement': return endsWithBlock(node.body)
    case 'IfStatement': return endsWithBlock(node.alternate ?? node.consequent)
    default: return false
  }
}

/** `const a = 1, b` becomes `a = 1, b = undefined`. */
function undeclare(text: MagicString, declaration: types.VariableDeclaration): void {
  text.remove(startOf(declaration), startOf(declaration.declarations[0].id))
  for (const { id, init } of declaration.declarations) {
    if (id.type === 'Identifier' && id.typeAnnotation) text.remove(startOf(id.typeAnnotation), endOf(id.typeAnnotation))
    if (!init) text.appendLeft(endOf(id), ' = undefined')
  }
}

function rewriteConstruction(text: MagicString, source: string, node: types.NewExpression, make: string): void {
  const name = source.slice(startOf(node.callee), endOf(node.callee))
  const parenthesis = findParenthesis(source, node)
  if (parenthesis === undefined) {
    text.overwrite(startOf(node), endOf(node), `${make}(${name})`)
    return
  }
  text.overwrite(startOf(node), parenthesis + 1, `${make}(${name}${node.arguments.length > 0 ? ', ' : ''}`)
}

/** The parenthesis that opens the arguments; undefined in `new Float64Array`. */
function findParenthesis(source: string, node: types.NewExpression): number | undefined {
  const end = endOf(node)
  if (source[end - 1] !== ')') return undefined
  const type = (node as { typeArguments?: types.Node | null }).typeArguments ?? node.typeParameters
  let at = type ? endOf(type) : endOf(node.callee)
  while (at < end && source[at] !== '(') {
    const comment = /^(?:\/\*[^]*?\*\/|\/\/[^\n]*)/.exec(source.slice(at, end))
    at += comment ? comment[0].length : 1
  }
  return at < end ? at : undefined
}

function skipSpace(source: string, at: number): number {
  let end = at
  while (/\s/.test(source[end] ?? '')) end++
  return end
}

function hashbangEnd(source: string): number {
  return source.startsWith('#!') ? source.indexOf('\n') + 1 : 0
}

function startOf(node: types.Node): number { return node.start ?? 0 }
function endOf(node: types.Node): number { return node.end ?? 0 }
