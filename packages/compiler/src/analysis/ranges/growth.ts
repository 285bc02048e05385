/**
 * Values that a counted loop only adds to: after t trips such a value is the initial one plus at most t times what one trip adds.
 * Only for integers that stay exact, where the sum is the same as in real numbers and no wrapping can have happened before the end.
 */
import type { Value } from '../../ir/types.ts'
import { isFloat } from '../../ir/vocabulary.ts'
import type { Known } from './refine.ts'
import { EXACT, integers, intersect, join, typeRange, type Range } from './range.ts'

/** What `value` adds to `parameter` in one trip; undefined if it is not a sum with it. */
function addedTo(parameter: Value, value: Value, known: Known): Range | undefined {
  if (value === parameter) return integers(0, 0)
  const definition = known.definition(value)
  const added = (inner: Value): Range | undefined => addedTo(parameter, inner, known)
  switch (definition?.kind) {
    case 'binary': {
      const { operator, left, right } = definition
      if (operator !== 'add' && operator !== 'sub') return undefined
      const first = added(left)
      if (first) return plus(first, known.range(right), operator === 'add' ? 1 : -1)
      const second = operator === 'add' ? added(right) : undefined
      return second && plus(second, known.range(left), 1)
    }
    case 'select': return hull(added(definition.whenTrue), added(definition.whenFalse))
    case 'if': {
      const index = definition.results.indexOf(value)
      return hull(added(definition.then.yields[index]), added(definition.else.yields[index]))
    }
    case 'loop': {
      const index = definition.results.indexOf(value)
      const { parameter: inner, initial } = definition.carried[index]
      const before = added(initial)
      const each = addedTo(inner, definition.body.yields[index], known)
      return before && each && plus(before, times(each, known.range(definition.trips).hi), 1)
    }
    default: return undefined
  }
}

function hull(first: Range | undefined, second: Range | undefined): Range | undefined {
  return first && second ? join(first, second) : undefined
}

function plus(first: Range, second: Range, sign: 1 | -1): Range {
  const [lo, hi] = sign === 1 ? [second.lo, second.hi] : [-second.hi, -second.lo]
  return { lo: first.lo + lo, hi: first.hi + hi, integer: first.integer && second.integer, mayBeNaN: second.mayBeNaN || first.mayBeNaN, mayBeNegativeZero: false }
}

/** Anything from no trip to all of them. */
function times(each: Range, trips: number): Range {
  const count = Math.max(trips, 0)
  return { ...each, lo: Math.min(each.lo * count, 0), hi: Math.max(each.hi * count, 0) }
}

/** The range of a carried parameter over all trips; `known` must hold for every trip already. */
export function grown(parameter: Value, initial: Range, next: Value, trips: number, known: Known): Range | undefined {
  const each = addedTo(parameter, next, known)
  if (!each || !each.integer || each.mayBeNaN || !initial.integer || initial.mayBeNaN || trips === Infinity) return undefined
  const total = times(each, trips)
  const range: Range = { lo: initial.lo + total.lo, hi: initial.hi + total.hi, integer: true, mayBeNaN: false, mayBeNegativeZero: initial.mayBeNegativeZero }
  const limits = isFloat(parameter.type) ? { lo: -EXACT, hi: EXACT } : typeRange(parameter.type)
  return range.lo >= limits.lo && range.hi <= limits.hi ? intersect(range, known.range(parameter)) : undefined
}
