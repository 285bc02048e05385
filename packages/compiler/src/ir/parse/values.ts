/** What the text of a region is made of below operations: values and arrays by name, types, locations. */
import type { ArrayParameter, ScalarType, SourceLocation, Value } from '../types.ts'
import { Cursor, type Token } from '../tokens.ts'
import { scalarTypes } from '../vocabulary.ts'

type Unnumbered = { -readonly [Key in keyof Value]: Value[Key] }

export class ValueReader {
  protected readonly cursor: Cursor
  protected readonly arrays = new Map<string, ArrayParameter>()
  protected readonly numbered = new Map<number, Value>()
  protected readonly unnumbered = new Map<string, Unnumbered>()

  constructor(text: string) {
    this.cursor = new Cursor(text)
  }

  protected array(): ArrayParameter {
    const { cursor } = this
    const token = cursor.token
    const name = cursor.name('the name of an array')
    return this.arrays.get(name) ?? cursor.fail(`array ${name} is not declared`, token)
  }

  protected type(): ScalarType {
    return this.cursor.oneOf(scalarTypes, 'a type')
  }

  protected define(): Value {
    const { value, token } = this.pending()
    this.register(value, token)
    return value
  }

  /** A definition that nothing can refer to yet. */
  protected pending(): { value: Value; token: Token } {
    const token = this.cursor.take('value', 'a value (%1)')
    const { id, name } = splitValue(token.text)
    this.cursor.expect(':')
    const type = this.type()
    return { value: { id: id ?? -1, type, ...(name !== undefined && { name }) }, token }
  }

  protected register(value: Value, token: Token): void {
    const { id, name } = splitValue(token.text)
    if (id === undefined ? this.unnumbered.has(name!) : this.numbered.has(id)) this.cursor.fail(`${token.text} is defined twice`, token)
    if (id === undefined) this.unnumbered.set(name!, value)
    else this.numbered.set(id, value)
  }

  protected use(): Value {
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

  protected at(): { location?: SourceLocation } {
    if (this.cursor.token.kind !== 'location') return {}
    const [line, column, endLine, endColumn] = this.cursor.take('location', 'a location').text.slice(1).split(/[:-]/).map(Number)
    return { location: endLine === undefined ? { line, column } : { line, column, endLine, endColumn } }
  }

  protected arity(start: Token, what: string, defined: Value[], count: number): void {
    if (defined.length !== count) this.cursor.fail(`${what} has ${count} result${count === 1 ? '' : 's'}, not ${defined.length}`, start)
  }
  protected element(): { array: ArrayParameter; index: Value } {
    const array = this.array()
    this.cursor.expect('[')
    const index = this.use()
    this.cursor.expect(']')
    return { array, index }
  }

  protected pair(): { left: Value; right: Value } {
    const [left, right] = this.usesOf(2)
    return { left, right }
  }

  protected usesOf(count: number): Value[] {
    const { cursor } = this
    return Array.from({ length: count }, (_, index) => {
      if (index > 0) cursor.expect(',')
      return this.use()
    })
  }
}

/** `%3`, `%sum.3` or `%sum`. */
function splitValue(text: string): { id?: number; name?: string } {
  const match = /^%(?:(.*)\.)?(\d+)$/.exec(text)
  if (!match) return { name: text.slice(1) }
  return { id: Number(match[2]), name: match[1] }
}
