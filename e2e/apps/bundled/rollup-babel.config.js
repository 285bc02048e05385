/** Only the Babel plugin: the runtime's files are not emitted. */
import { babel } from '@rollup/plugin-babel'
import { nodeResolve } from '@rollup/plugin-node-resolve'

export default {
  input: 'src/main.js',
  plugins: [nodeResolve(), babel({ babelHelpers: 'bundled', exclude: 'node_modules/**', plugins: ['@parfor/babel-plugin'] })],
  output: { dir: 'dist', format: 'es', entryFileNames: 'main.js' },
}
