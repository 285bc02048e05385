/** What stands at the top of a module: declarations, imports, exports. */
import type { Node, types } from '../babel.ts'
import type { Names } from '../names.ts'
import { commentsOn } from '../types/jsdoc.ts'
import { TypeReader } from '../types/reader.ts'
import { readTypedefs } from '../types/typedefs.ts'
import type { Typedef } from '../types/typedefs.ts'
import type { Library } from './library.ts'

/** `name` is the exported one; `*` means the module itself. */
export interface Foreign { specifier: string; name: string }

type Exported = Foreign | { local: string } | { node: Node }

/** Where a name leads to: something declared at the top of a module, a whole module, or the expression of `export default`. */
export type Origin = { scope: ModuleScope; name: string } | { scope: ModuleScope; node: Node } | { scope: ModuleScope; whole: true }

export type TypeDeclaration = types.TSTypeAliasDeclaration | types.TSInterfaceDeclaration | types.ClassDeclaration | types.TSEnumDeclaration
export type ValueDeclaration = types.VariableDeclarator | types.FunctionDeclaration | types.TSDeclareFunction | types.ClassDeclaration

interface Contents { program: types.Program; comments: readonly types.Comment[]; names: () => Names | undefined }

export class ModuleScope {
  readonly library: Library
  readonly filename: string
  /** Interfaces of one name are one. */
  readonly types = new Map<string, TypeDeclaration[]>()
  /** Overloads stand under one name. */
  readonly values = new Map<string, ValueDeclaration[]>()
  readonly imports = new Map<string, Foreign>()
  /** JSDoc comments of the statements that declare something. */
  readonly documentation = new Map<Node, readonly string[]>()
  private readonly exports = new Map<string, Exported>()
  private readonly stars: string[] = []
  private readonly contents: Contents
  private documented: Map<string, Typedef> | undefined
  private ownReader: TypeReader | undefined
  /** By the variable. */
  private exportNames: Map<string, string[]> | undefined

  constructor(library: Library, filename: string, contents: Contents) {
    this.library = library
    this.filename = filename
    this.contents = contents
    for (const statement of contents.program.body) this.read(statement)
  }

  /** Undefined where something is declared twice. */
  get names(): Names | undefined { return this.contents.names() }
  get reader(): TypeReader { return this.ownReader ??= new TypeReader(this) }
  /** A compiler has checked that values have the types that they began with. */
  get isTyped(): boolean { return /\.[cm]?tsx?$/.test(this.filename) }

  /** `@typedef` in comments. */
  get typedefs(): ReadonlyMap<string, Typedef> {
    if (!this.documented) {
      this.documented = new Map()
      const { typedefs, imports } = readTypedefs(this.library, this.contents.comments)
      for (const [name, one] of typedefs) this.documented.set(name, one)
      for (const one of imports) this.readImport(one)
    }
    return this.documented
  }

  declaresType(name: string): boolean {
    return this.types.has(name) || this.typedefs.has(name)
  }

  /** What a name at the top of this module means, through any number of imports; undefined: it is not declared here, or leads out of what is known. */
  origin(name: string): Origin | undefined {
    const isOwn = this.values.has(name) || this.declaresType(name)
    const foreign = this.imports.get(name)
    if (foreign && !isOwn) return this.follow(foreign, new Set())
    return isOwn ? { scope: this, name } : undefined
  }

  /** Declared here in whatever way: no global is meant. */
  declares(name: string): boolean {
    return this.values.has(name) || this.declaresType(name) || this.imports.has(name)
  }

  exported(name: string, seen: Set<string> = new Set()): Origin | undefined {
    const key = `${this.filename} ${name}`
    if (seen.has(key)) return undefined
    seen.add(key)
    const found = this.exports.get(name)
    if (found && 'node' in found) return { scope: this, node: found.node }
    if (found && 'specifier' in found) return this.follow(found, seen)
    if (found) {
      const foreign = this.imports.get(found.local)
      return foreign && !this.values.has(found.local) && !this.types.has(found.local) ? this.follow(foreign, seen) : { scope: this, name: found.local }
    }
    if (name === 'default') return undefined
    if (this.typedefs.has(name)) return { scope: this, name }
    for (const specifier of this.stars) {
      const origin = this.open(specifier)?.exported(name, seen)
      if (origin) return origin
    }
    return undefined
  }

  follow({ specifier, name }: Foreign, seen: Set<string> = new Set()): Origin | undefined {
    const module = this.open(specifier)
    return name === '*' ? module && { scope: module, whole: true } : module?.exported(name, seen)
  }

  open(specifier: string): ModuleScope | undefined {
    return this.library.open(specifier, this.filename)
  }

  /** Under which names others can import a variable of this module. */
  exportNamesOf(local: string): readonly string[] {
    if (!this.exportNames) {
      this.exportNames = new Map()
      for (const [name, one] of this.exports) if ('local' in one) this.exportNames.set(one.local, [...this.exportNames.get(one.local) ?? [], name])
    }
    return this.exportNames.get(local) ?? []
  }

  isDefault(node: Node): boolean {
    const found = this.exports.get('default')
    return found !== undefined && 'node' in found && found.node === node
  }

  /** The names under which exports of another module go on from here. `isThat`: the specifier means the module. */
  reexportNamesOf(wanted: ReadonlySet<string>, isThat: (specifier: string) => boolean): Set<string> {
    const names = new Set<string>()
    for (const [name, one] of this.exports) {
      const foreign = 'specifier' in one ? one : 'local' in one ? this.imports.get(one.local) : undefined
      if (foreign && wanted.has(foreign.name) && isThat(foreign.specifier)) names.add(name)
    }
    for (const specifier of this.stars) {
      if (isThat(specifier)) for (const name of wanted) if (name !== 'default' && !this.exports.has(name)) names.add(name)
    }
    return names
  }

  private read(statement: Node): void {
    switch (statement.type) {
      case 'ImportDeclaration': this.readImport(statement); return
      case 'TSImportEqualsDeclaration':
        if (statement.moduleReference.type === 'TSExternalModuleReference') {
          this.imports.set(statement.id.name, { specifier: (statement.moduleReference.expression as types.StringLiteral).value, name: '*' })
        }
        return
      case 'ExportAllDeclaration': this.stars.push(statement.source.value); return
      case 'ExportDefaultDeclaration': this.readDefault(statement); return
      case 'ExportNamedDeclaration': {
        if (statement.declaration) for (const name of this.declare(statement.declaration, statement)) this.exports.set(name, { local: name })
        for (const one of statement.specifiers) {
          const name = nameOf(one.exported)
          const local = one.type === 'ExportSpecifier' ? nameOf(one.local) : one.type === 'ExportNamespaceSpecifier' ? '*' : 'default'
          this.exports.set(name, statement.source ? { specifier: statement.source.value, name: local } : { local })
        }
        return
      }
      case 'BlockStatement': for (const one of statement.body) this.readInner(one); return
      default: this.declare(statement)
    }
  }

  /** The scripts of a component that declare the same names are read as blocks: imports in a block, and types beside them, are the module's. */
  private readInner(statement: Node): void {
    if (statement.type === 'ImportDeclaration') this.readImport(statement)
    else if (statement.type === 'TSTypeAliasDeclaration' || statement.type === 'TSInterfaceDeclaration') this.declare(statement)
  }

  private readImport(statement: types.ImportDeclaration): void {
    for (const one of statement.specifiers) {
      const name = one.type === 'ImportSpecifier' ? nameOf(one.imported) : one.type === 'ImportDefaultSpecifier' ? 'default' : '*'
      this.imports.set(one.local.name, { specifier: statement.source.value, name })
    }
  }

  private readDefault(statement: types.ExportDefaultDeclaration): void {
    const { declaration } = statement
    if (declaration.type === 'Identifier') this.exports.set('default', { local: declaration.name })
    else {
      const [name] = this.declare(declaration, statement)
      this.exports.set('default', name === undefined ? { node: declaration } : { local: name })
    }
  }

  /** The names that a statement declares. `outer`: the `export` around it. */
  private declare(node: Node, outer?: Node): string[] {
    switch (node.type) {
      case 'TSTypeAliasDeclaration': case 'TSInterfaceDeclaration': case 'TSEnumDeclaration':
        add(this.types, node.id.name, node)
        return [node.id.name]
      case 'ClassDeclaration': case 'FunctionDeclaration': case 'TSDeclareFunction':
        if (!node.id) return []
        if (node.type === 'ClassDeclaration') add(this.types, node.id.name, node)
        add(this.values, node.id.name, node)
        this.document(node, [outer, node])
        return [node.id.name]
      case 'VariableDeclaration':
        return node.declarations.flatMap((one) => {
          this.document(one, [outer, node, one])
          return namesIn(one.id).map((name) => {
            add(this.values, name, one)
            return name
          })
        })
      default: return []
    }
  }

  private document(node: Node, places: (Node | undefined)[]): void {
    const comments = places.flatMap((place) => place ? commentsOn(place) : [])
    if (comments.length > 0) this.documentation.set(node, comments)
  }
}

function add<Declared>(map: Map<string, Declared[]>, name: string, declaration: Declared): void {
  const list = map.get(name)
  if (list) list.push(declaration)
  else map.set(name, [declaration])
}

function nameOf(node: types.Identifier | types.StringLiteral): string {
  return node.type === 'StringLiteral' ? node.value : node.name
}

/** The variables of a pattern. */
function namesIn(pattern: Node): string[] {
  switch (pattern.type) {
    case 'Identifier': return [pattern.name]
    case 'AssignmentPattern': return namesIn(pattern.left)
    case 'RestElement': return namesIn(pattern.argument)
    case 'ArrayPattern': return pattern.elements.flatMap((one) => one ? namesIn(one) : [])
    case 'ObjectPattern': return pattern.properties.flatMap((one) => namesIn(one.type === 'RestElement' ? one.argument : one.value))
    default: return []
  }
}
