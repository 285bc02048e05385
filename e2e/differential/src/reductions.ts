/** The ways people write reductions, each with the accumulators that a kernel reshapes. */
import { variable, type Expressions, type Scope } from './expressions.ts'
import type { Expression, Loop, Statement } from './program.ts'
import type { Random } from './random.ts'

export interface Reduction {
  declare: Statement[]
  update: Statement[]
  reshaped: Loop['reshaped']
}

type Make = (random: Random, expressions: Expressions, scope: Scope, name: (prefix: string) => string) => Reduction

const declare = (name: string, value: Expression): Statement => ({ kind: 'declare', word: 'let', name, value })
const number = (value: number): Expression => ({ kind: 'number', value })
const assign = (name: string, operator: string, value: Expression): Statement => ({ kind: 'assign', name, operator, value })
const binary = (operator: string, left: Expression, right: Expression): Expression => ({ kind: 'binary', operator, left, right })

/** An update under a condition, half of the time. */
function maybeIf(random: Random, expressions: Expressions, scope: Scope, update: Statement): Statement {
  return random.chance(0.5) ? update : { kind: 'if', test: expressions.condition(scope, 2), yes: [update], no: [] }
}

const sum: Make = (random, expressions, scope, name) => {
  const s = name('s')
  const term = expressions.numeric(scope, 2)
  const update = random.pick<Statement>([
    assign(s, '+=', term), assign(s, '=', binary('+', variable(s), term)), assign(s, '=', binary('+', term, variable(s))), assign(s, '-=', term),
    { kind: 'if', test: expressions.condition(scope, 1), yes: [assign(s, '+=', term)], no: [assign(s, '-=', expressions.numeric(scope, 1))] },
  ])
  return { declare: [declare(s, number(random.pick([0, -0, 1, 0.5, 100])))], update: [maybeIf(random, expressions, scope, update)], reshaped: [{ name: s, operator: '+' }] }
}

const product: Make = (random, expressions, scope, name) => {
  const p = name('p')
  const factor = binary('+', number(1), binary('*', number(1e-4), expressions.numeric(scope, 1)))
  return { declare: [declare(p, number(random.pick([1, -2, 0.5])))], update: [maybeIf(random, expressions, scope, assign(p, '*=', factor))], reshaped: [{ name: p, operator: '*' }] }
}

const count: Make = (random, expressions, scope, name) => {
  const c = name('c')
  const update: Statement = random.chance(0.5) ? { kind: 'update', name: c, operator: '++', prefix: random.chance(0.5) } : assign(c, '+=', number(1))
  return { declare: [declare(c, number(0))], update: [{ kind: 'if', test: expressions.condition(scope, 2), yes: [update], no: [] }], reshaped: [{ name: c, operator: '+' }] }
}

const extreme: Make = (random, expressions, scope, name) => {
  const m = name('m')
  const value = expressions.numeric(scope, 2)
  const initial = number(random.pick([0, -0, Infinity, -Infinity, NaN, 1]))
  const relation = random.pick(['<', '<=', '>', '>='])
  const update = random.pick<Statement>([
    { kind: 'if', test: binary(relation, value, variable(m)), yes: [assign(m, '=', value)], no: [] },
    { kind: 'if', test: binary(relation, variable(m), value), yes: [assign(m, '=', value)], no: [] },
    assign(m, '=', { kind: 'conditional', test: binary(relation, value, variable(m)), yes: value, no: variable(m) }),
    assign(m, '=', { kind: 'math', name: random.pick(['min', 'max']), arguments: [variable(m), value] }),
    assign(m, '=', { kind: 'math', name: random.pick(['min', 'max']), arguments: [value, variable(m)] }),
  ])
  return { declare: [declare(m, initial)], update: [maybeIf(random, expressions, scope, update)], reshaped: [] }
}

const argument: Make = (random, expressions, scope, name) => {
  const m = name('m'), at = name('at'), also = name('q'), v = name('v')
  const relation = random.pick(['<', '<=', '>', '>='])
  return {
    declare: [declare(m, number(random.pick([Infinity, -Infinity, 0, NaN]))), declare(at, number(-1)), declare(also, number(0.25))],
    update: [
      { kind: 'declare', word: 'const', name: v, value: expressions.numeric(scope, 2) },
      { kind: 'if', test: binary(relation, variable(v), variable(m)), yes: [assign(m, '=', variable(v)), assign(at, '=', variable(scope.counters.at(-1)!)), assign(also, '=', expressions.numeric(scope, 1))], no: [] },
    ],
    reshaped: [],
  }
}

const flag: Make = (random, expressions, scope, name) => {
  const f = name('f')
  const test = expressions.condition(scope, 2)
  return {
    declare: [declare(f, binary('===', number(random.below(2)), number(1)))],
    update: [random.pick<Statement>([
      assign(f, '=', binary('||', variable(f), binary('>', expressions.numeric(scope, 2), number(1)))),
      assign(f, '=', binary('&&', variable(f), binary('>', expressions.numeric(scope, 2), number(-5)))),
      { kind: 'if', test, yes: [assign(f, '=', binary('===', number(1), number(1)))], no: [] },
    ])],
    reshaped: [],
  }
}

const bits: Make = (random, expressions, scope, name) => {
  const b = name('b')
  return { declare: [declare(b, number(random.pick([0, -1, 12345])))], update: [maybeIf(random, expressions, scope, assign(b, random.pick(['|=', '&=', '^=']), expressions.numeric(scope, 2)))], reshaped: [] }
}

const last: Make = (random, expressions, scope, name) => {
  const l = name('l')
  return { declare: [declare(l, number(-7))], update: [maybeIf(random, expressions, scope, assign(l, '=', binary('+', number(0), expressions.numeric(scope, 2))))], reshaped: [] }
}

/** Stores its running value: a scan, which must stay sequential. */
const running: Make = (random, expressions, scope, name) => {
  const s = name('s'), out = name('o')
  // With a constant term `s` would be a function of the trip alone, and the product a true reduction.
  const element: Expression = { kind: 'read', array: random.pick(expressions.numberArrays).name, index: variable(scope.counters.at(-1)!) }
  return {
    declare: [declare(s, number(0)), declare(out, number(0))],
    update: [assign(s, '+=', binary('+', element, expressions.numeric(scope, 1))), assign(out, '=', binary('*', variable(out), binary('+', variable(s), number(1))))],
    reshaped: [{ name: s, operator: '+' }],
  }
}

export const reductionKinds: readonly Make[] = [sum, sum, sum, product, count, extreme, extreme, argument, flag, bits, last, running]
