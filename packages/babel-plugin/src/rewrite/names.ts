/** Names for what the rewriting adds, unlike any that the module uses. */
export class FreshNames {
  private readonly used: ReadonlySet<string>
  private readonly given = new Set<string>()

  constructor(used: ReadonlySet<string>) {
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
