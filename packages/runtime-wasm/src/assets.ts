/** Where the built files are, seen from dist. The literals `new URL(…, import.meta.url)` and `new Worker(new URL(…), { … })`, with nothing computed in them, are
 *  what bundlers look for. */

export const coreUrl = (): URL => new URL('./core.wasm', import.meta.url)

export const workerUrl = (): URL => new URL('./worker.mjs', import.meta.url)

export const startWebWorker = (): Worker => new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module', name: 'parfor' })
