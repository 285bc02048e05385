/**
 * Cross-origin isolation for hosts that cannot set headers (GitHub Pages): a service worker that adds them. Copy this file into `public/` and load it first in the page:
 *
 *     <head>
 *       <script src="/isolation-worker.js"></script>
 *
 * The first visit reloads the page once. Where the host sends the headers, as Vite's dev server does, nothing happens.
 * In a page this file registers itself; the rest of it runs as the service worker.
 */
(() => {
  /** Images and the like of other sites still load under `credentialless`, which Safari does not know. */
  const policies = ['credentialless', 'require-corp']

  if (typeof document === 'undefined') serve(new URL(location.href).searchParams.get('policy') ?? policies[0])
  // A frame is isolated if the page around it is.
  else if (window === window.top && crossOriginIsolated === false) isolate(document.currentScript.src).catch((error) => giveUp(String(error)))
  else if (crossOriginIsolated) forget()

  function serve(policy) {
    addEventListener('install', () => skipWaiting())
    addEventListener('fetch', (event) => {
      const { mode, destination, url } = event.request
      // Pages and workers have a policy of their own. All else is left to the browser, which knows how to fetch it under that of its page.
      const hasPolicy = mode === 'navigate' || destination === 'worker' || destination === 'sharedworker'
      if (hasPolicy && new URL(url).origin === location.origin) event.respondWith(withHeaders(event.request, policy))
    })
  }

  async function withHeaders(request, policy) {
    const response = await fetch(request)
    // A redirect: the browser follows it, and asks again.
    if (response.status === 0) return response
    const headers = new Headers(response.headers)
    headers.set('Cross-Origin-Opener-Policy', 'same-origin')
    headers.set('Cross-Origin-Embedder-Policy', policy)
    return new Response(response.body, { status: response.status, statusText: response.statusText, headers })
  }

  /** Registers the service worker and reloads, once for each policy. */
  async function isolate(script) {
    const tried = policies.indexOf(sessionStorage.getItem('parfor-isolation'))
    const policy = policies[tried + 1]
    if (policy === undefined) return giveUp('this browser stays without it')
    if (!('serviceWorker' in navigator)) return giveUp('service workers need https (or localhost)')
    const file = new URL(script)
    const scope = new URL('./', file).href
    const present = (await navigator.serviceWorker.getRegistrations()).find((one) => one.scope === scope)
    const running = present && (present.active ?? present.waiting ?? present.installing)
    if (running && new URL(running.scriptURL).pathname !== file.pathname) {
      return giveUp(`the application has a service worker, ${running.scriptURL}: put importScripts('${file.pathname}') into that`)
    }
    file.search = `?policy=${policy}`
    const registration = await navigator.serviceWorker.register(file)
    await activated(registration.installing ?? registration.waiting ?? registration.active)
    // Written before the reload: it is what keeps the page from being reloaded for ever.
    sessionStorage.setItem('parfor-isolation', policy)
    location.reload()
  }

  function activated(worker) {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (worker.state === 'activated') resolve()
        if (worker.state === 'redundant') reject(new Error('the service worker was not installed'))
      }
      worker.addEventListener('statechange', look)
      look()
    })
  }

  function giveUp(reason) {
    console.warn(`isolation-worker.js: the page is not cross-origin isolated, parfor uses one thread: ${reason}`)
  }

  function forget() {
    try {
      sessionStorage.removeItem('parfor-isolation')
    } catch {
      // No storage, no note in it.
    }
  }
})()
