/**
 * Expressions and conditions over values that are known before the region runs. What is constant folds at once; the rest is written into the
 * prologue only when a guard needs it. All arithmetic is f64; a condition is false wherever a NaN comes into it.
 */
import type { Builder } from '../ir/builder.ts'
import type { BinaryOperator, Value } from '../ir/types.ts'

type NumberOperator = Extract<BinaryOperator, 'add' | 'sub' | 'mul' | 'min' | 'max'> | 'abs' | 'floor' | 'ceil' | 'div'

interface ValueNode { operator: 'value'; key: string; value: Value }
interface NumberNode { operator: NumberOperator; key: string; operands: Expression[] }
interface ComparisonNode { operator: 'lt' | 'le' | 'eq'; key: string; operands: Expression[] }
interface LogicNode { operator: 'and' | 'or'; key: string; operands: Condition[] }

export type Expression = number | ValueNode | NumberNode
export type Condition = boolean | ComparisonNode | LogicNode

const keyOf = (one: Expression | Condition): string => typeof one === 'object' ? one.key : String(one)

export function conditionKey(condition: Condition): string { return keyOf(condition) }

export function known(value: Value): Expression {
  return { operator: 'value', key: `%${value.id}`, value }
}

function node(operator: NumberOperator, ...operands: Expression[]): Expression {
  return { operator, key: `${operator}(${operands.map(keyOf).join(',')})`, operands }
}

const isNumber = (one: Expression): one is number => typeof one === 'number'

export function add(left: Expression, right: Expression): Expression {
  if (isNumber(left) && isNumber(right)) return left + right
  if (left === 0) return right
  if (right === 0) return left
  return node('add', left, right)
}

export function sub(left: Expression, right: Expression): Expression {
  if (isNumber(left) && isNumber(right)) return left - right
  if (right === 0) return left
  if (keyOf(left) === keyOf(right)) return 0
  if (left === 0) return mul(-1, right)
  return node('sub', left, right)
}

export function mul(left: Expression, right: Expression): Expression {
  if (isNumber(left) && isNumber(right)) return left * right
  if (left === 0 || right === 0) return 0
  if (left === 1) return right
  if (right === 1) return left
  if (isNumber(left) && !isNumber(right) && right.operator === 'mul' && isNumber(right.operands[0])) return mul(left * right.operands[0], right.operands[1])
  return node('mul', left, right)
}

function extremum(operator: 'min' | 'max', left: Expression, right: Expression): Expression {
  if (isNumber(left) && isNumber(right)) return operator === 'min' ? Math.min(left, right) : Math.max(left, right)
  const absorbing = operator === 'min' ? -Infinity : Infinity
  for (const [one, other] of [[left, right], [right, left]] as const) {
    if (one === -absorbing) return other
    if (one === absorbing) return one
  }
  return keyOf(left) === keyOf(right) ? left : node(operator, left, right)
}

export function min(left: Expression, right: Expression): Expression { return extremum('min', left, right) }
export function max(left: Expression, right: Expression): Expression { return extremum('max', left, right) }

export function abs(operand: Expression): Expression {
  return isNumber(operand) ? Math.abs(operand) : node('abs', operand)
}

export function floor(operand: Expression): Expression {
  return isNumber(operand) ? Math.floor(operand) : node('floor', operand)
}

export function ceil(operand: Expression): Expression {
  return isNumber(operand) ? Math.ceil(operand) : node('ceil', operand)
}

export function quotient(operand: Expression, divisor: number): Expression {
  return isNumber(operand) ? operand / divisor : node('div', operand, divisor)
}

function compare(operator: 'lt' | 'le' | 'eq', left: Expression, right: Expression): Condition {
  return { operator, key: `${operator}(${keyOf(left)},${keyOf(right)})`, operands: [left, right] }
}

export function less(left: Expression, right: Expression): Condition {
  if (isNumber(left) && isNumber(right)) return left < right
  // An infinite bound is one that is not known.
  if (left === Infinity || right === -Infinity || keyOf(left) === keyOf(right)) return false
  return compare('lt', left, right)
}

export function lessOrEqual(left: Expression, right: Expression): Condition {
  if (isNumber(left) && isNumber(right)) return left <= right
  if (left === Infinity || right === -Infinity) return false
  return compare('le', left, right)
}

export function isInteger(operand: Expression): Condition {
  return isNumber(operand) ? Number.isInteger(operand) : compare('eq', operand, floor(operand))
}

function logic(operator: 'and' | 'or', conditions: Condition[]): Condition {
  const deciding = operator === 'or'
  const rest = new Map<string, Condition>()
  for (const condition of conditions) {
    if (condition === deciding) return deciding
    if (typeof condition === 'boolean') continue
    rest.set(condition.key, condition)
  }
  if (rest.size === 0) return !deciding
  const operands = [...rest.values()]
  return operands.length === 1 ? operands[0] : { operator, key: `${operator}(${[...rest.keys()].join(',')})`, operands }
}

export function all(...conditions: Condition[]): Condition { return logic('and', conditions) }
export function any(...conditions: Condition[]): Condition { return logic('or', conditions) }

/** The conditions that must all hold. */
export function conjuncts(condition: Condition): Condition[] {
  return typeof condition === 'object' && condition.operator === 'and' ? condition.operands.flatMap(conjuncts) : [condition]
}

/** Writes conditions at the end of a block, equal parts once. `place` gives a value as f64 or i32 there. */
export class Emitter {
  private readonly builder: Builder
  private readonly place: (value: Value) => Value
  private readonly numbers = new Map<string, Value>()
  private readonly conditions = new Map<string, Value>()

  constructor(builder: Builder, place: (value: Value) => Value) {
    this.builder = builder
    this.place = place
  }

  condition(condition: Condition): Value {
    const key = keyOf(condition)
    const found = this.conditions.get(key)
    if (found) return found
    const value = this.writeCondition(condition)
    this.conditions.set(key, value)
    return value
  }

  number(expression: Expression): Value {
    const key = keyOf(expression)
    const found = this.numbers.get(key)
    if (found) return found
    const value = this.writeNumber(expression)
    this.numbers.set(key, value)
    return value
  }

  private writeCondition(condition: Condition): Value {
    const { builder } = this
    if (typeof condition === 'boolean') return builder.bool(condition)
    switch (condition.operator) {
      case 'and': case 'or': {
        const { operator } = condition
        return condition.operands.map((one) => this.condition(one)).reduce((left, right) => builder.binary(operator, left, right))
      }
      default: {
        const [left, right] = condition.operands.map((one) => this.number(one))
        return builder.compare(condition.operator, left, right)
      }
    }
  }

  private writeNumber(expression: Expression): Value {
    const { builder } = this
    if (typeof expression === 'number') return builder.f64(expression)
    switch (expression.operator) {
      case 'value': {
        const value = this.place(expression.value)
        return value.type === 'f64' ? value : builder.convert('value', 'f64', value)
      }
      case 'abs': case 'floor': case 'ceil': return builder.unary(expression.operator, this.number(expression.operands[0]))
      default: {
        const [left, right] = expression.operands.map((one) => this.number(one))
        return builder.binary(expression.operator, left, right)
      }
    }
  }
}
