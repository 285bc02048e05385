/** Programs in the supported subset, with the traps of JavaScript among them. Everything follows from the seed. */
import { Expressions, variable, type Scope } from './expressions.ts'
import type { Element, Expression, Loop, Parameter, Program, Statement } from './program.ts'
import { Random } from './random.ts'
import { reductionKinds, type Reduction } from './reductions.ts'

const elements: readonly Element[] = ['f64', 'f64', 'f64', 'f64', 'f32', 'f32', 'i32', 'i32', 'u32', 'i16', 'u16', 'i8', 'u8', 'u8c']

class Generator {
  private readonly random: Random
  private readonly expressions: Expressions
  private names = 0
  private readonly program: Program

  constructor(random: Random) {
    this.random = random
    const mark = random.pick(['comment', 'comment', 'directive', 'call'] as const)
    this.program = { arrays: [], scalars: [{ name: 'n', integer: true }, { name: 'x', integer: false }, { name: 'y', integer: false }], body: [], results: [], mark }
    const count = 2 + random.below(3)
    for (let k = 0; k < count; k++) this.program.arrays.push({ name: `a${k}`, element: random.pick(elements), annotated: random.chance(0.85) })
    if (random.chance(0.25)) {
      const integers = ['i64', 'u64'] as const
      for (let k = 0; k < 2; k++) this.program.arrays.push({ name: `b${k}`, element: random.pick(integers), annotated: true })
    }
    this.expressions = new Expressions(random, this.program)
  }

  generate(): Program {
    const loops = 1 + this.random.below(3)
    for (let k = 0; k < loops; k++) this.topLevel()
    if (this.program.results.length === 0) this.program.results.push('n')
    return this.program
  }

  private name(prefix: string): string { return `${prefix}${this.names++}` }

  private topLevel(): void {
    const bigints = this.program.arrays.filter(({ element }) => element === 'i64' || element === 'u64')
    if (bigints.length > 0 && this.random.chance(0.5)) {
      this.program.body.push(this.bigints(bigints))
      return
    }
    const make = this.random.pick([
      () => this.map(), () => this.map(), () => this.nest(), () => this.reduce(), () => this.reduce(), () => this.reduceNest(), () => this.inner(), () => this.inner(),
      () => this.carried(), () => this.timeSteps(), () => this.gather(), () => this.divergent(), () => this.triangular(),
      () => this.histogram(), () => this.histogram(), () => this.compact(), () => this.compact(),
    ])
    if (this.random.chance(0.15)) {
      const name = this.name('v')
      this.program.body.push({ kind: 'declare', word: 'const', name, value: this.expressions.scalar() })
      this.expressions.globals.push(name)
    }
    this.program.body.push(make())
  }

  /** for (counter over a whole array or 0 … n), in one of the ways people write it. */
  private loop(body: (scope: Scope, counter: string) => Statement[], options: { length?: Expression; outer?: Scope; plain?: boolean } = {}): Loop {
    const counter = this.name('i')
    const label = this.name('L')
    const length = options.length ?? this.random.pick<Expression>([{ kind: 'length', array: this.random.pick(this.expressions.numberArrays).name }, variable('n')])
    const style = options.plain ? 0 : this.random.below(10)
    const header: Pick<Loop, 'from' | 'relation' | 'to' | 'step'> =
      style === 0 ? { from: { kind: 'number', value: 1 }, relation: '<', to: length, step: 1 }
      : style === 1 ? { from: { kind: 'binary', operator: '-', left: length, right: { kind: 'number', value: 1 } }, relation: '>=', to: { kind: 'number', value: 0 }, step: -1 }
      : style === 2 ? { from: { kind: 'number', value: 0 }, relation: '<', to: length, step: 2 }
      : style === 3 ? { from: { kind: 'number', value: 0 }, relation: '<=', to: { kind: 'binary', operator: '-', left: length, right: { kind: 'number', value: 2 } }, step: 1 }
      : style === 4 ? { from: { kind: 'number', value: 0 }, relation: '<', to: { kind: 'binary', operator: '/', left: length, right: { kind: 'number', value: 2 } }, step: 1 }
      : { from: { kind: 'number', value: 0 }, relation: '<', to: length, step: 1 }
    const scope: Scope = { counters: [...(options.outer?.counters ?? []), counter], locals: [...(options.outer?.locals ?? [])], extent: length }
    const word = this.random.chance(0.1) ? 'var' : 'let'
    return { kind: 'for', label, counter, word, ...(options.plain ? { ...header, from: { kind: 'number', value: 0 } } : header), body: body(scope, counter), reshaped: [] }
  }

  private locals(scope: Scope, most = 3): Statement[] {
    const statements: Statement[] = []
    for (let k = this.random.below(most); k > 0; k--) {
      const name = this.name('t')
      statements.push({ kind: 'declare', word: 'let', name, value: this.expressions.numeric(scope, 3) })
      scope.locals.push(name)
      if (this.random.chance(0.3)) {
        statements.push({
          kind: 'if', test: this.expressions.condition(scope, 2), yes: [{ kind: 'assign', name, operator: this.random.pick(['=', '+=', '*=', '-=', '|=', '**=', '%=']), value: this.expressions.numeric(scope, 2) }],
          no: this.random.chance(0.5) ? [{ kind: 'assign', name, operator: '-=', value: this.expressions.numeric(scope, 2) }] : [],
        })
      }
      if (this.random.chance(0.1)) statements.push({ kind: 'update', name, operator: this.random.pick(['++', '--'] as const), prefix: this.random.chance(0.5) })
      if (this.random.chance(0.1)) statements.push(this.switchOn(scope, name))
    }
    return statements
  }

  private switchOn(scope: Scope, name: string): Statement {
    const set = (): Statement[] => [{ kind: 'assign', name, operator: '=', value: this.expressions.numeric(scope, 1) }]
    return {
      kind: 'switch', on: { kind: 'binary', operator: '&', left: variable(scope.counters.at(-1)!), right: { kind: 'number', value: 3 } },
      cases: [0, 1, 2].map((value) => ({ value, body: set(), falls: this.random.chance(0.3) })), otherwise: this.random.chance(0.5) ? set() : [],
    }
  }

  private store(scope: Scope, index?: Expression): Statement {
    const target = this.random.pick(this.expressions.numberArrays)
    const operator = this.random.chance(0.8) ? '=' : this.random.pick(['+=', '-=', '*=', '|=', '^=', '>>>='])
    const at = index ?? variable(scope.counters.at(-1)!)
    const store: Statement = { kind: 'store', array: target.name, index: at, operator, value: this.expressions.numeric(scope, 4, at) }
    if (this.random.chance(0.75)) return store
    return { kind: 'if', test: this.expressions.condition(scope, 2), yes: [store], no: this.random.chance(0.4) ? [{ ...store, value: this.expressions.numeric(scope, 2, at) }] : [] }
  }

  private stores(scope: Scope, index?: Expression): Statement[] {
    return Array.from({ length: 1 + this.random.below(2) }, () => this.store(scope, index))
  }

  private map(): Statement {
    return this.loop((scope) => {
      const skip: Statement[] = this.random.chance(0.15) ? [{ kind: 'if', test: this.expressions.condition(scope, 1), yes: [{ kind: 'continue' }], no: [] }] : []
      return [...this.locals(scope), ...skip, ...this.stores(scope)]
    })
  }

  private nest(): Statement {
    const width = this.random.pick([3, 8, 13])
    return this.loop((outer, i) => [
      ...this.locals(outer, 2),
      this.loop((scope, j) => {
        const index: Expression = { kind: 'binary', operator: '+', left: { kind: 'binary', operator: '*', left: variable(i), right: { kind: 'number', value: width } }, right: variable(j) }
        return [...this.locals(scope, 2), ...this.stores(scope, index)]
      }, { length: { kind: 'number', value: width }, outer, plain: true }),
    ], { length: { kind: 'binary', operator: '/', left: { kind: 'length', array: this.random.pick(this.expressions.numberArrays).name }, right: { kind: 'number', value: width } }, plain: true })
  }

  private addReduction(scope: Scope, statements: Statement[], loop: { reshaped: Loop['reshaped'] }): void {
    const reduction: Reduction = this.random.pick(reductionKinds)(this.random, this.expressions, scope, (prefix) => this.name(prefix))
    for (const one of reduction.declare) {
      this.program.body.push(one)
      if (one.kind === 'declare') this.program.results.push(one.name)
    }
    statements.push(...reduction.update)
    loop.reshaped.push(...reduction.reshaped)
  }

  private reduce(): Statement {
    const found: { reshaped: Loop['reshaped'] } = { reshaped: [] }
    const loop = this.loop((scope) => {
      const statements = this.locals(scope, 2)
      if (this.random.chance(0.12)) statements.push({ kind: 'if', test: this.expressions.condition(scope, 1), yes: [{ kind: 'continue' }], no: [] })
      const times = 1 + this.random.below(3)
      for (let k = 0; k < times; k++) this.addReduction(scope, statements, found)
      return statements
    })
    loop.reshaped = found.reshaped
    return loop
  }

  private reduceNest(): Statement {
    const found: { reshaped: Loop['reshaped'] } = { reshaped: [] }
    let through: string | undefined
    const loop = this.loop((outer) => {
      const inner = this.loop((scope) => {
        const statements: Statement[] = []
        this.addReduction(scope, statements, found)
        return statements
      }, { length: { kind: 'number', value: this.random.pick([1, 5, 8, 64]) }, outer, plain: true })
      through = inner.label
      return [inner]
    }, { plain: true })
    loop.reshaped = found.reshaped
    if (through !== undefined) loop.through = through
    return loop
  }

  /** A parallel loop whose body has a sequential one: a dot product, with an early way out now and then. */
  private inner(): Statement {
    return this.loop((scope) => {
      const sum = this.name('t')
      const inner = this.loop((deep) => {
        const statements: Statement[] = [{ kind: 'assign', name: sum, operator: this.random.pick(['+=', '-=', '*=']), value: this.expressions.numeric(deep, 3) }]
        if (this.random.chance(0.4)) statements.push({ kind: 'if', test: this.expressions.condition({ ...deep, locals: [...deep.locals, sum] }, 2), yes: [{ kind: this.random.pick(['break', 'continue'] as const) }], no: [] })
        return statements
      }, { length: { kind: 'number', value: this.random.below(9) }, outer: scope, plain: true })
      const before: Statement[] = [{ kind: 'declare', word: 'let', name: sum, value: this.expressions.numeric(scope, 1) }]
      scope.locals.push(sum)
      return [...before, inner, ...this.stores(scope)]
    })
  }

  /** Escape-time iteration: lanes leave at different times. */
  private divergent(): Statement {
    return this.loop((scope) => {
      const z = this.name('z'), label = this.name('W'), counter = this.name('w')
      const declare: Statement = { kind: 'declare', word: 'let', name: z, value: this.expressions.numeric(scope, 2) }
      scope.locals.push(z)
      const body: Statement[] = [{ kind: 'assign', name: z, operator: '=', value: this.expressions.numeric({ ...scope, locals: [...scope.locals, counter] }, 2) }]
      if (this.random.chance(0.4)) body.push({ kind: 'if', test: this.expressions.condition(scope, 1), yes: [this.random.chance(0.5) ? { kind: 'break', label } : { kind: 'continue', label }], no: [] })
      const post = this.random.chance(0.3)
      const loop: Statement = { kind: 'while', label, counter, limit: 1 + this.random.below(12), test: this.expressions.condition(scope, 1), body, post }
      scope.locals.push(counter)
      return [declare, loop, ...this.stores(scope)]
    })
  }

  /** Reads what an earlier trip wrote: must stay sequential. */
  private carried(): Statement {
    return this.loop((scope, i) => {
      const shift: Expression = { kind: 'binary', operator: this.random.pick(['-', '+']), left: variable(i), right: { kind: 'number', value: 1 + this.random.below(3) } }
      const array = this.random.pick(this.expressions.numberArrays).name
      return [{ kind: 'store', array, index: variable(i), operator: '=', value: { kind: 'binary', operator: '+', left: { kind: 'read', array, index: shift }, right: this.expressions.numeric(scope, 2) } }]
    })
  }

  private timeSteps(): Statement {
    return this.loop((outer) => [
      this.loop((scope) => this.stores(scope), { outer, plain: true }),
      this.loop((scope) => this.stores(scope), { outer, plain: true }),
    ], { length: { kind: 'number', value: 1 + this.random.below(4) }, plain: true })
  }

  private gather(): Statement {
    return this.loop((scope, i) => {
      const table = this.random.pick(this.expressions.numberArrays).name
      const index: Expression = this.random.pick<Expression>([
        { kind: 'read', array: this.random.pick(this.expressions.numberArrays).name, index: variable(i) },
        { kind: 'binary', operator: '*', left: variable(i), right: { kind: 'number', value: 0.5 } },
        { kind: 'binary', operator: '%', left: { kind: 'binary', operator: '*', left: variable(i), right: { kind: 'number', value: 7 } }, right: { kind: 'length', array: table } },
      ])
      const name = this.name('g')
      scope.locals.push(name)
      const scatter = this.random.chance(0.2)
      return [{ kind: 'declare', word: 'const', name, value: { kind: 'read', array: table, index } }, ...this.stores(scope, scatter ? index : undefined)]
    })
  }

  /** Elements that trips share, in an array of its own or in one that the rest of the program uses too. */
  private histogram(): Statement {
    const integers = this.expressions.numberArrays.filter(({ element }) => element !== 'f64' && element !== 'f32')
    const target = this.random.chance(0.25) || integers.length === 0 ? this.random.pick(this.expressions.numberArrays).name : this.random.pick(integers).name
    const others = this.expressions.numberArrays.filter(({ name }) => name !== target)
    const length = this.random.pick<Expression>([{ kind: 'length', array: (others[0] ?? this.expressions.numberArrays[0]).name }, variable('n')])
    return this.loop((scope, i) => {
      const statements: Statement[] = []
      for (let k = 1 + this.random.below(2); k > 0; k--) statements.push(this.histogramUpdate(scope, i, target, others))
      if (this.random.chance(0.2)) statements.push(...this.stores(scope))
      if (this.random.chance(0.2)) return [this.loop((deep, j) => [this.histogramUpdate(deep, j, target, others), ...statements], { length: { kind: 'number', value: this.random.below(9) }, outer: scope, plain: true })]
      return statements
    }, { length })
  }

  private histogramUpdate(scope: Scope, i: string, target: string, others: Parameter[]): Statement {
    const { random } = this
    const number = (value: number): Expression => ({ kind: 'number', value })
    const binary = (operator: string, left: Expression, right: Expression): Expression => ({ kind: 'binary', operator, left, right })
    const read = (): Expression => others.length === 0 ? variable(i) : { kind: 'read', array: random.pick(others).name, index: variable(i) }
    const index = random.pick<() => Expression>([
      read, () => binary('&', read(), number(random.pick([1, 7, 63]))), () => binary('%', variable(i), number(random.pick([1, 3, 16]))), () => binary('>>', variable(i), number(3)),
      () => ({ kind: 'math', name: 'floor', arguments: [binary('*', read(), number(random.pick([0.5, 3])))] }),
      () => binary('+', binary('*', binary('&', read(), number(3)), number(4)), binary('&', read(), number(3))),
    ])()
    const value = random.pick<() => Expression>([
      () => number(random.pick([1, 2, -3, 100_000])), read, () => binary('|', read(), number(0)), () => binary('&', read(), number(127)), () => variable(i), () => this.expressions.numeric(scope, 2),
    ])()
    const element: Expression = { kind: 'read', array: target, index }
    const store = (operator: string, stored: Expression): Statement => ({ kind: 'store', array: target, index, operator, value: stored })
    const update = random.pick<() => Statement>([
      ...['+=', '+=', '-=', '|=', '&=', '^='].map((operator) => () => store(operator, value)), () => store('=', binary('+', element, value)), () => store('=', binary('|', binary('+', element, value), number(0))),
      () => store('=', { kind: 'math', name: random.pick(['max', 'min']), arguments: random.chance(0.5) ? [element, value] : [value, element] }),
      () => ({ kind: 'if', test: binary(random.pick(['>', '<', '>=', '<=']), value, element), yes: [store('=', value)], no: [] }),
    ])()
    return random.chance(0.3) ? { kind: 'if', test: this.expressions.condition(scope, 1), yes: [update], no: [] } : update
  }

  private bigints(arrays: Parameter[]): Statement {
    return this.loop((_, i) => [{ kind: 'store', array: this.random.pick(arrays).name, index: variable(i), operator: '=', value: this.expressions.bigint(arrays, variable(i), 4) }],
      { length: { kind: 'length', array: arrays[0].name } })
  }

  private triangular(): Statement {
    const size = 4 + this.random.below(12)
    return this.loop((outer, i) => [
      this.loop((scope, j) => {
        const index: Expression = { kind: 'binary', operator: '+', left: { kind: 'binary', operator: '*', left: variable(i), right: { kind: 'number', value: size } }, right: variable(j) }
        return this.stores(scope, index)
      }, { length: this.random.pick<Expression>([variable(i), { kind: 'binary', operator: '-', left: { kind: 'number', value: size }, right: variable(i) }]), outer, plain: true }),
    ], { length: { kind: 'number', value: size }, plain: true })
  }

  /** Appends what passes a test, in the ways people write it. */
  private compact(): Statement {
    const counter = this.counter()
    const other = this.random.chance(0.25) ? this.counter() : undefined
    const body = (scope: Scope): Statement[] => {
      const { random } = this
      const before = this.locals(scope, 3)
      const test = this.expressions.condition(scope, 2)
      const again = random.chance(0.3) ? this.append(scope, counter) : undefined
      const append = this.append(scope, counter)
      const otherwise = other ? this.append(scope, other) : []
      const besides = random.chance(0.3) ? [this.store(scope)] : []
      const statement = random.pick<() => Statement[]>([
        () => [{ kind: 'if', test, yes: append, no: otherwise }],
        () => [{ kind: 'if', test, yes: otherwise, no: append }],
        () => [{ kind: 'if', test, yes: [{ kind: 'if', test: this.expressions.condition(scope, 1), yes: append, no: [] }], no: again ?? otherwise }],
        () => [{ kind: 'if', test, yes: [{ kind: 'continue' }], no: [] }, ...append],
        () => [{ kind: 'if', test, yes: [...append, ...(again ?? [])], no: otherwise }],
      ])()
      return [...before, ...besides, ...statement]
    }
    if (this.random.chance(0.75)) return this.loop(body)
    const rows: Expression = { kind: 'number', value: this.random.pick([1, 3, 60]) }
    return this.loop((outer) => [this.loop(body, { outer, plain: true })], { length: rows, plain: true })
  }

  private counter(): { name: string; targets: string[] } {
    const { random, program } = this
    const name = this.name('k')
    program.body.push({ kind: 'declare', word: 'let', name, value: { kind: 'number', value: random.pick([0, 0, 0, 1, 7, -2, 0.5]) } })
    program.results.push(name)
    const targets = Array.from({ length: 1 + random.below(2) }, () => this.name('o'))
    const numbers = this.expressions.numberArrays.length
    for (const target of targets) program.arrays.splice(numbers, 0, { name: target, element: random.pick(elements), annotated: true, target: random.chance(0.9) })
    return { name, targets }
  }

  private append(scope: Scope, { name, targets }: { name: string; targets: string[] }): Statement[] {
    const { random } = this
    const stores = targets.map((array): Statement => ({ kind: 'store', array, index: variable(name), operator: random.chance(0.97) ? '=' : '+=', value: this.expressions.numeric(scope, 2) }))
    const advance = random.pick<Statement>([
      { kind: 'update', name, operator: '++', prefix: false }, { kind: 'assign', name, operator: '+=', value: { kind: 'number', value: 1 } },
      { kind: 'assign', name, operator: '=', value: { kind: 'binary', operator: '+', left: variable(name), right: { kind: 'number', value: 1 } } },
    ])
    return [...stores, advance]
  }
}

export function generateProgram(seed: number): Program {
  return new Generator(new Random(seed)).generate()
}
