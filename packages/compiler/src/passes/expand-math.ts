/** Replaces calls of `Math` functions and remainders of doubles by operations: the vector math kernels, inlined. */
import type { PassContext } from '../context.ts'
import { Builder } from '../ir/builder.ts'
import type { Block, Region, Value } from '../ir/types.ts'
import { forEachRegionOperation, nestedBlocks, substitute } from '../ir/walk.ts'
import { KernelBuilder } from '../math/kernel-builder.ts'
import { mathKernels } from '../math/kernels.ts'
import { remainder } from '../math/remainder.ts'

export function expandMath(region: Region, _context: PassContext): void {
  const replaced = new Map<Value, Value>()
  const replace = (value: Value): Value => replaced.get(value) ?? value
  const constants = new Map<Value, number | bigint | boolean>()
  forEachRegionOperation(region, (operation) => { if (operation.kind === 'const') constants.set(operation.result, operation.value) })
  const expandBlock = (block: Block): void => {
    const { operations } = block
    block.operations = []
    const math = new KernelBuilder(new Builder(region, block), constants)
    for (const operation of operations) {
      if (operation.kind === 'call') replaced.set(operation.result, mathKernels[operation.callee](math, operation.arguments.map(replace)))
      else if (operation.kind === 'binary' && operation.operator === 'rem' && operation.left.type === 'f64') {
        replaced.set(operation.result, remainder(math, [replace(operation.left), replace(operation.right)]))
      } else {
        block.operations.push(operation)
        nestedBlocks(operation).forEach(expandBlock)
      }
    }
  }
  for (const block of [region.prologue, region.body]) expandBlock(block)
  if (replaced.size === 0) return
  for (const block of [region.prologue, region.body]) substitute(block, replace)
  for (const guard of region.guards) guard.condition = replace(guard.condition)
  if (region.work) region.work = replace(region.work)
}
