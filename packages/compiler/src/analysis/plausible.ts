/**
 * Whether a condition can hold for loops that are worth anything, judged by samples. Only speed hangs on it: what is wrong is guarded. Interval arithmetic also finds conditions that only loops of one trip meet:
 * a guard on them would send every real call back to plain JavaScript, and with it the loops inside that need no such guard.
 */
import type { Operation, Value } from '../ir/types.ts'
import type { Facts } from './facts.ts'
import type { Condition, Expression } from './symbolic.ts'

const SAMPLES = 64
/** Of a nest: two points have no triangle of distances that could go wrong. */
const FEWEST_TRIPS = 16
/** Extents, strides and offsets as programs have them. */
const sizes = [2, 3, 4, 7, 10, 16, 64, 100, 1000]

/** Some choice of scalars and lengths gives every counted loop at least two trips and meets all of the conditions. */
export function isPlausible(conditions: Condition[], facts: Facts): boolean {
  const open = conditions.filter((condition) => condition !== true)
  if (open.length === 0) return true
  for (const sample of samples(facts)) if (open.every((condition) => sample.condition(condition))) return true
  return false
}

/** Whatever meets what is ensured already meets these too, as far as samples tell: guards on them cost no call. */
export function isFollowing(conditions: Condition[], facts: Facts): boolean {
  const open = conditions.filter((condition) => !facts.isEnsured(condition))
  if (open.length === 0) return true
  const given = [...facts.ensured.values()]
  let met = 0
  for (const sample of samples(facts)) {
    if (!given.every((condition) => sample.condition(condition))) continue
    if (!open.every((condition) => sample.condition(condition))) return false
    met++
  }
  return met > 0
}

function* samples(facts: Facts): Generator<Evaluator> {
  const extents = [...new Set(facts.extents.values())].filter((extent) => facts.isEarly(extent))
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
    return state >>> 12
  }
  for (let sample = 0; sample < SAMPLES; sample++) {
    const evaluator = new Evaluator(facts, () => sizes[random() % sizes.length])
    const trips = extents.map((extent) => evaluator.value(extent))
    if (trips.every((count) => count >= 2) && (trips.length === 0 || trips.reduce((all, count) => all * count) >= FEWEST_TRIPS)) yield evaluator
  }
}

class Evaluator {
  private readonly facts: Facts
  private readonly choose: () => number
  private readonly values = new Map<Value, number>()
  private readonly lengths = new Map<object, number>()

  constructor(facts: Facts, choose: () => number) {
    this.facts = facts
    this.choose = choose
  }

  condition(condition: Condition): boolean {
    if (typeof condition === 'boolean') return condition
    switch (condition.operator) {
      case 'and': return condition.operands.every((one) => this.condition(one))
      case 'or': return condition.operands.some((one) => this.condition(one))
      default: {
        const [left, right] = condition.operands.map((one) => this.expression(one))
        return condition.operator === 'lt' ? left < right : condition.operator === 'le' ? left <= right : left === right
      }
    }
  }

  private expression(expression: Expression): number {
    if (typeof expression === 'number') return expression
    if (expression.operator === 'value') return this.value(expression.value)
    const [left, right] = expression.operands.map((one) => this.expression(one))
    switch (expression.operator) {
      case 'add': return left + right
      case 'sub': return left - right
      case 'mul': return left * right
      case 'div': return left / right
      case 'min': return Math.min(left, right)
      case 'max': return Math.max(left, right)
      case 'abs': return Math.abs(left)
      case 'floor': return Math.floor(left)
      case 'ceil': return Math.ceil(left)
    }
  }

  value(value: Value): number {
    let found = this.values.get(value)
    if (found === undefined) {
      const definition = this.facts.definitions.get(value)
      found = (definition && this.operation(definition)) ?? this.choose()
      this.values.set(value, found)
    }
    return found
  }

  /** What bounds and subscripts are made of; anything else is as good as any number. */
  private operation(operation: Operation): number | undefined {
    switch (operation.kind) {
      case 'const': return Number(operation.value)
      case 'convert': return operation.mode === 'value' ? this.value(operation.operand) : Math.trunc(this.value(operation.operand))
      case 'length': {
        const length = this.lengths.get(operation.array) ?? this.choose()
        this.lengths.set(operation.array, length)
        return length
      }
      case 'unary': {
        const operand = this.value(operation.operand)
        switch (operation.operator) {
          case 'neg': return -operand
          case 'abs': return Math.abs(operand)
          case 'floor': case 'trunc': return Math.floor(operand)
          case 'ceil': return Math.ceil(operand)
          default: return undefined
        }
      }
      case 'binary': {
        const [left, right] = [this.value(operation.left), this.value(operation.right)]
        switch (operation.operator) {
          case 'add': return left + right
          case 'sub': return left - right
          case 'mul': return left * right
          case 'div': return left / right
          case 'min': return Math.min(left, right)
          case 'max': return Math.max(left, right)
          case 'shl': return left * 2 ** right
          case 'shr': return Math.floor(left / 2 ** right)
          default: return undefined
        }
      }
      default: return undefined
    }
  }
}
