/** Turns each `for` into a `loop`, or into a `while` where its trips cannot be counted in i32. */
import { definitionsOf, type Definitions } from '../../analysis/polynomial.ts'
import { analyseRanges, type Ranges } from '../../analysis/ranges.ts'
import { INT32_MAX, INT32_MIN, isInt32 } from '../../analysis/ranges/range.ts'
import { Builder } from '../../ir/builder.ts'
import type { Block, ForOperation, LoopOperation, Operation, Region, Value, WhileOperation } from '../../ir/types.ts'
import { forEachRegionOperation, nestedBlocks, operands } from '../../ir/walk.ts'
import { isCleanLower, isCounting, mostTrips, roundUpper } from './bounds.ts'
import type { Prologue } from './prologue.ts'

export class LoopConverter {
  private readonly region: Region
  private readonly prologue: Prologue
  private readonly guarded: ReadonlySet<ForOperation>
  private readonly ranges: Ranges
  private readonly definitions: Definitions
  private readonly used: ReadonlySet<Value>
  /** Loops whose bounds are known on entry. */
  private readonly onEntry: ReadonlySet<ForOperation>

  constructor(region: Region, prologue: Prologue, guarded: ReadonlySet<ForOperation>) {
    this.region = region
    this.prologue = prologue
    this.guarded = guarded
    this.ranges = analyseRanges(region)
    this.definitions = definitionsOf(region)
    this.used = usedValues(region)
    const loops: ForOperation[] = []
    forEachRegionOperation(region, (operation) => { if (operation.kind === 'for' && this.isCountable(operation)) loops.push(operation) })
    this.onEntry = new Set(loops.filter((loop) => prologue.hoist(loop.lower) && prologue.hoist(loop.upper)))
  }

  run(): void {
    this.block(this.region.body)
  }

  private block(block: Block): void {
    const converted: Operation[] = []
    const builder = new Builder(this.region, { operations: converted, yields: [] })
    for (const operation of block.operations) {
      for (const inner of nestedBlocks(operation)) this.block(inner)
      if (operation.kind !== 'for') converted.push(operation)
      else if (this.isCountable(operation)) this.loop(operation, builder)
      else converted.push(this.while(operation))
    }
    block.operations = converted
  }

  private isCountable(loop: ForOperation): boolean {
    const [lower, upper] = [this.ranges.of(loop.lower), this.ranges.of(loop.upper)]
    if (!isCounting(loop) || !isCleanLower(lower)) return false
    if (this.guarded.has(loop)) return true
    return loop.relation !== 'ne' && upper.lo >= INT32_MIN && upper.hi <= INT32_MAX && mostTrips(loop, lower, upper) <= INT32_MAX
  }

  private loop(loop: ForOperation, builder: Builder): void {
    const { counter, exitCounter, carried, results, body, step, lower } = loop
    const before = this.onEntry.has(loop) ? this.prologue.builder : builder
    const start = this.isZero(lower) ? undefined : this.integer(lower, before)
    const trips = this.trips(loop, before, start)
    const trip = builder.value('i32', counter.name)
    const converted: LoopOperation = {
      kind: 'loop', id: loop.id, ...(loop.label !== undefined && { label: loop.label }), results, trip, trips, carried, body,
      ...(loop.location && { location: loop.location }),
    }
    const inside = new Builder(this.region, { operations: [], yields: [] })
    inside.append({ kind: 'convert', mode: 'value', result: counter, operand: counterAfter(inside, start, step, trip) })
    body.operations.unshift(...inside.block.operations)
    builder.append(converted)
    if (!this.used.has(exitCounter)) return
    const made = builder.binary('max', trips, builder.i32(0))
    // The counter may leave i32 by one step at its end.
    const distance = builder.mul(builder.convert('value', 'f64', made), builder.f64(Math.abs(step)))
    builder.append({ kind: 'binary', operator: step > 0 ? 'add' : 'sub', result: exitCounter, left: lower, right: distance })
  }

  private trips(loop: ForOperation, builder: Builder, start: Value | undefined): Value {
    const { step, relation } = loop
    const ranges = { lower: this.ranges.of(loop.lower), upper: this.ranges.of(loop.upper) }
    const inclusive = relation === 'le' || relation === 'ge'
    if (Math.abs(step) === 1 && isInt32(ranges.upper)) {
      const end = this.integer(loop.upper, builder)
      if (step === 1 && !start && !inclusive) return end
      const least = (step > 0 ? ranges.upper.lo - ranges.lower.hi : ranges.lower.lo - ranges.upper.hi) + Number(inclusive)
      if (least >= INT32_MIN) {
        const from = start ?? builder.i32(0)
        const distance = step > 0 ? (start ? builder.sub(end, from) : end) : builder.sub(from, end)
        return inclusive ? builder.add(distance, builder.i32(1)) : distance
      }
    }
    const upper = roundUpper(loop, ranges.upper, (operator, value) => builder.unary(operator, value))
    let distance = step > 0 ? (start ? builder.sub(upper, loop.lower) : upper) : builder.sub(loop.lower, upper)
    if (inclusive) distance = builder.add(distance, builder.f64(1))
    // Distances and steps are integers below 2^33: a quotient that is no integer is too far from one to be rounded to it.
    if (Math.abs(step) !== 1) distance = builder.unary('ceil', builder.div(distance, builder.f64(Math.abs(step))))
    const zero = builder.f64(0)
    // NaN as a bound: no trip.
    const count = ranges.upper.mayBeNaN ? builder.select(builder.compare('gt', distance, zero), distance, zero) : builder.binary('max', distance, zero)
    return builder.convert('exact', 'i32', count)
  }

  private while(loop: ForOperation): WhileOperation {
    const { counter, lower, upper, exitCounter, carried, results, body, step } = loop
    const inside = new Builder(this.region, body)
    const next = inside.add(counter, inside.f64(step))
    const condition = new Builder(this.region, { operations: [], yields: [] })
    condition.block.yields = [condition.compare(loop.relation, counter, upper)]
    return {
      kind: 'while', id: loop.id, ...(loop.label !== undefined && { label: loop.label }),
      results: [exitCounter, ...results], carried: [{ parameter: counter, initial: lower }, ...carried],
      condition: condition.block, body: { operations: body.operations, yields: [next, ...body.yields] },
      ...(loop.location && { location: loop.location }),
    }
  }

  private isZero(value: Value): boolean {
    const definition = this.definitions.get(value)
    return definition?.kind === 'const' && Object.is(definition.value, 0)
  }

  /** An f64 value that is proved to be an i32. */
  private integer(value: Value, builder: Builder): Value {
    const definition = this.definitions.get(value)
    if (definition?.kind === 'const') return builder.i32((definition.value as number) + 0)
    if (definition?.kind === 'convert' && definition.operand.type === 'i32') return definition.operand
    return builder.convert('exact', 'i32', value)
  }
}

/** In i32 as in real numbers: both ends of the counter's way are i32. */
function counterAfter(builder: Builder, start: Value | undefined, step: number, trip: Value): Value {
  const distance = Math.abs(step) === 1 ? trip : builder.mul(trip, builder.i32(Math.abs(step)))
  if (step > 0) return start ? builder.add(start, distance) : distance
  return builder.sub(start ?? builder.i32(0), distance)
}

function usedValues(region: Region): Set<Value> {
  const used = new Set<Value>(region.body.yields)
  forEachRegionOperation(region, (operation) => {
    operands(operation).forEach((value) => used.add(value))
    for (const block of nestedBlocks(operation)) block.yields.forEach((value) => used.add(value))
  })
  return used
}

