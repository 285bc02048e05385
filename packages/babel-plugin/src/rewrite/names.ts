/** Names for what the rewriting adds, unlike any that the module uses. */
import type { Babel, Node } from '../babel.ts'
import { walk } from '../babel.ts'

export class FreshNames {
  private readonly used: ReadonlySet<string>
  private readonly given = new Set<string>()

  constructor(babel: Babel, program: Node) {
    const used = new Set<string>()
    walk(babel.types, program, (node) => { if (node.type === 'Identifier' || node.type === 'JSXIdentifier') used.add(node.name) })
    this.used = used
  }

  /** `base`, or `base` with as many underscores as it takes. */
  take(base: string): string {
    let name = base
    while (this.used.has(name) || this.given.has(name)) name += '_'
    this.given.add(name)
    return name
  }
}
