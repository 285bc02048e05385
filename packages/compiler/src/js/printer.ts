/** Prints blocks of the IR as JavaScript statements. Values used once become part of the expression that uses them, if that moves no read past a store. */
import { assertExhaustive, forEachOperation, nestedBlocks } from '../ir/walk.ts'
import type { ArrayParameter, Block, CallOperation, Carried, ForOperation, IfOperation, LoadOperation, Operation, Value } from '../ir/types.ts'
import { call, compose, identifier, infix, literal, precedence, type Expression } from './expression.ts'
import { isSimplePower } from '../math/power.ts'
import { mathHelper, powerHelper } from './math-helper.ts'
import type { Names } from './names.ts'
import { binary, compare, convert, element, read, select, unary } from './operators.ts'
import { printParfor } from './parfor.ts'
import type { Prelude } from './prelude.ts'
import type { Uses } from './uses.ts'

/** Longer expressions get a variable, so that lines stay readable. */
const LONGEST_INLINE = 90

function containsLoop(operation: Operation): boolean {
  let found = false
  for (const block of nestedBlocks(operation)) {
    forEachOperation(block, ({ kind }) => { found ||= kind === 'for' || kind === 'while' || kind === 'loop' || kind === 'parfor' })
  }
  return found
}

/** A variable or a literal. */
function isSimple({ precedence: binds, names, reads }: Expression): boolean {
  return !reads && (names.size === 0 || (binds === precedence.primary && names.size === 1))
}

function isEmpty(block: Block): boolean {
  return block.operations.length === 0 && block.yields.length === 0
}

export class Printer {
  readonly names: Names
  readonly prelude: Prelude
  readonly lines: string[] = []
  private readonly arrays: ReadonlyMap<ArrayParameter, string>
  private readonly uses: Uses | 'inline'
  private readonly bound = new Map<Value, Expression>()
  /** Defined, but not printed yet: used once, further down. In the order of definition. */
  private readonly pending = new Map<Value, Expression>()
  private depth = 1

  constructor(names: Names, prelude: Prelude, arrays: ReadonlyMap<ArrayParameter, string>, uses: Uses | 'inline') {
    this.names = names
    this.prelude = prelude
    this.arrays = arrays
    this.uses = uses
  }

  line(text: string): void {
    this.lines.push(`${'  '.repeat(this.depth)}${text}`)
  }

  /** `head {`, what `body` prints, `}`. */
  nest(head: string, body: () => void, foot = '}'): void {
    this.line(`${head} {`)
    this.nested(body)
    this.line(foot)
  }

  nested(body: () => void): void {
    this.depth++
    body()
    this.depth--
  }

  bind(value: Value, expression: Expression): void {
    this.bound.set(value, expression)
  }

  array(parameter: ArrayParameter): string {
    const name = this.arrays.get(parameter)
    if (name === undefined) throw new Error(`${parameter.name} is not an array of the region`)
    return name
  }

  /** The expression for a use of the value. */
  take(value: Value): Expression {
    const expression = this.pending.get(value)
    if (expression !== undefined) {
      this.pending.delete(value)
      return expression
    }
    const known = this.bound.get(value)
    if (known === undefined) throw new Error(`value ${value.id} is used before it is printed`)
    return known
  }

  /** As `take`, but a variable or a literal: what a loop evaluates in every trip. */
  takeSimple(value: Value): Expression {
    const expression = this.take(value)
    if (expression.precedence === precedence.primary && (!expression.reads || expression.names.size === 0)) return expression
    const name = this.declare('const', value, expression.text)
    this.bound.set(value, identifier(name))
    return identifier(name)
  }

  declare(keyword: 'const' | 'let', value: Value, initial?: string): string {
    const name = this.names.fresh(value.name ?? `v${value.id}`)
    this.line(initial === undefined ? `${keyword} ${name}` : `${keyword} ${name} = ${initial}`)
    return name
  }

  /** Prints what is pending, in order: all of it, or what reads memory. */
  flush(which: 'all' | 'reads'): void {
    for (const [value, expression] of this.pending) {
      if (which === 'reads' && !expression.reads) continue
      this.pending.delete(value)
      this.bound.set(value, identifier(this.declare('const', value, expression.text)))
    }
  }

  private define(value: Value, expression: Expression): void {
    if (this.uses === 'inline') return this.bind(value, expression)
    const uses = this.uses.get(value) ?? 0
    if (uses === 0) return
    if (isSimple(expression)) this.bound.set(value, expression)
    else if (uses === 1 && expression.text.length <= LONGEST_INLINE) this.pending.set(value, expression)
    else this.bound.set(value, identifier(this.declare('const', value, expression.text)))
  }

  block(block: Block): void {
    for (const operation of block.operations) this.operation(operation)
  }

  private operation(operation: Operation): void {
    switch (operation.kind) {
      case 'const': return this.bind(operation.result, literal(operation.value))
      case 'unary': return this.define(operation.result, unary(this.prelude, operation.operator, operation.operand.type, this.take(operation.operand)))
      case 'binary': {
        const [left, right] = [this.take(operation.left), this.take(operation.right)]
        return this.define(operation.result, binary(this.prelude, operation.operator, operation.left.type, left, right))
      }
      case 'compare': return this.define(operation.result, compare(operation.relation, this.take(operation.left), this.take(operation.right)))
      case 'select': {
        const condition = this.take(operation.condition)
        return this.define(operation.result, select(condition, this.take(operation.whenTrue), this.take(operation.whenFalse)))
      }
      case 'convert': {
        const { mode, operand, result } = operation
        return this.define(result, convert(this.prelude, mode, operand.type, result.type, this.take(operand)))
      }
      case 'call': return this.define(operation.result, this.call(operation))
      case 'length': {
        const name = this.array(operation.array)
        return this.define(operation.result, compose([identifier(name)], `${name}.length`, precedence.call))
      }
      case 'load': return this.load(operation)
      case 'store': {
        const [index, value] = [this.take(operation.index), this.take(operation.value)]
        this.flush('reads')
        return this.line(`${element(this.array(operation.array), index).text} = ${value.text}`)
      }
      case 'histogram': {
        const value = this.take(operation.value)
        const index = this.takeSimple(operation.index)
        this.flush('reads')
        const target = element(this.array(operation.array), index)
        return this.line(`${target.text} = ${binary(this.prelude, operation.operator, operation.value.type, target, value).text}`)
      }
      case 'if': return this.if(operation)
      case 'for': return this.for(operation)
      case 'while': {
        const targets = this.carried(operation.carried, operation.results)
        const start = this.lines.length
        return this.loop('while (true)', () => {
          this.block(operation.condition)
          const condition = this.take(operation.condition.yields[0])
          // Nothing but the head has been printed since `start`: the whole condition fits into it.
          if (this.lines.length === start + 1) this.lines[start] = this.lines[start].replace('while (true)', () => `while (${condition.text})`)
          else this.line(`if (!(${condition.text})) break`)
          this.block(operation.body)
          this.assign(targets, operation.body.yields)
        })
      }
      case 'loop': {
        const trips = this.takeSimple(operation.trips)
        const targets = this.carried(operation.carried, operation.results)
        return this.counting(operation.trip, trips, () => {
          this.block(operation.body)
          this.assign(targets, operation.body.yields)
        })
      }
      case 'parfor': this.flush('all'); return printParfor(this, operation)
      // One thread, so every thread's part is its part.
      case 'single': return this.block(operation.body)
      case 'barrier': return
      case 'allreduce': case 'rankrange': throw new Error(`${operation.kind}: the js back end knows one process only`)
      default: return assertExhaustive(operation, 'operation')
    }
  }

  private call(operation: CallOperation): Expression {
    const { callee } = operation
    const parameters = operation.arguments.map((value) => this.take(value))
    switch (callee) {
      // The specification leaves no choice in the results of these.
      case 'round': case 'sign': case 'clz32': case 'imul': case 'fround': return call(`Math.${callee}`, parameters)
      case 'pow': {
        const [base, exponent] = parameters
        const constant = exponent.names.size === 0 ? Number(exponent.text) : NaN
        if (isSimplePower(constant)) return call(powerHelper(this.prelude, constant), [base])
        return call(mathHelper(this.prelude, callee, 2), parameters)
      }
      default: return call(mathHelper(this.prelude, callee, parameters.length), parameters)
    }
  }

  private load({ result, array, index, bounds }: LoadOperation): void {
    this.define(result, read(result.type, this.array(array), this.take(index), bounds === 'guarded'))
  }

  private if(operation: IfOperation): void {
    const condition = this.take(operation.condition)
    // What is pending may end up inside a branch, but only where that is its one use: a loop there would make variables of all of it.
    this.flush(containsLoop(operation) ? 'all' : 'reads')
    const targets = operation.results.map((result) => {
      const name = this.declare('let', result)
      this.bind(result, identifier(name))
      return name
    })
    const branch = (block: Block) => (): void => {
      this.block(block)
      this.assign(targets, block.yields)
    }
    if (isEmpty(operation.then)) {
      if (!isEmpty(operation.else)) this.nest(`if (!(${condition.text}))`, branch(operation.else))
      return
    }
    this.nest(`if (${condition.text})`, branch(operation.then), isEmpty(operation.else) ? '}' : '} else {')
    if (isEmpty(operation.else)) return
    this.nested(branch(operation.else))
    this.line('}')
  }

  private for(operation: ForOperation): void {
    const { counter, step, relation } = operation
    const upper = this.takeSimple(operation.upper)
    const lower = this.take(operation.lower)
    const targets = this.carried(operation.carried, operation.results)
    const name = this.declare('let', counter, lower.text)
    this.bind(counter, identifier(name))
    this.bind(operation.exitCounter, identifier(name))
    const advance = infix(identifier(name), step < 0 ? '-=' : '+=', literal(Math.abs(step)), precedence.conditional)
    this.loop(`for (; ${compare(relation, identifier(name), upper).text}; ${advance.text})`, () => {
      this.block(operation.body)
      this.assign(targets, operation.body.yields)
    })
  }

  /** A loop runs its body often: what it uses from outside is computed before it. */
  loop(head: string, body: () => void): void {
    this.flush('all')
    this.nest(head, body)
  }

  counting(trip: Value, trips: Expression, body: () => void): void {
    const name = this.names.fresh(trip.name ?? `v${trip.id}`)
    this.bind(trip, identifier(name))
    this.loop(`for (let ${name} = 0; ${name} < ${trips.text}; ${name}++)`, body)
  }

  /** Variables for carried values. After the loop they hold its results. */
  carried(carried: Carried[], results: Value[]): string[] {
    const initials = carried.map((one) => this.take(one.initial))
    // Anything still pending must not be evaluated in a later trip.
    this.flush('all')
    return carried.map(({ parameter }, index) => {
      const name = this.declare('let', parameter, initials[index].text)
      this.bind(parameter, identifier(name))
      this.bind(results[index], identifier(name))
      return name
    })
  }

  /** All values are taken before the first variable changes. */
  assign(targets: string[], values: Value[]): void {
    const parts = values.map((value) => this.take(value))
    this.assignExpressions(targets, parts)
  }

  assignExpressions(targets: string[], values: Expression[]): void {
    let waiting = targets.map((target, index) => ({ target, value: values[index] })).filter(({ target, value }) => value.text !== target)
    while (waiting.length > 0) {
      const free = waiting.find((one) => waiting.every((other) => other === one || !other.value.names.has(one.target)))
      if (free) {
        this.line(`${free.target} = ${free.value.text}`)
        waiting = waiting.filter((one) => one !== free)
        continue
      }
      // A cycle, such as two variables that change places.
      const [first] = waiting
      const name = this.names.fresh('next')
      this.line(`const ${name} = ${first.value.text}`)
      first.value = identifier(name)
    }
  }
}
