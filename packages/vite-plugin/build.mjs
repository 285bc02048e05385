import { copyFileSync } from 'node:fs'
import { bundle } from '../../scripts/bundle.mjs'

// Vite is ES modules only, and so is what is loaded into it.
await bundle('vite-plugin', { index: 'src/index.ts', 'overlay-client': 'src/overlay-client.ts', 'hot-client': 'src/hot-client.ts' }, { platform: 'node', formats: ['esm'], keep: ['hosting.md'] })

// The summary of a build names it.
copyFileSync(new URL('../../docs/hosting.md', import.meta.url), new URL('dist/hosting.md', import.meta.url))
