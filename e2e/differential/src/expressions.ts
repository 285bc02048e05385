/** Numeric expressions and conditions over what is in scope. */
import type { Expression, Parameter, Program } from './program.ts'
import type { Random } from './random.ts'

export interface Scope {
  counters: string[]
  locals: string[]
  /** How far the innermost counter goes. */
  extent: Expression
}

export const variable = (name: string): Expression => ({ kind: 'variable', name })
const number = (value: number): Expression => ({ kind: 'number', value })

const constants = [0, -0, 1, -1, 2, 0.5, 0.1, 3, 7, 31, 32, 255, 256, 65535, 2147483647, 2147483648, -2147483648, 4294967295, 1e-310, 1e300, 9007199254740992, Infinity, NaN]
const arithmetic = ['+', '-', '*', '+', '-', '*', '/']
const rare = ['%', '**', '&', '|', '^', '<<', '>>', '>>>']
const exactMath: [string, number][] = [
  ['abs', 1], ['sqrt', 1], ['floor', 1], ['ceil', 1], ['trunc', 1], ['round', 1], ['sign', 1], ['fround', 1], ['min', 2], ['max', 2], ['min', 3], ['imul', 2], ['clz32', 1],
]
const transcendental: [string, number][] = [
  ['exp', 1], ['log', 1], ['sin', 1], ['cos', 1], ['pow', 2], ['tan', 1], ['atan', 1], ['atan2', 2], ['asin', 1], ['acos', 1], ['sinh', 1], ['cosh', 1], ['tanh', 1],
  ['asinh', 1], ['acosh', 1], ['atanh', 1], ['expm1', 1], ['log1p', 1], ['log2', 1], ['log10', 1], ['cbrt', 1], ['hypot', 2],
]

export class Expressions {
  /** Constants declared between the loops. */
  readonly globals: string[] = []
  private readonly random: Random
  private readonly program: Program

  constructor(random: Random, program: Program) {
    this.random = random
    this.program = program
  }

  /** The arrays of numbers: BigInts do not mix with them. */
  get numberArrays(): Parameter[] {
    return this.program.arrays.filter(({ element, target }) => element !== 'i64' && element !== 'u64' && !target)
  }

  /** Of the live-ins only. */
  scalar(): Expression {
    return { kind: 'binary', operator: this.random.pick(['+', '*', '-']), left: variable(this.random.pick(['x', 'y', 'n'])), right: number(this.random.pick([1, 2, 0.25])) }
  }

  /** `own`: the subscript that this statement stores to, most reads use it too. */
  read(scope: Scope, own?: Expression): Expression {
    const array = this.random.pick(this.numberArrays).name
    const counter = variable(scope.counters.at(-1) ?? 'n')
    const index = this.random.chance(0.75) ? own ?? counter : this.random.pick<Expression>([
      counter,
      { kind: 'binary', operator: '+', left: counter, right: number(1) },
      { kind: 'binary', operator: '-', left: counter, right: number(1) },
      { kind: 'binary', operator: '*', left: number(2), right: counter },
      { kind: 'binary', operator: '-', left: { kind: 'binary', operator: '-', left: scope.extent, right: number(1) }, right: counter },
      variable(this.random.pick(scope.counters.length > 0 ? scope.counters : ['n'])),
      number(this.random.below(3)),
    ])
    return { kind: 'read', array, index }
  }

  numeric(scope: Scope, depth: number, own?: Expression): Expression {
    if (depth <= 0 || this.random.chance(0.15)) return this.leaf(scope, own)
    const roll = this.random.next()
    const sub = () => this.numeric(scope, depth - 1, own)
    if (roll < 0.55) return { kind: 'binary', operator: this.random.pick(arithmetic), left: sub(), right: sub() }
    if (roll < 0.68) return { kind: 'binary', operator: this.random.pick(rare), left: sub(), right: sub() }
    if (roll < 0.74) return { kind: 'unary', operator: this.random.pick(['-', '+', '~']), operand: sub() }
    if (roll < 0.84) return this.call(exactMath, sub)
    if (roll < 0.9) return this.call(transcendental, sub)
    if (roll < 0.92) return { kind: 'helper', arguments: [sub(), sub()] }
    return { kind: 'conditional', test: this.condition(scope, depth - 1), yes: sub(), no: sub() }
  }

  private call(from: [string, number][], sub: () => Expression): Expression {
    const [name, count] = this.random.pick(from)
    return { kind: 'math', name, arguments: Array.from({ length: count }, sub) }
  }

  private leaf(scope: Scope, own?: Expression): Expression {
    const roll = this.random.next()
    if (roll < 0.45) return this.read(scope, own)
    if (roll < 0.6 && scope.locals.length > 0) return variable(this.random.pick(scope.locals))
    if (roll < 0.7 && scope.counters.length > 0) return variable(this.random.pick(scope.counters))
    if (roll < 0.82) return variable(this.random.pick(['x', 'y', 'n', ...this.globals]))
    return number(this.random.pick(constants))
  }

  condition(scope: Scope, depth: number): Expression {
    const roll = this.random.next()
    if (depth > 0 && roll < 0.2) return { kind: 'binary', operator: this.random.pick(['&&', '||']), left: this.condition(scope, depth - 1), right: this.condition(scope, depth - 1) }
    if (depth > 0 && roll < 0.27) return { kind: 'unary', operator: '!', operand: this.condition(scope, depth - 1) }
    if (roll < 0.32) return this.numeric(scope, depth)
    return { kind: 'binary', operator: this.random.pick(['<', '<=', '>', '>=', '===', '!==']), left: this.numeric(scope, depth), right: this.numeric(scope, depth) }
  }

  /** A BigInt of which only the low 64 bits matter, as in a store. */
  bigint(arrays: Parameter[], index: Expression, depth: number): Expression {
    if (depth <= 0 || this.random.chance(0.2)) {
      if (this.random.chance(0.3)) return { kind: 'bigint', value: this.random.pick([0n, 1n, -1n, 3n, 0x7fffffffffffffffn, -12345678901234567890n]) }
      return { kind: 'read', array: this.random.pick(arrays).name, index }
    }
    const sub = () => this.bigint(arrays, index, depth - 1)
    if (this.random.chance(0.15)) return { kind: 'unary', operator: this.random.pick(['-', '~']), operand: sub() }
    if (this.random.chance(0.12)) return { kind: 'binary', operator: '<<', left: sub(), right: { kind: 'bigint', value: BigInt(this.random.below(70)) } }
    if (this.random.chance(0.12)) {
      const read = (): Expression => ({ kind: 'read', array: this.random.pick(arrays).name, index })
      return { kind: 'conditional', test: { kind: 'binary', operator: this.random.pick(['<', '>=', '===', '!==']), left: read(), right: read() }, yes: sub(), no: sub() }
    }
    return { kind: 'binary', operator: this.random.pick(['+', '-', '*', '&', '|', '^']), left: sub(), right: sub() }
  }
}
