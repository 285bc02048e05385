/** Moves what can be computed from live-ins and lengths alone into the prologue, where guards can see it. */
import { Builder } from '../../ir/builder.ts'
import type { Block, Operation, Region, SourceLocation, Value } from '../../ir/types.ts'
import { nestedBlocks, operands, results } from '../../ir/walk.ts'
import { isSpeculable } from '../simplify/effects.ts'

interface Place { operation: Operation; block: Block }

export class Prologue {
  readonly builder: Builder
  private readonly region: Region
  private readonly inside = new Set<Value>()
  private readonly places = new Map<Value, Place>()

  constructor(region: Region) {
    this.region = region
    this.builder = new Builder(region, region.prologue)
    for (const { value } of region.scalars) this.inside.add(value)
    this.index(region.body)
  }

  /** What is built through `builder` counts too. */
  private settle(): void {
    for (const operation of this.region.prologue.operations) for (const value of results(operation)) this.inside.add(value)
  }

  private index(block: Block): void {
    for (const operation of block.operations) {
      for (const value of results(operation)) this.places.set(value, { operation, block })
      for (const inner of nestedBlocks(operation)) this.index(inner)
    }
  }

  /** The value is computed in the prologue, or now has been moved there. */
  hoist(value: Value): boolean {
    this.settle()
    if (!this.canHoist(value)) return false
    this.move(value)
    return true
  }

  private canHoist(value: Value): boolean {
    if (this.inside.has(value)) return true
    const place = this.places.get(value)
    return place !== undefined && isSpeculable(place.operation) && operands(place.operation).every((operand) => this.canHoist(operand))
  }

  private move(value: Value): void {
    if (this.inside.has(value)) return
    const { operation, block } = this.places.get(value)!
    for (const operand of operands(operation)) this.move(operand)
    block.operations.splice(block.operations.indexOf(operation), 1)
    this.region.prologue.operations.push(operation)
    this.inside.add(value)
  }

  guard(condition: Value, reason: string, location?: SourceLocation): void {
    this.region.guards.push(location ? { condition, reason, location } : { condition, reason })
  }

  /** The f64 value as an i32, and back: equal to the original whenever it is an i32. Nothing traps before a guard has compared them. */
  roundTrip(value: Value): { integer: Value; back: Value } {
    const integer = this.builder.convert('wrap', 'i32', value)
    return { integer, back: this.builder.convert('value', 'f64', integer) }
  }

  /** Neither is 1/x −∞ for any other integer, nor does anything but −0 lose its identity as an i32. */
  isNotNegativeZero(value: Value): Value {
    const { builder } = this
    return builder.compare('gt', builder.div(builder.f64(1), value), builder.f64(-Infinity))
  }
}
