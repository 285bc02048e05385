/** A hidden carried value that changes where another one is updated: the number of the trip that an extremum comes from, or whether there was a NaN. */
import type { Block, LoopOperation, Operation, Region, ScalarType, Value } from '../../ir/types.ts'
import { nestedBlocks } from '../../ir/walk.ts'
import type { Step, Tree } from './updates.ts'

/** The hidden value after an update, and what computes it from the one before and from the value that is taken. */
export type Leaf = (taken: Value, before: Value) => { operations: Operation[]; value: Value }

export class Mirror {
  private readonly region: Region
  private readonly loop: LoopOperation
  private readonly type: ScalarType
  private readonly name: string
  private readonly leaf: Leaf

  constructor(region: Region, loop: LoopOperation, type: ScalarType, name: string, leaf: Leaf) {
    this.region = region
    this.loop = loop
    this.type = type
    this.name = name
    this.leaf = leaf
  }

  /** Adds the value to what the loop carries and returns its position. */
  add(steps: Step[], initial: Value): number {
    const { carried, results } = this.loop
    const position = carried.length
    results.push(this.carry(this.loop, steps, initial))
    return position
  }

  private value(): Value {
    return { id: this.region.nextValue++, type: this.type, name: this.name }
  }

  private carry(loop: Extract<Operation, { kind: 'loop' | 'while' }>, steps: Step[], initial: Value): Value {
    const parameter = this.value()
    loop.body.yields.push(this.after(steps, parameter, loop.body))
    loop.carried.push({ parameter, initial })
    return this.value()
  }

  private after(steps: Step[], before: Value, block: Block): Value {
    return steps.reduce((state, step) => {
      if (step.kind === 'tree') return this.tree(step.tree, state, (operations) => block.operations.push(...operations))
      const result = this.carry(step.operation, step.steps, state)
      step.operation.results.push(result)
      return result
    }, before)
  }

  private tree(tree: Tree, state: Value, append: (operations: Operation[]) => void): Value {
    switch (tree.kind) {
      case 'keep': return state
      case 'update': {
        const { operations, value } = this.leaf(tree.value, state)
        append(operations)
        return value
      }
      case 'if': {
        const { operation } = tree
        for (const [block, branch] of [[operation.then, tree.then], [operation.else, tree.else]] as const) {
          block.yields.push(this.tree(branch, state, (operations) => block.operations.push(...operations)))
        }
        const result = this.value()
        operation.results.push(result)
        return result
      }
      case 'select': {
        const { operation } = tree
        const added: Operation[] = []
        const [whenTrue, whenFalse] = [tree.then, tree.else].map((branch) => this.tree(branch, state, (operations) => added.push(...operations)))
        const result = this.value()
        insertAfter(this.loop.body, operation, [...added, { kind: 'select', result, condition: operation.condition, whenTrue, whenFalse }])
        return result
      }
    }
  }
}

function insertAfter(block: Block, place: Operation, added: Operation[]): boolean {
  const index = block.operations.indexOf(place)
  if (index >= 0) {
    block.operations.splice(index + 1, 0, ...added)
    return true
  }
  return block.operations.some((operation) => nestedBlocks(operation).some((inner) => insertAfter(inner, place, added)))
}
