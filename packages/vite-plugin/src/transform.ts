/** Compiles marked modules. Everything else passes by: the hook's filters are evaluated without calling JavaScript. */
import type { Babel, ModuleResult } from '@parfor/babel-plugin'
import { markPatterns } from '@parfor/babel-plugin/marks'
import { createFilter } from 'vite'
import type { Plugin } from 'vite'
import { compilerFailed, isParseError, syntaxError } from './errors.ts'
import { fileOf, filterPatterns, moduleIds, otherIds } from './ids.ts'
import { showsOverlay, tellOverlay } from './overlay.ts'
import { ownFolders } from './packages.ts'
import { applicationOf, graphOf, putReport, stateIn } from './state.ts'
import type { ModuleReport, State } from './state.ts'

interface Tools { babel: Babel; frontEnd: typeof import('@parfor/babel-plugin') }

let loading: Promise<Tools> | undefined

/** Babel and the compiler, at the first marked file: an application without one never loads them. */
function tools(): Promise<Tools> {
  return loading ??= Promise.all([import('@babel/core'), import('@parfor/babel-plugin')]).then(([babel, frontEnd]) => ({ babel: babel.default ?? babel, frontEnd }))
}

export function transform(own: State): Plugin {
  const { mode, results, arrays, exact } = own.options
  let state = own
  let accepts = (_id: string): boolean => false
  /** Files that have told the overlay something. */
  const overlaid = new Set<string>()
  return {
    name: 'parfor:transform',
    enforce: 'pre',
    sharedDuringBuild: true,
    configResolved(config) {
      // A build of several environments resolves the configuration for each, with one plugin for all of them, which has the state.
      if (config.isWorker) state = stateIn(applicationOf(config)?.plugins ?? []) ?? own
      const [include, exclude] = filterPatterns(state.options)
      const filter = createFilter(include, exclude, { resolve: config.root })
      const folders = ownFolders(config.root)
      accepts = (id) => filter(id) && !folders.some((folder) => id.startsWith(folder))
    },
    transform: {
      order: 'pre',
      filter: { id: { include: moduleIds, exclude: otherIds }, code: markPatterns(mode, arrays) },
      async handler(source, id) {
        const config = this.environment.getTopLevelConfig()
        if (state.inert || !accepts(id)) return undefined
        const file = fileOf(id)
        const { babel, frontEnd } = await tools()
        const compile = async (): Promise<ModuleResult> => frontEnd.compileModule(babel, source, { filename: file, root: config.root, mode, results, arrays, exact, format: 'module' })
        let result: ModuleResult
        try {
          result = await state.compiled.get(`${file}\0${source}`, compile)
        } catch (error) {
          if (isParseError(error)) return this.error(syntaxError(error, file))
          this.warn(compilerFailed(file, error))
          return undefined
        }
        const report: ModuleReport = { file, functions: result.functions, diagnostics: result.diagnostics, source }
        putReport(state, graphOf(this.environment), id, report)
        if (state.warned.get(file) !== source) {
          state.warned.set(file, source)
          for (const one of result.diagnostics) if (one.severity !== 'info') this.warn(frontEnd.formatDiagnostic(one, source, file))
        }
        const tail = this.environment.config.consumer === 'client' && showsOverlay(state, config) ? tellOverlay(overlaid, report, frontEnd.formatDiagnostic) : ''
        if (result.code === undefined && tail === '') return undefined
        return { code: `${result.code ?? source}${tail}`, map: (result.map ?? null) as never }
      },
    },
  }
}
