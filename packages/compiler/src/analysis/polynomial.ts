/**
 * Values as polynomials with integer coefficients over atoms: the common ground of dependence tests and of subscripts in integer arithmetic.
 * A polynomial is what the arithmetic means on integers. That f64 or i32 arithmetic computes just that is for the user to ensure:
 * every atom an integer, and no intermediate result above 2^53 (f64) or 2^31 − 1 (i32).
 */
import type { Operation, Region, Value } from '../ir/types.ts'
import { forEachRegionOperation, results } from '../ir/walk.ts'

/** The operation that computes each value. Scalars, trips, counters and carried parameters have none. */
export type Definitions = ReadonlyMap<Value, Operation>

export function definitionsOf(region: Region): Map<Value, Operation> {
  const definitions = new Map<Value, Operation>()
  forEachRegionOperation(region, (operation) => { for (const value of results(operation)) definitions.set(value, operation) })
  return definitions
}

/** coefficient · product of the factors; a factor may occur more than once. */
export interface Term { readonly coefficient: number; readonly factors: readonly Value[] }

/** Sums with more terms than this are no subscripts. */
const MOST_TERMS = 48

function keyOf(factors: readonly Value[]): string {
  if (factors.length === 0) return ''
  return factors.length === 1 ? String(factors[0].id) : factors.map((factor) => factor.id).join('*')
}

function add(sum: Map<string, Term>, key: string, added: number, factors: readonly Value[]): void {
  const coefficient = (sum.get(key)?.coefficient ?? 0) + added
  if (coefficient === 0) sum.delete(key)
  else sum.set(key, { coefficient, factors })
}

export class Polynomial {
  /** By the sorted ids of the factors; no term has the coefficient 0. */
  readonly terms: ReadonlyMap<string, Term>

  private constructor(terms: ReadonlyMap<string, Term>) {
    this.terms = terms
  }

  static readonly zero = new Polynomial(new Map())

  static of(terms: Iterable<Term>): Polynomial {
    const sum = new Map<string, Term>()
    for (const { coefficient, factors } of terms) {
      const sorted = factors.length < 2 ? factors : [...factors].sort((one, other) => one.id - other.id)
      add(sum, keyOf(sorted), coefficient, sorted)
    }
    return new Polynomial(sum)
  }

  static constant(coefficient: number): Polynomial { return Polynomial.of([{ coefficient, factors: [] }]) }
  static atom(value: Value): Polynomial { return Polynomial.of([{ coefficient: 1, factors: [value] }]) }

  plus(other: Polynomial): Polynomial { return this.plusTimes(other, 1) }
  minus(other: Polynomial): Polynomial { return this.plusTimes(other, -1) }

  private plusTimes(other: Polynomial, factor: 1 | -1): Polynomial {
    const sum = new Map(this.terms)
    for (const [key, { coefficient, factors }] of other.terms) add(sum, key, factor * coefficient, factors)
    return new Polynomial(sum)
  }

  times(other: Polynomial): Polynomial {
    const products: Term[] = []
    for (const left of this.terms.values()) {
      for (const right of other.terms.values()) {
        products.push({ coefficient: left.coefficient * right.coefficient, factors: [...left.factors, ...right.factors] })
      }
    }
    return Polynomial.of(products)
  }

  /** The value, if there are no atoms in it. */
  get constant(): number | undefined {
    if (this.terms.size === 0) return 0
    return this.terms.size === 1 ? this.terms.get('')?.coefficient : undefined
  }

  get constantTerm(): number { return this.terms.get('')?.coefficient ?? 0 }

  atoms(): Set<Value> {
    return new Set([...this.terms.values()].flatMap((term) => term.factors))
  }

  equals(other: Polynomial): boolean {
    return this.minus(other).terms.size === 0
  }

  /** this = coefficient · value + rest, with `value` in neither; undefined where it occurs with a higher power. */
  linearIn(value: Value): { coefficient: Polynomial; rest: Polynomial } | undefined {
    const linear: Term[] = []
    const rest: Term[] = []
    for (const term of this.terms.values()) {
      const others = term.factors.filter((factor) => factor !== value)
      const power = term.factors.length - others.length
      if (power > 1) return undefined
      if (power === 1) linear.push({ coefficient: term.coefficient, factors: others })
      else rest.push(term)
    }
    return { coefficient: Polynomial.of(linear), rest: Polynomial.of(rest) }
  }

  substitute(replace: (value: Value) => Polynomial | undefined): Polynomial {
    const sum: Term[] = []
    for (const term of this.terms.values()) {
      const replaced = term.factors.map(replace)
      if (replaced.every((one) => one === undefined)) sum.push(term)
      else {
        const products = replaced.reduce<Polynomial>(
          (product, one, position) => product.times(one ?? Polynomial.atom(term.factors[position])), Polynomial.constant(term.coefficient),
        )
        sum.push(...products.terms.values())
      }
    }
    return Polynomial.of(sum)
  }
}

export interface PolynomialOptions {
  /** Whether to look through ToInt32 of a value: right only if it is in the range of i32. */
  throughWrap?: (operand: Value) => boolean
}

/**
 * Looks through + − · negation, shifts by constants and conversions that keep the number; anything else is an atom.
 * `known`: what earlier calls with the same definitions and options have found.
 */
export function polynomialOf(value: Value, definitions: Definitions, options: PolynomialOptions = {}, known = new Map<Value, Polynomial>()): Polynomial {
  const visit = (one: Value): Polynomial => {
    const found = known.get(one)
    if (found) return found
    const expanded = expand(one, definitions, options, visit)
    const sound = expanded && expanded.terms.size <= MOST_TERMS && [...expanded.terms.values()].every((term) => Number.isSafeInteger(term.coefficient))
    const polynomial = sound ? expanded : Polynomial.atom(one)
    known.set(one, polynomial)
    return polynomial
  }
  return visit(value)
}

/**
 * The polynomial with every step's coefficients made positive: where it differs from |polynomialOf| something cancels, and intermediate results
 * may be larger than what is left of them.
 */
export function cancels(value: Value, polynomial: Polynomial, definitions: Definitions, options: PolynomialOptions = {}): boolean {
  const known = new Map<Value, Polynomial>()
  const absolute = (one: Value): Polynomial => {
    let found = known.get(one)
    if (!found) {
      const definition = definitions.get(one)
      const isDifference = definition?.kind === 'binary' && definition.operator === 'sub'
      const expanded = isDifference ? absolute(definition.left).plus(absolute(definition.right)) : expand(one, definitions, options, absolute)
      known.set(one, found = expanded ? positive(expanded) : Polynomial.atom(one))
    }
    return found
  }
  return !absolute(value).equals(positive(polynomial))
}

function positive(polynomial: Polynomial): Polynomial {
  return Polynomial.of([...polynomial.terms.values()].map((term) => ({ ...term, coefficient: Math.abs(term.coefficient) })))
}

function expand(value: Value, definitions: Definitions, options: PolynomialOptions, visit: (value: Value) => Polynomial): Polynomial | undefined {
  const definition = definitions.get(value)
  switch (definition?.kind) {
    case 'const': {
      const number = Number(definition.value)
      return Number.isSafeInteger(number) && value.type !== 'bool' ? Polynomial.constant(number) : undefined
    }
    case 'convert': {
      if (definition.operand.type === 'bool') return undefined
      if (definition.mode !== 'wrap') return visit(definition.operand)
      return value.type === 'i32' && options.throughWrap?.(definition.operand) ? visit(definition.operand) : undefined
    }
    case 'unary': return definition.operator === 'neg' ? Polynomial.zero.minus(visit(definition.operand)) : undefined
    case 'binary':
      switch (definition.operator) {
        case 'add': return visit(definition.left).plus(visit(definition.right))
        case 'sub': return visit(definition.left).minus(visit(definition.right))
        case 'mul': return visit(definition.left).times(visit(definition.right))
        case 'shl': {
          const count = visit(definition.right).constant
          return count === undefined ? undefined : visit(definition.left).times(Polynomial.constant(2 ** (count & (is64(value) ? 63 : 31))))
        }
        default: return undefined
      }
    default: return undefined
  }
}

const is64 = (value: Value): boolean => value.type === 'i64' || value.type === 'u64'

export interface Affine {
  /** One for each of the loops that occurs, by its trip. They hold none of the trips. */
  coefficients: Map<Value, Polynomial>
  rest: Polynomial
}

/** Σ coefficient · trip + rest over the given trips; undefined where two trips are multiplied, or one with itself. */
export function affineIn(polynomial: Polynomial, trips: Iterable<Value>): Affine | undefined {
  const coefficients = new Map<Value, Polynomial>()
  const all = [...trips]
  let rest = polynomial
  for (const trip of all) {
    const split = rest.linearIn(trip)
    if (!split) return undefined
    if (split.coefficient.terms.size > 0) coefficients.set(trip, split.coefficient)
    rest = split.rest
  }
  const mixed = [...coefficients.values()].some((coefficient) => [...coefficient.atoms()].some((atom) => all.includes(atom)))
  return mixed ? undefined : { coefficients, rest }
}
