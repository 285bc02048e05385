/** Compiles marked modules. Everything else passes by: the hook's filters are evaluated without calling JavaScript. */
import type { Babel, ModuleResult } from '@parfor/babel-plugin'
import { markPatterns } from '@parfor/babel-plugin/marks'
import { createFilter } from 'vite'
import type { Plugin } from 'vite'
import { fileOf, filterPatterns, moduleIds, otherIds } from './ids.ts'
import type { State } from './state.ts'
import { putReport } from './state.ts'

interface Tools { babel: Babel; frontEnd: typeof import('@parfor/babel-plugin') }

let loading: Promise<Tools> | undefined

/** Babel and the compiler, at the first marked file: an application without one never loads them. */
function tools(): Promise<Tools> {
  return loading ??= Promise.all([import('@babel/core'), import('@parfor/babel-plugin')]).then(([babel, frontEnd]) => ({ babel: babel.default ?? babel, frontEnd }))
}

export function transform(state: State): Plugin {
  const { mode, results, arrays, exact } = state.options
  let accepts = (_id: string): boolean => false
  return {
    name: 'parfor:transform',
    enforce: 'pre',
    sharedDuringBuild: true,
    configResolved(config) {
      state.config = config
      const [include, exclude] = filterPatterns(state.options)
      accepts = createFilter(include, exclude, { resolve: config.root })
    },
    transform: {
      order: 'pre',
      filter: { id: { include: moduleIds, exclude: otherIds }, code: markPatterns(mode, arrays) },
      async handler(code, id) {
        const root = state.config?.root
        if (root === undefined || state.inert || !accepts(id)) return undefined
        const file = fileOf(id)
        const { babel, frontEnd } = await tools()
        const compile = async (): Promise<ModuleResult> => frontEnd.compileModule(babel, code, { filename: file, root, mode, results, arrays, exact, format: 'module' })
        const result = await state.compiled.get(`${file}\0${code}`, compile)
        putReport(state, this.environment.name, id, { file, functions: result.functions, diagnostics: result.diagnostics, source: code })
        return result.code === undefined ? undefined : { code: result.code, map: result.map as never }
      },
    },
  }
}
