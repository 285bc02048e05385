/** Pieces of JavaScript with what is needed to put them together: how tightly they bind, which variables and memory they read. */

/** Precedences of ECMAScript operators; higher binds tighter. */
export const precedence = {
  conditional: 3, or: 4, and: 5, bitOr: 6, bitXor: 7, bitAnd: 8, equality: 9, relational: 10, shift: 11, additive: 12, multiplicative: 13,
  unary: 15, call: 19, primary: 20,
} as const

export interface Expression {
  text: string
  precedence: number
  /** Identifiers of variables in it. */
  names: ReadonlySet<string>
  /** Reads an array element, so that it may not move past a store. */
  reads: boolean
}

const none: ReadonlySet<string> = new Set()

export function identifier(name: string): Expression {
  return { text: name, precedence: precedence.primary, names: new Set([name]), reads: false }
}

export function literal(value: number | bigint | boolean): Expression {
  if (typeof value === 'bigint') return { text: `${value}n`, precedence: value < 0n ? precedence.unary : precedence.primary, names: none, reads: false }
  const negative = typeof value === 'number' && (value < 0 || Object.is(value, -0))
  return { text: Object.is(value, -0) ? '-0' : String(value), precedence: negative ? precedence.unary : precedence.primary, names: none, reads: false }
}

/** As an operand of an operator that binds as tightly as `least`. */
export function operand(expression: Expression, least: number): string {
  return expression.precedence < least ? `(${expression.text})` : expression.text
}

export function compose(parts: Expression[], text: string, binds: number): Expression {
  const names = parts.length === 1 ? parts[0].names : new Set(parts.flatMap((part) => [...part.names]))
  return { text, precedence: binds, names, reads: parts.some((part) => part.reads) }
}

/** Left-associative: floating-point operations may not be regrouped, so the right side needs parentheses at equal precedence. */
export function infix(left: Expression, operator: string, right: Expression, binds: number): Expression {
  return compose([left, right], `${operand(left, binds)} ${operator} ${operand(right, binds + 1)}`, binds)
}

export function prefix(operator: string, expression: Expression): Expression {
  return compose([expression], `${operator}${operand(expression, precedence.unary + 1)}`, precedence.unary)
}

export function call(callee: string, parameters: Expression[]): Expression {
  return compose(parameters, `${callee}(${parameters.map((one) => one.text).join(', ')})`, precedence.call)
}

export function conditional(condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression {
  const [test, otherwise] = [operand(condition, precedence.or), operand(whenFalse, precedence.conditional)]
  return compose([condition, whenTrue, whenFalse], `${test} ? ${operand(whenTrue, precedence.or)} : ${otherwise}`, precedence.conditional)
}

/** `x | 0`. */
export function toInt32(expression: Expression): Expression {
  return infix(expression, '|', literal(0), precedence.bitOr)
}

/** `x >>> 0`. */
export function toUint32(expression: Expression): Expression {
  return infix(expression, '>>>', literal(0), precedence.shift)
}
