/**
 * `let flags = 0` before a loop that does `flags |= x` is a live-in: a guard checks once that it is an int32, and from then on it is carried as one.
 */
import { Builder } from '../../ir/builder.ts'
import type { Region, Value } from '../../ir/types.ts'
import { forEachOperation, substitute } from '../../ir/walk.ts'
import type { Prologue } from './prologue.ts'

/** The live-ins that a loop starts a carried value from of which it reads only the bits, or which it hands on. */
function startsOfBits(region: Region): Set<Value> {
  const scalars = new Set(region.scalars.filter(({ value }) => value.type === 'f64').map(({ value }) => value))
  const found = new Set<Value>()
  forEachOperation(region.body, (operation) => {
    if (operation.kind !== 'for' && operation.kind !== 'while') return
    for (const { parameter, initial } of operation.carried) {
      if (!scalars.has(initial)) continue
      forEachOperation(operation.body, (inner) => {
        if (inner.kind === 'convert' && inner.mode === 'wrap' && inner.operand === parameter) found.add(initial)
      })
    }
  })
  return found
}

export function speculateBits(region: Region, prologue: Prologue): void {
  const starts = startsOfBits(region)
  for (const { value, name } of region.scalars) {
    if (!starts.has(value)) continue
    const added = new Builder(region, { operations: [], yields: [] })
    const back = added.convert('value', 'f64', added.convert('wrap', 'i32', value))
    const isInteger = added.compare('eq', back, value)
    // As in the guards of counters: only −0 is equal to its int32 without being it.
    const condition = added.and(isInteger, added.compare('gt', added.div(added.f64(1), value), added.f64(-Infinity)))
    const replace = (one: Value): Value => one === value ? back : one
    substitute(region.prologue, replace)
    substitute(region.body, replace)
    region.prologue.operations.unshift(...added.block.operations)
    prologue.guard(condition, `${name} starts as a 32-bit integer`)
  }
}
