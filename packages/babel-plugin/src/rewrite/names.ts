/** Names for what the rewriting adds, unlike any that the module uses. */
import type { ProgramPath } from '../babel.ts'

export class FreshNames {
  private readonly used: ReadonlySet<string>
  private readonly given = new Set<string>()

  constructor(program: ProgramPath) {
    const used = new Set<string>()
    program.traverse({
      Identifier(path) { used.add(path.node.name) },
      JSXIdentifier(path) { used.add(path.node.name) },
    })
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
