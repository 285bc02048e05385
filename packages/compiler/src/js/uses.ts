/** How often each value is used: unused ones are not printed, those used once may be printed in place. */
import type { Region, Value } from '../ir/types.ts'
import { builderOperands, forEachOperation, nestedBlocks, operands } from '../ir/walk.ts'

export type Uses = Map<Value, number>

export function countUses(region: Region): Uses {
  const uses: Uses = new Map()
  const use = (value: Value): void => { uses.set(value, (uses.get(value) ?? 0) + 1) }
  for (const guard of region.guards) use(guard.condition)
  for (const block of [region.prologue, region.body]) {
    block.yields.forEach(use)
    forEachOperation(block, (operation) => {
      operands(operation).forEach(use)
      builderOperands(operation).forEach(use)
      for (const nested of nestedBlocks(operation)) nested.yields.forEach(use)
    })
  }
  return uses
}
