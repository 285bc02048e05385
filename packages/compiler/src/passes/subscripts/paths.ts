/** What the conditions on the way to an access say about integers, as polynomials that are not negative there. */
import { Polynomial } from '../../analysis/polynomial.ts'
import type { Facts } from '../../analysis/facts.ts'
import type { Ranges } from '../../analysis/ranges.ts'
import { isExactInteger } from '../../analysis/ranges/range.ts'
import type { CompareOperation, Relation, Value } from '../../ir/types.ts'
import type { Step } from './accesses.ts'
import type { Exactness } from './exactness.ts'
import type { Prover } from './prover.ts'

const opposite: Readonly<Record<Relation, Relation>> = { lt: 'ge', ge: 'lt', gt: 'le', le: 'gt', eq: 'ne', ne: 'eq' }

export class Paths {
  private readonly facts: Facts
  private readonly ranges: Ranges
  private readonly prover: Prover
  private readonly exactness: Exactness

  constructor(facts: Facts, ranges: Ranges, prover: Prover, exactness: Exactness) {
    this.facts = facts
    this.ranges = ranges
    this.prover = prover
    this.exactness = exactness
  }

  along(path: Step[]): Polynomial[] {
    return path.flatMap(({ condition, holds }) => this.from(condition, holds))
  }

  private from(condition: Value, holds: boolean): Polynomial[] {
    const definition = this.facts.definitions.get(condition)
    switch (definition?.kind) {
      case 'compare': return this.compared(definition, holds)
      case 'unary': return definition.operator === 'not' ? this.from(definition.operand, !holds) : []
      case 'binary':
        if (definition.operator !== (holds ? 'and' : 'or')) return []
        return [...this.from(definition.left, holds), ...this.from(definition.right, holds)]
      default: return []
    }
  }

  private compared({ relation, left, right }: CompareOperation, holds: boolean): Polynomial[] {
    const isInteger = (value: Value): boolean => isExactInteger(this.ranges.of(value)) && this.exactness.of(value) === true
    if (!isInteger(left) || !isInteger(right)) return []
    const difference = this.prover.polynomial(left).minus(this.prover.polynomial(right))
    const negated = Polynomial.zero.minus(difference)
    const one = Polynomial.constant(1)
    switch (holds ? relation : opposite[relation]) {
      case 'lt': return [negated.minus(one)]
      case 'le': return [negated]
      case 'gt': return [difference.minus(one)]
      case 'ge': return [difference]
      case 'eq': return [difference, negated]
      case 'ne':
        if (this.prover.range(difference).lo >= 0) return [difference.minus(one)]
        return this.prover.range(negated).lo >= 0 ? [negated.minus(one)] : []
    }
  }
}
