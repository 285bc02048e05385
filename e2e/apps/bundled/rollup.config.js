import parfor from '@parfor/babel-plugin/rollup'
import { nodeResolve } from '@rollup/plugin-node-resolve'

export default {
  input: 'src/main.js',
  plugins: [nodeResolve(), parfor()],
  output: { dir: 'dist', format: 'es', entryFileNames: 'js/[name].js', chunkFileNames: 'js/[name]-[hash].js', sourcemap: true },
}
