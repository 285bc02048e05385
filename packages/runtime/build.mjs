import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundle } from '../../scripts/bundle.mjs'

const folder = fileURLToPath(new URL('.', import.meta.url))
const register = ['register.mjs', 'register-thread.mjs', 'register.cjs']

await bundle('runtime', { index: 'src/index.ts', internal: 'src/internal.ts' }, { platform: 'neutral', mainFields: ['module', 'main'], keep: register })

// The entries of the register hook are different for `--import`, which awaits the threads, and `--require`, which cannot.
const common = { bundle: true, packages: 'external', target: 'es2022', platform: 'node', logLevel: 'error', absWorkingDir: folder, outdir: 'dist' }
await build({ ...common, format: 'esm', outExtension: { '.js': '.mjs' }, entryPoints: { register: 'src/register/import.ts', 'register-thread': 'src/register/thread.ts' } })
await build({
  ...common, format: 'cjs', outExtension: { '.js': '.cjs' }, entryPoints: { register: 'src/register/require.ts' },
  define: { 'import.meta.url': '__parfor_url' }, banner: { js: "const __parfor_url = require('node:url').pathToFileURL(__filename).href;" },
})
