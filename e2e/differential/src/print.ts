/** Prints a program as the TypeScript that parfor compiles, or as the oracle: plain JavaScript in which `Math` of each loop is asked for
 *  and the float sums that a kernel reshapes are carried through `shape` (see shape.ts). */
import { constructorNames, type Expression, type Program, type Statement } from './program.ts'

export interface PrintOptions {
  oracle: boolean
}

function number(value: number): string {
  if (Object.is(value, -0)) return '(-0)'
  return value < 0 ? `(${value})` : String(value)
}

function expression(e: Expression, math: string): string {
  const print = (x: Expression) => expression(x, math)
  switch (e.kind) {
    case 'number': return number(e.value)
    case 'bigint': return e.value < 0n ? `(${e.value}n)` : `${e.value}n`
    case 'variable': return e.name
    case 'length': return `${e.array}.length`
    case 'read': return `${e.array}[${print(e.index)}]`
    case 'unary': return `(${e.operator}${print(e.operand)})`
    // Without parentheses a negated base is a syntax error.
    case 'binary': return e.operator === '**' ? `((${print(e.left)}) ** ${print(e.right)})` : `(${print(e.left)} ${e.operator} ${print(e.right)})`
    case 'conditional': return `(${print(e.test)} ? ${print(e.yes)} : ${print(e.no)})`
    case 'math': return `${math}.${e.name}(${e.arguments.map(print).join(', ')})`
    case 'helper': return `helper(${[...e.arguments.map(print), ...(math === 'Math' ? [] : [math])].join(', ')})`
    default: { const never: never = e; return never }
  }
}

/** `**` is `Math.pow` to a kernel, so the oracle must take it from the same place. */
function powersAsCalls(e: Expression): Expression {
  switch (e.kind) {
    case 'read': return { ...e, index: powersAsCalls(e.index) }
    case 'unary': return { ...e, operand: powersAsCalls(e.operand) }
    case 'binary': {
      const left = powersAsCalls(e.left), right = powersAsCalls(e.right)
      return e.operator === '**' ? { kind: 'math', name: 'pow', arguments: [left, right] } : { ...e, left, right }
    }
    case 'conditional': return { ...e, test: powersAsCalls(e.test), yes: powersAsCalls(e.yes), no: powersAsCalls(e.no) }
    case 'math': case 'helper': return { ...e, arguments: e.arguments.map(powersAsCalls) }
    default: return e
  }
}

class Printer {
  readonly lines: string[] = []
  private depth = 0
  private math = 'Math'
  private readonly oracle: boolean

  constructor(oracle: boolean) { this.oracle = oracle }

  line(text: string): void { this.lines.push('  '.repeat(this.depth) + text) }

  expression(e: Expression): string {
    return this.oracle ? expression(powersAsCalls(e), this.math) : expression(e, 'Math')
  }

  nested(statements: Statement[]): void {
    this.depth++
    for (const statement of statements) this.statement(statement)
    this.depth--
  }

  body(statements: Statement[]): void {
    for (const statement of statements) this.statement(statement)
  }

  statement(s: Statement): void {
    switch (s.kind) {
      case 'declare': this.line(`${s.word} ${s.name} = ${this.expression(s.value)}`); return
      case 'assign':
        if (this.oracle && s.operator === '**=') this.line(`${s.name} = ${this.math}.pow(${s.name}, ${this.expression(s.value)})`)
        else this.line(`${s.name} ${s.operator} ${this.expression(s.value)}`)
        return
      case 'update': this.line(s.prefix ? `${s.operator}${s.name}` : `${s.name}${s.operator}`); return
      case 'store': this.line(`${s.array}[${this.expression(s.index)}] ${s.operator} ${this.expression(s.value)}`); return
      case 'if':
        this.line(`if (${this.expression(s.test)}) {`)
        this.nested(s.yes)
        if (s.no.length > 0) { this.line('} else {'); this.nested(s.no) }
        this.line('}')
        return
      case 'switch':
        this.line(`switch (${this.expression(s.on)}) {`)
        for (const one of s.cases) {
          this.line(`case ${number(one.value)}:`)
          this.nested(one.body)
          if (!one.falls) this.line('  break')
        }
        this.line('default:')
        this.nested(s.otherwise)
        this.line('}')
        return
      case 'for': {
        // A loop may be, or be in, a region: from its start on the kernel's functions count, if the kernel ran.
        const outer = this.math
        if (this.oracle) {
          this.line(`const M_${s.label} = kernels.enter(${JSON.stringify(s.label)}, ${outer})`)
          this.math = `M_${s.label}`
        }
        this.loop(s)
        this.math = outer
        return
      }
      case 'while': {
        this.line(`let ${s.counter} = 0`)
        const test = `${s.counter} < ${s.limit} && ${this.expression(s.test)}`
        this.line(s.post ? `${s.label}: do {` : `${s.label}: while (${test}) {`)
        this.depth++
        this.line(`${s.counter}++`)
        this.depth--
        this.nested(s.body)
        this.line(s.post ? `} while (${test})` : '}')
        return
      }
      case 'break': case 'continue': this.line(s.label ? `${s.kind} ${s.label}` : s.kind); return
      default: { const never: never = s; throw new Error(String(never)) }
    }
  }

  private loop(s: Extract<Statement, { kind: 'for' }>): void {
    const header = (l: typeof s) => {
      const step = l.step === 1 ? `${l.counter}++` : l.step === -1 ? `${l.counter}--` : l.step > 0 ? `${l.counter} += ${l.step}` : `${l.counter} -= ${-l.step}`
      return `${l.label}: for (${l.word} ${l.counter} = ${this.expression(l.from)}; ${l.counter} ${l.relation} ${this.expression(l.to)}; ${step}) {`
    }
    if (!this.oracle || s.reshaped.length === 0) {
      this.line(header(s))
      this.nested(s.body)
      this.line('}')
      return
    }
    // The trips are counted first: whether there is more than one block decides the shape. The inner loop of a perfect nest runs the same trips in every row.
    const inner = s.through === undefined ? undefined : s.body.find((one): one is typeof s => one.kind === 'for' && one.label === s.through)
    const counted = (l: typeof s, inside: string) => `for (${l.word} ${l.counter} = ${this.expression(l.from)}; ${l.counter} ${l.relation} ${this.expression(l.to)}; ${l.counter} += ${l.step}) ${inside}`
    const block = hasLoop((inner ?? s).body) ? 16 : 2048
    this.line(`let trips_${s.label} = 0, t_${s.label} = 0`)
    if (inner) {
      this.line(`let rows_${s.label} = 0`)
      this.line(counted(s, `rows_${s.label}++`))
      this.line(counted(inner, `trips_${s.label} += rows_${s.label}`))
    } else {
      this.line(counted(s, `trips_${s.label}++`))
    }
    for (const one of s.reshaped) this.line(`const shape_${one.name} = kernels.shape(${JSON.stringify(s.label)}, '${one.operator}', ${one.name}, trips_${s.label}, ${block})`)
    const carrying = inner ?? s
    const carry = () => {
      this.depth++
      for (const one of s.reshaped) this.line(`${one.name} = shape_${one.name}.enter(t_${s.label})`)
      // In a block of its own, labelled, so that `continue` of the loop still leaves through the end.
      this.line(`body_${carrying.label}: {`)
      this.nested(withContinueAsBreak(carrying.body, carrying.label))
      this.line('}')
      for (const one of s.reshaped) this.line(`shape_${one.name}.leave(t_${s.label}, ${one.name})`)
      this.line(`t_${s.label}++`)
      this.depth--
    }
    this.line(header(s))
    if (inner) {
      this.depth++
      for (const one of s.body) {
        if (one !== inner) { this.statement(one); continue }
        this.line(header(inner))
        carry()
        this.line('}')
      }
      this.depth--
    } else {
      carry()
    }
    this.line('}')
    for (const one of s.reshaped) this.line(`${one.name} = shape_${one.name}.finish()`)
  }
}

const hasLoop = (list: Statement[]): boolean => list.some((one) => one.kind === 'for' || one.kind === 'while')

/** `continue` of the carrying loop leaves the labelled block instead. */
function withContinueAsBreak(statements: Statement[], label: string, inside = false): Statement[] {
  return statements.map((s): Statement => {
    switch (s.kind) {
      case 'continue': return (s.label === undefined && !inside) || s.label === label ? { kind: 'break', label: `body_${label}` } : s
      case 'if': return { ...s, yes: withContinueAsBreak(s.yes, label, inside), no: withContinueAsBreak(s.no, label, inside) }
      case 'switch': return { ...s, cases: s.cases.map((one) => ({ ...one, body: withContinueAsBreak(one.body, label, inside) })), otherwise: withContinueAsBreak(s.otherwise, label, inside) }
      case 'for': case 'while': return { ...s, body: withContinueAsBreak(s.body, label, true) }
      default: return s
    }
  })
}

const helperBody = (math: string) => `  const d = p - q\n  if (d > 0) return ${math}.sqrt(d) + 1\n  return d * d - q`

/** The module text. The oracle is the body of a function of (arrays…, scalars…, kernels). */
export function printProgram(program: Program, options: PrintOptions): string {
  const printer = new Printer(options.oracle)
  const names = [...program.arrays.map((a) => a.name), ...program.scalars.map((s) => s.name)]
  if (options.oracle) {
    printer.line('function helper(p, q, M = Math) {')
    printer.line(helperBody('M'))
    printer.line('}')
    printer.line(`return function f(${names.join(', ')}) {`)
  } else {
    printer.line('function helper(p: number, q: number): number {')
    printer.line(helperBody('Math'))
    printer.line('}')
    const parameters = [
      ...program.arrays.map((a) => (a.annotated ? `${a.name}: ${constructorNames[a.element]}` : a.name)),
      ...program.scalars.map((s) => `${s.name}: number`),
    ].join(', ')
    if (program.mark === 'comment') { printer.line('/** @parallel */'); printer.line(`export function f(${parameters}) {`) }
    else if (program.mark === 'directive') { printer.line(`export function f(${parameters}) {`); printer.line(`  'use parallel'`) }
    else { printer.lines.unshift(`import { parallel } from 'parfor'`); printer.line(`export const f = parallel((${parameters}) => {`) }
  }
  printer.lines.push('')
  printer.body(program.body)
  printer.line(`  return [${program.results.join(', ')}]`)
  printer.line(!options.oracle && program.mark === 'call' ? '})' : '}')
  return printer.lines.join('\n')
}
