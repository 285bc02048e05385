import { bundle } from '../../scripts/bundle.mjs'

// Vite is ES modules only, and so is what is loaded into it.
await bundle('vite-plugin', { index: 'src/index.ts', 'overlay-client': 'src/overlay-client.ts' }, { platform: 'node', formats: ['esm'] })
