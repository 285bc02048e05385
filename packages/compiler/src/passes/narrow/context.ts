/** What the parts of `narrow` share while it walks a region: ranges, definitions as they are now, and the forms that exist where it stands. */
import type { Access } from '../../analysis/accesses.ts'
import type { Ranges } from '../../analysis/ranges.ts'
import type { Range } from '../../analysis/ranges/range.ts'
import type { Builder } from '../../ir/builder.ts'
import type { Operation, Value } from '../../ir/types.ts'

/** The same number in another type, by f64 value, for as long as a block lasts. */
export class Forms {
  private scopes: Map<Value, Value>[] = [new Map()]

  get(value: Value): Value | undefined {
    for (let depth = this.scopes.length - 1; depth >= 0; depth--) {
      const found = this.scopes[depth].get(value)
      if (found) return found
    }
    return undefined
  }

  set(value: Value, form: Value): void { this.scopes[this.scopes.length - 1].set(value, form) }

  /** The form that is there, or else a new one. */
  of(value: Value, make: () => Value): Value {
    const found = this.get(value)
    if (found) return found
    const made = make()
    this.set(value, made)
    return made
  }

  scoped<Result>(run: () => Result): Result {
    this.scopes.push(new Map())
    try {
      return run()
    } finally {
      this.scopes.pop()
    }
  }
}

export class NarrowContext {
  readonly builder: Builder
  readonly definitions: Map<Value, Operation>
  private readonly ranges: Ranges
  /** Copies of carried parameters for the condition of a `while`. */
  private readonly copies = new Map<Value, Value>()

  constructor(builder: Builder, definitions: Map<Value, Operation>, ranges: Ranges) {
    this.builder = builder
    this.definitions = definitions
    this.ranges = ranges
  }

  range(value: Value): Range { return this.ranges.of(this.copies.get(value) ?? value) }
  indexRange(access: Access): Range { return this.ranges.index(access) }
  copyOf(copy: Value, original: Value): void { this.copies.set(copy, original) }

  constant(value: Value): number | undefined {
    const definition = this.definitions.get(value)
    return definition?.kind === 'const' && typeof definition.value === 'number' ? definition.value : undefined
  }
}
