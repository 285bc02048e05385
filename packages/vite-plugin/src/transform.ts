/** Compiles marked modules. Everything else passes by: the hook's filters are evaluated without calling JavaScript. */
import type * as FrontEnd from '@parfor/babel-plugin'
import type { Babel, Embedding, ExtendedModule, ModuleResult, RewrittenModule } from '@parfor/babel-plugin'
import { markPatterns } from '@parfor/babel-plugin/marks'
import { createFilter } from 'vite'
import type { Plugin } from 'vite'
import { addToHeader, isComponent, readComponent, readInScopes } from './components.ts'
import { compilerFailed, isParseError, syntaxError } from './errors.ts'
import { extendForHot, isFollowed, noteSignature } from './hot.ts'
import { fileOf, filterPatterns, moduleIds, otherIds } from './ids.ts'
import { ModuleTypes, resolveOptions } from './module-types.ts'
import { showsOverlay, tellOverlay } from './overlay.ts'
import { ownFolders } from './packages.ts'
import { applicationOf, graphOf, putReport, stateIn } from './state.ts'
import type { ModuleReport, State } from './state.ts'

interface Tools { babel: Babel; frontEnd: typeof FrontEnd }

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
        const component = readComponent(id, source)
        if (!component && isComponent(id)) return undefined
        const options = { filename: file, root: config.root, mode, results, arrays, exact, format: 'module' as const, ...(config.command === 'serve' && { extend: (module: ExtendedModule) => extendForHot(module, file) }) }
        const resolveId = async (specifier: string, importer: string): Promise<string | undefined> => (await this.resolve(specifier, importer, resolveOptions(this)))?.id
        const types = state.types ??= new ModuleTypes(config)
        const compile = async (text: string, embedded?: Embedding): Promise<ModuleResult> => {
          const asked = { ...options, embedded }
          const { modules, fingerprint, dependencies } = await types.gather(this.environment, { frontEnd, babel, source: text, options: asked, resolveId })
          if (this.environment.mode === 'build') for (const one of dependencies) this.addWatchFile(one)
          return state.compiled.get(`${file}\0${source}\0${fingerprint}`, async () => frontEnd.compileModule(babel, text, { ...asked, modules }))
        }
        let result: ModuleResult
        try {
          result = await (component ? readInScopes(component, compile) : compile(source))
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
        const { environment } = this
        const followed = environment.mode === 'dev' && isFollowed(environment, config) ? result.extended : undefined
        if (followed) noteSignature(state, id, followed.extension)
        const { code, map, headerEnd }: Partial<RewrittenModule> = followed ?? result
        if (code === undefined && tail === '') return undefined
        const told = component && tail !== '' ? addToHeader(component, code === undefined ? undefined : { code, headerEnd }, tail) : `${code ?? source}${tail}`
        return { code: told, map: (map ?? null) as never }
      },
    },
  }
}
