/** Compiles a module once for all environments: client and server get the same code from the same source. */

/** Results that are kept: enough for every environment to ask in its turn, without keeping each state of a file that is edited for hours. */
const capacity = 256

export class CompiledModules<Result = unknown> {
  private readonly results = new Map<string, Promise<Result>>()

  /** `key` holds all that the result depends on. What fails is not kept. */
  get<T extends Result>(key: string, compile: () => Promise<T>): Promise<T> {
    const known = this.results.get(key)
    if (known) return known as Promise<T>
    const result = compile()
    this.results.set(key, result)
    result.catch(() => this.results.delete(key))
    if (this.results.size > capacity) for (const oldest of this.results.keys()) {
      this.results.delete(oldest)
      break
    }
    return result
  }
}
