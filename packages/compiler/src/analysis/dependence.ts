/**
 * Whether different trips of a loop touch different elements. Subscripts are polynomials over trips and over values known before the region
 * runs; what constants decide is decided here, what early values decide becomes a condition (the strides of Banerjee's and the GCD test,
 * with symbolic coefficients: Allen and Kennedy, Optimizing Compilers for Modern Architectures, chapter 3).
 */
import type { ArrayParameter, Block, HistogramOperation, StoreOperation, Value } from '../ir/types.ts'
import { type Access, accessesIn, definedIn } from './accesses.ts'
import { Bounds, Renaming } from './bounds.ts'
import type { Assumption, Facts } from './facts.ts'
import { Polynomial } from './polynomial.ts'
import { isPlausible } from './plausible.ts'
import { type Subscript, Subscripts } from './subscripts.ts'
import * as symbolic from './symbolic.ts'
import type { Condition } from './symbolic.ts'

/** One level of a nest: the trip, and what has a value of its own in each trip. */
export interface Level { trip: Value; inside: ReadonlySet<Value> }

export interface Obstacle { kind: 'subscript' | 'element'; store: StoreOperation | HistogramOperation; access: Access }

export interface Independence {
  assumptions: Assumption[]
  /** Pairs of arrays that must not overlap; `same`: but may be the identical view. */
  pairs: { first: ArrayParameter; second: ArrayParameter; same: boolean }[]
}

interface Pending extends Assumption { between: [Access, Access] }

/** Below this, rows of a numeric length are no rows: `a[i + j]` would ask for an inner loop of one trip. */
const LEAST_ROW = 3

export class Dependences {
  readonly facts: Facts
  readonly bounds: Bounds
  private readonly subscripts: Subscripts

  constructor(facts: Facts) {
    this.facts = facts
    this.bounds = new Bounds(facts)
    this.subscripts = new Subscripts(facts, this.bounds)
  }

  /** `shared`: arrays whose elements trips may share. */
  loop(trip: Value, body: Block, shared: ReadonlySet<ArrayParameter> = new Set()): Independence | Obstacle {
    const accesses = accessesIn(body)
    return this.between({ trip, inside: definedIn(body) }, accesses, accesses, new Map(), shared)
  }

  /**
   * Between accesses of different trips: one of `first` and one of `second`, at least one of them a store.
   * `trips`: the trips of the loop around `second`, by those of the loop around `first` that they stand for.
   */
  between(level: Level, first: Access[], second: Access[], trips: ReadonlyMap<Value, Value> = new Map(), shared: ReadonlySet<ArrayParameter> = new Set()): Independence | Obstacle {
    const assumptions: Pending[] = []
    const pairs: Independence['pairs'] = []
    const crossing: [Access, Access][] = []
    for (const [position, one] of first.entries()) {
      for (const other of first === second ? second.slice(position) : second) {
        if (one.kind === 'load' && other.kind === 'load') continue
        if (one.array !== other.array) { crossing.push([one, other]); continue }
        const isHistogram = one.kind === 'histogram' && other.kind === 'histogram' && one.operator === other.operator
        if (isHistogram || shared.has(one.array)) continue
        const condition = this.apart(one, other, level, trips)
        if (condition === false) return this.obstacle(one, other, level)
        if (condition !== true) assumptions.push({ condition, reason: reasonFor(one.array), ...locationOf(one, other), between: [one, other] })
      }
    }
    const unlikely = this.unlikely(assumptions)
    if (unlikely) return this.obstacle(...unlikely, level)
    const given = new Set(assumptions.flatMap(({ condition }) => symbolic.conjuncts(condition)).map(symbolic.conditionKey))
    const isGiven = (condition: Condition): boolean =>
      symbolic.conjuncts(condition).every((one) => this.facts.isEnsured(one) || given.has(symbolic.conditionKey(one)))
    for (const [one, other] of crossing) {
      const condition = this.apart(one, other, level, trips)
      const same = isGiven(condition)
      const pair = pairs.find(({ first: a, second: b }) => (a === one.array && b === other.array) || (a === other.array && b === one.array))
      if (pair) pair.same &&= same
      else pairs.push({ first: one.array, second: other.array, same })
    }
    return { assumptions, pairs }
  }

  /** The accesses whose condition, with those before it, no loop of some trips meets. */
  private unlikely(assumptions: Pending[]): [Access, Access] | undefined {
    const conditions = assumptions.map(({ condition }) => condition)
    if (isPlausible(conditions, this.facts)) return undefined
    const count = conditions.findIndex((_, index) => !isPlausible(conditions.slice(0, index + 1), this.facts))
    return assumptions[count].between
  }

  private obstacle(one: Access, other: Access, level: Level): Obstacle {
    const wild = [one, other].find((access) => !this.isAffine(access, level)) ?? [one, other].find((access) => this.hasData(access, level))
    const store = one.kind === 'load' ? other as StoreOperation | HistogramOperation : one
    return { kind: wild ? 'subscript' : 'element', store, access: wild ?? (store === one ? other : one) }
  }

  private isAffine(access: Access, level: Level): boolean {
    const { polynomial, sound } = this.subscripts.of(access)
    return sound !== false && this.isKnown(polynomial, level) && polynomial.linearIn(level.trip) !== undefined
  }

  /** Elements of arrays, masked values and the like. */
  private hasData(access: Access, { inside, trip }: Level): boolean {
    return [...this.subscripts.of(access).polynomial.atoms()].some((atom) => atom !== trip && inside.has(atom) && !this.facts.extents.has(atom) && !this.facts.isEarly(atom))
  }

  private isKnown(polynomial: Polynomial, { inside, trip }: Level): boolean {
    return [...polynomial.atoms()].every((atom) => atom === trip || !inside.has(atom) || this.facts.isEarly(atom) || this.bounds.variable(atom))
  }

  /** The condition under which two accesses to one array touch different elements in different trips. */
  apart(one: Access, other: Access, level: Level, trips: ReadonlyMap<Value, Value> = new Map()): Condition {
    const left = this.subscripts.of(one)
    const right = aligned(this.subscripts.of(other), trips)
    if (!this.isKnown(left.polynomial, level) || !this.isKnown(right.polynomial, level)) return false
    const sound = symbolic.all(left.sound, right.sound)
    if (sound === false) return false
    const renaming = new Renaming()
    const isOwn = (value: Value): boolean => value === level.trip || (level.inside.has(value) && !this.facts.isEarly(value))
    const renamed = (polynomial: Polynomial): Polynomial =>
      polynomial.substitute((value) => isOwn(value) ? Polynomial.atom(renaming.copy(value)) : undefined)
    const difference = left.polynomial.minus(renamed(right.polynomial))
    if (this.isIndivisible(difference, renaming)) return sound
    const within = this.withinStride(left.polynomial, right.polynomial, level, renamed, renaming)
    const isDecided = within === true || one === other
    return symbolic.all(isDecided ? within : symbolic.any(within, this.neverEqual(difference, renaming, level.trip)), sound)
  }

  /** The greatest common divisor of the coefficients does not divide the constant: no integers make it zero. */
  private isIndivisible(difference: Polynomial, renaming: Renaming): boolean {
    let divisor = 0
    for (const { coefficient, factors } of difference.terms.values()) {
      if (factors.length === 0) continue
      if (!factors.every((factor) => this.isInteger(renaming.original(factor)))) return false
      divisor = greatestCommonDivisor(divisor, Math.abs(coefficient))
    }
    return divisor === 0 ? difference.constantTerm !== 0 : difference.constantTerm % divisor !== 0
  }

  private isInteger(value: Value): boolean {
    return this.bounds.variable(value) !== undefined || this.facts.isEarly(value)
  }

  /** Both move by the same stride from trip to trip, and what else differs between them stays below the stride. */
  private withinStride(left: Polynomial, right: Polynomial, { trip }: Level, renamed: (polynomial: Polynomial) => Polynomial, renaming: Renaming): Condition {
    const [one, other] = [left.linearIn(trip), right.linearIn(trip)]
    if (!one || !other || !one.coefficient.equals(other.coefficient)) return false
    const stride = this.bounds.exact(one.coefficient)
    if (stride === undefined || stride === 0) return false
    const offset = renamed(other.rest).minus(one.rest)
    const { low, high } = this.bounds.ofPolynomial(offset, renaming)
    if (this.isRow(offset, one.coefficient, renaming)) return true
    const condition = symbolic.less(symbolic.max(high, symbolic.sub(0, low)), symbolic.abs(stride))
    if (typeof condition === 'boolean') return condition
    const sensible = typeof stride !== 'number' || Math.abs(stride) >= LEAST_ROW || this.hasOwnNumber(offset, renaming)
    return sensible && condition
  }

  /** The offset is the distance of trips of loops that make as many trips as the stride is long: if they make any, these are closer. */
  private isRow(offset: Polynomial, stride: Polynomial, renaming: Renaming): boolean {
    const terms = [...offset.terms.values()]
    return terms.length > 0 && (terms.length === 1 || (terms.length === 2 && terms[0].coefficient === -terms[1].coefficient))
      && terms.every(({ coefficient, factors }) => {
        const extent = factors.length === 1 ? this.facts.extents.get(renaming.original(factors[0])) : undefined
        return Math.abs(coefficient) === 1 && extent !== undefined && this.facts.polynomial(extent).equals(stride)
      })
  }

  /** The difference is never zero, whatever the trips. */
  private neverEqual(difference: Polynomial, renaming: Renaming, trip: Value): Condition {
    const { low, high } = this.bounds.ofPolynomial(difference, renaming)
    // c · (t + t') comes to neither of its ends where t and t' differ.
    const [one, other] = [trip, renaming.copy(trip)].map((value) => difference.linearIn(value)?.coefficient.constant)
    const slack = one === other ? Math.abs(one ?? 0) : 0
    const condition = symbolic.any(symbolic.less(-slack, low), symbolic.less(high, slack))
    if (typeof condition === 'boolean') return condition
    // Else it would hold for loops of one trip only.
    return this.hasOwnNumber(difference, renaming) && condition
  }

  /** An early value that no trip is multiplied with: a distance, not an extent. */
  private hasOwnNumber(polynomial: Polynomial, renaming: Renaming): boolean {
    return [...polynomial.terms.values()].some(({ factors }) =>
      factors.length > 0 && factors.every((factor) => this.bounds.variable(renaming.original(factor)) === undefined))
  }
}

function aligned(subscript: Subscript, trips: ReadonlyMap<Value, Value>): Subscript {
  if (trips.size === 0) return subscript
  const polynomial = subscript.polynomial.substitute((value) => {
    const trip = trips.get(value)
    return trip && Polynomial.atom(trip)
  })
  return { ...subscript, polynomial }
}

export function isObstacle(result: Independence | Obstacle): result is Obstacle {
  return 'kind' in result
}

function greatestCommonDivisor(one: number, other: number): number {
  return other === 0 ? one : greatestCommonDivisor(other, one % other)
}

function reasonFor(array: ArrayParameter): string {
  return `the trips touch different elements of '${array.name}'`
}

function locationOf(one: Access, other: Access): Pick<Assumption, 'location'> {
  const location = one.kind === 'load' ? other.location : one.location
  return location ? { location } : {}
}
