/** How `parfor` is found by the code that the compiler leaves in modules. */
import { join } from 'node:path'
import type { Plugin } from 'vite'
import type { State } from './state.ts'

export function runtime(state: State): Plugin {
  return {
    name: 'parfor:runtime',
    enforce: 'pre',
    sharedDuringBuild: true,
    resolveId: {
      filter: { id: /^parfor(?:\/internal)?$/ },
      async handler(source, importer, options) {
        const { config } = state
        if (!config || state.inert || (options as { scan?: boolean }).scan) return undefined
        const { build, consumer } = this.environment.config
        // A library leaves the runtime to the application: one copy, whose core and worker are files.
        if (config.command === 'build' && consumer === 'client' && isModuleLibrary(build.lib)) return { id: source, external: true }
        const found = await this.resolve(source, importer, { ...options, skipSelf: true })
          // A marked file of a package that does not list parfor: the application's.
          ?? await this.resolve(source, join(config.root, 'index.html'), { ...options, skipSelf: true })
        if (found) return found
        return this.error({ message: `parfor PF505: the package parfor is not installed, and ${importer ?? 'the application'} needs it. Run: npm install parfor`, id: importer })
      },
    },
  }
}

function isModuleLibrary(library: false | { formats?: string[] }): boolean {
  return library !== false && (library.formats ?? ['es']).every((format) => format === 'es' || format === 'cjs')
}
