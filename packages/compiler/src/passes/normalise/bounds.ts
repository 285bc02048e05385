/** Guards on the bounds of loops that are known on entry: integers in range, and not too many trips. */
import { analyseRanges } from '../../analysis/ranges.ts'
import { INT32_MAX, INT32_MIN, isInt32, type Range } from '../../analysis/ranges/range.ts'
import type { ForOperation, Region, Value } from '../../ir/types.ts'
import { forEachRegionOperation } from '../../ir/walk.ts'
import type { Prologue } from './prologue.ts'

/** A counter whose first value is an i32 that the counter in the body can be computed from. −0 + 0 is 0, so that it must not be −0. */
export const isCleanLower = (range: Range): boolean => isInt32(range) && !range.mayBeNegativeZero

/** Not NaN, and between the limits of i32; it may have a fraction. */
export const isCleanUpper = (range: Range): boolean => !range.mayBeNaN && range.lo >= INT32_MIN && range.hi <= INT32_MAX

/** The relation and the step lead to an end. */
export function isCounting({ step, relation }: ForOperation): boolean {
  if (!Number.isInteger(step) || Math.abs(step) > INT32_MAX) return false
  if (relation === 'ne') return Math.abs(step) === 1
  return step > 0 ? relation === 'lt' || relation === 'le' : relation === 'gt' || relation === 'ge'
}

/** Most trips that a loop between these bounds can have. */
export function mostTrips({ step, relation }: ForOperation, lower: Range, upper: Range): number {
  const distance = step > 0 ? upper.hi - lower.lo : lower.hi - upper.lo
  return Math.ceil((distance + (relation === 'le' || relation === 'ge' ? 1 : 0)) / Math.abs(step))
}

/** Loops whose trip count is now in range by a guard. */
export function guardBounds(region: Region, prologue: Prologue): Set<ForOperation> {
  const loops: ForOperation[] = []
  forEachRegionOperation(region, (operation) => { if (operation.kind === 'for' && isCounting(operation)) loops.push(operation) })
  const ranges = analyseRanges(region)
  for (const loop of loops) {
    if (!isCleanLower(ranges.of(loop.lower)) && prologue.hoist(loop.lower)) loop.lower = guardLower(loop, prologue)
    if (!isCleanUpper(ranges.of(loop.upper)) && prologue.hoist(loop.upper)) loop.upper = guardUpper(loop, ranges.of(loop.upper), prologue)
  }
  return guardTrips(region, loops, prologue)
}

function guardLower(loop: ForOperation, prologue: Prologue): Value {
  const { builder } = prologue
  const { back } = prologue.roundTrip(loop.lower)
  const isInteger = builder.compare('eq', back, loop.lower)
  prologue.guard(builder.and(isInteger, prologue.isNotNegativeZero(loop.lower)), `${nameOf(loop)} starts at an integer below 2^31`, loop.location)
  return back
}

function guardUpper(loop: ForOperation, range: Range, prologue: Prologue): Value {
  const { builder } = prologue
  const whole = roundUpper(loop, range, (operator, value) => builder.unary(operator, value))
  const { back } = prologue.roundTrip(whole)
  prologue.guard(builder.compare('eq', back, whole), `the bound of ${nameOf(loop)} is below 2^31`, loop.location)
  return back
}

/** For an integer counter, i < 5.5 is i < 6, and i <= 5.5 is i <= 5. */
export function roundUpper(loop: ForOperation, range: Range, unary: (operator: 'floor' | 'ceil', value: Value) => Value): Value {
  if (range.integer || loop.relation === 'ne') return loop.upper
  return unary(loop.relation === 'lt' || loop.relation === 'ge' ? 'ceil' : 'floor', loop.upper)
}

export function nameOf(loop: ForOperation): string {
  return loop.counter.name === undefined ? 'the counter' : `'${loop.counter.name}'`
}

function guardTrips(region: Region, loops: ForOperation[], prologue: Prologue): Set<ForOperation> {
  const guarded = new Set<ForOperation>()
  const ranges = analyseRanges(region)
  for (const loop of loops) {
    const [lower, upper] = [ranges.of(loop.lower), ranges.of(loop.upper)]
    const isProved = loop.relation !== 'ne' && mostTrips(loop, lower, upper) <= INT32_MAX
    if (isProved || !isCleanLower(lower) || !isCleanUpper(upper) || !prologue.hoist(loop.lower) || !prologue.hoist(loop.upper)) continue
    const { builder } = prologue
    const [from, to] = loop.step > 0 ? [loop.lower, loop.upper] : [loop.upper, loop.lower]
    const distance = builder.sub(to, from)
    const isShort = builder.compare('lt', distance, builder.f64(INT32_MAX))
    if (loop.relation === 'ne') {
      const isTowards = builder.compare('ge', distance, builder.f64(0))
      const whole = upper.integer ? isTowards : builder.and(isTowards, builder.compare('eq', builder.unary('floor', loop.upper), loop.upper))
      prologue.guard(builder.and(whole, isShort), `${nameOf(loop)} comes to its bound`, loop.location)
    } else prologue.guard(isShort, `${nameOf(loop)} makes fewer than 2^31 trips`, loop.location)
    guarded.add(loop)
  }
  return guarded
}
