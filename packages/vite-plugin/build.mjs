import { copyFileSync } from 'node:fs'
import { bundle } from '../../scripts/bundle.mjs'

/** The summary of a build names the first. */
const documents = ['hosting.md', 'vite.md']

// Vite is ES modules only, and so is what is loaded into it.
await bundle('vite-plugin', { index: 'src/index.ts', 'overlay-client': 'src/overlay-client.ts', 'hot-client': 'src/hot-client.ts' }, { platform: 'node', formats: ['esm'], keep: documents })

for (const name of documents) copyFileSync(new URL(`../../docs/${name}`, import.meta.url), new URL(`dist/${name}`, import.meta.url))
