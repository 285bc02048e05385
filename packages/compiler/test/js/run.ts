/** Runs a region through the js back end. */
import { parseRegion } from '../../src/ir/parse.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { emitJavaScript } from '../../src/js/emit.ts'

export function compile(text: string): (...values: unknown[]) => boolean {
  const region = parseRegion(text)
  verifyRegion(region, 'test')
  return new Function(`return ${emitJavaScript(region)}`)() as (...values: unknown[]) => boolean
}

/** The outputs, or false if a guard failed. */
export function run(text: string, ...values: unknown[]): unknown[] | false {
  const out: unknown[] = []
  return compile(text)(...values, out) && out
}

/** A region of scalars: the operations of `body` may use the parameters and define `%r`. */
export function evaluate(parameters: string, body: string, type: string, ...values: unknown[]): unknown {
  const scalars = parameters.split(',').map((one) => one.trim()).filter(Boolean)
  const declarations = scalars.map((one) => `scalar ${one.slice(1, one.indexOf('.'))} = ${one}`)
  const text = `region r {\n${declarations.join('\n')}\noutput r: ${type}\nbody {\n${body}\nyield %r.99\n}\n}`
  const result = run(text, ...values)
  if (result === false) throw new Error('a guard failed')
  return result[0]
}
