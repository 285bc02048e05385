/**
 * The text form of the IR. `parse.ts` reads it back; the two are the serialised form that bundles carry for just-in-time compilation,
 * what `PARFOR_DUMP` shows and what pass tests compare. The grammar needs no line breaks and is written down at the top of `parse.ts`.
 */
import type { Block, Builder, Carried, Combine, Operation, Region, SourceLocation, Value } from './types.ts'
import { isWord, sanitiseHint } from './tokens.ts'
import { assertExhaustive, results } from './walk.ts'

export interface PrintOptions {
  /** No value names, no locations, no indentation: what bundles carry. */
  compact?: boolean
}

export function printRegion(region: Region, options: PrintOptions = {}): string {
  const printer = new Printer(options.compact ?? false)
  printer.region(region)
  return printer.text()
}

export function printOperation(operation: Operation): string {
  const printer = new Printer(false)
  printer.operation(operation)
  return printer.text()
}

export function printValue(value: Value): string {
  return value.name === undefined ? `%${value.id}` : `%${sanitiseHint(value.name)}.${value.id}`
}

function quoted(name: string): string {
  return isWord(name) ? name : JSON.stringify(name)
}

export function printConstant(value: number | bigint | boolean): string {
  if (typeof value === 'bigint') return `${value}n`
  return Object.is(value, -0) ? '-0' : String(value)
}

function printCombine(combine: Combine): string {
  switch (combine.kind) {
    case 'least': case 'greatest': return `${combine.kind} ${combine.tie} winner ${combine.winner}`
    case 'first': case 'last': return `${combine.kind} winner ${combine.winner}`
    case 'companion': return `companion ${combine.of}`
    default: return combine.kind
  }
}

class Printer {
  readonly compact: boolean
  private readonly lines: string[] = []
  private depth = 0

  constructor(compact: boolean) {
    this.compact = compact
  }

  text(): string {
    return `${this.lines.join('\n')}\n`
  }

  region(region: Region): void {
    this.line(`region ${quoted(region.name)} {`)
    this.depth++
    for (const array of region.arrays) {
      const flags = [array.read && 'read', array.written && 'written', array.overwritten && 'overwritten', array.coveredBy !== undefined && `covered ${quoted(array.coveredBy)}`].filter((flag) => flag)
      this.line([`array ${quoted(array.name)}: ${array.element}`, ...flags].join(' '))
    }
    for (const scalar of region.scalars) this.line(`scalar ${quoted(scalar.name)} = ${this.definition(scalar.value)}`)
    for (const output of region.outputs) this.line(`output ${quoted(output.name)}: ${output.type}`)
    for (const alias of region.aliases) {
      this.line(`alias ${quoted(alias.first.name)} ${quoted(alias.second.name)}${alias.same ? ' same' : ''}`)
    }
    if (region.prologue.operations.length > 0) {
      this.line('prologue {')
      this.block(region.prologue)
      this.line('}')
    }
    for (const guard of region.guards) {
      this.line(`guard ${this.use(guard.condition)} ${JSON.stringify(guard.reason)}${this.at(guard.location)}`)
    }
    if (region.work) this.line(`work ${this.use(region.work)}`)
    this.line('body {')
    this.block(region.body)
    this.line('}')
    this.depth--
    this.line('}')
  }

  operation(operation: Operation): void {
    const defined = results(operation)
    const left = defined.length === 0 ? '' : `${defined.map((value) => this.definition(value)).join(', ')} = `
    switch (operation.kind) {
      case 'const': return this.line(`${left}const ${printConstant(operation.value)}`)
      case 'unary': return this.line(`${left}${operation.operator} ${this.use(operation.operand)}`)
      case 'binary': return this.line(`${left}${operation.operator} ${this.uses([operation.left, operation.right])}`)
      case 'compare': return this.line(`${left}${operation.relation} ${this.uses([operation.left, operation.right])}`)
      case 'select': return this.line(`${left}select ${this.uses([operation.condition, operation.whenTrue, operation.whenFalse])}`)
      case 'convert': return this.line(`${left}convert ${operation.mode} ${this.use(operation.operand)}`)
      case 'call': return this.line(`${left}call ${operation.callee}(${this.uses(operation.arguments)})${this.at(operation.location)}`)
      case 'length': return this.line(`${left}length ${quoted(operation.array.name)}`)
      case 'load':
        return this.line(`${left}load ${quoted(operation.array.name)}[${this.use(operation.index)}] ${operation.bounds}${this.at(operation.location)}`)
      case 'store': {
        const target = `${quoted(operation.array.name)}[${this.use(operation.index)}]`
        return this.line(`store ${target} = ${this.use(operation.value)} ${operation.bounds}${this.at(operation.location)}`)
      }
      case 'histogram': {
        const target = `${quoted(operation.array.name)}[${this.use(operation.index)}]`
        return this.line(`histogram ${target} ${operation.operator} ${this.use(operation.value)} ${operation.bounds}${this.at(operation.location)}`)
      }
      case 'if':
        this.line(`${left}if ${this.use(operation.condition)}${operation.hint ? ` ${operation.hint}` : ''}${this.at(operation.location)} {`)
        this.block(operation.then)
        if (operation.else.operations.length > 0 || operation.else.yields.length > 0) {
          this.line('} else {')
          this.block(operation.else)
        }
        return this.line('}')
      case 'for': {
        const range = `${this.definition(operation.counter)} = ${this.use(operation.lower)} while ${operation.relation} ${this.use(operation.upper)}`
        const head = `for ${this.loopName(operation)} ${range} step ${printConstant(operation.step)}`
        return this.loop(`${left}${head}${this.carry(operation.carried)}${this.at(operation.location)}`, operation.body)
      }
      case 'while':
        this.line(`${left}while ${this.loopName(operation)}${this.carry(operation.carried)}${this.at(operation.location)} {`)
        this.block(operation.condition)
        this.line('} do {')
        this.block(operation.body)
        return this.line('}')
      case 'loop': {
        const head = `loop ${this.loopName(operation)} ${this.definition(operation.trip)} < ${this.use(operation.trips)}`
        return this.loop(`${left}${head}${this.carry(operation.carried)}${this.at(operation.location)}`, operation.body)
      }
      case 'parfor': {
        const dimensions = operation.dimensions.map((dimension) =>
          `${this.loopName(dimension)} ${this.definition(dimension.trip)} < ${this.use(dimension.trips)}${this.at(dimension.location)}`)
        const head = `parfor #${operation.id} [${dimensions.join(', ')}]${this.carry(operation.carried, operation.combines)}`
        return this.loop(`${left}${head}${this.at(operation.location)}`, operation.body, operation.builders)
      }
      case 'single': return this.loop('single', operation.body)
      case 'barrier': return this.line('barrier')
      case 'allreduce': return this.line(`${left}allreduce ${operation.combine} ${this.use(operation.operand)}`)
      case 'rankrange': return this.line(`${left}rankrange ${this.use(operation.total)}`)
      default: assertExhaustive(operation, 'print')
    }
  }

  private loop(head: string, body: Block, builders: Builder[] = []): void {
    this.line(`${head} {`)
    this.block(body, builders)
    this.line('}')
  }

  private block(block: Block, builders: Builder[] = []): void {
    this.depth++
    for (const operation of block.operations) this.operation(operation)
    for (const builder of builders) this.line(this.builder(builder))
    if (block.yields.length > 0) this.line(`yield ${this.uses(block.yields)}`)
    this.depth--
  }

  private builder(builder: Builder): string {
    switch (builder.kind) {
      case 'compact': {
        const columns = builder.columns.map((column) => `${quoted(column.array.name)} = ${this.use(column.value)}`)
        return `compact from ${this.use(builder.initial)} [${columns.join(', ')}] when ${this.use(builder.condition)}`
      }
      case 'group': {
        const columns = builder.columns.map((column) => `${column.combine} ${quoted(column.array.name)} = ${this.use(column.value)}`)
        return `group ${quoted(builder.keys.name)} = ${this.use(builder.key)} [${columns.join(', ')}]`
      }
      default: return assertExhaustive(builder, 'print')
    }
  }

  private carry(carried: Carried[], combines?: Combine[]): string {
    if (carried.length === 0) return ''
    const entries = carried.map((one, index) => {
      const combine = combines?.[index]
      return `${this.definition(one.parameter)} = ${this.use(one.initial)}${combine ? ` ${printCombine(combine)}` : ''}`
    })
    return ` carry (${entries.join(', ')})`
  }

  private loopName(loop: { id: number; label?: string }): string {
    return loop.label === undefined ? `#${loop.id}` : `#${loop.id}:${quoted(loop.label)}`
  }

  private use(value: Value): string {
    return this.compact ? `%${value.id}` : printValue(value)
  }

  private uses(values: Value[]): string {
    return values.map((value) => this.use(value)).join(', ')
  }

  private definition(value: Value): string {
    return `${this.use(value)}: ${value.type}`
  }

  private at(location: SourceLocation | undefined): string {
    if (!location || this.compact) return ''
    const end = location.endLine === undefined || location.endColumn === undefined ? '' : `-${location.endLine}:${location.endColumn}`
    return ` @${location.line}:${location.column}${end}`
  }

  private line(text: string): void {
    this.lines.push(this.compact ? text : '  '.repeat(this.depth) + text)
  }
}
