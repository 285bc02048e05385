/** The plugin for Rollup: compiles marked files and emits the runtime's core and worker as assets. */
import { readFile } from 'node:fs/promises'
import { assetFile, isRuntimeFile, outputNames, replaceAssets } from './assets.ts'
import type { AssetName } from './assets.ts'
import { checkBundlerOptions, compileFile } from './marked.ts'
import type { BundlerOptions } from './marked.ts'

export type { BundlerOptions }

interface Context {
  emitFile(file: { type: 'asset'; name: string; source: Uint8Array }): string
  warn(message: string): void
  addWatchFile(file: string): void
}

interface Transformed { code: string; map: string | null }

/** Fits Rollup's `Plugin`. */
export interface RollupPlugin {
  name: string
  transform: { order: 'pre'; handler(this: Context, code: string, id: string): Promise<Transformed | undefined> }
}

/**
 * @example
 * // rollup.config.js
 * export default { plugins: [parfor(), nodeResolve()] }
 */
export default function parfor(options: BundlerOptions = {}): RollupPlugin {
  checkBundlerOptions(options)
  return {
    name: 'parfor',
    transform: {
      // Comments and types are what marks and array types are read from: other plugins take them away.
      order: 'pre',
      async handler(code, id) {
        if (id.startsWith('\0') || !/\.[cm]?[jt]sx?$/.test(id)) return undefined
        return isRuntimeFile(id) ? emitAssets(this, code, id) : compileFile(code, id, options, { warn: (text) => this.warn(text), watch: (file) => this.addWatchFile(file) })
      },
    },
  }
}

async function emitAssets(context: Context, code: string, id: string): Promise<Transformed | undefined> {
  const references = new Map<AssetName, string>()
  for (const name of Object.keys(outputNames) as AssetName[]) {
    if (!code.includes(`./${name}`)) continue
    references.set(name, context.emitFile({ type: 'asset', name: outputNames[name], source: await readFile(assetFile(id, name)) }))
  }
  const replaced = replaceAssets(code, (name) => `new URL(import.meta.ROLLUP_FILE_URL_${references.get(name)})`)
  return replaced === undefined ? undefined : { code: replaced, map: null }
}
