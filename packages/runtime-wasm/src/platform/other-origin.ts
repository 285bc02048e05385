/**
 * The worker's script on another origin: a CDN, or a dev server behind the application's own one. Browsers start no worker from there, but a module of the page's own origin,
 * a blob, may import it, if that server allows CORS and a Content-Security-Policy has `worker-src blob:` and the other origin (it is worker-src by which a worker's imports are judged).
 * Such a worker has the policies of the page, isolation included.
 */

/** The address in `new Worker(new URL(…), …)`. Bundlers put it there, and look for this literal only, so who wants to know it has to stand in for `Worker`. */
function addressIn(start: () => Worker): string | undefined {
  const { Worker } = globalThis
  let address: string | undefined
  try {
    globalThis.Worker = function (url: string | URL) { address = new URL(url, globalThis.location.href).href } as unknown as typeof Worker
    start()
  } catch {
    // No address, or a global that cannot be replaced: the start itself says what is wrong.
  } finally {
    if (globalThis.Worker !== Worker) globalThis.Worker = Worker
  }
  return address
}

/** The address of the script that `start` starts, if it is on another origin than this page. */
export function addressElsewhere(start: () => Worker): URL | undefined {
  const address = addressIn(start)
  if (address === undefined || !/^https?:/.test(address)) return undefined
  const url = new URL(address)
  return url.origin === globalThis.origin ? undefined : url
}

/** Never revoked: engines differ in when they look it up. */
const importers = new Map<string, string>()

/** Starts a module of this origin that imports the script. */
export function startFromElsewhere({ href }: URL, options: WorkerOptions): Worker {
  const importer = importers.get(href) ?? URL.createObjectURL(new Blob([`import ${JSON.stringify(href)}`], { type: 'text/javascript' }))
  importers.set(href, importer)
  return new Worker(importer, options)
}

/** Why it did not start, as far as browsers tell. */
export function notStartedFromElsewhere({ href, origin }: URL, violated: string | undefined): string {
  const policy = `worker-src blob: ${origin}`
  return `the worker script is on another origin (${href}), and could not be imported from a blob:. ` +
    `${violated ? `Add ${policy} to the Content-Security-Policy` : `Its server must allow CORS, and a Content-Security-Policy have ${policy}`}; or keep that file on the page's own origin (how: docs/hosting.md)`
}
