import { bundle } from '../../scripts/bundle.mjs'

await bundle('babel-plugin', { index: 'src/index.ts', marks: 'src/marks.ts', rollup: 'src/bundlers/rollup.ts', esbuild: 'src/bundlers/esbuild.ts' }, {
  platform: 'neutral', mainFields: ['module', 'main'],
  // magic-string has no CommonJS, which Jest needs: it is put in.
  packages: 'bundle', external: ['@babel/*', '@parfor/*', 'node:*'],
})
