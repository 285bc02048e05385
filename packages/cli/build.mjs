import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from '../../scripts/bundle.mjs'

await bundle('cli', { cli: 'src/cli.ts' }, { formats: ['esm'], types: false, platform: 'node', banner: { js: '#!/usr/bin/env node' } })
chmodSync(fileURLToPath(new URL('dist/cli.mjs', import.meta.url)), 0o755)
