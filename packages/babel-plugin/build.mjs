import { bundle } from '../../scripts/bundle.mjs'

await bundle('babel-plugin', { index: 'src/index.ts', marks: 'src/marks.ts' }, { platform: 'neutral', mainFields: ['module', 'main'] })
