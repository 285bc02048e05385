import parfor from '@parfor/babel-plugin/esbuild'
import { build } from 'esbuild'

const [, , format, withPlugin] = process.argv
await build({
  entryPoints: ['src/server.js'], bundle: true, platform: 'node', format, outdir: 'dist', logLevel: 'warning', outExtension: { '.js': format === 'esm' ? '.mjs' : '.cjs' },
  // Only the marks are compiled where the plugin is not in charge of the files.
  plugins: withPlugin === 'yes' ? [parfor()] : [{ name: 'marks', setup: (marks) => parfor().setup({ ...marks, onResolve: () => {}, onLoad: (options, load) => marks.onLoad(options, (found) => (/runtime-wasm/.test(found.path) ? undefined : load(found))) }) }],
})
