/** The blocks that enclose the operation under consideration, outermost first, and the values known in them. */
import type { LoopOperation, Operation, ParforOperation, Value } from '../../ir/types.ts'
import { results } from '../../ir/walk.ts'

export interface Scope {
  kind: 'base' | 'branch' | 'loop'
  depth: number
  /** The loop whose trips can be told to happen or not; a `while` or `for` is a loop without it. */
  counted?: LoopOperation | ParforOperation
  operations: Operation[]
  /** Keys to forget when the block ends. */
  keys: string[]
}

export class Scopes {
  private stack: Scope[] = []
  private readonly table = new Map<string, Value>()
  private readonly depths = new Map<Value, number>()

  get current(): Scope {
    return this.stack[this.stack.length - 1]
  }

  parent(scope: Scope): Scope {
    return this.stack[scope.depth - 1]
  }

  open(kind: Scope['kind'], parameters: readonly Value[], counted?: Scope['counted']): Scope {
    const scope: Scope = { kind, depth: this.stack.length, operations: [], keys: [], ...(counted && { counted }) }
    this.stack.push(scope)
    for (const parameter of parameters) this.depths.set(parameter, scope.depth)
    return scope
  }

  close(): Scope {
    const scope = this.stack.pop()!
    for (const key of scope.keys) this.table.delete(key)
    return scope
  }

  /** Does something as if `scope` were the innermost block and had been read up to the loop that is being read now. */
  within<Result>(scope: Scope, action: () => Result): Result {
    const inner = this.stack
    this.stack = inner.slice(0, scope.depth + 1)
    try {
      return action()
    } finally {
      this.stack = inner
    }
  }

  depthOf(value: Value): number {
    return this.depths.get(value) ?? 0
  }

  append(operation: Operation, scope: Scope = this.current): void {
    scope.operations.push(operation)
    for (const value of results(operation)) this.depths.set(value, scope.depth)
  }

  lookup(key: string): Value | undefined {
    return this.table.get(key)
  }

  remember(key: string, value: Value, scope: Scope = this.current): void {
    this.table.set(key, value)
    scope.keys.push(key)
  }
}
