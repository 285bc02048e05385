/** Vite bundles each worker by itself, with plugins of its own: fresh ones, over the state of the application's. */
import type { Plugin } from 'vite'
import { reportGraph } from './report.ts'
import { runtime } from './runtime.ts'
import type { State } from './state.ts'
import { transform } from './transform.ts'

export function workerPlugins(state: State): Plugin[] {
  return [runtime(state), transform(state), reportGraph(state), oneFile()]
}

/** A worker of the format 'iife' cannot load a chunk later. Rolldown puts all in one file by itself; Rollup must be told. */
function oneFile(): Plugin {
  return {
    name: 'parfor:one-file',
    outputOptions(options) {
      return options.format === 'iife' && !('rolldownVersion' in this.meta) ? { ...options, inlineDynamicImports: true } : undefined
    },
  }
}
