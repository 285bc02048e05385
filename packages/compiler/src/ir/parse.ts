/**
 * Reads the text form of the IR. Line breaks and indentation mean nothing; `//` starts a comment.
 *
 *     region axpy {
 *       array x: f64 read                       flags: read written overwritten, `covered n`
 *       scalar a = %a.0: f64                    the live-in and the value that holds it
 *       output sum: f64
 *       alias x y same                          the identical view of both is fine too
 *       prologue { … }
 *       guard %5 "n is an integer" @3:4
 *       work %6
 *       body { … yield %7 }
 *     }
 *
 * A value is `%3`, with a name hint `%sum.3`, or — in text written by hand — only `%sum`; then it gets a number of its own. Its type stands where it
 * is defined. Operations, with their results to the left (`%8: f64, %9: i32 = …`):
 *
 *     const -0 | 5n | true        neg %1        add %1, %2        lt %1, %2        select %c, %1, %2        convert wrap %1        call exp(%1)
 *     length x        load x[%i] checked        store x[%i] = %1 guarded
 *     if %c { … yield %1 } else { … yield %2 }          `if %c rarely {`: the condition seldom holds
 *     for #0:rows %i: f64 = %lower while lt %upper step 1 carry (%s: f64 = %0) { … yield %1 }         the last result is the counter after the loop
 *     while #1 carry (%s: f64 = %0) { … yield %condition } do { … yield %1 }
 *     loop #2 %t: i32 < %trips carry (…) { … }
 *     parfor #3 [#3:rows %t: i32 < %trips, #4 %u: i32 < %m] carry (%s: f64 = %0 sum, %w: i32 = %1 winner) { … builders … yield %2, %3 }
 *     single { … }        barrier        allreduce sum %1        rankrange %n
 *
 * Combines: sum product min max and or xor winner, `least first winner 2`, `greatest last winner 2`, `first winner 2`, `companion 0`.
 * Builders: `compact out = %v when %c`, `histogram h[%i] add %v`, `group keys = %k [sum total = %v, count n = %one]`; their counts are the last results.
 */
import type {
  ArrayParameter, Block, Builder, Carried, Combine, Dimension, Operation, Region, ScalarType, SourceLocation, UnaryOperator, Value,
} from './types.ts'
import { Cursor, type Token } from './tokens.ts'
import {
  binaryOperators, boundsKinds, convertModes, elementTypes, mathArities, mathFunctions, relations, scalarTypes, unaryOperators,
} from './vocabulary.ts'
import { emptyRegion } from './builder.ts'

export function parseRegion(text: string): Region {
  return new Parser(text).region()
}

type Unnumbered = { -readonly [Key in keyof Value]: Value[Key] }

const unaries: ReadonlySet<string> = new Set(unaryOperators)
const binaries: ReadonlySet<string> = new Set(binaryOperators)
const comparisons: ReadonlySet<string> = new Set(relations)
const reduceKinds = ['sum', 'min', 'max'] as const

class Parser {
  private readonly cursor: Cursor
  private readonly parsed: Region = emptyRegion('')
  private readonly arrays = new Map<string, ArrayParameter>()
  private readonly numbered = new Map<number, Value>()
  private readonly unnumbered = new Map<string, Unnumbered>()

  constructor(text: string) {
    this.cursor = new Cursor(text)
  }

  region(): Region {
    const { cursor, parsed } = this
    cursor.expect('region')
    parsed.name = cursor.name('the name of the region')
    cursor.expect('{')
    while (!cursor.accept('}')) this.declaration()
    if (cursor.token.kind !== 'end') cursor.expected('the end')
    for (const id of this.numbered.keys()) parsed.nextValue = Math.max(parsed.nextValue, id + 1)
    for (const value of this.unnumbered.values()) value.id = parsed.nextValue++
    return parsed
  }

  private declaration(): void {
    const { cursor, parsed } = this
    switch (cursor.oneOf(['array', 'scalar', 'output', 'alias', 'prologue', 'guard', 'work', 'body'], 'a declaration')) {
      case 'array': return this.arrayDeclaration()
      case 'scalar': {
        const name = cursor.name('the name of a scalar')
        cursor.expect('=')
        parsed.scalars.push({ name, value: this.define() })
        return
      }
      case 'output': {
        const name = cursor.name('the name of an output')
        cursor.expect(':')
        parsed.outputs.push({ name, type: this.type() })
        return
      }
      case 'alias':
        parsed.aliases.push({ first: this.array(), second: this.array(), same: cursor.accept('same') })
        return
      case 'prologue': parsed.prologue = this.block(); return
      case 'guard':
        parsed.guards.push({ condition: this.use(), reason: cursor.string('the reason of the guard, in quotes'), ...this.at() })
        return
      case 'work': parsed.work = this.use(); return
      case 'body': parsed.body = this.block(); return
    }
  }

  private arrayDeclaration(): void {
    const { cursor } = this
    const token = cursor.token
    const name = cursor.name('the name of an array')
    if (this.arrays.has(name)) cursor.fail(`array ${name} is declared twice`, token)
    cursor.expect(':')
    const element = cursor.oneOf(elementTypes, 'an element type')
    const array: ArrayParameter = { name, element, read: cursor.accept('read'), written: cursor.accept('written') }
    if (cursor.accept('overwritten')) array.overwritten = true
    if (cursor.accept('covered')) array.coveredBy = cursor.name('the name of an array or scalar')
    this.arrays.set(name, array)
    this.parsed.arrays.push(array)
  }

  /** `{ operations [builders] [yield values] }` */
  private block(builders?: Builder[]): Block {
    const { cursor } = this
    const block: Block = { operations: [], yields: [] }
    cursor.expect('{')
    while (!cursor.accept('}')) {
      if (cursor.accept('yield')) {
        block.yields = cursor.list(() => this.use())
        cursor.expect('}')
        break
      }
      const builder = builders && this.builder()
      if (builder) builders.push(builder)
      else if (builders && builders.length > 0) cursor.expected("a builder, 'yield' or '}'")
      else block.operations.push(this.operation())
    }
    return block
  }

  private operation(): Operation {
    const { cursor } = this
    const start = cursor.token
    if (cursor.token.kind !== 'value') return this.body(start, [])
    const pending = cursor.list(() => this.pending())
    cursor.expect('=')
    const operation = this.body(start, pending.map((one) => one.value))
    // Defined only now: an operation, and what is nested in it, cannot use its own results.
    for (const { value, token } of pending) this.register(value, token)
    return operation
  }

  private body(start: Token, defined: Value[]): Operation {
    const { cursor } = this
    const token = cursor.token
    const { text } = cursor.take('word', 'an operation')
    const single = (): Value => {
      this.arity(start, text, defined, 1)
      return defined[0]
    }
    if (unaries.has(text)) return { kind: 'unary', operator: text as UnaryOperator, result: single(), operand: this.use() }
    if (binaries.has(text)) {
      const operator = binaryOperators.find((candidate) => candidate === text)!
      return { kind: 'binary', operator, result: single(), ...this.pair() }
    }
    if (comparisons.has(text)) {
      const relation = relations.find((candidate) => candidate === text)!
      return { kind: 'compare', relation, result: single(), ...this.pair() }
    }
    switch (text) {
      case 'const': return { kind: 'const', result: single(), value: this.constant(defined[0].type) }
      case 'select': {
        const [condition, whenTrue, whenFalse] = this.usesOf(3)
        return { kind: 'select', result: single(), condition, whenTrue, whenFalse }
      }
      case 'convert': return { kind: 'convert', mode: cursor.oneOf(convertModes, 'a mode'), result: single(), operand: this.use() }
      case 'call': return this.call(single())
      case 'length': return { kind: 'length', result: single(), array: this.array() }
      case 'load': return { kind: 'load', result: single(), ...this.element(), bounds: cursor.oneOf(boundsKinds, 'bounds'), ...this.at() }
      case 'store': {
        this.arity(start, text, defined, 0)
        const element = this.element()
        cursor.expect('=')
        return { kind: 'store', ...element, value: this.use(), bounds: cursor.oneOf(boundsKinds, 'bounds'), ...this.at() }
      }
      case 'if': {
        const condition = this.use()
        const rare = cursor.accept('rarely')
        const location = this.at()
        const then = this.block()
        const otherwise = cursor.accept('else') ? this.block() : { operations: [], yields: [] }
        return { kind: 'if', results: defined, condition, then, else: otherwise, ...(rare && { rare }), ...location }
      }
      case 'for': return this.forLoop(start, defined)
      case 'while': {
        const name = this.loopName()
        const { carried } = this.carry(false)
        const location = this.at()
        const condition = this.block()
        cursor.expect('do')
        return { kind: 'while', ...name, results: defined, carried, condition, body: this.block(), ...location }
      }
      case 'loop': {
        const dimension = this.counted()
        const { carried } = this.carry(false)
        const location = this.at()
        return { kind: 'loop', ...dimension, results: defined, carried, body: this.block(), ...location }
      }
      case 'parfor': return this.parfor(start, defined)
      case 'single': this.arity(start, text, defined, 0); return { kind: 'single', body: this.block() }
      case 'barrier': this.arity(start, text, defined, 0); return { kind: 'barrier' }
      case 'allreduce': return { kind: 'allreduce', combine: cursor.oneOf(reduceKinds, 'a combination'), result: single(), operand: this.use() }
      case 'rankrange':
        this.arity(start, text, defined, 2)
        return { kind: 'rankrange', start: defined[0], count: defined[1], total: this.use() }
      default: return cursor.fail(`expected an operation, found '${text}'`, token)
    }
  }

  private call(result: Value): Operation {
    const { cursor } = this
    const callee = cursor.oneOf(mathFunctions, 'a function')
    const token = cursor.token
    cursor.expect('(')
    const args = cursor.accept(')') ? [] : cursor.list(() => this.use())
    if (args.length > 0) cursor.expect(')')
    const arity = mathArities[callee]
    if (arity !== 'any' && args.length !== arity) cursor.fail(`${callee} takes ${arity} argument${arity === 1 ? '' : 's'}, not ${args.length}`, token)
    return { kind: 'call', callee, result, arguments: args, ...this.at() }
  }

  private forLoop(start: Token, defined: Value[]): Operation {
    const { cursor } = this
    if (defined.length === 0) cursor.fail("a 'for' has at least one result, the counter after the loop", start)
    const name = this.loopName()
    const counter = this.define()
    cursor.expect('=')
    const lower = this.use()
    cursor.expect('while')
    const relation = cursor.oneOf(['lt', 'le', 'gt', 'ge', 'ne'], 'a relation')
    const upper = this.use()
    cursor.expect('step')
    const step = Number(cursor.take('number', 'the step').text)
    const { carried } = this.carry(false)
    const location = this.at()
    const body = this.block()
    return {
      kind: 'for', ...name, results: defined.slice(0, -1), exitCounter: defined[defined.length - 1],
      counter, lower, upper, step, relation, carried, body, ...location,
    }
  }

  private parfor(start: Token, defined: Value[]): Operation {
    const { cursor } = this
    const id = this.loopNumber()
    cursor.expect('[')
    const dimensions = cursor.list((): Dimension => ({ ...this.counted(), ...this.at() }))
    cursor.expect(']')
    const { carried, combines } = this.carry(true)
    const location = this.at()
    const builders: Builder[] = []
    const body = this.block(builders)
    // Which of the names on the left is a builder's count is known only when the builders have been read.
    const counts = defined.slice(carried.length)
    const counted = builders.filter((builder) => builder.kind !== 'histogram')
    this.arity(start, 'parfor', defined, carried.length + counted.length)
    counted.forEach((builder, index) => { builder.count = counts[index] })
    return { kind: 'parfor', id, dimensions, results: defined.slice(0, carried.length), carried, combines, builders, body, ...location }
  }

  private builder(): Builder | undefined {
    const { cursor } = this
    // Replaced by the parfor's result as soon as it is known which one.
    const count: Value = { id: -1, type: 'i32' }
    if (cursor.accept('compact')) {
      const array = this.array()
      cursor.expect('=')
      const value = this.use()
      cursor.expect('when')
      return { kind: 'compact', array, condition: this.use(), value, count }
    }
    if (cursor.accept('histogram')) {
      return { kind: 'histogram', ...this.element(), operator: cursor.oneOf(['add', 'min', 'max'], 'an operator'), value: this.use() }
    }
    if (!cursor.accept('group')) return undefined
    const keys = this.array()
    cursor.expect('=')
    const key = this.use()
    cursor.expect('[')
    const columns = cursor.accept(']') ? [] : cursor.list(() => {
      const combine = cursor.oneOf(['sum', 'min', 'max', 'count'], 'a combination')
      const array = this.array()
      cursor.expect('=')
      return { array, value: this.use(), combine }
    })
    if (columns.length > 0) cursor.expect(']')
    return { kind: 'group', key, keys, columns, count }
  }

  private carry(combining: boolean): { carried: Carried[]; combines: Combine[] } {
    const { cursor } = this
    const carried: Carried[] = []
    const combines: Combine[] = []
    if (!cursor.accept('carry')) return { carried, combines }
    cursor.expect('(')
    cursor.list(() => {
      const { value: parameter, token } = this.pending()
      cursor.expect('=')
      carried.push({ parameter, initial: this.use() })
      this.register(parameter, token)
      if (combining) combines.push(this.combine())
    })
    cursor.expect(')')
    return { carried, combines }
  }

  private combine(): Combine {
    const { cursor } = this
    const kind = cursor.oneOf(
      ['sum', 'product', 'min', 'max', 'and', 'or', 'xor', 'least', 'greatest', 'first', 'last', 'companion', 'winner'], 'a combination')
    const winner = (): number => {
      cursor.expect('winner')
      return cursor.integer('the number of the carried value with the winning trip')
    }
    switch (kind) {
      case 'least': case 'greatest': return { kind, tie: cursor.oneOf(['first', 'last'], 'which of equal trips wins'), winner: winner() }
      case 'first': case 'last': return { kind, winner: winner() }
      case 'companion': return { kind, of: cursor.integer('the number of a carried value') }
      default: return { kind }
    }
  }

  private loopNumber(): number {
    return Number(this.cursor.take('loop', 'the number of the loop (#0)').text.slice(1))
  }

  /** `#3:label` */
  private loopName(): { id: number; label?: string } {
    const { cursor } = this
    const id = this.loopNumber()
    return cursor.accept(':') ? { id, label: cursor.name('a label') } : { id }
  }

  /** `#3:label %t: i32 < %trips` */
  private counted(): Dimension {
    const name = this.loopName()
    const trip = this.define()
    this.cursor.expect('<')
    return { ...name, trip, trips: this.use() }
  }

  private element(): { array: ArrayParameter; index: Value } {
    const array = this.array()
    this.cursor.expect('[')
    const index = this.use()
    this.cursor.expect(']')
    return { array, index }
  }

  private pair(): { left: Value; right: Value } {
    const [left, right] = this.usesOf(2)
    return { left, right }
  }

  private usesOf(count: number): Value[] {
    const { cursor } = this
    return Array.from({ length: count }, (_, index) => {
      if (index > 0) cursor.expect(',')
      return this.use()
    })
  }

  private constant(type: ScalarType): number | bigint | boolean {
    const { cursor } = this
    if (type === 'bool') return cursor.oneOf(['true', 'false'], 'a constant') === 'true'
    if (type === 'i64' || type === 'u64') return BigInt(cursor.take('bigint', 'a constant like 5n').text.slice(0, -1))
    return Number(cursor.take('number', 'a number').text)
  }

  private array(): ArrayParameter {
    const { cursor } = this
    const token = cursor.token
    const name = cursor.name('the name of an array')
    return this.arrays.get(name) ?? cursor.fail(`array ${name} is not declared`, token)
  }

  private type(): ScalarType {
    return this.cursor.oneOf(scalarTypes, 'a type')
  }

  private define(): Value {
    const { value, token } = this.pending()
    this.register(value, token)
    return value
  }

  /** A definition that nothing can refer to yet. */
  private pending(): { value: Value; token: Token } {
    const token = this.cursor.take('value', 'a value (%1)')
    const { id, name } = splitValue(token.text)
    this.cursor.expect(':')
    const type = this.type()
    return { value: { id: id ?? -1, type, ...(name !== undefined && { name }) }, token }
  }

  private register(value: Value, token: Token): void {
    const { id, name } = splitValue(token.text)
    if (id === undefined ? this.unnumbered.has(name!) : this.numbered.has(id)) this.cursor.fail(`${token.text} is defined twice`, token)
    if (id === undefined) this.unnumbered.set(name!, value)
    else this.numbered.set(id, value)
  }

  private use(): Value {
    const { cursor } = this
    const token = cursor.take('value', 'a value (%1)')
    const { id, name } = splitValue(token.text)
    const value = id === undefined ? this.unnumbered.get(name!) : this.numbered.get(id)
    if (!value) return cursor.fail(`${token.text} is not defined here`, token)
    if (id !== undefined && name !== undefined && value.name !== name) {
      cursor.fail(`${token.text} was defined as ${value.name === undefined ? `%${id}` : `%${value.name}.${id}`}`, token)
    }
    return value
  }

  private at(): { location?: SourceLocation } {
    if (this.cursor.token.kind !== 'location') return {}
    const [line, column, endLine, endColumn] = this.cursor.take('location', 'a location').text.slice(1).split(/[:-]/).map(Number)
    return { location: endLine === undefined ? { line, column } : { line, column, endLine, endColumn } }
  }

  private arity(start: Token, what: string, defined: Value[], count: number): void {
    if (defined.length !== count) this.cursor.fail(`${what} has ${count} result${count === 1 ? '' : 's'}, not ${defined.length}`, start)
  }
}

/** `%3`, `%sum.3` or `%sum`. */
function splitValue(text: string): { id?: number; name?: string } {
  const match = /^%(?:(.*)\.)?(\d+)$/.exec(text)
  if (!match) return { name: text.slice(1) }
  return { id: Number(match[2]), name: match[1] }
}
