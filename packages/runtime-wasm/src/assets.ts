/** Where the built files are, seen from dist. The literal `new URL(…, import.meta.url)` is what bundlers look for. */

export const coreUrl = (): URL => new URL('./core.wasm', import.meta.url)

export const workerUrl = (): URL => new URL('./worker.mjs', import.meta.url)

export const startWebWorker = (name: string): Worker => new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module', name })
