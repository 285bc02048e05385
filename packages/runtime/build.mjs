import { bundle } from '../../scripts/bundle.mjs'

// The entries of the register hook are different for `--import`, which awaits the threads, and `--require`, which cannot.
await bundle('runtime', { index: 'src/index.ts', internal: 'src/internal.ts' }, {
  platform: 'neutral', mainFields: ['module', 'main'], types: ['src/register/import.ts'],
  more: [
    { format: 'esm', platform: 'node', entryPoints: { register: 'src/register/import.ts', 'register-thread': 'src/register/thread.ts' } },
    { format: 'cjs', platform: 'node', entryPoints: { register: 'src/register/require.ts' }, supported: { 'dynamic-import': true } },
  ],
})
