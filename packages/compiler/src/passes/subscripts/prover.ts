/**
 * Under which condition on entry a polynomial is not negative in any trip. Trips are eliminated innermost first: a polynomial that is linear in one
 * has its least value at the first or the last trip, and the last trip may depend on outer ones, as in triangular nests.
 * Where a loop has no trips the last one comes before the first; then more is asked than needed, never less.
 */
import type { Facts } from '../../analysis/facts.ts'
import { Polynomial, polynomialOf } from '../../analysis/polynomial.ts'
import type { Ranges } from '../../analysis/ranges.ts'
import { floatBinary } from '../../analysis/ranges/float.ts'
import { EXACT, integers, isExactInteger, magnitude, type Range } from '../../analysis/ranges/range.ts'
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

  constructor(facts: Facts, ranges: Ranges, depths: ReadonlyMap<Value, number>) {
    this.facts = facts
    this.ranges = ranges
    this.depths = depths
  }

  /** `trips`: of loops around, all of which make at least one if it matters. */
  nonNegative(polynomial: Polynomial, trips: Value[] = []): Condition {
    this.budget = BUDGET
    this.given = trips.map((trip) => this.counted(this.facts.extents.get(trip)!).minus(one))
    return this.prove(polynomial)
  }

  /** By ranges, or because it is at least the last trip of a loop. */
  private isNonNegative(polynomial: Polynomial): boolean {
    const isPositive = (range: Range): boolean => range.lo >= 0 && !range.mayBeNaN
    return isPositive(this.range(polynomial)) || this.given.some((last) =>
      isPositive(this.range(polynomial.minus(last))) || isPositive(this.range(polynomial.minus(last.times(two)))))
  }

  polynomial(value: Value): Polynomial { return polynomialOf(value, this.facts.definitions) }

  private prove(polynomial: Polynomial): Condition {
    const { constant } = polynomial
    if (constant !== undefined) return constant >= 0
    if (this.isNonNegative(polynomial)) return true
    if (this.range(polynomial).hi < 0 || this.budget-- <= 0) return false
    const atom = this.nextAtom(polynomial)
    if (!atom) return this.leaf(polynomial)
    const split = polynomial.linearIn(atom)
    if (!split) return false
    const { coefficient, rest } = split
    const [isPositive, isNegative] = [this.isNonNegative(coefficient), this.isNonNegative(Polynomial.zero.minus(coefficient))]
    if (this.depths.has(atom)) {
      const first = (): Condition => this.prove(rest)
      const last = (): Condition => this.prove(rest.plus(this.atLastTrip(coefficient, atom)))
      if (isPositive) return first()
      return isNegative ? last() : symbolic.all(first(), last())
    }
    const at = (bound: Polynomial): Condition => this.prove(rest.plus(coefficient.times(bound)))
    if (isPositive) return this.bounded(atom, 'lower', at)
    return isNegative ? this.bounded(atom, 'upper', at) : false
  }

  /** Inner trips first, since their last trip may depend on outer ones; then what is computed from trips. */
  private nextAtom(polynomial: Polynomial): Value | undefined {
    const open = [...polynomial.atoms()].filter((atom) => !this.facts.isEarly(atom))
    const others = open.filter((atom) => !this.depths.has(atom))
    const trips = open.filter((atom) => this.depths.has(atom)).sort((a, b) => this.depths.get(b)! - this.depths.get(a)!)
    return others.sort((a, b) => b.id - a.id)[0] ?? trips[0]
  }

  /** coefficient · (trips − 1), or more where trips is a quotient that was rounded up. */
  private atLastTrip(coefficient: Polynomial, trip: Value): Polynomial {
    const trips = this.facts.extents.get(trip)!
    const counted = this.counted(trips)
    const quotient = this.quotient(counted)
    if (quotient && [...coefficient.terms.values()].every((term) => term.coefficient % quotient.divisor === 0)) {
      // (trips − 1) · divisor < distance
      const times = Polynomial.of([...coefficient.terms.values()].map((term) => ({ ...term, coefficient: term.coefficient / quotient.divisor })))
      return times.times(quotient.distance.minus(one))
    }
    return coefficient.times(counted.minus(one))
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
    const division = ceiling?.kind === 'unary' && ceiling.operator === 'ceil' ? this.facts.definitions.get(ceiling.operand) : undefined
    if (division?.kind !== 'binary') return undefined
    const constant = this.facts.definitions.get(division.right)
    if (constant?.kind !== 'const' || typeof constant.value !== 'number') return undefined
    // simplify writes a division by a power of two as a product.
    const divisor = division.operator === 'div' ? constant.value : division.operator === 'mul' ? 1 / constant.value : 0
    return Number.isSafeInteger(divisor) && divisor > 0 ? { distance: this.polynomial(division.left), divisor } : undefined
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
    const sizes = terms.map((term) => this.range(Polynomial.of([term]))).map(magnitude).reduce((sum, size) => sum + size, 0)
    if (sizes < EXACT) return holds
    return symbolic.all(holds, symbolic.less(terms.map((term) => symbolic.abs(value(term))).reduce(symbolic.add, 0), EXACT))
  }

  range(polynomial: Polynomial): Range {
    let sum = integers(0, 0)
    for (const { coefficient, factors } of polynomial.terms.values()) {
      const term = factors.reduce((product, factor) => floatBinary('mul', product, this.ranges.of(factor)), integers(coefficient, coefficient))
      sum = floatBinary('add', sum, term)
    }
    return sum
  }
}

function loneAtom(polynomial: Polynomial): Value | undefined {
  const [term, another] = polynomial.terms.values()
  return term && !another && term.coefficient === 1 && term.factors.length === 1 ? term.factors[0] : undefined
}
