/**
 * Range analysis: an interval for every value of a region. One walk in program order; loops are repeated until the ranges of what they carry settle,
 * with bounds that move pushed on to the next of a few limits. Inside branches and loop bodies the condition that led there is taken into account.
 */
import type { Block, Carried, Operation, ParforOperation, Region, Value } from '../ir/types.ts'
import { isFloat, isInteger } from '../ir/vocabulary.ts'
import { results } from '../ir/walk.ts'
import type { Access } from './accesses.ts'
import { floatBinary, floatUnary, mathCall } from './ranges/float.ts'
import { grown } from './ranges/growth.ts'
import { integerBinary, integerUnary } from './ranges/integer.ts'
import { refinements, type Known } from './ranges/refine.ts'
import {
  anyLength, anyNumber, constantRange, elementRange, integers, intersect, isEmpty, isInt32, isUint32, join, sameRange, typeRange, widen,
  type Range,
} from './ranges/range.ts'

export type { Range } from './ranges/range.ts'

export interface Ranges {
  /** Holds wherever the value is visible. */
  of(value: Value): Range
  /** The subscript of an access, where the access stands. */
  index(access: Access): Range
}

export function analyseRanges(region: Region): Ranges {
  const analysis = new Analysis()
  for (const { value } of region.scalars) analysis.set(value, typeRange(value.type))
  analysis.block(region.prologue)
  analysis.block(region.body)
  return analysis
}

/** How far a range is computed again from the operands of a value under the conditions that hold here. */
const DEPTH = 4
/** More rounds than the limits of `widen` need. */
const ROUNDS = 16

class Analysis implements Ranges, Known {
  private readonly ranges = new Map<Value, Range>()
  private readonly definitions = new Map<Value, Operation>()
  private readonly indices = new Map<Access, Range>()
  /** What the enclosing conditions say, outermost first. */
  private conditions: Map<Value, Range>[] = []

  of(value: Value): Range { return this.ranges.get(value) ?? typeRange(value.type) }
  index(access: Access): Range { return this.indices.get(access) ?? this.of(access.index) }
  definition(value: Value): Operation | undefined { return this.definitions.get(value) }
  set(value: Value, range: Range): void { this.ranges.set(value, intersectType(value, range)) }

  range(value: Value, depth = DEPTH): Range {
    const known = this.of(value)
    if (this.conditions.length === 0) return known
    let range = known
    for (const condition of this.conditions) {
      const said = condition.get(value)
      if (said) range = intersect(range, said)
    }
    const definition = depth > 0 ? this.definitions.get(value) : undefined
    if (!definition) return range
    const again = this.result(definition, (operand) => this.range(operand, depth - 1))
    return again ? intersect(range, intersectType(value, again)) : range
  }

  block(block: Block): void {
    for (const operation of block.operations) this.operation(operation)
  }

  private under<Result>(condition: Value, holds: boolean, run: () => Result): Result {
    const before = this.conditions
    const said = new Map<Value, Range>()
    const known: Known = { definition: (value) => this.definition(value), range: (value) => this.range(value, 0) }
    for (const [value, range] of refinements(condition, holds, known)) {
      const earlier = said.get(value)
      said.set(value, earlier ? intersect(earlier, range) : range)
    }
    if (said.size > 0) this.conditions = [...before, said]
    try {
      return run()
    } finally {
      this.conditions = before
    }
  }

  private operation(operation: Operation): void {
    const simple = this.result(operation, (value) => this.range(value))
    if (simple) {
      const [value] = results(operation)
      this.definitions.set(value, operation)
      this.set(value, simple)
    }
    switch (operation.kind) {
      case 'load': case 'store': case 'histogram': this.indices.set(operation, this.range(operation.index)); return
      case 'if': return this.branches(operation)
      case 'for': return this.counting(operation)
      case 'while': return this.repeat(operation.carried, operation.results, operation.body, () => {
        this.block(operation.condition)
        return operation.condition.yields[0]
      })
      case 'loop': {
        const trips = this.range(operation.trips)
        this.set(operation.trip, integers(0, Math.max(trips.hi - 1, 0)))
        operation.results.forEach((value) => this.definitions.set(value, operation))
        return this.repeat(operation.carried, operation.results, operation.body, undefined, Math.max(trips.hi, 0))
      }
      case 'parfor': return this.parallel(operation)
      case 'single': return this.block(operation.body)
      case 'rankrange': this.set(operation.start, anyLength); this.set(operation.count, anyLength); return
      default:
    }
  }

  private branches(operation: Operation & { kind: 'if' }): void {
    operation.results.forEach((value) => this.definitions.set(value, operation))
    const yields = [operation.then, operation.else].map((branch) => this.under(operation.condition, branch === operation.then, () => {
      this.block(branch)
      return branch.yields.map((value) => this.range(value))
    }))
    operation.results.forEach((value, index) => this.set(value, join(yields[0][index], yields[1][index])))
  }

  /** The counter stays between its bounds: steps are monotone even where they round. */
  private counting(operation: Operation & { kind: 'for' }): void {
    const { step, relation, counter } = operation
    const [lower, upper] = [this.range(operation.lower), this.range(operation.upper)]
    const integer = lower.integer && Number.isInteger(step)
    const common = { integer, mayBeNegativeZero: lower.mayBeNegativeZero }
    const strict = relation === 'lt' || relation === 'gt'
    const last = (limit: number): number => integer ? (strict ? Math.ceil(limit) - 1 : Math.floor(limit)) : limit
    if (isEmpty(lower) || isEmpty(upper)) this.set(counter, { ...anyNumber, integer })
    else if (step > 0 && (relation === 'lt' || relation === 'le')) this.set(counter, { ...common, lo: lower.lo, hi: last(upper.hi), mayBeNaN: false })
    else if (step < 0 && (relation === 'gt' || relation === 'ge')) this.set(counter, { ...common, lo: -last(-upper.lo), hi: lower.hi, mayBeNaN: false })
    else this.set(counter, { ...common, lo: step > 0 ? lower.lo : -Infinity, hi: step > 0 ? Infinity : lower.hi, mayBeNaN: lower.mayBeNaN })
    const inside = this.of(counter)
    this.set(operation.exitCounter, join(lower, isEmpty(inside) ? lower : {
      ...inside, lo: inside.lo + Math.min(step, 0), hi: inside.hi + Math.max(step, 0), mayBeNaN: lower.mayBeNaN || operation.relation === 'ne',
    }))
    const trips = Math.ceil((inside.hi - inside.lo) / Math.abs(step)) + 1
    this.repeat(operation.carried, operation.results, operation.body, undefined, integer && trips >= 0 ? trips : Infinity)
  }

  private parallel(operation: ParforOperation): void {
    let trips = 1
    for (const dimension of operation.dimensions) {
      const { hi } = this.range(dimension.trips)
      this.set(dimension.trip, integers(0, Math.max(hi - 1, 0)))
      trips *= Math.max(hi, 0)
    }
    this.repeat(operation.carried, operation.results, operation.body, undefined, trips)
    for (const builder of operation.builders) {
      const from = builder.kind === 'compact' ? this.range(builder.initial) : integers(0, 0)
      this.set(builder.count, intersectType(builder.count, integers(from.lo, from.hi + trips)))
    }
  }

  private repeat(carried: Carried[], resultValues: Value[], body: Block, condition?: () => Value, trips = Infinity): void {
    const initials = carried.map((one) => this.range(one.initial))
    const trip = (): Range[] => {
      const goOn = condition?.()
      const run = (): Range[] => {
        this.block(body)
        return body.yields.map((value) => this.range(value))
      }
      return goOn ? this.under(goOn, true, run) : run()
    }
    // Starting from what an earlier round of an outer loop found is right, since its ranges only grow, and saves rounds.
    carried.forEach(({ parameter }, index) => {
      const before = this.ranges.get(parameter)
      this.set(parameter, before ? join(before, initials[index]) : initials[index])
    })
    for (let round = 0; ; round++) {
      const next = trip()
      let settled = true
      carried.forEach(({ parameter }, index) => {
        const before = this.of(parameter)
        const after = round < ROUNDS ? intersectType(parameter, widen(before, join(initials[index], next[index]))) : typeRange(parameter.type)
        if (sameRange(before, after)) return
        settled = false
        this.ranges.set(parameter, after)
      })
      if (settled) break
    }
    if (this.tighten(carried, initials, body, trips)) trip()
    carried.forEach(({ parameter }, index) => this.set(resultValues[index], this.of(parameter)))
  }

  private tighten(carried: Carried[], initials: Range[], body: Block, trips: number): boolean {
    let tightened = false
    carried.forEach(({ parameter }, index) => {
      const range = grown(parameter, initials[index], body.yields[index], trips, this)
      if (!range || sameRange(range, this.of(parameter))) return
      this.ranges.set(parameter, range)
      tightened = true
    })
    return tightened
  }

  /** The range of an operation whose only result depends on its operands alone. */
  private result(operation: Operation, range: (value: Value) => Range): Range | undefined {
    switch (operation.kind) {
      case 'const': return constantRange(operation.value)
      case 'unary': {
        const operand = range(operation.operand)
        if (operation.operator === 'not') return typeRange('bool')
        if (isInteger(operation.operand.type)) return integerUnary(operation.operator, operation.operand.type, operand)
        const found = floatUnary(operation.operator, operand)
        return operation.operand.type === 'f32' ? rounded32(found) : found
      }
      case 'binary': {
        const { operator, left, right } = operation
        if (left.type === 'bool') return typeRange('bool')
        if (isInteger(left.type)) return integerBinary(operator, left.type, range(left), range(right))
        const found = floatBinary(operator, range(left), range(right))
        return left.type === 'f32' ? rounded32(found) : found
      }
      case 'compare': return typeRange('bool')
      case 'select': return join(
        this.under(operation.condition, true, () => range(operation.whenTrue)),
        this.under(operation.condition, false, () => range(operation.whenFalse)),
      )
      case 'convert': return converted(operation, range(operation.operand))
      case 'call': return mathCall(operation.callee, operation.arguments.map(range))
      case 'length': return anyLength
      case 'load': return loaded(operation)
      case 'allreduce': return typeRange(operation.result.type)
      default: return undefined
    }
  }
}

function intersectType(value: Value, range: Range): Range {
  return isFloat(value.type) ? range : intersect(range, typeRange(value.type))
}

function rounded32(range: Range): Range {
  return isEmpty(range) ? range : {
    ...range, lo: Math.fround(range.lo), hi: Math.fround(range.hi), mayBeNegativeZero: range.mayBeNegativeZero || (!range.integer && range.lo < 0),
  }
}

function loaded({ array, bounds, result }: Operation & { kind: 'load' }): Range {
  const range = elementRange(array.element)
  // A native integer read out of range is 0, which every integer type has.
  return isFloat(result.type) && bounds !== 'guarded' ? { ...range, mayBeNaN: true } : range
}

function converted({ mode, operand, result }: Operation & { kind: 'convert' }, range: Range): Range {
  const { type } = result
  if (type === 'f32') return rounded32(range)
  if (type === 'f64') return range
  const whole = typeRange(type)
  if (isEmpty(range)) return whole
  switch (mode) {
    case 'exact': return isEmpty(intersect(range, whole)) ? whole : integers(Math.max(Math.ceil(range.lo), whole.lo), Math.min(Math.floor(range.hi), whole.hi))
    case 'value': return operand.type === 'bool' || isInteger(operand.type) ? intersect(range, whole) : whole
    case 'wrap': {
      if ((type === 'i32' ? isInt32 : type === 'u32' ? isUint32 : () => false)(range)) return integers(range.lo, range.hi)
      const [lo, hi] = [Math.trunc(range.lo) + 0, Math.trunc(range.hi) + 0]
      if (!isFloat(operand.type) || lo < whole.lo || hi > whole.hi) return whole
      return range.mayBeNaN ? integers(Math.min(lo, 0), Math.max(hi, 0)) : integers(lo, hi)
    }
  }
}

