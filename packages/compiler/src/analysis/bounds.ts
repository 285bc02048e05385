/** Bounds of polynomials over the trips of loops, as expressions of what is known before the region runs. */
import type { Operation, Value } from '../ir/types.ts'
import type { Facts } from './facts.ts'
import { Polynomial, type Term } from './polynomial.ts'
import * as symbolic from './symbolic.ts'
import type { Expression } from './symbolic.ts'

export interface Interval { low: Expression; high: Expression }

const LARGEST_TRIP = 2 ** 31 - 1

/** Stands for the value of a variable in another trip: bounds are those of the original. */
export class Renaming {
  private readonly copies = new Map<Value, Value>()
  private readonly originals = new Map<Value, Value>()
  private next = -1

  copy(value: Value): Value {
    let copy = this.copies.get(value)
    if (!copy) {
      copy = { ...value, id: this.next-- }
      this.copies.set(value, copy)
      this.originals.set(copy, value)
    }
    return copy
  }

  original(value: Value): Value { return this.originals.get(value) ?? value }
}

export class Bounds {
  private readonly facts: Facts
  private readonly highest = new Map<Value, Expression>()

  constructor(facts: Facts) {
    this.facts = facts
  }

  /** The range of a variable: a trip, or a value whose type or mask limits it. Undefined for what is a number of its own, and for what is unknown. */
  variable(value: Value): Interval | undefined {
    const { extents, definitions } = this.facts
    if (extents.has(value)) return { low: 0, high: this.lastTrip(value) }
    const definition = this.facts.isEarly(value) ? undefined : definitions.get(value)
    return definition && limited(definition, (one) => this.constant(one))
  }

  /** The greatest trip of a loop, at least 0. */
  lastTrip(trip: Value): Expression {
    const found = this.highest.get(trip)
    if (found !== undefined) return found
    const extent = this.facts.extents.get(trip)
    // Against a cycle, which well-formed loops do not have.
    this.highest.set(trip, LARGEST_TRIP - 1)
    const high = extent ? symbolic.max(symbolic.sub(this.ofValue(extent).high, 1), 0) : Infinity
    this.highest.set(trip, high)
    return high
  }

  trips(trip: Value): Expression { return symbolic.add(this.lastTrip(trip), 1) }

  /** A polynomial over variables (`variable`) and early atoms. Bounds are infinite where something else occurs. */
  ofPolynomial(polynomial: Polynomial, renaming = new Renaming()): Interval {
    let exact: Expression = 0
    const groups = new Map<string, { variables: Value[]; terms: Term[] }>()
    for (const term of polynomial.terms.values()) {
      const variables = term.factors.filter((factor) => this.variable(renaming.original(factor)))
      if (term.factors.some((factor) => !variables.includes(factor) && !this.facts.isEarly(factor))) return { low: -Infinity, high: Infinity }
      const rest = { coefficient: term.coefficient, factors: term.factors.filter((factor) => !variables.includes(factor)) }
      if (variables.length === 0) { exact = symbolic.add(exact, this.termValue(rest)); continue }
      const key = variables.map((variable) => variable.id).join('*')
      const group = groups.get(key) ?? { variables, terms: [] }
      group.terms.push(rest)
      groups.set(key, group)
    }
    let [low, high] = [exact, exact]
    for (const { variables, terms } of groups.values()) {
      const coefficient = terms.map((term) => this.termValue(term)).reduce(symbolic.add)
      const range = variables.map((one) => this.variable(renaming.original(one))!).reduce(product)
      const [one, other] = [symbolic.mul(coefficient, range.low), symbolic.mul(coefficient, range.high)]
      if (typeof coefficient === 'number') {
        low = symbolic.add(low, coefficient < 0 ? other : one)
        high = symbolic.add(high, coefficient < 0 ? one : other)
      } else {
        low = symbolic.add(low, symbolic.min(one, other))
        high = symbolic.add(high, symbolic.max(one, other))
      }
    }
    return { low, high }
  }

  /** A polynomial of early atoms alone. */
  exact(polynomial: Polynomial): Expression | undefined {
    if ([...polynomial.atoms()].some((atom) => !this.facts.isEarly(atom) || this.variable(atom))) return undefined
    return [...polynomial.terms.values()].map((term) => this.termValue(term)).reduce(symbolic.add, 0)
  }

  private termValue({ coefficient, factors }: Term): Expression {
    return factors.map((factor) => symbolic.known(factor)).reduce(symbolic.mul, coefficient as Expression)
  }

  private constant(value: Value): number | undefined {
    return this.facts.polynomial(value).constant
  }

  private ofValue(value: Value): Interval {
    if (this.facts.isEarly(value)) {
      const constant = this.constant(value)
      return constant === undefined ? { low: symbolic.known(value), high: symbolic.known(value) } : { low: constant, high: constant }
    }
    return this.spread(this.facts.polynomial(value))
  }

  /** As `ofPolynomial`, but atoms may be anything that can be bounded. */
  private spread(polynomial: Polynomial): Interval {
    const simple = this.ofPolynomial(polynomial)
    if (simple.high !== Infinity) return simple
    const split = this.atExtremum(polynomial)
    if (split) return split
    const terms = [...polynomial.terms.values()].map((term): Interval => {
      const [factor] = term.factors
      const definition = term.factors.length === 1 ? this.facts.definitions.get(factor) : undefined
      const inner = definition && this.ofOperation(definition)
      if (!inner) return this.ofPolynomial(Polynomial.of([term]))
      const [one, other] = [symbolic.mul(term.coefficient, inner.low), symbolic.mul(term.coefficient, inner.high)]
      return term.coefficient < 0 ? { low: other, high: one } : { low: one, high: other }
    })
    return terms.reduce((sum, one) => ({ low: symbolic.add(sum.low, one.low), high: symbolic.add(sum.high, one.high) }))
  }

  /** min(a, b) + rest is min(a + rest, b + rest): what cancels between a and the rest would be lost otherwise. */
  private atExtremum(polynomial: Polynomial): Interval | undefined {
    for (const { coefficient, factors } of polynomial.terms.values()) {
      const definition = factors.length === 1 ? this.facts.definitions.get(factors[0]) : undefined
      if (definition?.kind !== 'binary' || (definition.operator !== 'min' && definition.operator !== 'max')) continue
      const [one, other] = [definition.left, definition.right].map((side) =>
        this.spread(polynomial.substitute((atom) => atom === factors[0] ? this.facts.polynomial(side) : undefined)))
      const join = (definition.operator === 'min') === coefficient > 0 ? symbolic.min : symbolic.max
      return { low: join(one.low, other.low), high: join(one.high, other.high) }
    }
    return undefined
  }

  private ofOperation(operation: Operation): Interval | undefined {
    const range = limited(operation, (one) => this.constant(one))
    if (range) return range
    switch (operation.kind) {
      case 'convert':
        if (operation.mode !== 'wrap') return this.ofValue(operation.operand)
        return operation.result.type === 'i32' ? { low: -(2 ** 31), high: LARGEST_TRIP } : undefined
      case 'select': return hull(this.ofValue(operation.whenTrue), this.ofValue(operation.whenFalse))
      case 'unary': {
        if (operation.operator !== 'floor' && operation.operator !== 'ceil' && operation.operator !== 'trunc') return undefined
        const { low, high } = this.ofValue(operation.operand)
        return { low: symbolic.floor(low), high: symbolic.ceil(high) }
      }
      case 'binary': {
        const divisor = operation.operator === 'div' ? this.constant(operation.right) : undefined
        if (divisor === undefined || divisor <= 0) return undefined
        const { low, high } = this.ofValue(operation.left)
        return { low: symbolic.floor(symbolic.quotient(low, divisor)), high: symbolic.ceil(symbolic.quotient(high, divisor)) }
      }
      default: return undefined
    }
  }
}

function product(left: Interval, right: Interval): Interval {
  const corners = [symbolic.mul(left.low, right.low), symbolic.mul(left.low, right.high), symbolic.mul(left.high, right.low), symbolic.mul(left.high, right.high)]
  return { low: corners.reduce(symbolic.min), high: corners.reduce(symbolic.max) }
}

function hull(one: Interval, other: Interval): Interval {
  return { low: symbolic.min(one.low, other.low), high: symbolic.max(one.high, other.high) }
}

/** Small integers by type or mask. A read out of range gives NaN, and an access at NaN touches nothing. */
function limited(operation: Operation, constantOf: (value: Value) => number | undefined): Interval | undefined {
  switch (operation.kind) {
    case 'load':
      switch (operation.array.element) {
        case 'u8': case 'u8c': return { low: 0, high: 0xff }
        case 'i8': return { low: -0x80, high: 0x7f }
        case 'u16': return { low: 0, high: 0xffff }
        case 'i16': return { low: -0x8000, high: 0x7fff }
        default: return undefined
      }
    case 'binary': {
      if (operation.operator !== 'and' || operation.result.type === 'bool') return undefined
      const mask = [constantOf(operation.left), constantOf(operation.right)].find((one) => one !== undefined && one >= 0)
      return mask === undefined ? undefined : { low: 0, high: mask }
    }
    default: return undefined
  }
}
