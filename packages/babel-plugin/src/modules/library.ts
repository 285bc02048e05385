/** The modules that types are read from, each opened when the first type leads to it. */
import type { Babel, Binding, Node, types } from '../babel.ts'
import type { Names } from '../names.ts'
import { parseModule, parseSource } from '../parse.ts'
import type { ParsedModule } from '../parse.ts'
import { unknownType } from '../types/elements.ts'
import type { HostType } from '../types/elements.ts'
import { ModuleScope } from './scope.ts'
import type { ModuleSource, ModuleSources } from './sources.ts'

/** parfor's own types say nothing about a program's. */
const isOwn = /^parfor(?:\/|$)/
/** More than any program that a person writes needs; types that go further stay open. */
const DEPTH = 100
const STEPS = 100_000

export class Library {
  readonly babel: Babel
  private readonly sources: ModuleSources
  private own: ModuleScope | undefined
  private readonly scopes = new Map<string, ModuleScope | undefined>()
  private readonly typeTexts = new Map<string, Node | undefined>()
  private readonly known = new Map<Binding, HostType>()
  /** What is being found out about, with its depth. */
  private readonly underWay = new Map<object, number>()
  /** The outermost of those that was asked for again: nothing further in is final. */
  private incomplete = Infinity
  private steps = 0

  constructor(babel: Babel, sources: ModuleSources) {
    this.babel = babel
    this.sources = sources
  }

  /** The module that is compiled. */
  add(filename: string, names: Names): ModuleScope {
    const program = names.program.node
    const comments = (names.program.parent as types.File).comments ?? []
    const scope = new ModuleScope(this, filename, { program, comments, names: () => names })
    this.scopes.set(keyOf(filename), scope)
    this.own = scope
    return scope
  }

  open(specifier: string, importer: string): ModuleScope | undefined {
    if (isOwn.test(specifier)) return undefined
    const source = this.sources.resolve(specifier, importer)
    return source && this.scopeOf(source)
  }

  /** The files of other modules that were read. */
  opened(): string[] {
    return [...this.scopes.values()].flatMap((scope) => scope && scope !== this.own ? [scope.filename] : [])
  }

  importersOf(scope: ModuleScope): ModuleScope[] {
    return (this.sources.importers?.(scope.filename) ?? []).flatMap((source) => this.scopeOf(source) ?? [])
  }

  private scopeOf({ filename, source }: ModuleSource): ModuleScope | undefined {
    const key = keyOf(filename)
    if (!this.scopes.has(key)) this.scopes.set(key, this.parse(filename, source))
    return this.scopes.get(key)
  }

  private parse(filename: string, source: string): ModuleScope | undefined {
    try {
      const module = parseModule(this.babel, source, filename)
      return new ModuleScope(this, filename, { program: module.file.program, comments: module.file.comments ?? [], names: () => namesOf(module) })
    } catch {
      // Whoever loads the module reports what is wrong with it; here its types stay open.
      return undefined
    }
  }

  /** The syntax of a type in a comment. */
  typeOfText(text: string): Node | undefined {
    if (!this.typeTexts.has(text)) this.typeTexts.set(text, this.parseType(text))
    return this.typeTexts.get(text)
  }

  private parseType(text: string): Node | undefined {
    const statement = this.parseStatement(`type parfor = ${text}`)
    return statement?.type === 'TSTypeAliasDeclaration' ? statement.typeAnnotation : undefined
  }

  parseStatement(text: string): Node | undefined {
    try {
      const { body } = parseSource(this.babel, text, 'comment.ts', 'module').program
      return body.length === 1 ? body[0] : undefined
    } catch {
      return undefined
    }
  }

  /** Finds out about a declaration unless that is under way: what depends on itself is unknown. */
  once(key: object, find: () => HostType): HostType {
    const outer = this.underWay.get(key)
    if (outer !== undefined) this.incomplete = Math.min(this.incomplete, outer)
    if (outer !== undefined || this.underWay.size >= DEPTH || ++this.steps > STEPS) return unknownType
    this.underWay.set(key, this.underWay.size)
    try {
      return find()
    } finally {
      this.underWay.delete(key)
      if (this.incomplete >= this.underWay.size) this.incomplete = Infinity
    }
  }

  /** As `once`, and remembers the answer unless it came about while a part of it was unknown. */
  ofBinding(binding: Binding, find: () => HostType): HostType {
    const known = this.known.get(binding)
    if (known) return known
    const type = this.once(binding, find)
    if (this.incomplete === Infinity) this.known.set(binding, type)
    return type
  }
}

/** Babel refuses what is declared twice, which may be the transient state of a file that is being edited. */
function namesOf(module: ParsedModule): Names | undefined {
  try {
    return module.names
  } catch {
    return undefined
  }
}

const keyOf = (filename: string): string => filename.replaceAll('\\', '/')
