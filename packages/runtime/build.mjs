import { bundle } from '../../scripts/bundle.mjs'

// The entries of the register hook are different for `--import`, which awaits the threads, and `--require`, which cannot.
const entries = { index: 'src/index.ts', internal: 'src/internal.ts' }
await bundle('runtime', entries, {
  platform: 'neutral', mainFields: ['module', 'main'], types: ['src/register/import.ts'], formats: [],
  more: [
    // `#platform` stays an import, for bundlers to choose by their conditions (package.json); CommonJS is for Node.
    { format: 'esm', splitting: true, external: ['#platform'], entryPoints: { ...entries, platform: 'src/platform/universal.ts', 'platform.browser': 'src/platform/browser.ts' } },
    { format: 'cjs', alias: { '#platform': './src/platform/universal.ts' }, entryPoints: entries },
    { format: 'esm', platform: 'node', entryPoints: { register: 'src/register/import.ts', 'register-thread': 'src/register/thread.ts' } },
    { format: 'cjs', platform: 'node', entryPoints: { register: 'src/register/require.ts' }, supported: { 'dynamic-import': true } },
  ],
})
