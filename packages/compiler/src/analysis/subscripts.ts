/** Subscripts as polynomials, and the condition under which f64 and i32 arithmetic computes just these polynomials. */
import type { Value } from '../ir/types.ts'
import type { Access } from './accesses.ts'
import type { Bounds } from './bounds.ts'
import type { Facts } from './facts.ts'
import { cancels, Polynomial, type PolynomialOptions, polynomialOf, type Term } from './polynomial.ts'
import * as symbolic from './symbolic.ts'
import type { Condition, Expression } from './symbolic.ts'

export interface Subscript {
  polynomial: Polynomial
  /** Under this, the polynomial is the subscript, wherever the subscript is in range. */
  sound: Condition
}

const EXACT_F64 = 2 ** 53
const LARGEST_I32 = 2 ** 31 - 1
/**
 * Beside one term of any size, even a fraction: where the sum is in the range of a subscript, that term is small too, so that nothing was
 * rounded; where it was rounded, the sum is out of range and the access touches nothing.
 */
const SMALL = 2 ** 40

export class Subscripts {
  private readonly facts: Facts
  private readonly bounds: Bounds
  private readonly known = new Map<Value, Subscript>()
  private readonly options: PolynomialOptions
  private readonly polynomials = new Map<Value, Polynomial>()

  constructor(facts: Facts, bounds: Bounds) {
    this.facts = facts
    this.bounds = bounds
    this.options = { throughWrap: (operand) => !facts.isEarly(operand) }
  }

  of({ index }: Access): Subscript {
    let found = this.known.get(index)
    if (!found) {
      const polynomial = this.polynomial(index)
      this.known.set(index, found = { polynomial, sound: this.soundness(index, polynomial) })
    }
    return found
  }

  private polynomial(value: Value): Polynomial {
    return polynomialOf(value, this.facts.definitions, this.options, this.polynomials)
  }

  private soundness(index: Value, polynomial: Polynomial): Condition {
    const conditions: Condition[] = []
    const size = this.size(index, conditions)
    const terms = [...polynomial.terms.values()]
    const large = terms.filter((term) => this.worst(term) > SMALL)
    const isKnown = size !== Infinity
    if (!isKnown && large.some(({ coefficient, factors }) => factors.length > 1 || Math.abs(coefficient) !== 1)) return false
    const rest = terms.filter((term) => !large.includes(term)).reduce((sum, term) => sum + this.worst(term), 0)
    if (large.length > 1 || rest > SMALL || cancels(index, polynomial, this.facts.definitions, this.options)) {
      if (!isKnown) return false
      conditions.push(symbolic.lessOrEqual(size, EXACT_F64))
    }
    return symbolic.all(...conditions)
  }

  /** A bound of every intermediate result; what must hold besides goes to `conditions`. Infinite where something unknown occurs. */
  private size(value: Value, conditions: Condition[]): Expression {
    const definition = this.facts.definitions.get(value)
    const isAtom = this.polynomial(value).equals(Polynomial.atom(value))
    if (definition && !isAtom) {
      switch (definition.kind) {
        case 'const': return Math.abs(Number(definition.value))
        case 'unary': return this.size(definition.operand, conditions)
        case 'convert': {
          const inner = this.size(definition.operand, conditions)
          if (definition.mode === 'wrap') conditions.push(symbolic.lessOrEqual(inner, LARGEST_I32))
          return inner
        }
        case 'binary': {
          const left = this.size(definition.left, conditions)
          if (definition.operator === 'shl') {
            const shifted = symbolic.mul(left, 2 ** (this.polynomial(definition.right).constant! & 31))
            conditions.push(symbolic.lessOrEqual(shifted, LARGEST_I32))
            return shifted
          }
          // Sums and products in i32 come from counters, whose range is already known to be that of i32.
          const right = this.size(definition.right, conditions)
          return definition.operator === 'mul' ? symbolic.mul(left, right) : symbolic.add(left, right)
        }
        default:
      }
    }
    const range = this.bounds.variable(value)
    if (range) return symbolic.max(symbolic.abs(range.low), symbolic.abs(range.high))
    if (!this.facts.isEarly(value)) return Infinity
    if (value.type === 'f64' && !this.isWhole(value)) conditions.push(symbolic.isInteger(symbolic.known(value)))
    return symbolic.abs(symbolic.known(value))
  }

  /** The largest that a term can be by the types of its factors. */
  private worst({ coefficient, factors }: Term): number {
    return factors.reduce((product, factor) => {
      const range = this.bounds.variable(factor)
      const limit = factor.type === 'i32' ? 2 ** 31 : range ? symbolic.max(symbolic.abs(range.low), symbolic.abs(range.high)) : Infinity
      return product * (typeof limit === 'number' ? limit : Infinity)
    }, Math.abs(coefficient))
  }

  /** f64, but an integer (or an infinity, or NaN) by the operation that computes it. */
  private isWhole(value: Value): boolean {
    const definition = this.facts.definitions.get(value)
    return definition?.kind === 'unary' && ['floor', 'ceil', 'trunc', 'nearest'].includes(definition.operator)
  }
}
