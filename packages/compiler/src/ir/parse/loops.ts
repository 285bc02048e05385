/** Loops: their names, trips, carried values, and what a parfor builds. */
import type { Block, Builder, Carried, Combine, Dimension, Operation, Value } from '../types.ts'
import type { Token } from '../tokens.ts'
import { ValueReader } from './values.ts'

export abstract class LoopReader extends ValueReader {
  /** `builders`: where those at the end of the block go. */
  protected abstract block(builders?: Builder[]): Block

  protected forLoop(start: Token, defined: Value[]): Operation {
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

  protected whileLoop(defined: Value[]): Operation {
    const name = this.loopName()
    const { carried } = this.carry(false)
    const location = this.at()
    const condition = this.block()
    this.cursor.expect('do')
    return { kind: 'while', ...name, results: defined, carried, condition, body: this.block(), ...location }
  }

  protected countedLoop(defined: Value[]): Operation {
    const dimension = this.counted()
    const { carried } = this.carry(false)
    const location = this.at()
    return { kind: 'loop', ...dimension, results: defined, carried, body: this.block(), ...location }
  }

  protected parfor(start: Token, defined: Value[]): Operation {
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
    this.arity(start, 'parfor', defined, carried.length + builders.length)
    builders.forEach((builder, index) => { builder.count = counts[index] })
    return { kind: 'parfor', id, dimensions, results: defined.slice(0, carried.length), carried, combines, builders, body, ...location }
  }

  protected builder(): Builder | undefined {
    const { cursor } = this
    // Replaced by the parfor's result as soon as it is known which one.
    const count: Value = { id: -1, type: 'i32' }
    if (cursor.accept('compact')) {
      cursor.expect('from')
      const initial = this.use()
      cursor.expect('[')
      const columns = cursor.list(() => {
        const array = this.array()
        cursor.expect('=')
        return { array, value: this.use() }
      })
      cursor.expect(']')
      cursor.expect('when')
      return { kind: 'compact', condition: this.use(), initial, columns, count }
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

  protected carry(combining: boolean): { carried: Carried[]; combines: Combine[] } {
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
  protected loopName(): { id: number; label?: string } {
    const { cursor } = this
    const id = this.loopNumber()
    return cursor.accept(':') ? { id, label: cursor.name('a label') } : { id }
  }

  /** `#3:label %t: i32 < %trips` */
  protected counted(): Dimension {
    const name = this.loopName()
    const trip = this.define()
    this.cursor.expect('<')
    return { ...name, trip, trips: this.use() }
  }
}
