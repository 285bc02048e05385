import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { conditions: ['parfor-source'] },
  ssr: { resolve: { conditions: ['parfor-source'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'packages/*/src/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
})
