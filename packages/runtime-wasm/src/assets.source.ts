/** `assets.ts` for those who run from the sources (the condition `parfor-source`): the built files of dist. */

export const coreUrl = (): URL => new URL('../dist/core.wasm', import.meta.url)

export const workerUrl = (): URL => new URL('../dist/worker.mjs', import.meta.url)

export const startWebWorker = (): Worker => new Worker(workerUrl(), { type: 'module', name: 'parfor' })
