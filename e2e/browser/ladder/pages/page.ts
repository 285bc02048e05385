/** What the tests call in the page: `window.pages`. */
import { alloc, configure, info, ready } from 'parfor'
import * as parallel from './kernels.parallel.ts'
import { compute, suite } from './suite.ts'
import type { Outcome } from './suite.ts'

function reply(port: EventTarget, fail: EventTarget): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    port.addEventListener('message', (event) => { resolve((event as MessageEvent<Outcome>).data) })
    fail.addEventListener('error', (event) => { reject(new Error((event as ErrorEvent).message || 'the worker could not be loaded')) })
  })
}

const pages = {
  alloc, compute, configure, info, ready, suite, ...parallel,
  inWorker(): Promise<Outcome> {
    const worker = new Worker(new URL('./application-worker.js', import.meta.url), { type: 'module' })
    return reply(worker, worker)
  },
  inSharedWorker(): Promise<Outcome> {
    const worker = new SharedWorker(new URL('./shared-worker.js', import.meta.url), { type: 'module' })
    worker.port.start()
    return reply(worker.port, worker)
  },
  /** Another copy of the whole runtime, as a second bundle on the page or a hot update brings it: the pool and the heap must be those of the first. */
  async secondCopy(): Promise<{ sameRuntime: boolean; threads: number }> {
    const copy = (await import(new URL('./copy.js', import.meta.url).href)) as { ready: typeof ready; info: typeof info }
    await copy.ready()
    return { sameRuntime: copy.ready === ready && copy.info === info, threads: copy.info().threads }
  },
  async doubled(): Promise<{ right: boolean; kernels: number; threads: number }> {
    const { doubled } = await import('./untyped.ts')
    await ready()
    configure({ gate: 'off' })
    const x = Float32Array.from({ length: 200_000 }, (_, i) => i)
    const out = new Float32Array(x.length)
    doubled(x, out)
    configure({ gate: 'on' })
    const { wasm, threads } = info().regions.find(({ name }) => name.startsWith('doubled'))!
    return { right: out.every((value, i) => value === 2 * i), kernels: wasm, threads }
  },
}

export type Pages = typeof pages
;(globalThis as { pages?: Pages }).pages = pages
document.documentElement.dataset.state = 'loaded'

// For pages that lack what the driver of the browser itself needs to call functions.
if (location.hash === '#run') {
  document.body.textContent = JSON.stringify(await suite())
  document.documentElement.dataset.state = 'done'
}
