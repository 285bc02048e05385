/**
 * Under which condition on entry a polynomial is not negative in any trip. Trips are eliminated innermost first: a polynomial that is linear in one
 * has its least value at the first or the last trip, and the last trip may depend on outer ones, as in triangular nests.
 * Where a loop has no trips the last one comes before the first; then more is asked than needed, never less.
 */
import type { Facts } from '../../analysis/facts.ts'
import { Polynomial } from '../../analysis/polynomial.ts'
import type { Ranges } from '../../analysis/ranges.ts'
import { EXACT, INT32_MAX, isExactInteger, isInt32 } from '../../analysis/ranges/range.ts'
import * as symbolic from '../../analysis/symbolic.ts'
import type { Condition, Expression } from '../../analysis/symbolic.ts'
import type { Operation, Value } from '../../ir/types.ts'

/** Each `min` or `max` that has to be tried both ways doubles the work. */
const BUDGET = 200

const one = Polynomial.constant(1)
const two = Polynomial.constant(2)

export class Prover {
  private readonly facts: Facts
  private readonly ranges: Ranges
  /** Nesting depth by trip. */
  private readonly depths: ReadonlyMap<Value, number>
  private budget = 0
  /** Polynomials that are not negative. */
  private given: Polynomial[] = []
  /** Those of them that the program tests itself. */
  private tested: Polynomial[] = []

  constructor(facts: Facts, ranges: Ranges, depths: ReadonlyMap<Value, number>) {
    this.facts = facts
    this.ranges = ranges
    this.depths = depths
  }

  /** `trips`: of loops around, all of which make at least one if it matters. `given`: what else is not negative then. */
  nonNegative(polynomial: Polynomial, trips: Value[] = [], given: Polynomial[] = []): Condition {
    this.budget = BUDGET
    this.tested = given
    this.given = [...trips.map((trip) => this.counted(this.facts.extents.get(trip)!).minus(one)), ...given]
    return this.prove(polynomial)
  }

  /** By ranges, or because it is at least the last trip of a loop. */
  private isNonNegative(polynomial: Polynomial): boolean {
    const { constant } = polynomial
    if (constant !== undefined) return constant >= 0
    return isPositive(this.range(polynomial)) || this.given.some((last) =>
      isPositive(this.range(polynomial.minus(last))) || isPositive(this.range(polynomial.minus(last.times(two)))))
  }

  polynomial(value: Value): Polynomial { return this.facts.polynomial(value) }

  private prove(polynomial: Polynomial): Condition {
    const { constant } = polynomial
    if (constant !== undefined) return constant >= 0
    if (this.isNonNegative(polynomial)) return true
    if (this.range(polynomial).hi < 0 || this.budget-- <= 0) return false
    const direct = this.eliminate(polynomial)
    if (direct === true) return true
    // i + 1 < n is all that is asked where the program tests it.
    const open = this.openAtoms(polynomial).length
    const others = this.tested.map((one) => polynomial.minus(one)).filter((rest) => this.openAtoms(rest).length < open)
    return symbolic.any(...others.map((rest) => this.prove(rest)), direct)
  }

  private eliminate(polynomial: Polynomial): Condition {
    const floored = this.floored(polynomial)
    if (floored !== undefined && floored !== false) return floored
    const atom = this.nextAtom(polynomial)
    if (!atom) return this.leaf(polynomial)
    const split = polynomial.linearIn(atom)
    if (!split) return false
    const { coefficient, rest } = split
    const rises = this.isNonNegative(coefficient)
    const falls = !rises && this.isNonNegative(Polynomial.zero.minus(coefficient))
    if (this.depths.has(atom)) {
      const first = (): Condition => this.prove(rest)
      const last = (): Condition => this.untilCertain(this.atLastTrip(coefficient, atom), (bound) => this.prove(rest.plus(bound)))
      if (rises) return first()
      return falls ? last() : symbolic.all(first(), last())
    }
    const at = (bound: Polynomial): Condition => this.prove(rest.plus(coefficient.times(bound)))
    if (rises) return this.bounded(atom, 'lower', at)
    return falls ? this.bounded(atom, 'upper', at) : false
  }

  /** floor(x / d) is at least −r exactly if x is at least −r · d, and at most r exactly if x is at most r · d + d − 1. */
  private floored(polynomial: Polynomial): Condition | undefined {
    for (const atom of this.openAtoms(polynomial)) {
      const split = polynomial.linearIn(atom)
      const sign = split?.coefficient.constant
      const quotient = sign === 1 || sign === -1 ? this.floorOf(atom) : undefined
      if (!split || !quotient) continue
      const { operand, divisor } = quotient
      const scaled = split.rest.times(Polynomial.constant(divisor))
      return this.prove(sign === 1 ? scaled.plus(operand) : scaled.plus(Polynomial.constant(divisor - 1)).minus(operand))
    }
    return undefined
  }

  private floorOf(atom: Value): { operand: Polynomial; divisor: number } | undefined {
    const definition = this.facts.definitions.get(atom)
    if (definition?.kind === 'binary' && definition.operator === 'shr' && atom.type === 'i32') {
      const count = this.polynomial(definition.right).constant
      return count === undefined ? undefined : { operand: this.polynomial(definition.left), divisor: 2 ** (count & 31) }
    }
    if (definition?.kind !== 'unary' || (definition.operator !== 'floor' && definition.operator !== 'trunc')) return undefined
    const division = this.division(definition.operand)
    if (!division) return undefined
    const range = this.ranges.of(division.dividend)
    // Far from 2^53 no quotient is rounded up to an integer.
    const isFloor = isInt32(range) && division.divisor <= INT32_MAX && (definition.operator === 'floor' || range.lo >= 0)
    return isFloor ? { operand: this.polynomial(division.dividend), divisor: division.divisor } : undefined
  }

  /** By a constant integer; simplify writes a division by a power of two as a product. */
  private division(value: Value): { dividend: Value; divisor: number } | undefined {
    const definition = this.facts.definitions.get(value)
    if (definition?.kind !== 'binary' || (definition.operator !== 'div' && definition.operator !== 'mul')) return undefined
    const constant = this.facts.definitions.get(definition.right)
    if (constant?.kind !== 'const' || typeof constant.value !== 'number') return undefined
    const divisor = definition.operator === 'div' ? constant.value : 1 / constant.value
    return Number.isSafeInteger(divisor) && divisor > 0 ? { dividend: definition.left, divisor } : undefined
  }

  private openAtoms(polynomial: Polynomial): Value[] {
    return [...polynomial.atoms()].filter((atom) => !this.facts.isEarly(atom))
  }

  /** Inner trips first, since their last trip may depend on outer ones; then what is computed from trips. */
  private nextAtom(polynomial: Polynomial): Value | undefined {
    const open = this.openAtoms(polynomial)
    const others = open.filter((atom) => !this.depths.has(atom))
    const trips = open.filter((atom) => this.depths.has(atom)).sort((a, b) => this.depths.get(b)! - this.depths.get(a)!)
    return others.sort((a, b) => b.id - a.id)[0] ?? trips[0]
  }

  /** With one of the bounds; none is tried after one by which it is certain. Nothing but a check in the loop is worth while where it is certain that the first bound does not do. */
  private untilCertain(bounds: Polynomial[], prove: (bound: Polynomial) => Condition): Condition {
    const [first, ...others] = bounds
    const condition = prove(first)
    return typeof condition === 'boolean' ? condition : symbolic.any(condition, ...others.map(prove))
  }

  /**
   * Upper bounds of coefficient · (trips − 1). Where trips is a quotient that was rounded up, one by the distance, which may cancel with other lengths, comes before the exact one,
   * which alone says that i + 2 is in range where i goes by threes through a length that threes divide.
   */
  private atLastTrip(coefficient: Polynomial, trip: Value): Polynomial[] {
    const counted = this.counted(this.facts.extents.get(trip)!)
    const exact = coefficient.times(counted.minus(one))
    const quotient = this.quotient(counted)
    if (!quotient || ![...coefficient.terms.values()].every((term) => term.coefficient % quotient.divisor === 0)) return [exact]
    // (trips − 1) · divisor < distance
    const times = Polynomial.of([...coefficient.terms.values()].map((term) => ({ ...term, coefficient: term.coefficient / quotient.divisor })))
    return [times.times(quotient.distance.minus(one)), exact]
  }

  /** A number of trips without the test for fewer than none. */
  counted(trips: Value): Polynomial {
    const polynomial = this.polynomial(trips)
    const atom = loneAtom(polynomial)
    const definition = atom && this.facts.definitions.get(atom)
    if (definition?.kind === 'binary' && definition.operator === 'max' && this.polynomial(definition.right).constant === 0) return this.polynomial(definition.left)
    if (definition?.kind === 'select' && this.polynomial(definition.whenFalse).constant === 0) {
      const test = this.facts.definitions.get(definition.condition)
      const isPositive = test?.kind === 'compare' && test.relation === 'gt' && test.left === definition.whenTrue && this.polynomial(test.right).constant === 0
      if (isPositive) return this.polynomial(definition.whenTrue)
    }
    return polynomial
  }

  private quotient(trips: Polynomial): { distance: Polynomial; divisor: number } | undefined {
    const ceiling = this.definitionOfLone(trips)
    const division = ceiling?.kind === 'unary' && ceiling.operator === 'ceil' ? this.division(ceiling.operand) : undefined
    return division && { distance: this.polynomial(division.dividend), divisor: division.divisor }
  }

  private definitionOfLone(polynomial: Polynomial): Operation | undefined {
    const atom = loneAtom(polynomial)
    return atom && this.facts.definitions.get(atom)
  }

  /** Puts a bound in the place of a value that is no trip and not known on entry. */
  private bounded(atom: Value, side: 'lower' | 'upper', at: (bound: Polynomial) => Condition): Condition {
    const range = this.ranges.of(atom)
    const number = side === 'lower' ? range.lo : range.hi
    const known: Condition = isExactInteger(range) ? at(Polynomial.constant(number)) : false
    if (known === true) return true
    const definition = this.facts.definitions.get(atom)
    switch (definition?.kind) {
      case 'binary': {
        const { operator } = definition
        if (operator === 'rem') return this.remainder(definition.left, definition.right, side, at)
        if (operator !== 'min' && operator !== 'max') return false
        const sides = [at(this.polynomial(definition.left)), at(this.polynomial(definition.right))]
        return (operator === 'min') === (side === 'upper') ? symbolic.any(...sides) : symbolic.all(...sides)
      }
      case 'select': return symbolic.all(at(this.polynomial(definition.whenTrue)), at(this.polynomial(definition.whenFalse)))
      default: return false
    }
  }

  /** x % y for y ≥ 1 is at most y − 1 and, for x ≥ 0, at least 0. */
  private remainder(dividend: Value, divisor: Value, side: 'lower' | 'upper', at: (bound: Polynomial) => Condition): Condition {
    const by = this.polynomial(divisor)
    const isPositive = this.prove(by.minus(one))
    if (side === 'upper') return symbolic.all(isPositive, at(by.minus(one)))
    return symbolic.any(
      symbolic.all(this.prove(this.polynomial(dividend)), at(Polynomial.zero)),
      symbolic.all(isPositive, at(one.minus(by))),
    )
  }

  /** Only what is known on entry is left. */
  private leaf(polynomial: Polynomial): Condition {
    const terms = [...polynomial.terms.values()]
    const value = ({ coefficient, factors }: (typeof terms)[number]): Expression =>
      factors.map((factor) => symbolic.known(factor)).reduce(symbolic.mul, Math.abs(coefficient) as Expression)
    const side = (positive: boolean): Expression => terms.filter((term) => (term.coefficient > 0) === positive).map(value).reduce(symbolic.add, 0)
    const holds = symbolic.lessOrEqual(side(false), side(true))
    // The test itself is f64 arithmetic.
    const sizes = terms.map((term) => this.range(Polynomial.of([term]))).map(({ lo, hi }) => Math.max(-lo, hi)).reduce((sum, size) => sum + size, 0)
    if (sizes < EXACT) return holds
    return symbolic.all(holds, symbolic.less(terms.map((term) => symbolic.abs(value(term))).reduce(symbolic.add, 0), EXACT))
  }

  /** Without objects on the way: this is asked often. */
  range(polynomial: Polynomial): Interval {
    let [low, high] = [0, 0]
    for (const { coefficient, factors } of polynomial.terms.values()) {
      let [from, to] = [coefficient, coefficient]
      for (const factor of factors) {
        const { lo, hi, mayBeNaN } = this.ranges.of(factor)
        if (mayBeNaN || lo === -Infinity || hi === Infinity) return { lo: -Infinity, hi: Infinity }
        const [a, b, c, d] = [from * lo, from * hi, to * lo, to * hi]
        from = Math.min(a, b, c, d)
        to = Math.max(a, b, c, d)
      }
      low += from
      high += to
    }
    return { lo: low, hi: high }
  }
}

interface Interval { lo: number; hi: number }

const isPositive = (range: Interval): boolean => range.lo >= 0

function loneAtom(polynomial: Polynomial): Value | undefined {
  const [term, another] = polynomial.terms.values()
  return term && !another && term.coefficient === 1 && term.factors.length === 1 ? term.factors[0] : undefined
}
