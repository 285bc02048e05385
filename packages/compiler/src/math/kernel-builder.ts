/** Short notation for the vector math kernels: operands are values or constants. */
import type { Builder } from '../ir/builder.ts'
import type { Relation, Value } from '../ir/types.ts'

export type Operand = Value | number

/** A number as the unevaluated sum of two doubles, |low| at most half an ulp of high. */
export interface Double { high: Value; low: Value }

export type Kernel = (math: KernelBuilder, parameters: Value[]) => Value

/** 1.5·2^52. Added and subtracted again, it rounds |x| < 2^51 to an integer, half to even. */
export const ROUNDER = 6755399441055744

export class KernelBuilder {
  readonly builder: Builder
  private readonly constants: ReadonlyMap<Value, number | bigint | boolean>
  private readonly shared = new Map<string, unknown>()

  /** `constants` are those of the region around. */
  constructor(builder: Builder, constants: ReadonlyMap<Value, number | bigint | boolean>) {
    this.builder = builder
    this.constants = constants
  }

  constantOf(value: Value): number | bigint | boolean | undefined { return this.constants.get(value) }

  /** Work on one argument that several functions need, such as the reduction of sin(x) and cos(x): done once in a block. */
  share<Result>(what: string, argument: Value, make: () => Result): Result {
    const key = `${what} ${argument.id}`
    if (!this.shared.has(key)) this.shared.set(key, make())
    return this.shared.get(key) as Result
  }

  value(operand: Operand): Value { return typeof operand === 'number' ? this.builder.f64(operand) : operand }

  add(left: Operand, right: Operand): Value { return this.builder.add(this.value(left), this.value(right)) }
  sub(left: Operand, right: Operand): Value { return this.builder.sub(this.value(left), this.value(right)) }
  mul(left: Operand, right: Operand): Value { return this.builder.mul(this.value(left), this.value(right)) }
  div(left: Operand, right: Operand): Value { return this.builder.div(this.value(left), this.value(right)) }
  neg(x: Value): Value { return this.builder.unary('neg', x) }
  abs(x: Value): Value { return this.builder.unary('abs', x) }
  sqrt(x: Value): Value { return this.builder.unary('sqrt', x) }
  floor(x: Value): Value { return this.builder.unary('floor', x) }
  high(x: Value): Value { return this.builder.unary('high', x) }
  exponent(x: Value): Value { return this.builder.unary('exponent', x) }
  mantissa(x: Value): Value { return this.builder.unary('mantissa', x) }
  pow2(x: Value): Value { return this.builder.unary('pow2', x) }
  odd(k: Value): Value { return this.builder.unary('odd', k) }
  quadrant(x: Value, k: Value): Value { return this.builder.binary('quadrant', x, k) }
  copysign(x: Operand, sign: Operand): Value { return this.builder.binary('copysign', this.value(x), this.value(sign)) }

  compare(relation: Relation, left: Operand, right: Operand): Value { return this.builder.compare(relation, this.value(left), this.value(right)) }
  lt(left: Operand, right: Operand): Value { return this.compare('lt', left, right) }
  gt(left: Operand, right: Operand): Value { return this.compare('gt', left, right) }
  ge(left: Operand, right: Operand): Value { return this.compare('ge', left, right) }
  eq(left: Operand, right: Operand): Value { return this.compare('eq', left, right) }
  ne(left: Operand, right: Operand): Value { return this.compare('ne', left, right) }
  and(left: Value, right: Value): Value { return this.builder.and(left, right) }
  or(left: Value, right: Value): Value { return this.builder.or(left, right) }
  not(x: Value): Value { return this.builder.not(x) }
  select(condition: Value, whenTrue: Operand, whenFalse: Operand): Value {
    return this.builder.select(condition, this.value(whenTrue), this.value(whenFalse))
  }

  /** What few arguments need: skipped by the others, in vectors when no lane needs it. */
  rarely(condition: Value, rare: () => Value[], usual: Value[]): Value[] {
    return this.builder.if(condition, rare, () => usual, 'rare')
  }

  /** `shortCut` where no lane needs `general`; both give the same where the condition does not hold. */
  unless(condition: Value, general: () => Value[], shortCut: () => Value[]): Value[] {
    return this.builder.if(condition, general, shortCut, 'general')
  }

  /** To an integer, half to even; |x| < 2^51. −0 becomes 0. */
  round(x: Value): Value { return this.sub(this.add(x, ROUNDER), ROUNDER) }

  /** c[0] + c[1]·x + … by Horner's rule. */
  horner(x: Value, coefficients: readonly number[]): Value {
    let sum = this.value(coefficients.at(-1)!)
    for (const coefficient of coefficients.slice(0, -1).toReversed()) sum = this.add(this.mul(sum, x), coefficient)
    return sum
  }

  /** c[0] + c[1]·x + …: even and odd powers apart, which halves the chain of dependent operations. `square` is x². */
  polynomial(x: Value, square: Value, coefficients: readonly number[]): Value {
    const even = this.horner(square, coefficients.filter((_, index) => index % 2 === 0))
    const odd = this.horner(square, coefficients.filter((_, index) => index % 2 === 1))
    return this.add(even, this.mul(odd, x))
  }

  /** a + b exactly, where |a| ≥ |b| or a = 0 (Dekker 1971). */
  fastTwoSum(a: Operand, b: Operand): Double {
    const high = this.add(a, b)
    return { high, low: this.sub(b, this.sub(high, a)) }
  }

  /** a + b exactly (Knuth). */
  twoSum(a: Operand, b: Operand): Double {
    const high = this.add(a, b)
    const partOfB = this.sub(high, a)
    return { high, low: this.add(this.sub(a, this.sub(high, partOfB)), this.sub(b, partOfB)) }
  }

  /** Upper 27 and lower 26 bits of a number below 2^995 (Veltkamp). */
  split(x: Operand): Double {
    if (typeof x === 'number') {
      const scaled = x * 134217729
      const high = scaled - (scaled - x)
      return { high: this.value(high), low: this.value(x - high) }
    }
    const scaled = this.mul(x, 134217729)
    const high = this.sub(scaled, this.sub(scaled, x))
    return { high, low: this.sub(x, high) }
  }

  /** a · b exactly, barring overflow and underflow (Dekker 1971). */
  twoProduct(a: Operand, b: Operand): Double {
    const [x, y] = [this.split(a), this.split(b)]
    const high = this.mul(a, b)
    const error = this.sub(this.mul(x.high, y.high), high)
    return { high, low: this.add(this.add(this.add(error, this.mul(x.high, y.low)), this.mul(x.low, y.high)), this.mul(x.low, y.low)) }
  }

  sum({ high, low }: Double): Value { return this.add(high, low) }

  /** a / b to about 2^-100, barring overflow and underflow. */
  quotient(a: Double, b: Double): Double {
    const high = this.div(a.high, b.high)
    const product = this.twoProduct(high, b.high)
    const rest = this.sub(this.add(this.sub(this.sub(a.high, product.high), product.low), a.low), this.mul(high, b.low))
    return { high, low: this.div(rest, b.high) }
  }

  /** √a to about 2^-100, for a = 0 and a > 2^-1000. */
  root(a: Double): Double {
    const high = this.sqrt(a.high)
    const square = this.twoProduct(high, high)
    const rest = this.add(this.sub(this.sub(a.high, square.high), square.low), a.low)
    // 2^-1000 changes nothing but 0/0.
    return { high, low: this.div(rest, this.add(this.add(high, high), 2 ** -1000)) }
  }

  /** x · 2^k rounded once, for −2100 < k < 2100 where the result may be subnormal or overflow. */
  scale(x: Value, k: Value): Value {
    const half = this.floor(this.mul(k, 0.5))
    return this.mul(this.mul(x, this.pow2(half)), this.pow2(this.sub(k, half)))
  }
}
