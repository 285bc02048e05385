import { coreUrl } from '#assets'
import type { Platform } from './platform.ts'
import { discardBrowserWorkers, prepareBrowserWorkers, startBrowserWorker } from './web-worker.ts'

/** `\0asm` */
const isWasm = (bytes: Uint8Array): boolean => bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d

const cure = 'Deploy core.wasm with the page: Vite and webpack emit it, Rollup and esbuild with @parfor/babel-plugin/rollup or @parfor/babel-plugin/esbuild; other builds copy core.wasm and worker.mjs of @parfor/runtime-wasm beside the script'

function addressOfCore(): string {
  try {
    return coreUrl().href
  } catch (error) {
    throw new Error(`the address of core.wasm is not known in this worker, which was started from a ${globalThis.location?.protocol} URL. Start it from its file (in Vite: ?worker without &inline, or an absolute base)`, { cause: error })
  }
}

/** From bytes, not from the response: so the server may send any MIME type. */
async function read(): Promise<Uint8Array<ArrayBuffer>> {
  const href = addressOfCore()
  let response: Response
  try {
    response = await fetch(href)
  } catch (error) {
    const { origin } = new URL(href)
    const isElsewhere = origin !== globalThis.origin
    throw new Error(`${href} could not be fetched (${String(error)}). It may be blocked by an extension or by the Content-Security-Policy (it needs connect-src ${isElsewhere ? origin : "'self'"})` +
      (isElsewhere ? ', or its server does not allow CORS (how: docs/hosting.md)' : ''), { cause: error })
  }
  if (!response.ok) throw new Error(`${href} could not be fetched: ${response.status} ${response.statusText}. ${cure}`)
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (!isWasm(bytes)) throw new Error(`${href} is not WebAssembly but ${response.headers.get('content-type') ?? 'something else'}: the server answers with another file. ${cure}`)
  return bytes
}

/** Why there can be one thread only; undefined if nothing is known to be in the way. */
function obstacle(): string | undefined {
  if (!globalThis.crossOriginIsolated) {
    // Chromium's never are, whatever headers they come with.
    if ('SharedWorkerGlobalScope' in globalThis) return 'this shared worker is not cross-origin isolated. Call marked functions in the page or in a dedicated worker to have all threads'
    if (globalThis.isSecureContext === false) return 'the page comes over plain http, where browsers isolate nothing. Serve it over https, or from localhost (how: docs/hosting.md)'
    return 'the page is not cross-origin isolated. Serve it with the headers Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp (how: docs/hosting.md)'
  }
  // WebKitGTK (2.50) is built so.
  if (typeof SharedArrayBuffer === 'undefined') return 'this browser has no SharedArrayBuffer, although the page is cross-origin isolated. Switch it on, or use another browser'
  if (typeof Worker === 'undefined') return 'there are no workers inside a worker of this kind. Call marked functions in the page or in a dedicated worker to have all threads'
  return undefined
}

export const platform: Platform = {
  cores: () => globalThis.navigator?.hardwareConcurrency || 1,
  threads(wanted, cores, reasons) {
    const threads = wanted ?? cores
    const reason = threads > 1 ? obstacle() : undefined
    if (reason === undefined) return threads
    reasons.push(reason)
    return 1
  },
  read,
  startWorker: startBrowserWorker,
  prepareWorkers: prepareBrowserWorkers,
  discardWorkers: discardBrowserWorkers,
  startLimit: 10_000,
}
