/** Under which condition on entry the arithmetic of a subscript, in f64 or i32, computes what it means on integers, and the same in i32. */
import type { Facts } from '../../analysis/facts.ts'
import { Polynomial } from '../../analysis/polynomial.ts'
import type { Ranges } from '../../analysis/ranges.ts'
import { floatBinary } from '../../analysis/ranges/float.ts'
import { EXACT, INT32_MAX, isExactInteger, isInt32, magnitude } from '../../analysis/ranges/range.ts'
import * as symbolic from '../../analysis/symbolic.ts'
import type { Condition, Expression } from '../../analysis/symbolic.ts'
import type { Builder } from '../../ir/builder.ts'
import type { BinaryOperation, Operation, Value } from '../../ir/types.ts'
import type { Prover } from './prover.ts'

type Arithmetic = BinaryOperation & { operator: 'add' | 'sub' | 'mul' | 'shl' }

const isArithmetic = (operation: Operation | undefined): operation is Arithmetic =>
  operation?.kind === 'binary' && (['add', 'sub', 'mul', 'shl'] as string[]).includes(operation.operator)

export class Exactness {
  private readonly facts: Facts
  private readonly ranges: Ranges
  private readonly prover: Prover

  constructor(facts: Facts, ranges: Ranges, prover: Prover) {
    this.facts = facts
    this.ranges = ranges
    this.prover = prover
  }

  of(value: Value): Condition {
    const conditions: Condition[] = []
    const isProved = this.visit(value, conditions)
    if (!isProved) conditions.push(this.small(value))
    return symbolic.all(...conditions)
  }

  private small(value: Value): Condition {
    return symbolic.less(this.size(value), value.type === 'i32' ? INT32_MAX + 1 : EXACT)
  }

  /**
   * True if ranges prove it for everything in `value`; else the caller has to ask for the size of the whole, which bounds that of its parts
   * (a part that is multiplied by 0 may be anything). What else is needed goes to `conditions`.
   */
  private visit(value: Value, conditions: Condition[]): boolean {
    const definition = this.facts.definitions.get(value)
    if (value.type !== 'f64' && value.type !== 'i32' && value.type !== 'u32') {
      conditions.push(false)
      return true
    }
    if (isArithmetic(definition)) {
      const proved = [definition.left, definition.right].map((operand) => this.visit(operand, conditions))
      return proved.every(Boolean) && this.fits(definition)
    }
    switch (definition?.kind) {
      case 'const': conditions.push(Number.isSafeInteger(definition.value)); return true
      case 'unary': if (definition.operator === 'neg') return this.visit(definition.operand, conditions) && value.type !== 'i32'; break
      case 'convert':
        if (definition.operand.type === 'bool') return true
        if (definition.mode === 'wrap') break
        if (!this.visit(definition.operand, conditions)) conditions.push(this.small(definition.operand))
        return true
      case 'binary': if (definition.operator === 'rem' && value.type === 'f64') return this.remainder(definition, conditions); break
      default:
    }
    conditions.push(this.atom(value))
    return true
  }

  private fits({ operator, left, right, result }: Arithmetic): boolean {
    if (operator === 'shl') return false
    const range = floatBinary(operator, this.ranges.of(left), this.ranges.of(right))
    return result.type === 'i32' ? isInt32(range) : result.type === 'f64' && isExactInteger(range)
  }

  private atom(value: Value): Condition {
    if (isExactInteger(this.ranges.of(value))) return true
    if (!this.facts.isEarly(value)) return false
    const known = symbolic.known(value)
    return symbolic.all(symbolic.isInteger(known), symbolic.less(symbolic.abs(known), EXACT))
  }

  /** For a divisor of at least 1, and both in i32, where it is computed later. */
  private remainder({ left, right }: BinaryOperation, conditions: Condition[]): boolean {
    for (const operand of [left, right]) {
      const isProved = this.visit(operand, conditions) && isInt32(this.ranges.of(operand))
      if (!isProved) conditions.push(symbolic.lessOrEqual(this.size(operand), INT32_MAX))
    }
    conditions.push(this.prover.nonNegative(this.prover.polynomial(right).minus(Polynomial.constant(1))))
    return true
  }

  /** An upper bound of the size, in any trip. */
  private size(value: Value): Expression {
    const definition = this.facts.definitions.get(value)
    const range = this.ranges.of(value)
    const numeric: Expression = isExactInteger(range) ? magnitude(range) : Infinity
    const trips = this.facts.extents.get(value)
    if (trips) return symbolic.min(numeric, this.size(trips))
    if (this.facts.isEarly(value) && !isArithmetic(definition)) return definition?.kind === 'const' ? numeric : symbolic.abs(symbolic.known(value))
    switch (definition?.kind) {
      case 'convert': return definition.operand.type === 'bool' ? 1 : symbolic.min(numeric, this.size(definition.operand))
      case 'unary':
        if (definition.operator === 'neg') return this.size(definition.operand)
        return ['floor', 'ceil', 'trunc'].includes(definition.operator) ? symbolic.min(numeric, symbolic.add(this.size(definition.operand), 1)) : numeric
      case 'select': return symbolic.max(this.size(definition.whenTrue), this.size(definition.whenFalse))
      case 'binary': return this.sizeOf(definition, numeric)
      default: return numeric
    }
  }

  private sizeOf(operation: BinaryOperation, numeric: Expression): Expression {
    const { operator } = operation
    if (!isArithmetic(operation) && operator !== 'min' && operator !== 'max' && operator !== 'div') return numeric
    const constant = this.facts.definitions.get(operation.right)
    const right = constant?.kind === 'const' ? Math.abs(Number(constant.value)) : this.size(operation.right)
    const left = this.size(operation.left)
    switch (operator) {
      case 'add': case 'sub': return symbolic.add(left, right)
      case 'mul': return symbolic.mul(left, right)
      case 'shl': return typeof right === 'number' ? symbolic.mul(left, 2 ** right) : Infinity
      case 'div': return typeof right === 'number' && right >= 1 ? left : numeric
      default: return symbolic.max(left, right)
    }
  }

  /** The value modulo 2^32 as i32 arithmetic; `of` says when that is the value. */
  toInt32(value: Value, builder: Builder, known: Map<Value, Value>): Value {
    const found = known.get(value)
    if (found) return found
    const made = this.make(value, builder, (operand) => this.toInt32(operand, builder, known))
    known.set(value, made)
    return made
  }

  private make(value: Value, builder: Builder, convert: (operand: Value) => Value): Value {
    if (value.type === 'i32') return value
    if (value.type === 'u32') return builder.convert('wrap', 'i32', value)
    const definition = this.facts.definitions.get(value)
    switch (definition?.kind) {
      case 'const': return builder.i32((definition.value as number) | 0)
      case 'convert':
        if (definition.operand.type === 'bool') return builder.convert('value', 'i32', definition.operand)
        if (definition.operand.type === 'i32' || definition.operand.type === 'u32') return convert(definition.operand)
        break
      case 'unary': if (definition.operator === 'neg') return builder.unary('neg', convert(definition.operand)); break
      case 'binary':
        switch (definition.operator) {
          case 'add': case 'sub': case 'mul': case 'rem': return builder.binary(definition.operator, convert(definition.left), convert(definition.right))
          default:
        }
        break
      default:
    }
    return builder.convert(isInt32(this.ranges.of(value)) ? 'exact' : 'wrap', 'i32', value)
  }
}
