/** Loads, sums and stores of elements that trips share become histogram updates. */
import type { Histogram } from '../../analysis/histograms.ts'
import type { Update } from '../../analysis/histograms/updates.ts'
import { Builder } from '../../ir/builder.ts'
import type { ArrayParameter, Operation, Region } from '../../ir/types.ts'
import { isInteger, nativeType } from '../../ir/vocabulary.ts'

export function convertUpdates(region: Region, { array, updates }: Histogram): void {
  for (const update of updates) {
    const gone = new Set<Operation>(update.others)
    update.block.operations = update.block.operations.flatMap((operation) => {
      if (operation === update.last) return converted(region, array, update)
      return gone.has(operation) ? [] : [operation]
    })
  }
}

function converted(region: Region, array: ArrayParameter, { operator, index, value, negated, bounds, location }: Update): Operation[] {
  const builder = new Builder(region, { operations: [], yields: [] })
  const native = nativeType(array.element)
  const bits = value.type === native ? value : builder.convert(isInteger(native) ? 'wrap' : 'value', native, value)
  const added = negated ? builder.unary('neg', bits) : bits
  builder.append({ kind: 'histogram', operator, array, index, value: added, bounds, ...(location && { location }) })
  return builder.block.operations
}
