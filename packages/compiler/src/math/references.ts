/** The vector math kernels as plain JavaScript functions, for tests only: `new Function` has no place in the compiler. */
import { Builder, emptyRegion } from '../ir/builder.ts'
import { mathArities, mathFunctions } from '../ir/vocabulary.ts'
import type { MathFunction } from '../ir/types.ts'
import { emitJavaScript } from '../js/emit.ts'

export type MathReference = (...parameters: number[]) => number

/** What kernels compute for each function of `Math`, bit for bit, by its name there. */
export function mathReferences(): Record<string, MathReference> {
  return Object.fromEntries(mathFunctions.map((name) => {
    // Made at the first call, one for each number of arguments.
    const byArity: MathReference[] = []
    const arity = mathArities[name]
    // Unary plus: what Math does with `undefined`, which reads out of range give.
    if (arity !== 'any') return [name, (x: number, y: number) => (byArity[arity] ??= reference(name, arity))(+x, +y)]
    return [name, (...parameters: number[]) => (byArity[parameters.length] ??= reference(name, parameters.length))(...parameters.map(Number))]
  }))
}

/** The function as a tiny region, printed and instantiated. */
function reference(callee: MathFunction, arity: number): MathReference {
  const region = emptyRegion(callee)
  const builder = new Builder(region, region.body)
  const parameters = Array.from({ length: arity }, (_, index) => builder.value('f64', `x${index}`))
  region.scalars = parameters.map((value) => ({ value, name: value.name! }))
  region.outputs = [{ name: 'result', type: 'f64' }]
  region.body.yields = [builder.call(callee, parameters)]
  const names = parameters.map((value) => value.name!)
  const body = `const kernel = ${emitJavaScript(region)}\nconst out = [0]\nreturn (${names.join(', ')}) => { kernel(${[...names, 'out'].join(', ')}); return out[0] }`
  return new Function(body)() as MathReference
}
