/** Reads the markup of components only as far as it takes to find their scripts: tags, comments, raw text, and what braces hold. */

export interface Tag {
  name: string
  /** Values without quotes; '' for an attribute without a value. */
  attributes: ReadonlyMap<string, string>
  start: number
  /** Behind `>`. */
  end: number
  selfClosing: boolean
}

export interface Script {
  attributes: ReadonlyMap<string, string>
  /** From `<` of the opening tag. */
  start: number
  contentStart: number
  contentEnd: number
  /** Behind `>` of the closing tag. */
  end: number
}

export interface MarkupRules {
  /** Braces in attributes hold expressions. */
  braces: boolean
}

const space = /\s/
const nameEnd = /[\s/>=]/

/** The tag that begins at `<`; undefined if the text ends within it. */
export function readTag(text: string, start: number, { braces }: MarkupRules): Tag | undefined {
  let at = start + 1
  while (at < text.length && !/[\s/>]/.test(text[at])) at++
  const name = text.slice(start + 1, at)
  const attributes = new Map<string, string>()
  let selfClosing = false
  while (at < text.length) {
    const character = text[at]
    if (character === '>') return { name, attributes, start, end: at + 1, selfClosing }
    selfClosing = character === '/'
    if (selfClosing || space.test(character)) {
      if (space.test(character)) selfClosing = text[at + 1] === '/' && text[at + 2] === '>'
      if (braces && (text.startsWith('//', at) || text.startsWith('/*', at))) at = skipComment(text, at)
      else at++
    } else if (braces && character === '{') at = skipExpression(text, at + 1)
    else at = readAttribute(text, at, braces, attributes)
  }
  return undefined
}

function readAttribute(text: string, start: number, braces: boolean, attributes: Map<string, string>): number {
  // A first character that cannot begin a name is part of one all the same.
  let at = start + 1
  while (at < text.length && !nameEnd.test(text[at])) at++
  const name = text.slice(start, at)
  const equals = skipSpace(text, at)
  if (text[equals] !== '=') {
    attributes.set(name, '')
    return at
  }
  const from = skipSpace(text, equals + 1)
  const quote = text[from]
  const quoted = quote === '"' || quote === "'"
  at = quoted ? from + 1 : from
  while (at < text.length && (quoted ? text[at] !== quote : !/[\s>]/.test(text[at]))) at = braces && text[at] === '{' ? skipExpression(text, at + 1) : at + 1
  attributes.set(name, text.slice(quoted ? from + 1 : from, at))
  return quoted ? at + 1 : at
}

export function skipSpace(text: string, start: number): number {
  let at = start
  while (at < text.length && space.test(text[at])) at++
  return at
}

/** Where the closing tag begins of an element whose content is only text; the end of the text if there is none. */
export function rawTextEnd(text: string, name: string, start: number): number {
  const close = new RegExp(`</${name}(?=[\\s/>])`, 'gi')
  close.lastIndex = start
  return close.exec(text)?.index ?? text.length
}

/** Behind the next `>`. */
export function behindTag(text: string, start: number): number {
  const end = text.indexOf('>', start)
  return end < 0 ? text.length : end + 1
}

/** Behind `-->`. */
export function behindComment(text: string, start: number): number {
  const end = text.indexOf('-->', start + 4)
  return end < 0 ? text.length : end + 3
}

function skipComment(text: string, start: number): number {
  const end = text[start + 1] === '/' ? text.indexOf('\n', start) : text.indexOf('*/', start + 2) + 1
  return end <= 0 ? text.length : end + 1
}

/** What stands before a slash that begins a regular expression rather than divides. */
const beforeRegularExpression = /(?:^|[({[,;:=!&|?+\-*%<>~^]|\b(?:return|typeof|in|of|case|await|void|delete))\s*$/

/** Behind the brace that closes an expression, which may hold strings, templates, comments and regular expressions. */
export function skipExpression(text: string, start: number): number {
  let at = start
  let depth = 1
  while (at < text.length) {
    const character = text[at]
    if (character === '"' || character === "'") at = skipString(text, at)
    else if (character === '`') at = skipTemplate(text, at)
    else if (character === '/' && (text[at + 1] === '/' || text[at + 1] === '*')) at = skipComment(text, at)
    else if (character === '/' && beforeRegularExpression.test(text.slice(Math.max(start, at - 20), at))) at = skipRegularExpression(text, at)
    else {
      if (character === '{') depth++
      else if (character === '}' && --depth === 0) return at + 1
      at++
    }
  }
  return at
}

function skipString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== text[start]) at += text[at] === '\\' ? 2 : 1
  return at + 1
}

function skipTemplate(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '`') {
    if (text[at] === '\\') at += 2
    else if (text.startsWith('${', at)) at = skipExpression(text, at + 2)
    else at++
  }
  return at + 1
}

function skipRegularExpression(text: string, start: number): number {
  let inClass = false
  let at = start + 1
  while (at < text.length && text[at] !== '\n' && (inClass || text[at] !== '/')) {
    if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    at += text[at] === '\\' ? 2 : 1
  }
  return at + 1
}
