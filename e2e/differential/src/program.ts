/** Generated programs as trees: small enough to shrink node by node, printed as TypeScript (and as the oracle). */

export type Element = 'f64' | 'f32' | 'i32' | 'u32' | 'i16' | 'u16' | 'i8' | 'u8' | 'u8c' | 'i64' | 'u64'

export const constructorNames: Record<Element, string> = {
  f64: 'Float64Array', f32: 'Float32Array', i32: 'Int32Array', u32: 'Uint32Array', i16: 'Int16Array', u16: 'Uint16Array',
  i8: 'Int8Array', u8: 'Uint8Array', u8c: 'Uint8ClampedArray', i64: 'BigInt64Array', u64: 'BigUint64Array',
}

export type Expression =
  | { kind: 'number'; value: number }
  | { kind: 'bigint'; value: bigint }
  | { kind: 'variable'; name: string }
  | { kind: 'length'; array: string }
  | { kind: 'read'; array: string; index: Expression }
  | { kind: 'unary'; operator: string; operand: Expression }
  | { kind: 'binary'; operator: string; left: Expression; right: Expression }
  | { kind: 'conditional'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'math'; name: string; arguments: Expression[] }
  | { kind: 'helper'; arguments: Expression[] }

export type Statement =
  | { kind: 'declare'; word: 'let' | 'const' | 'var'; name: string; value: Expression }
  /** `operator` is '=', '+=', … */
  | { kind: 'assign'; name: string; operator: string; value: Expression }
  | { kind: 'update'; name: string; operator: '++' | '--'; prefix: boolean }
  | { kind: 'store'; array: string; index: Expression; operator: string; value: Expression }
  | { kind: 'if'; test: Expression; yes: Statement[]; no: Statement[] }
  | { kind: 'switch'; on: Expression; cases: { value: number; body: Statement[]; falls: boolean }[]; otherwise: Statement[] }
  | Loop
  | { kind: 'while'; label: string; counter: string; limit: number; test: Expression; body: Statement[]; post: boolean }
  | { kind: 'break' | 'continue'; label?: string }

export interface Loop {
  kind: 'for'
  label: string
  counter: string
  word: 'let' | 'var'
  from: Expression
  relation: '<' | '<=' | '>' | '>=' | '!=='
  to: Expression
  step: number
  body: Statement[]
  /** Float sums and products that this loop carries, and the inner loop of the perfect nest through which it does so. */
  reshaped: { name: string; operator: '+' | '*' }[]
  through?: string
}

/** `target`: only compactions write it, and mostly nobody reads it. */
export interface Parameter { name: string; element: Element; annotated: boolean; target?: boolean }

export interface Program {
  arrays: Parameter[]
  /** Number parameters; `integer` ones are used in bounds and subscripts. */
  scalars: { name: string; integer: boolean }[]
  body: Statement[]
  /** Variables that the function returns. */
  results: string[]
  mark: 'comment' | 'directive' | 'call'
}

export function children(statement: Statement): Statement[][] {
  switch (statement.kind) {
    case 'if': return [statement.yes, statement.no]
    case 'switch': return [...statement.cases.map((one) => one.body), statement.otherwise]
    case 'for': case 'while': return [statement.body]
    default: return []
  }
}
