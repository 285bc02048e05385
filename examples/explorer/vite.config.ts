import parfor from '@parfor/vite-plugin'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig } from 'vite'
import { plain } from './vite/plain.ts'
import { verdicts } from './vite/verdicts.ts'

/** vega-datasets exports its JavaScript only; the data lies beside it. */
const data = join(dirname(createRequire(import.meta.url).resolve('vega-datasets')), '../data')

// `--mode not-isolated`: as on a host that does not send the isolation headers.
export default defineConfig(({ mode }) => ({
  base: './',
  plugins: [plain(), verdicts(), parfor({ isolation: mode === 'not-isolated' ? false : 'require-corp' })],
  resolve: { alias: { 'vega-data': data } },
}))
