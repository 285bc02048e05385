/** The vector math kernels as functions of printed code: each is printed once, however often it is called. */
import { emptyRegion, Builder } from '../ir/builder.ts'
import type { MathFunction } from '../ir/types.ts'
import { expandMath } from '../passes/expand-math.ts'
import { identifier } from './expression.ts'
import { Names } from './names.ts'
import type { Prelude } from './prelude.ts'
import { Printer } from './printer.ts'
import { countUses } from './uses.ts'

export function mathHelper(prelude: Prelude, callee: MathFunction, arity: number): string {
  return prelude.define(callee === 'hypot' ? `hypot${arity}` : callee, (name) => printMathFunction(prelude, callee, arity, name))
}

function printMathFunction(prelude: Prelude, callee: MathFunction, arity: number, name: string): string {
  const region = emptyRegion(callee)
  const builder = new Builder(region, region.body)
  const parameters = Array.from({ length: arity }, (_, index) => builder.value('f64', index < 2 ? 'xy'[index] : `x${index}`))
  region.body.yields = [builder.call(callee, parameters)]
  expandMath(region, { options: {}, diagnostics: [] })
  const names = new Names()
  const printer = new Printer(names, prelude, new Map(), countUses(region))
  const identifiers = parameters.map((parameter) => names.fresh(parameter.name!))
  parameters.forEach((parameter, index) => printer.bind(parameter, identifier(identifiers[index])))
  printer.block(region.body)
  printer.line(`return ${printer.take(region.body.yields[0]).text}`)
  return [`const ${name} = (${identifiers.join(', ')}) => {`, ...printer.lines, '}'].join('\n')
}
