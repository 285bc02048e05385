/** The pages of the ladder's tests and those of the engines', visited with any engine. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import type { PageLog } from '../../src/chromium.ts'
import type { Engine, EnginePage } from '../../src/engines/index.ts'
import { recorder } from '../../src/engines/recorder.ts'
import { buildPages as buildLadder, serve } from '../ladder/site.ts'
import type { Site, SiteOptions } from '../ladder/site.ts'

const pages = fileURLToPath(new URL('pages/', import.meta.url))

const parallelKernels: Plugin = {
  name: 'parallel kernels',
  setup({ onLoad }) {
    onLoad({ filter: /kernels\.parallel\.ts$/ }, async () => {
      const filename = join(pages, 'kernels.ts')
      const { code } = compileModule(babel, await readFile(filename, 'utf8'), { filename, root: pages })
      if (code === undefined) throw new Error('nothing was compiled')
      return { contents: code, loader: 'ts', resolveDir: pages }
    })
  },
}

/** As the ladder's, and `bits.js`. The caller removes the folder. */
export async function buildPages(): Promise<string> {
  const folder = await buildLadder()
  await build({ bundle: true, minify: true, format: 'esm', outdir: folder, absWorkingDir: pages, plugins: [parallelKernels], logLevel: 'error', entryPoints: ['bits.ts'], external: ['@parfor/compiler'] })
  return folder
}

const html = (script: string): string => `<!doctype html><title>parfor</title><link rel="icon" href="data:,"><script src="before.js"></script><script type="module" src="${script}.js"></script>`

export interface EngineVisit { page: EnginePage; log(): Promise<PageLog>; site: Site }

/** `cores`: what the page is told of the machine. */
export interface EngineVisitOptions extends SiteOptions { script?: 'page' | 'bits'; cores?: number }

const loaded = async (): Promise<void> => {
  const end = performance.now() + 30_000
  while (document.documentElement.dataset.state !== 'loaded') {
    if (performance.now() > end) throw new Error('the script of the page has not run within 30 s')
    await new Promise((resolve) => { setTimeout(resolve, 10) })
  }
}

export async function visit<T>(engine: Engine, folder: string, { script = 'page', cores, answers = {}, ...options }: EngineVisitOptions, use: (visit: EngineVisit) => Promise<T>): Promise<T> {
  const before = recorder + (cores === undefined ? '' : `Object.defineProperty(navigator, 'hardwareConcurrency', { value: ${cores} })`)
  const site = await serve(folder, { ...options, answers: { '/index.html': { body: html(script) }, '/before.js': { body: before }, ...answers } })
  try {
    const page = await engine.open(site.url)
    try {
      await page.evaluate(loaded)
      return await use({ page, log: () => page.log(), site })
    } finally {
      await page.close()
    }
  } finally {
    await site.close()
  }
}
