/** Modules compiled as the front end does, evaluated with this runtime. */
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { transformSync } from 'esbuild'
import * as runtime from 'parfor'
import * as internal from 'parfor/internal'

export type Exports = Record<string, (...values: never[]) => unknown>

const load = (name: string): object => (name === 'parfor/internal' ? internal : runtime)

export function evaluate(code: string): Exports {
  const module = { exports: {} as Exports }
  new Function('require', 'module', 'exports', transformSync(code, { loader: 'ts', format: 'cjs', target: 'es2022' }).code)(load, module, module.exports)
  return module.exports
}

/** The same module with and without parfor. */
export function both(source: string, filename = '/test/module.ts'): { compiled: Exports; plain: Exports } {
  const { code } = compileModule(babel, source, { filename, root: '/test' })
  if (code === undefined) throw new Error('nothing was compiled')
  return { compiled: evaluate(code), plain: evaluate(source) }
}
