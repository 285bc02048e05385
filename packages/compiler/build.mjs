import { bundle } from '../../scripts/bundle.mjs'

await bundle('compiler', { index: 'src/index.ts', testing: 'src/testing.ts' }, { platform: 'neutral', mainFields: ['module', 'main'] })
