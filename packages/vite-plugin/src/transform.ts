/** Compiles marked modules. Everything else passes by: the hook's filters are evaluated without calling JavaScript. */
import type { RewrittenModule } from '@parfor/babel-plugin'
import { markPatterns, mayBeMarked } from '@parfor/babel-plugin/marks'
import { createFilter } from 'vite'
import type { Plugin } from 'vite'
import { compile, tools } from './compile.ts'
import type { TransformContext } from './compile.ts'
import { externalScript, unseenScript } from './components-external.ts'
import { addToHeader, isComponent, readComponent } from './components.ts'
import { isFollowed, noteSignature } from './hot.ts'
import { fileOf, filterPatterns, moduleIds, otherIds } from './ids.ts'
import { showsOverlay, tellOverlay } from './overlay.ts'
import { ownFolders } from './packages.ts'
import { applicationOf, graphOf, putReport, stateIn } from './state.ts'
import type { ModuleReport, State } from './state.ts'

export function transform(own: State): Plugin {
  const { mode, arrays } = own.options
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
      filter: { id: { include: moduleIds, exclude: otherIds }, code: [...markPatterns(mode, arrays), externalScript] },
      async handler(source, id) {
        if (own.inert || state.inert || !accepts(id)) return undefined
        const file = fileOf(id)
        const unseen = unseenScript(state, file, source)
        if (unseen !== undefined) this.warn(unseen)
        if (!mayBeMarked(source, mode, arrays)) return undefined
        const component = readComponent(id, source)
        if (!component && isComponent(id)) return undefined
        const result = await compile(this, state, { file, source, component })
        if (!result) return undefined
        const report: ModuleReport = { file, functions: result.functions, diagnostics: result.diagnostics, source }
        putReport(state, graphOf(this.environment), id, report)
        await warn(this, state, report)
        const { environment } = this
        const config = environment.getTopLevelConfig()
        const { frontEnd } = await tools()
        const tail = environment.config.consumer === 'client' && showsOverlay(state, config) ? tellOverlay(overlaid, report, frontEnd.formatDiagnostic) : ''
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

/** Once for each change, whichever environment comes first. */
async function warn(context: TransformContext, state: State, { file, source, diagnostics }: ModuleReport): Promise<void> {
  if (state.warned.get(file) === source) return
  state.warned.set(file, source)
  const { frontEnd } = await tools()
  for (const one of diagnostics) if (one.severity !== 'info') context.warn(frontEnd.formatDiagnostic(one, source, file))
}
