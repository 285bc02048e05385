/** What a parallel loop produces besides reductions: filtered rows, groups. */
import { assertExhaustive } from '../ir/walk.ts'
import type { Builder } from '../ir/types.ts'
import { identifier, type Expression } from './expression.ts'
import { binary, element } from './operators.ts'
import type { Printer } from './printer.ts'

type Group = Extract<Builder, { kind: 'group' }>

/** Prints what stands before the loop; the returned function prints what each trip does after its body. */
export function printBuilders(printer: Printer, builders: Builder[]): () => void {
  const steps = builders.map((builder) => {
    switch (builder.kind) {
      case 'compact': {
        const count = declareCount(printer, builder, printer.take(builder.initial).text)
        return () => {
          const condition = printer.take(builder.condition)
          const values = builder.columns.map((column) => printer.take(column.value))
          printer.flush('reads')
          printer.nest(`if (${condition.text})`, () => {
            builder.columns.forEach((column, index) => printer.line(`${printer.array(column.array)}[${count}] = ${values[index].text}`))
            printer.line(`${count}++`)
          })
        }
      }
      case 'group': return printGroup(printer, builder, declareCount(printer, builder, '0'))
      default: return assertExhaustive(builder, 'builder')
    }
  })
  return () => steps.forEach((step) => step())
}

function declareCount(printer: Printer, builder: Builder, first: string): string {
  const count = printer.declare('let', builder.count, first)
  printer.bind(builder.count, identifier(count))
  return count
}

function printGroup(printer: Printer, builder: Group, count: string): () => void {
  const rows = printer.names.fresh('rows')
  printer.line(`const ${rows} = new Map()`)
  return () => {
    const key = printer.take(builder.key)
    const values = builder.columns.map((column) => printer.take(column.value))
    printer.flush('reads')
    const [name, row] = [printer.names.fresh('key'), printer.names.fresh('row')]
    printer.line(`const ${name} = ${key.text}`)
    printer.line(`let ${row} = ${rows}.get(${name})`)
    const cells = builder.columns.map((column) => element(printer.array(column.array), identifier(row)))
    const each = (text: (column: Group['columns'][number], cell: Expression, value: Expression) => string): void => {
      builder.columns.forEach((column, index) => printer.line(`${cells[index].text} = ${text(column, cells[index], values[index])}`))
    }
    printer.nest(`if (${row} === undefined)`, () => {
      printer.line(`${rows}.set(${name}, ${row} = ${count}++)`)
      printer.line(`${printer.array(builder.keys)}[${row}] = ${name}`)
      each((column, _, value) => (column.combine === 'count' ? '1' : value.text))
    }, '} else {')
    printer.nested(() => each((column, cell, value) => {
      if (column.combine === 'count') return `${cell.text} + 1`
      return binary(printer.prelude, column.combine === 'sum' ? 'add' : column.combine, column.value.type, cell, value).text
    }))
    printer.line('}')
  }
}
