/**
 * Which modules can be replaced while whoever imported them goes on: their exports are functions, and nothing else at their top can change. In their old instances
 * each of these functions hands its calls on to the newest one, so that references which the application has stored follow too.
 */
import type { NodePath, types } from '@babel/core'
import type { ExtendedModule, Extension } from '@parfor/babel-plugin'
import { hasEffect, isConstant, isFunction, unwrap } from './hot-constants.ts'
import type { FunctionNode } from './hot-constants.ts'

export interface Forwarding extends Pick<Extension, 'insertions'> {
  /** Exported names, and what kind of function each is: another version with the same signature can take the place of this one. */
  signature: string
}

/** A function at the top, by its local name. */
interface Own { name: string; node: FunctionNode; /** The initialiser as it is written, with types and marks around the function; absent: a declaration. */ written?: types.Expression }

/** Hooks may not return early, and what has a capital letter is a component or a constructor. */
const unforwardable = /^(?:[A-Z]|use[A-Z])/

/** Undefined if the module cannot be replaced. `hot` is its variable for what the page's part of hot update knows. */
export function forward(module: ExtendedModule, hot: string): Forwarding | undefined {
  const top = new Top(module)
  if (!module.program.get('body').every((statement) => top.read(statement)) || usesHotUpdate(module)) return undefined
  const functions: string[][] = []
  const insertions: { at: number; text: string }[] = []
  /** The first name under which each function is exported. */
  const forwarded = new Map<Own, string>()
  for (const [exported, local] of top.exports) {
    const own = top.functions.get(local)
    if (!own || unforwardable.test(own.name)) return undefined
    const first = forwarded.get(own)
    functions.push([exported, first === undefined ? kindOf(own) : `the same as ${first}`])
    if (first !== undefined) continue
    forwarded.set(own, exported)
    const added = insertionsFor(own, exported, hot)
    if (!added) return undefined
    insertions.push(...added)
  }
  return functions.length > 0 ? { signature: JSON.stringify([...functions, ...top.foreign].sort()), insertions } : undefined
}

class Top {
  readonly functions = new Map<string, Own>()
  /** Own functions: exported name and local name. */
  readonly exports: [exported: string, local: string][] = []
  /** Re-exports, which stay what they are. */
  readonly foreign: string[][] = []
  private readonly module: ExtendedModule
  private readonly imports = new Map<string, string>()
  private importsEnded = false

  constructor(module: ExtendedModule) {
    this.module = module
  }

  /** False: a module with this statement cannot be replaced. */
  read(path: NodePath<types.Statement>): boolean {
    const { node } = path
    if (node.type === 'ImportDeclaration') {
      for (const { local } of node.specifiers) this.imports.set(local.name, `import ${node.source.value}`)
      // What the header declares must be there before it is used.
      return !this.importsEnded
    }
    if (isType(node)) return true
    this.importsEnded ||= node.type !== 'EmptyStatement' && !(node.type.startsWith('Export') && 'source' in node && node.source)
    switch (node.type) {
      case 'EmptyStatement': return true
      case 'FunctionDeclaration': return this.readFunction(node) !== undefined
      case 'VariableDeclaration': return this.readVariables(path as NodePath<types.VariableDeclaration>, false)
      case 'ExportNamedDeclaration': return this.readExport(path as NodePath<types.ExportNamedDeclaration>)
      case 'ExportDefaultDeclaration': return this.readDefault(node.declaration)
      default: return false
    }
  }

  private readFunction(node: types.FunctionDeclaration): string | undefined {
    const name = node.id?.name ?? 'default'
    if (node.id && !this.module.program.scope.getBinding(name)?.constant) return undefined
    this.functions.set(name, { name, node })
    return name
  }

  private readVariables(path: NodePath<types.VariableDeclaration>, exported: boolean): boolean {
    const { node } = path
    return node.kind === 'const' && path.get('declarations').every((declarator) => {
      const { id, init } = declarator.node
      if (id.type !== 'Identifier' || !init) return false
      const own = this.functionIn(init, id.name)
      if (!own) return !exported && isConstant(init, this.module.program.scope.getBinding(id.name))
      this.functions.set(id.name, own)
      if (exported) this.exports.push([id.name, id.name])
      return true
    })
  }

  private functionIn(written: types.Expression, name: string): Own | undefined {
    let node = unwrap(written)
    if (node.type === 'CallExpression' && this.module.markerCalls.has(node)) node = unwrap(node.arguments[0])
    return isFunction(node) ? { name, node, written } : undefined
  }

  private readExport(path: NodePath<types.ExportNamedDeclaration>): boolean {
    const { declaration, specifiers, source } = path.node
    if (declaration?.type === 'FunctionDeclaration') {
      const name = this.readFunction(declaration)
      if (name === undefined) return false
      this.exports.push([name, name])
      return true
    }
    if (declaration?.type === 'VariableDeclaration') return this.readVariables(path.get('declaration') as NodePath<types.VariableDeclaration>, true)
    if (declaration) return false
    for (const specifier of specifiers) {
      if (specifier.type === 'ExportSpecifier' && specifier.exportKind === 'type') continue
      const { exported } = specifier
      const name = exported.type === 'Identifier' ? exported.name : exported.value
      const local = specifier.type === 'ExportSpecifier' ? specifier.local.name : '*'
      const origin = source ? `from ${source.value}` : this.imports.get(local)
      if (origin) this.foreign.push([name, `${local} ${origin}`])
      else this.exports.push([name, local])
    }
    return true
  }

  private readDefault(declaration: types.ExportDefaultDeclaration['declaration']): boolean {
    if (declaration.type === 'FunctionDeclaration') {
      const name = this.readFunction(declaration)
      if (name !== undefined) this.exports.push(['default', name])
      return name !== undefined
    }
    if (declaration.type === 'Identifier') {
      this.exports.push(['default', declaration.name])
      return !this.imports.has(declaration.name)
    }
    const own = declaration.type === 'ClassDeclaration' || declaration.type === 'TSDeclareFunction' ? undefined : this.functionIn(declaration, 'default')
    if (!own) return false
    this.functions.set('default', own)
    this.exports.push(['default', 'default'])
    return true
  }
}

/** Nothing of it is left when the types are gone. */
function isType(node: types.Statement): boolean {
  if ('declare' in node && node.declare) return true
  if ((node.type === 'ExportNamedDeclaration' || node.type === 'ExportAllDeclaration') && node.exportKind === 'type') return true
  const inner = node.type === 'ExportNamedDeclaration' || node.type === 'ExportDefaultDeclaration' ? node.declaration : node
  return inner !== null && inner !== undefined && /^TS(?:Interface|TypeAlias)Declaration$|^TSDeclareFunction$/.test(inner.type)
}

/** `import.meta.hot`, or an `await` that holds up whoever imports the module. */
function usesHotUpdate({ program }: ExtendedModule): boolean {
  let found = false
  program.traverse({
    MetaProperty({ node, parent }) {
      if (node.meta.name === 'import' && parent.type === 'MemberExpression' && parent.property.type === 'Identifier' && parent.property.name === 'hot') found = true
    },
    AwaitExpression(path) { if (!path.getFunctionParent()) found = true },
  })
  return found
}

function kindOf({ node, written }: Own): string {
  return written ? 'function' : `${node.async ? 'async ' : ''}${node.generator ? 'generator' : 'function'}`
}

function insertionsFor({ name, node, written }: Own, exported: string, hot: string): { at: number; text: string }[] | undefined {
  const key = JSON.stringify(exported)
  if (written) return [{ at: written.start!, text: `${hot}.wrap(${key}, ${JSON.stringify(name)}, ` }, { at: written.end!, text: ')' }]
  // Parameters are evaluated before the first statement can hand the call on.
  if (node.params.some(hasEffect)) return undefined
  const { body } = node as types.FunctionDeclaration
  const at = body.directives.at(-1)?.end ?? body.start! + 1
  return [{ at, text: ` if (${hot}?.f) return ${node.generator ? 'yield* ' : ''}${hot}.f[${key}].apply(this, arguments);` }]
}
