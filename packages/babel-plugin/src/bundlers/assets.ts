/** The files that the runtime loads while it runs: bundlers that do not know `new URL(…, import.meta.url)` are told of them. */
import { dirname, join } from 'node:path'

export type AssetName = 'core.wasm' | 'worker.mjs'

/** The names in the output. Not every server knows that `.mjs` is JavaScript, and workers are refused without its type. */
export const outputNames: Record<AssetName, string> = { 'core.wasm': 'parfor-core.wasm', 'worker.mjs': 'parfor-worker.js' }

const literal = /new URL\((["'])\.\/(core\.wasm|worker\.mjs)\1, (import\.meta\.url|__parfor_url)\)/g

/** Of `parfor` or `@parfor/runtime-wasm`, wherever they are installed. */
export const isRuntimeFile = (file: string): boolean => /[\\/](?:node_modules[\\/]parfor|runtime-wasm)[\\/]dist[\\/][^\\/]+\.[cm]js$/.test(file)

export const assetFile = (runtimeFile: string, name: AssetName): string => join(dirname(runtimeFile), name)

/** Puts an expression in the place of each URL; undefined if there is none. `base`: the expression that the URL is relative to. */
export function replaceAssets(code: string, replace: (name: AssetName, base: string) => string): string | undefined {
  const replaced = code.replace(literal, (_, quote: string, name: AssetName, base: string) => replace(name, base))
  return replaced === code ? undefined : replaced
}
