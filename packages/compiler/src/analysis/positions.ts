/** Whether the places at which a loop appends are integers that i32 holds: from the initial value of the counter on, one for each trip at most. */
import type { LoopOperation, Value } from '../ir/types.ts'
import { neverNegativeZero } from '../passes/simplify/facts.ts'
import { Bounds } from './bounds.ts'
import type { Assumption, Facts } from './facts.ts'
import type { Polynomial } from './polynomial.ts'
import * as symbolic from './symbolic.ts'
import type { Expression } from './symbolic.ts'

const LEAST = -(2 ** 31)
const MOST = 2 ** 31 - 1

export class Positions {
  /** The most that counters can be after earlier loops. */
  private readonly ends = new Map<Value, Expression>()

  /** What has to hold for it, in a loop or a nest of them; undefined: nothing known before the region runs says so. */
  fit(nest: readonly LoopOperation[], position: number, facts: Facts): Assumption | undefined {
    const [loop] = nest
    const { parameter } = loop.carried[position]
    const name = parameter.name === undefined ? 'a counter' : `'${parameter.name}'`
    const condition = this.condition(nest, position, facts)
    if (condition === false) return undefined
    return { condition, reason: `${name} stays below 2^31`, ...(loop.location && { location: loop.location }) }
  }

  /** For loops that go on from where this one ends. */
  remember(nest: readonly LoopOperation[], position: number, facts: Facts): void {
    const [loop] = nest
    const range = this.start(loop.carried[position].initial, facts)
    if (range) this.ends.set(loop.results[position], symbolic.add(range.high, tripsOf(nest, facts)))
  }

  private condition(nest: readonly LoopOperation[], position: number, facts: Facts): symbolic.Condition {
    const range = this.start(nest[0].carried[position].initial, facts)
    if (!range) return false
    // There are never more trips than i32 holds.
    if (nest.length === 1 && typeof range.low === 'number' && typeof range.high === 'number' && range.low >= LEAST && range.high <= 0) return true
    const most = symbolic.add(range.high, tripsOf(nest, facts))
    return symbolic.all(symbolic.lessOrEqual(LEAST, range.low), symbolic.lessOrEqual(most, MOST))
  }

  private start(initial: Value, facts: Facts): { low: Expression; high: Expression } | undefined {
    const end = this.ends.get(initial)
    if (end !== undefined) return { low: LEAST, high: end }
    const polynomial = facts.polynomial(initial)
    if (!isWhole(polynomial, facts)) return undefined
    // After no trips the counter is what it was before, and −0 is no i32.
    if (!neverNegativeZero({ definition: (value) => facts.definitions.get(value), constant: () => { throw new Error('no constant is needed') } }, initial)) return undefined
    return new Bounds(facts).ofPolynomial(polynomial)
  }
}

function tripsOf(nest: readonly LoopOperation[], facts: Facts): Expression {
  const bounds = new Bounds(facts)
  return nest.map(({ trip }) => bounds.trips(trip)).reduce(symbolic.mul)
}

/** A sum of i32 known before the region runs, with small factors: far from what f64 would round. */
function isWhole(polynomial: Polynomial, facts: Facts): boolean {
  return Number.isInteger(polynomial.constantTerm) && [...polynomial.terms.values()].every(({ coefficient, factors }) => (
    factors.length === 0 || (factors.length === 1 && factors[0].type === 'i32' && facts.isEarly(factors[0]) && Number.isInteger(coefficient) && Math.abs(coefficient) < 2 ** 16)
  ))
}
