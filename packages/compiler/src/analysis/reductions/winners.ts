/** The hidden carried value that holds the number of the trip that an extremum or a last value comes from. It goes the way of that value. */
import type { Block, Operation, Region, Value } from '../../ir/types.ts'
import { nestedBlocks } from '../../ir/walk.ts'
import type { Step, Tree } from './updates.ts'

export class Winner {
  private readonly region: Region
  private readonly body: Block
  private readonly trip: Value

  constructor(region: Region, body: Block, trip: Value) {
    this.region = region
    this.body = body
    this.trip = trip
  }

  value(): Value {
    return { id: this.region.nextValue++, type: 'i32', name: 'winner' }
  }

  /** The number of the winning trip after the steps, `before` being the one before them. */
  after(steps: Step[], before: Value): Value {
    return steps.reduce((state, step) => step.kind === 'tree' ? this.tree(step.tree, state) : this.loop(step, state), before)
  }

  private tree(tree: Tree, state: Value): Value {
    switch (tree.kind) {
      case 'keep': return state
      case 'update': return this.trip
      case 'if': {
        const { operation } = tree
        operation.then.yields.push(this.tree(tree.then, state))
        operation.else.yields.push(this.tree(tree.else, state))
        const result = this.value()
        operation.results.push(result)
        return result
      }
      case 'select': {
        const whenTrue = this.tree(tree.then, state)
        const whenFalse = this.tree(tree.else, state)
        const result = this.value()
        insertAfter(this.body, tree.operation, { kind: 'select', result, condition: tree.operation.condition, whenTrue, whenFalse })
        return result
      }
    }
  }

  private loop({ operation, steps }: Extract<Step, { kind: 'loop' }>, initial: Value): Value {
    const parameter = this.value()
    const next = this.after(steps, parameter)
    operation.carried.push({ parameter, initial })
    operation.body.yields.push(next)
    const result = this.value()
    operation.results.push(result)
    return result
  }
}

function insertAfter(block: Block, place: Operation, added: Operation): boolean {
  const index = block.operations.indexOf(place)
  if (index >= 0) {
    block.operations.splice(index + 1, 0, added)
    return true
  }
  return block.operations.some((operation) => nestedBlocks(operation).some((inner) => insertAfter(inner, place, added)))
}
