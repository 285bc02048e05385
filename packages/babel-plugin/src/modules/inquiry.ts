/** For hosts that find modules asynchronously: which types a module needs, before it is compiled. */
import type { Babel, Binding, Node } from '../babel.ts'
import { isFunction, unwrap, walk } from '../babel.ts'
import { findMarks, mayBeMarked } from '../marks.ts'
import type { Names } from '../names.ts'
import type { ModuleOptions } from '../options.ts'
import { parseModule, parsedName } from '../parse.ts'
import type { HostType } from '../types/elements.ts'
import type { TypeReader } from '../types/reader.ts'
import { fileModules } from './files.ts'
import { Library } from './library.ts'

/**
 * Asks `options.modules` for everything that compiling this module may ask for, and says what was found: the module compiles to the same code as
 * long as the answer is the same. Throws as the parser does.
 */
export function typesIn(babel: Babel, source: string, options: ModuleOptions): string {
  if (!mayBeMarked(source, options.mode, options.arrays)) return ''
  const { names } = parseModule(babel, source, parsedName(options), options.format, options.embedded?.nested)
  const { reader } = new Library(babel, options.modules ?? fileModules).add(parsedName(options), names)
  const inquiry = new Inquiry(babel, names, reader)
  for (const { path } of findMarks(names, options.mode ?? 'marked').functions) inquiry.visit(path.node)
  return inquiry.found.join(' ')
}

class Inquiry {
  readonly found: string[] = []
  private readonly babel: Babel
  private readonly names: Names
  private readonly reader: TypeReader
  private readonly visited = new Set<Node>()

  constructor(babel: Babel, names: Names, reader: TypeReader) {
    this.babel = babel
    this.names = names
    this.reader = reader
  }

  /** A function, and those of the module that it calls: they are compiled into it. */
  visit(node: Node): void {
    if (this.visited.has(node)) return
    this.visited.add(node)
    const callees = new Set<Node>()
    walk(this.babel.types, node, (inner) => {
      // It is looked at on this way.
      if (isFunction(inner)) this.visited.add(inner)
      if (inner.type === 'CallExpression' && inner.callee.type === 'Identifier') callees.add(inner.callee)
      if (inner.type === 'MemberExpression') this.say(this.reader.ofExpression(inner))
      else if (inner.type === 'Identifier') {
        const binding = this.names.of(inner)
        if (binding && callees.has(inner)) this.visitHelper(binding)
        // What is imported to be called is not compiled in.
        else if (binding) this.say(this.reader.ofBinding(binding))
      }
    })
  }

  private visitHelper(binding: Binding): void {
    const { node } = binding.path
    const helper = node.type === 'VariableDeclarator' && node.init ? unwrap(node.init) : node
    if (isFunction(helper)) this.visit(helper)
  }

  private say(type: HostType): void {
    this.found.push(`${type.kind === 'array' ? type.element : type.kind}${type.assumed ? '?' : ''}`)
  }
}
