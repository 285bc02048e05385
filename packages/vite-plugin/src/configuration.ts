/** What the rest of Vite must know: which packages to leave as they are, and that workers are compiled too. */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin, PluginOption } from 'vite'
import { mainPlugin, say, stateIn } from './state.ts'
import type { State } from './state.ts'
import { workerPlugins } from './workers.ts'

/** Not for the optimizer, which separates `new URL(…, import.meta.url)` from the files that it means; and Node's own copy for servers, with threads. */
const packages = ['parfor', '@parfor/runtime-wasm', '@parfor/compiler']

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
        optimizeDeps: { exclude: packages },
        // Appended to the user's. Workers of the format 'iife' cannot load the compiler when they need it.
        worker: { plugins: () => workerPlugins(state), ...(config.worker?.format === undefined && { format: 'es' as const }) },
      }
    },
    configEnvironment(name, config, { isSsrTargetWebworker }) {
      if (state.inert || (config.consumer ?? (name === 'client' ? 'client' : 'server')) === 'client') return undefined
      // Servers that are no Node bundle everything, and some of their plugins refuse external packages.
      const isNode = !(name === 'ssr' && isSsrTargetWebworker) && !config.resolve?.conditions?.some((condition) => condition === 'workerd' || condition === 'edge-light')
      return isNode ? { resolve: { external: packages } } : undefined
    },
    configResolved(config) {
      if (config.isWorker) return
      state.config = config
      if (state.inert) {
        say(state, 'parfor PF503: parfor() is in the configuration twice. The first one does the work, in workers too, and this one nothing: keep one.')
        return
      }
      if (config.worker.format !== 'es') {
        say(state, `parfor PF504: worker.format is '${config.worker.format}', so each worker with marked functions is one file with the whole compiler in it. Remove worker.format from the configuration and start workers with { type: 'module' }.`)
      }
      const problem = versionProblem(config.root)
      if (problem !== undefined) say(state, problem)
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

/** A runtime that is missing is told when a module needs it. */
function versionProblem(root: string): string | undefined {
  let runtime: string
  try {
    runtime = versionFrom(createRequire(join(root, 'package.json')), 'parfor/package.json')
  } catch {
    return undefined
  }
  const plugin = versionFrom(createRequire(import.meta.url), '../package.json')
  if (runtime === plugin) return undefined
  return `parfor PF405: the plugin is version ${plugin}, but the package parfor of this application is ${runtime}, which may not understand what the plugin makes. Install the same version of both: npm install parfor@${plugin} @parfor/vite-plugin@${plugin}`
}

function versionFrom(require: NodeJS.Require, specifier: string): string {
  return (require(specifier) as { version: string }).version
}
