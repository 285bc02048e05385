/**
 * Variables that grow by the same integer in every trip (`out[k++] = …` in a nest of loops) are computed from the trips instead of being carried.
 * Only integers, and only below 2^53: `x += 0.1` rounds at every step, which no product gives again (semantics: 7).
 */
import { Bounds } from '../../analysis/bounds.ts'
import { Facts } from '../../analysis/facts.ts'
import { cancels, Polynomial } from '../../analysis/polynomial.ts'
import * as symbolic from '../../analysis/symbolic.ts'
import { Builder } from '../../ir/builder.ts'
import type { Block, LoopOperation, Operation, Region, Value } from '../../ir/types.ts'
import { nestedBlocks, substitute } from '../../ir/walk.ts'
import { removeDeadCode } from '../simplify/dead.ts'
import { neverNegativeZero } from '../simplify/facts.ts'

const EXACT = 2 ** 53

export function replaceInductions(region: Region): void {
  new Inductions(region).block(region.body)
  // The values after the loops, which mostly nobody reads, would stand between perfect nests.
  removeDeadCode(region)
}

class Inductions {
  private readonly region: Region
  private facts: Facts

  constructor(region: Region) {
    this.region = region
    this.facts = new Facts(region)
  }

  /** From the outside in: what an inner loop starts from is then a polynomial of the trips around it. */
  block(block: Block): void {
    block.operations = block.operations.flatMap((operation) => {
      const after = operation.kind === 'loop' ? this.loop(operation) : []
      for (const inner of nestedBlocks(operation)) this.block(inner)
      return [operation, ...after]
    })
  }

  private loop(loop: LoopOperation): Operation[] {
    const after = new Builder(this.region, { operations: [], yields: [] })
    for (let position = loop.carried.length - 1; position >= 0; position--) {
      const step = this.step(loop, position)
      if (!step || step.terms.size === 0 || !this.staysExact(loop, position, step)) continue
      this.replace(loop, position, step, after)
      this.facts = new Facts(this.region)
    }
    return after.block.operations
  }

  /** What a trip adds to a carried value, if that is known before the region runs. */
  private step(loop: LoopOperation, position: number): Polynomial | undefined {
    const { parameter } = loop.carried[position]
    return parameter.type === 'f64' ? this.growth(loop.body.yields[position], parameter) : undefined
  }

  private growth(value: Value, from: Value): Polynomial | undefined {
    if (value === from) return Polynomial.zero
    const definition = this.facts.definitions.get(value)
    if (definition?.kind === 'binary' && (definition.operator === 'add' || definition.operator === 'sub')) {
      const { left, right, operator } = definition
      for (const [one, other] of operator === 'add' ? [[left, right], [right, left]] : [[left, right]]) {
        const before = this.growth(one, from)
        const added = before && this.integer(other)
        if (added) return operator === 'add' ? before.plus(added) : before.minus(added)
      }
    }
    if (definition?.kind === 'loop') {
      const index = definition.results.indexOf(value)
      const before = this.growth(definition.carried[index].initial, from)
      const step = before && this.step(definition, index)
      const trips = step && this.tripsOf(definition)
      return trips && before.plus(step.times(trips))
    }
    return undefined
  }

  /** A polynomial of early integers. */
  private integer(value: Value): Polynomial | undefined {
    const { definitions } = this.facts
    const polynomial = this.facts.polynomial(value)
    // One product is rounded only where it is too large anyway.
    const isExact = (polynomial.terms.size <= 1 || isLinear(polynomial)) && !cancels(value, polynomial, definitions)
    return isExact && [...polynomial.atoms()].every((atom) => atom.type === 'i32' && this.facts.isEarly(atom)) ? polynomial : undefined
  }

  private tripsOf({ trips }: LoopOperation): Polynomial | undefined {
    const { constant } = this.facts.polynomial(trips)
    if (constant !== undefined) return Polynomial.constant(Math.max(constant, 0))
    if (!this.facts.isEarly(trips)) return undefined
    const builder = new Builder(this.region, this.region.prologue)
    const most = builder.binary('max', this.facts.place(trips), builder.i32(0))
    this.facts = new Facts(this.region)
    return Polynomial.atom(most)
  }

  /** All values are integers that f64 holds; a guard sees to it where the types do not. */
  private staysExact(loop: LoopOperation, position: number, step: Polynomial): boolean {
    const { initial, parameter } = loop.carried[position]
    const { facts } = this
    const start = facts.polynomial(initial)
    if (![...start.atoms()].every((atom) => atom.type === 'i32' && (facts.isEarly(atom) || facts.extents.has(atom)))) return false
    if (!neverNegativeZero({ definition: (value) => facts.definitions.get(value), constant: () => { throw new Error('no constant is needed') } }, initial)) return false
    const bounds = new Bounds(facts)
    const { low, high } = bounds.ofPolynomial(start)
    const each = bounds.exact(step)
    if (each === undefined) return false
    const most = symbolic.add(symbolic.max(symbolic.abs(low), symbolic.abs(high)), symbolic.mul(symbolic.abs(each), bounds.trips(loop.trip)))
    const isSmall = start.constant !== undefined && typeof each === 'number' && Math.abs(start.constant) + Math.abs(each) * 2 ** 31 <= EXACT
    const condition = isSmall || symbolic.lessOrEqual(most, EXACT)
    if (condition === false) return false
    const name = parameter.name === undefined ? 'a counter' : `'${parameter.name}'`
    facts.assume({ condition, reason: `${name} stays below 2^53`, ...(loop.location && { location: loop.location }) })
    return true
  }

  private replace(loop: LoopOperation, position: number, step: Polynomial, after: Builder): void {
    const { initial, parameter } = loop.carried[position]
    const result = loop.results[position]
    const inside = new Builder(this.region, { operations: [], yields: [] })
    const each = this.facts.number(new Bounds(this.facts).exact(step)!)
    const current = this.at(inside, initial, each, loop.trip, parameter)
    const most = after.binary('max', loop.trips, after.i32(0))
    this.at(after, initial, each, most, result)
    for (const list of [loop.carried, loop.results, loop.body.yields]) list.splice(position, 1)
    substitute(loop.body, (value) => value === parameter ? current : value)
    loop.body.operations.unshift(...inside.block.operations)
  }

  /** initial + each · trips */
  private at(builder: Builder, initial: Value, each: Value, trips: Value, result: Value): Value {
    const distance = builder.mul(builder.convert('value', 'f64', trips), each)
    builder.append({ kind: 'binary', operator: 'add', result, left: initial, right: distance })
    return result
  }
}

/** A sum of i32 with small factors, far from what f64 would round. */
function isLinear(polynomial: Polynomial): boolean {
  return [...polynomial.terms.values()].every(({ coefficient, factors }) => factors.length <= 1 && Math.abs(coefficient) < 2 ** 16)
}
