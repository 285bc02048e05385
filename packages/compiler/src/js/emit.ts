/** The js back end: a region as the text of a JavaScript function, with the bits of every other back end. */
import type { ArrayParameter, Region, Value } from '../ir/types.ts'
import { identifier } from './expression.ts'
import { Names } from './names.ts'
import { Prelude } from './prelude.ts'
import { Printer } from './printer.ts'
import { countUses } from './uses.ts'

/**
 * A function expression `function (arrays…, scalars…, out) { … }` that returns false, with nothing written, if a guard fails; else it writes the outputs
 * into `out[0]`, `out[1]` … and returns true. Self-contained: helpers stand beside it in a closure.
 * Works on any stage of the IR. Calls of `Math` functions are printed as calls of helpers, so a region before `expandMath` gives the shorter text.
 */
export function emitJavaScript(region: Region): string {
  const prelude = new Prelude()
  const names = new Names()
  const functionName = names.fresh(region.name)
  const arrays = new Map<ArrayParameter, string>(region.arrays.map((array) => [array, names.fresh(array.name)]))
  const scalars = region.scalars.map((scalar) => names.fresh(scalar.name))
  const out = names.fresh('out')
  const printer = new Printer(names, prelude, arrays, countUses(region))
  region.scalars.forEach((scalar, index) => printer.bind(scalar.value, identifier(scalars[index])))
  printer.block(region.prologue)
  for (const { condition } of region.guards) printer.line(`if (!(${printer.take(condition).text})) return false`)
  printer.block(region.body)
  region.body.yields.forEach((value, index) => printer.line(`${out}[${index}] = ${printer.take(value).text}`))
  printer.line('return true')
  const head = `function ${functionName}(${[...arrays.values(), ...scalars, out].join(', ')}) {`
  return prelude.close([head, ...printer.lines, '}'].join('\n'))
}

/**
 * A value of the prologue as one JavaScript expression over the region's live-ins, for the size test in the host function. Live-ins appear under the names
 * that the region has for them. Undefined where statements would be needed.
 */
export function emitExpression(region: Region, value: Value): string | undefined {
  const prelude = new Prelude()
  const arrays = new Map<ArrayParameter, string>(region.arrays.map((array) => [array, array.name]))
  // Counting no uses more than once keeps every value in place: expressions of the gate are small, and reading a length twice costs nothing.
  const printer = new Printer(new Names(), prelude, arrays, 'inline')
  for (const scalar of region.scalars) printer.bind(scalar.value, identifier(scalar.name))
  printer.block(region.prologue)
  const { text } = printer.take(value)
  return printer.lines.length === 0 && prelude.isEmpty ? text : undefined
}
