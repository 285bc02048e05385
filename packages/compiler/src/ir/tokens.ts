/** The lexer of the IR's text form, and the rules for names that the printer shares with it. */

export interface Token {
  /** `value`: %3, %sum.3 or %sum; `loop`: #3; `location`: @3:4 or @3:4-5:6. */
  kind: 'word' | 'string' | 'number' | 'bigint' | 'value' | 'loop' | 'location' | 'punctuation' | 'end'
  text: string
  /** Offset in the source. */
  offset: number
}

export class IrParseError extends Error {
  override readonly name = 'IrParseError'
  /** 1-based, both. */
  readonly line: number
  readonly column: number

  constructor(message: string, source: string, offset: number) {
    const before = source.slice(0, offset).split('\n')
    const line = before.length
    const column = before[before.length - 1].length + 1
    super(`line ${line}, column ${column}: ${message}`)
    this.line = line
    this.column = column
  }
}

// No literals: Next's Babel takes packages through it too, and its copy fails at literals with these properties.
const word = new RegExp(String.raw`^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$`, 'u')
const notInHints = new RegExp(String.raw`[^\p{ID_Continue}$.\u200c\u200d]`, 'gu')

/** Names that are written bare; all others are written as JSON strings. NaN and Infinity would be read as numbers. */
export function isWord(name: string): boolean {
  return word.test(name) && name !== 'NaN' && name !== 'Infinity'
}

/** A name hint may hold dots (`point.x`); what else could not be read back becomes an underscore. */
export function sanitiseHint(name: string): string {
  const clean = name.replace(notInHints, '_')
  return clean === '' ? '_' : clean
}

const patterns: [Token['kind'] | 'space', string][] = [
  ['space', String.raw`\s+|//[^\n]*`],
  ['value', String.raw`%[\p{ID_Continue}$.\u200c\u200d]+`],
  ['loop', String.raw`#-?\d+`],
  ['location', String.raw`@\d+:\d+(?:-\d+:\d+)?`],
  ['bigint', String.raw`-?\d+n(?![\p{ID_Continue}$])`],
  ['number', String.raw`(?:-?(?:Infinity|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|NaN)(?![\p{ID_Continue}$])`],
  ['string', String.raw`"(?:[^"\\\n]|\\.)*"`],
  ['word', String.raw`[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*`],
  ['punctuation', String.raw`[{}()[\]<=,:]`],
]
const lexer = new RegExp(patterns.map(([, pattern]) => `(${pattern})`).join('|'), 'uy')

export function tokenise(source: string): Token[] {
  const tokens: Token[] = []
  lexer.lastIndex = 0
  let offset = 0
  while (offset < source.length) {
    const match = lexer.exec(source)
    if (!match) throw new IrParseError(`unexpected character ${JSON.stringify(source[offset])}`, source, offset)
    const kind = patterns[match.slice(1).findIndex((group) => group !== undefined)][0]
    if (kind !== 'space') tokens.push({ kind, text: match[0], offset })
    offset = lexer.lastIndex
  }
  tokens.push({ kind: 'end', text: 'the end', offset })
  return tokens
}

/** Reads tokens one after the other; every disappointment says what was expected and where. */
export class Cursor {
  readonly source: string
  private readonly tokens: Token[]
  private next = 0

  constructor(source: string) {
    this.source = source
    this.tokens = tokenise(source)
  }

  get token(): Token {
    return this.tokens[this.next]
  }

  fail(message: string, token = this.token): never {
    throw new IrParseError(message, this.source, token.offset)
  }

  expected(what: string, token = this.token): never {
    return this.fail(`expected ${what}, found ${token.kind === 'end' ? 'the end' : `'${token.text}'`}`, token)
  }

  take(kind: Token['kind'], what: string): Token {
    if (this.token.kind !== kind) this.expected(what)
    return this.tokens[this.next++]
  }

  /** Takes the token if it is this punctuation mark or this bare word. */
  accept(text: string): boolean {
    const { kind, text: found } = this.token
    if (found !== text || (kind !== 'punctuation' && kind !== 'word')) return false
    this.next++
    return true
  }

  expect(text: string): void {
    if (!this.accept(text)) this.expected(`'${text}'`)
  }

  /** One of a fixed set of words. */
  oneOf<Word extends string>(words: readonly Word[], what: string): Word {
    const found = words.find((candidate) => this.token.kind === 'word' && candidate === this.token.text)
    if (found === undefined) return this.expected(`${what} (${words.join(', ')})`)
    this.next++
    return found
  }

  /** A bare word or a JSON string. */
  name(what: string): string {
    if (this.token.kind === 'word') return this.tokens[this.next++].text
    return this.string(what)
  }

  string(what: string): string {
    const token = this.take('string', what)
    try {
      return JSON.parse(token.text) as string
    } catch {
      return this.fail(`malformed string ${token.text}`, token)
    }
  }

  integer(what: string): number {
    const token = this.take('number', what)
    const value = Number(token.text)
    return Number.isInteger(value) ? value : this.expected(what, token)
  }

  /** `item, item, …`, at least one. */
  list<Item>(item: () => Item): Item[] {
    const items = [item()]
    while (this.accept(',')) items.push(item())
    return items
  }
}
