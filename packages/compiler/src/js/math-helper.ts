/** The vector math kernels as functions of printed code: each is printed once, however often it is called. */
import { emptyRegion, Builder } from '../ir/builder.ts'
import type { MathFunction, Value } from '../ir/types.ts'
import { expandMath } from '../passes/expand-math.ts'
import { removeDeadCode } from '../passes/simplify/dead.ts'
import { identifier } from './expression.ts'
import { Names } from './names.ts'
import type { Prelude } from './prelude.ts'
import { Printer } from './printer.ts'
import { countUses } from './uses.ts'

export function mathHelper(prelude: Prelude, callee: MathFunction, arity: number): string {
  return prelude.define(callee === 'hypot' ? `hypot${arity}` : callee, (name) => {
    const names = ['x', 'y', 'z'].slice(0, arity)
    while (names.length < arity) names.push(`x${names.length}`)
    return printMathFunction(prelude, name, names, (builder, parameters) => builder.call(callee, parameters))
  })
}

/** x to a constant power that needs no kernel. */
export function powerHelper(prelude: Prelude, exponent: number): string {
  return prelude.define(`power_${String(exponent).replace('-', 'minus').replace('.', '_')}`, (name) => (
    printMathFunction(prelude, name, ['x'], (builder, [x]) => builder.call('pow', [x, builder.f64(exponent)]))
  ))
}

function printMathFunction(prelude: Prelude, name: string, parameterNames: string[], body: (builder: Builder, parameters: Value[]) => Value): string {
  const region = emptyRegion(name)
  const builder = new Builder(region, region.body)
  const parameters = parameterNames.map((parameter) => builder.value('f64', parameter))
  region.body.yields = [body(builder, parameters)]
  expandMath(region, { options: {}, diagnostics: [] })
  removeDeadCode(region)
  const names = new Names()
  const printer = new Printer(names, prelude, new Map(), countUses(region))
  parameters.forEach((parameter) => printer.bind(parameter, identifier(names.fresh(parameter.name!))))
  printer.block(region.body)
  const result = printer.take(region.body.yields[0]).text
  if (printer.lines.length === 0) return `const ${name} = (${parameterNames.join(', ')}) => ${result}`
  printer.line(`return ${result}`)
  return [`const ${name} = (${parameterNames.join(', ')}) => {`, ...printer.lines, '}'].join('\n')
}
