/** Functions of `Math` that are integer or f32 instructions, as conversions that the rest of `narrow` sees through. */
import { Builder } from '../../ir/builder.ts'
import type { Block, CallOperation, Operation, Region, Value } from '../../ir/types.ts'
import { nestedBlocks } from '../../ir/walk.ts'

export function expandInstructions(region: Region): void {
  const builder = new Builder(region, region.prologue)
  const visit = (block: Block): void => {
    const { operations } = block
    block.operations = []
    for (const operation of operations) {
      nestedBlocks(operation).forEach(visit)
      builder.block = block
      builder.append(expand(operation, builder))
    }
  }
  visit(region.prologue)
  visit(region.body)
}

function expand(operation: Operation, builder: Builder): Operation {
  const inner = operation.kind === 'call' ? instruction(operation, builder) : undefined
  return inner && operation.kind === 'call' ? { kind: 'convert', mode: 'value', result: operation.result, operand: inner } : operation
}

function instruction({ callee, arguments: [first, second] }: CallOperation, builder: Builder): Value | undefined {
  switch (callee) {
    case 'imul': return builder.mul(builder.convert('wrap', 'i32', first), builder.convert('wrap', 'i32', second))
    case 'clz32': return builder.unary('clz', builder.convert('wrap', 'i32', first))
    case 'fround': return builder.convert('value', 'f32', first)
    default: return undefined
  }
}
