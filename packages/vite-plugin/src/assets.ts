/** The core stays a file, whatever size of assets the application puts inline: a strict Content-Security-Policy does not fetch data: URLs. */
import type { Plugin } from 'vite'
import type { State } from './state.ts'

/** Vite's own default. */
const defaultLimit = 4096

const core = /[\\/]runtime-wasm[\\/]dist[\\/]core\.wasm$/

export function assets(state: State): Plugin {
  return {
    name: 'parfor:assets',
    config: {
      // After the plugins that set it.
      order: 'post',
      handler(config) {
        const limit = config.build?.assetsInlineLimit
        if (state.inert || limit === undefined || (typeof limit === 'number' && limit <= defaultLimit)) return undefined
        return {
          build: {
            assetsInlineLimit(file, content) {
              if (core.test(file)) return false
              return typeof limit === 'function' ? limit(file, content) : content.length < limit
            },
          },
        }
      },
    },
  }
}
