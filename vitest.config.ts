import { defineConfig } from 'vitest/config'

const common = { testTimeout: 60_000, pool: 'forks' as const }

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        resolve: { conditions: ['parfor-source'] },
        ssr: { resolve: { conditions: ['parfor-source'] } },
        test: { ...common, name: 'unit', include: ['packages/*/test/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'e2e/test/**/*.test.ts'] },
      },
      // Real browsers, bundlers and frameworks, against the built packages.
      { test: { ...common, name: 'browser', include: ['e2e/browser/**/*.test.ts'], exclude: ['e2e/browser/engines/**'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { ...common, name: 'firefox', include: ['e2e/browser/engines/firefox.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { ...common, name: 'webkit', include: ['e2e/browser/engines/webkit.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 } },
      { test: { ...common, name: 'installed', include: ['e2e/installed/**/*.test.ts'], globalSetup: ['e2e/src/install-all.ts'], testTimeout: 180_000, hookTimeout: 180_000 } },
    ],
  },
})
