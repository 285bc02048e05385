/**
 * f64 values as f32. A number that is an f32 is one in either type. One operation + − · / √ on f32 numbers, rounded to f32 at once, is what
 * the f32 instruction computes (semantics: 4; Figueroa 1995); with a second operation before rounding it is not.
 */
import { isWithin } from '../../analysis/ranges/range.ts'
import type { Operation, Value } from '../../ir/types.ts'
import { Forms, type NarrowContext } from './context.ts'

/** Integers up to here are f32 numbers. */
const EXACT_SINGLE = 2 ** 24

export class Singles {
  readonly forms = new Forms()
  private readonly context: NarrowContext

  constructor(context: NarrowContext) {
    this.context = context
  }

  /** The number is an f32 already, and comes from f32. Values in `assumed` are taken to be. */
  isSingle(value: Value, assumed: ReadonlySet<Value> = new Set(), depth = 8): boolean {
    if (value.type === 'f32' || assumed.has(value) || this.forms.get(value)) return true
    if (value.type !== 'f64' || depth === 0) return false
    const definition = this.context.definitions.get(value)
    const single = (one: Value): boolean => this.isSingle(one, assumed, depth - 1)
    switch (definition?.kind) {
      case 'const': return Object.is(Math.fround(definition.value as number), definition.value)
      case 'convert': return definition.operand.type === 'f32' || this.isSmallInteger(definition)
      case 'unary': return ['neg', 'abs', 'floor', 'ceil', 'trunc', 'nearest'].includes(definition.operator) && single(definition.operand)
      case 'binary': return ['min', 'max', 'copysign'].includes(definition.operator) && single(definition.left) && single(definition.right)
      case 'select': return single(definition.whenTrue) && single(definition.whenFalse)
      default: return false
    }
  }

  private isSmallInteger({ operand }: Operation & { kind: 'convert' }): boolean {
    return operand.type === 'bool' || (operand.type === 'i32' && isWithin(this.context.range(operand), -EXACT_SINGLE, EXACT_SINGLE))
  }

  /** `isSingle` must hold. */
  form(value: Value): Value {
    return value.type === 'f32' ? value : this.forms.of(value, () => this.make(value))
  }

  private make(value: Value): Value {
    const { builder } = this.context
    const definition = this.context.definitions.get(value)
    switch (definition?.kind) {
      case 'const': return builder.constant('f32', definition.value)
      case 'convert': return definition.operand.type === 'f32' ? definition.operand : builder.convert('value', 'f32', definition.operand)
      case 'unary': return builder.unary(definition.operator, this.form(definition.operand))
      case 'binary': {
        const [left, right] = [this.form(definition.left), this.form(definition.right)]
        return builder.binary(definition.operator, left, right)
      }
      case 'select': {
        const [whenTrue, whenFalse] = [this.form(definition.whenTrue), this.form(definition.whenFalse)]
        return builder.select(definition.condition, whenTrue, whenFalse)
      }
      default: throw new Error(`narrow: no f32 form of ${definition?.kind}`)
    }
  }

  /** Math.fround of the value by f32 instructions; undefined where the f64 value has to be rounded. */
  rounded(value: Value): Value | undefined {
    if (this.isSingle(value)) return this.form(value)
    const { builder } = this.context
    const definition = this.context.definitions.get(value)
    switch (definition?.kind) {
      // The conversion from i32 rounds once too.
      case 'convert': return definition.operand.type === 'i32' || definition.operand.type === 'u32' ? builder.convert('value', 'f32', definition.operand) : undefined
      case 'unary':
        if (definition.operator === 'sqrt' && this.isSingle(definition.operand)) return builder.unary('sqrt', this.form(definition.operand))
        return undefined
      case 'binary':
        if (!['add', 'sub', 'mul', 'div'].includes(definition.operator)) return undefined
        if (!this.isSingle(definition.left) || !this.isSingle(definition.right)) return undefined
        return builder.binary(definition.operator, this.form(definition.left), this.form(definition.right))
      default: return undefined
    }
  }
}
