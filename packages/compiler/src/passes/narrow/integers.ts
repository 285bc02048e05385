/**
 * f64 values as i32 modulo 2^32. Sums, differences and products of integers are the true ones as long as the result stays below 2^53 (semantics: 1),
 * and the true ones modulo 2^32 are what i32 arithmetic computes. The sign of a zero is lost: only for those who do not look at it.
 */
import { INT32_MIN, isExactInteger, isInt32, isWithin } from '../../analysis/ranges/range.ts'
import type { Operation, Value } from '../../ir/types.ts'
import { Forms, type NarrowContext } from './context.ts'

/** `exact` is one instruction, `wrap` a few. */
export const EXACT_COST = 1
export const WRAP_COST = 3

export class Integers {
  readonly forms = new Forms()
  private readonly context: NarrowContext

  constructor(context: NarrowContext) {
    this.context = context
  }

  /** Conversions that `form` needs; infinite where there is none. Values in `assumed` are taken to have a form. */
  cost(value: Value, assumed: ReadonlySet<Value> = new Set()): number {
    const known = new Map<Value, number>()
    const cost = (one: Value): number => {
      const found = known.get(one)
      if (found !== undefined) return found
      const chain = this.chain(one)
      const made = assumed.has(one) || this.forms.get(one) || one.type !== 'f64' ? 0
        : Math.min(chain ? chain.map(cost).reduce((sum, each) => sum + each, 0) : Infinity, this.leafCost(one))
      known.set(one, made)
      return made
    }
    return cost(value)
  }

  private leafCost(value: Value): number {
    const range = this.context.range(value)
    if (isInt32(range)) return EXACT_COST
    return isExactInteger(range) ? WRAP_COST : Infinity
  }

  /** The values from whose forms the form of this one is computed; undefined where it has to be converted. */
  chain(value: Value): Value[] | undefined {
    if (!isExactInteger(this.context.range(value))) return undefined
    const definition = this.context.definitions.get(value)
    switch (definition?.kind) {
      case 'const': return []
      case 'convert': return definition.operand.type === 'i32' || definition.operand.type === 'u32' || definition.operand.type === 'bool' ? [] : undefined
      case 'unary': return this.unaryChain(definition)
      case 'binary': return this.binaryChain(definition)
      case 'select': return [definition.whenTrue, definition.whenFalse]
      default: return undefined
    }
  }

  private unaryChain(operation: Operation & { kind: 'unary' }): Value[] | undefined {
    const { operator, operand } = operation
    const range = this.context.range(operand)
    switch (operator) {
      case 'neg': return [operand]
      case 'abs': return isWithin(range, INT32_MIN + 1, -INT32_MIN - 1) ? [operand] : undefined
      case 'floor': case 'trunc': {
        if (isExactInteger(range)) return [operand]
        const halving = this.shift(operation)
        return halving && [halving.operand]
      }
      case 'ceil': case 'nearest': return isExactInteger(range) ? [operand] : undefined
      default: return undefined
    }
  }

  /** Math.floor(x / 2^k), which simplify writes as a product. */
  private shift({ operator, operand }: Operation & { kind: 'unary' }): { operand: Value; count: number } | undefined {
    const product = this.context.definitions.get(operand)
    if (product?.kind !== 'binary' || product.operator !== 'mul') return undefined
    const factor = this.context.constant(product.right)
    const count = factor === undefined ? NaN : -Math.log2(factor)
    if (!Number.isInteger(count) || count < 1 || count > 31) return undefined
    const range = this.context.range(product.left)
    return isInt32(range) && (operator === 'floor' || range.lo >= 0) ? { operand: product.left, count } : undefined
  }

  private binaryChain({ operator, left, right }: Operation & { kind: 'binary' }): Value[] | undefined {
    const [first, second] = [this.context.range(left), this.context.range(right)]
    switch (operator) {
      case 'add': case 'sub': case 'mul': return isExactInteger(first) && isExactInteger(second) ? [left, right] : undefined
      case 'min': case 'max': return isInt32(first) && isInt32(second) ? [left, right] : undefined
      // Integer division traps on 0 and on INT_MIN / −1 (semantics: 3).
      case 'rem': return isInt32(first) && isInt32(second) && (second.lo > 0 || second.hi < -1) ? [left, right] : undefined
      default: return undefined
    }
  }

  /** Emits what is missing before the operation that the context's builder stands at. `cost` must be finite. */
  form(value: Value): Value {
    return value.type === 'i32' ? value : this.forms.of(value, () => this.make(value))
  }

  private make(value: Value): Value {
    const { builder } = this.context
    if (value.type === 'u32') return builder.convert('wrap', 'i32', value)
    if (value.type === 'bool') return builder.convert('value', 'i32', value)
    const chain = this.chain(value)
    const isCheap = chain && chain.map((one) => this.cost(one)).reduce((sum, each) => sum + each, 0) <= this.leafCost(value)
    if (!isCheap) return builder.convert(isInt32(this.context.range(value)) ? 'exact' : 'wrap', 'i32', value)
    const definition = this.context.definitions.get(value)!
    switch (definition.kind) {
      case 'const': return builder.i32((definition.value as number) | 0)
      case 'convert': return this.form(definition.operand)
      case 'select': {
        const [whenTrue, whenFalse] = [this.form(definition.whenTrue), this.form(definition.whenFalse)]
        return builder.select(definition.condition, whenTrue, whenFalse)
      }
      case 'unary': {
        if (definition.operator === 'neg' || definition.operator === 'abs') return builder.unary(definition.operator, this.form(definition.operand))
        if (isExactInteger(this.context.range(definition.operand))) return this.form(definition.operand)
        const { operand, count } = this.shift(definition)!
        return builder.binary('shr', this.form(operand), builder.i32(count))
      }
      case 'binary': return this.makeBinary(definition)
      default: throw new Error(`narrow: no integer form of ${definition.kind}`)
    }
  }

  private makeBinary({ operator, left, right }: Operation & { kind: 'binary' }): Value {
    const { builder } = this.context
    const divisor = this.context.constant(right)
    const mask = operator === 'rem' && divisor !== undefined && Number.isInteger(Math.log2(divisor)) && this.context.range(left).lo >= 0
    const first = this.form(left)
    return mask ? builder.and(first, builder.i32(divisor - 1)) : builder.binary(operator, first, this.form(right))
  }
}
