/** What the rest of Vite must know: which packages to leave as they are, and that workers are compiled too. */
import type { Plugin, PluginOption } from 'vite'
import { runtimePackages, versionProblem } from './packages.ts'
import { mainPlugin, say, stateIn } from './state.ts'
import type { State } from './state.ts'
import { workerPlugins } from './workers.ts'

export function configuration(state: State): Plugin {
  return {
    name: mainPlugin,
    enforce: 'pre',
    sharedDuringBuild: true,
    api: state,
    async config(config) {
      state.inert = stateIn(await flatten(config.plugins ?? [])) !== state
      if (state.inert) return undefined
      return {
        // The optimizer would separate `new URL(…, import.meta.url)` from the files that it means.
        optimizeDeps: { exclude: runtimePackages },
        // Appended to the user's. Workers of the format 'iife' cannot load the compiler when they need it.
        worker: { plugins: () => workerPlugins(state), ...(config.worker?.format === undefined && { format: 'es' as const }) },
      }
    },
    configEnvironment(name, config, { isSsrTargetWebworker }) {
      if (state.inert || (config.consumer ?? (name === 'client' ? 'client' : 'server')) === 'client') return undefined
      // Servers that are no Node bundle everything, and some of their plugins refuse external packages.
      const isNode = !(name === 'ssr' && isSsrTargetWebworker) && !config.resolve?.conditions?.some((condition) => condition === 'workerd' || condition === 'edge-light')
      return isNode ? { resolve: { external: runtimePackages } } : undefined
    },
    configResolved(config) {
      if (!config.isWorker) state.config = config
      if (state.inert) {
        const where = config.isWorker ? 'among worker.plugins too, where it adds itself' : 'in the configuration twice'
        say(state, config.logger, `parfor PF503: parfor() is ${where}. The first one of plugins does all the work and the others nothing: keep that one.`)
        return
      }
      if (config.isWorker) return
      if (config.worker.format !== 'es') {
        say(state, config.logger, `parfor PF504: worker.format is '${config.worker.format}', so each worker with marked functions is one file with the whole compiler in it. Remove worker.format from the configuration and start workers with { type: 'module' }.`)
      }
      const problem = versionProblem(config.root)
      if (problem !== undefined) say(state, config.logger, problem)
    },
  }
}

async function flatten(plugins: PluginOption[]): Promise<Plugin[]> {
  const found: Plugin[] = []
  for (const plugin of await Promise.all(plugins)) {
    if (Array.isArray(plugin)) found.push(...await flatten(plugin))
    else if (plugin) found.push(plugin as Plugin)
  }
  return found
}
