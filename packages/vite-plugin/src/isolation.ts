/**
 * Cross-origin isolation, without which browsers have no shared memory. By middleware: what `server.headers` sets does not reach pages that a framework renders.
 * It is on every response, because a worker's script needs the header of its page too.
 */
import type { Plugin, PreviewServer, ViteDevServer } from 'vite'
import type { State } from './state.ts'

export function isolation(state: State): Plugin {
  const isolate = ({ middlewares }: ViteDevServer | PreviewServer): void => {
    const embedder = state.options.isolation
    if (embedder === false || state.inert) return
    middlewares.use((_request, response, next) => {
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
      response.setHeader('Cross-Origin-Embedder-Policy', embedder)
      next()
    })
  }
  return { name: 'parfor:isolation', configureServer: isolate, configurePreviewServer: isolate }
}
