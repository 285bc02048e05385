/** Vite bundles each worker by itself, with plugins of its own: fresh ones, over the state of the application's. */
import type { Plugin } from 'vite'
import { runtimeFiles } from './ids.ts'
import { reportGraph } from './report.ts'
import { runtime } from './runtime.ts'
import type { State } from './state.ts'
import { transform } from './transform.ts'

export function workerPlugins(state: State): Plugin[] {
  return [runtime(state), transform(state), reportGraph(state), oneFile(), blobBase()]
}

/** `?worker&inline` starts a worker from a blob: URL, which no path can be resolved against; the origin in it is the page's. */
function blobBase(): Plugin {
  return {
    name: 'parfor:blob-base',
    // After Vite has put in the addresses of core and worker.
    enforce: 'post',
    transform: {
      filter: { id: runtimeFiles, code: 'import.meta.url' },
      handler: (code) => ({ code: code.replaceAll('import.meta.url', "(import.meta.url.startsWith('blob:') ? location.origin : import.meta.url)"), map: null }),
    },
  }
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
