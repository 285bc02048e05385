import parfor from '@parfor/babel-plugin/esbuild'
import { build } from 'esbuild'

const format = process.argv[2] ?? 'esm'
const result = await build({
  entryPoints: ['src/main.js'], bundle: true, format, splitting: format === 'esm', outdir: 'dist', entryNames: 'js/[name]', sourcemap: true, minify: true, plugins: [parfor()],
  ...(process.argv[3] && { publicPath: process.argv[3] }), metafile: true, logLevel: 'warning',
})
console.log(Object.keys(result.metafile.outputs).join('\n'))
