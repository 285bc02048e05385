/** What an analysis knows of a region: definitions, extents of loops, what is known before it runs, and what its guards already ensure. */
import { Builder } from '../ir/builder.ts'
import { cloneOperations } from '../ir/clone.ts'
import type { Operation, Region, SourceLocation, Value } from '../ir/types.ts'
import { forEachRegionOperation, operands, results } from '../ir/walk.ts'
import { isSpeculable } from '../passes/simplify/effects.ts'
import { type Polynomial, polynomialOf } from './polynomial.ts'
import { type Condition, conditionKey, conjuncts, Emitter, type Expression } from './symbolic.ts'

export interface Assumption { condition: Condition; reason: string; location?: SourceLocation }

/** Conditions that the guards of a region ensure; later passes may use what an earlier one assumed. */
const ensured = new WeakMap<Region, Map<string, Condition>>()

export class Facts {
  readonly region: Region
  readonly definitions = new Map<Value, Operation>()
  /** Number of trips by trip, for every counted loop. */
  readonly extents = new Map<Value, Value>()
  private readonly early = new Map<Value, boolean>()
  private readonly placed = new Map<Value, Value>()
  private readonly polynomials = new Map<Value, Polynomial>()
  private readonly emitter: Emitter

  constructor(region: Region) {
    this.region = region
    for (const { value } of region.scalars) this.early.set(value, true)
    for (const operation of region.prologue.operations) for (const value of results(operation)) this.early.set(value, true)
    forEachRegionOperation(region, (operation) => {
      for (const value of results(operation)) this.definitions.set(value, operation)
      if (operation.kind === 'loop') this.extents.set(operation.trip, operation.trips)
      if (operation.kind === 'parfor') for (const { trip, trips } of operation.dimensions) this.extents.set(trip, trips)
    })
    this.emitter = new Emitter(new Builder(region, region.prologue), (value) => this.place(value))
  }

  get ensured(): Map<string, Condition> {
    let conditions = ensured.get(this.region)
    if (!conditions) ensured.set(this.region, conditions = new Map())
    return conditions
  }

  /** Known before the region runs, or computable there. */
  isEarly(value: Value): boolean {
    const found = this.early.get(value)
    if (found !== undefined) return found
    const definition = this.definitions.get(value)
    const early = definition !== undefined && isSpeculable(definition) && operands(definition).every((operand) => this.isEarly(operand))
    this.early.set(value, early)
    return early
  }

  polynomial(value: Value): Polynomial {
    return polynomialOf(value, this.definitions, {}, this.polynomials)
  }

  isEnsured(condition: Condition): boolean {
    return conjuncts(condition).every((one) => one === true || this.ensured.has(conditionKey(one)))
  }

  assume({ condition, ...rest }: Assumption): void {
    for (const one of conjuncts(condition)) this.assumeOne({ condition: one, ...rest })
  }

  private assumeOne({ condition, reason, location }: Assumption): void {
    if (this.isEnsured(condition)) return
    this.ensured.set(conditionKey(condition), condition)
    this.region.guards.push({ condition: this.emitter.condition(condition), reason, ...(location && { location }) })
  }

  /** An expression, computed in the prologue. */
  number(expression: Expression): Value {
    return this.emitter.number(expression)
  }

  /** An early value where the prologue sees it: itself, or a copy of what computes it. */
  place(value: Value): Value {
    const { region } = this
    const known = this.placed.get(value)
    if (known) return known
    const definition = this.definitions.get(value)
    let found = value
    if (definition && !region.prologue.operations.includes(definition)) {
      const inputs = new Map(operands(definition).map((operand) => [operand, this.place(operand)]))
      const [copy] = cloneOperations(region, [definition], inputs)
      region.prologue.operations.push(copy)
      ;[found] = results(copy)
    }
    this.placed.set(value, found)
    return found
  }
}
