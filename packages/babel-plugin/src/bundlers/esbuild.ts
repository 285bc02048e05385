/** The plugin for esbuild: compiles marked files, and hands the runtime's core and worker to the loader `file`. */
import { readFile } from 'node:fs/promises'
import { dirname, extname } from 'node:path'
import { assetFile, isRuntimeFile, outputNames, replaceAssets } from './assets.ts'
import type { AssetName } from './assets.ts'
import { checkBundlerOptions, compileFile } from './marked.ts'
import type { BundlerOptions } from './marked.ts'

export type { BundlerOptions }

interface Loaded { contents: string | Uint8Array; loader: 'js' | 'jsx' | 'ts' | 'tsx' | 'file'; resolveDir?: string; warnings?: { text: string }[]; watchFiles?: string[] }
interface Resolved { path: string; namespace: string; pluginData: string }

interface Build {
  initialOptions: { format?: 'iife' | 'cjs' | 'esm'; platform?: string; absWorkingDir?: string }
  onResolve(options: { filter: RegExp }, callback: (found: { path: string; importer: string }) => Resolved | undefined): void
  onLoad(options: { filter: RegExp; namespace?: string }, callback: (found: { path: string; pluginData: string }) => Promise<Loaded | undefined>): void
}

/** Fits esbuild's `Plugin`. */
export interface EsbuildPlugin { name: string; setup(build: Build): void }

const namespace = 'parfor-assets'

/**
 * @example
 * await esbuild.build({ plugins: [parfor()], bundle: true, format: 'esm', splitting: true, outdir: 'dist', entryPoints: ['src/main.ts'] })
 */
export default function parfor(options: BundlerOptions = {}): EsbuildPlugin {
  checkBundlerOptions(options)
  return {
    name: 'parfor',
    setup(build) {
      const { format, platform, absWorkingDir } = build.initialOptions
      const inModule = format === 'esm' || (format === undefined && platform === 'neutral')
      const inNode = platform === 'node'
      const compiling = { root: absWorkingDir, ...options }

      build.onResolve({ filter: /^parfor-assets:/ }, ({ path, importer }) => {
        const name = path.slice(path.indexOf(':') + 1) as AssetName
        return { path: outputNames[name], namespace, pluginData: assetFile(importer, name) }
      })
      build.onLoad({ filter: /^/, namespace }, async ({ pluginData }) => ({ contents: await readFile(pluginData), loader: 'file' }))
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, async ({ path }) => {
        if (isRuntimeFile(path)) return withAssets(await readFile(path, 'utf8'), path, inModule ? undefined : inNode ? nodeBase : pageBase)
        if (/[\\/]node_modules[\\/]/.test(path)) return undefined
        const warnings: { text: string }[] = []
        const watchFiles: string[] = []
        const compiled = await compileFile(await readFile(path, 'utf8'), path, compiling, { warn: (text) => warnings.push({ text }), watch: (file) => watchFiles.push(file) })
        if (!compiled) return warnings.length > 0 ? { contents: await readFile(path, 'utf8'), loader: loaderOf(path), resolveDir: dirname(path), warnings, watchFiles } : undefined
        const map = `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(compiled.map).toString('base64')}\n`
        return { contents: compiled.code + map, loader: loaderOf(path), resolveDir: dirname(path), warnings, watchFiles }
      })
    },
  }
}

/** What paths are relative to where the output is no module and `import.meta.url` is empty. */
const pageBase = "(globalThis.document?.currentScript?.src || globalThis.location.href)"
const nodeBase = "require('node:url').pathToFileURL(__filename).href"

function withAssets(code: string, path: string, base: string | undefined): Loaded | undefined {
  const names = new Set<AssetName>()
  const variable = (name: AssetName): string => `__pf_${name.replace('.', '_')}`
  const replaced = replaceAssets(code, (name, own) => {
    names.add(name)
    return `new URL(${variable(name)}, ${own})`
  }) ?? code
  const moves = base !== undefined && replaced.includes('import.meta.url')
  if (names.size === 0 && !moves) return undefined
  const imports = path.endsWith('.cjs')
    ? [...names].map((name) => `const ${variable(name)} = require('parfor-assets:${name}');`)
    : [...names].map((name) => `import ${variable(name)} from 'parfor-assets:${name}';`)
  // Read at once: later there is no current script.
  if (moves) imports.push(`const __pf_base = ${base};`)
  return { contents: `${imports.join(' ')}\n${moves ? replaced.replaceAll('import.meta.url', '__pf_base') : replaced}`, loader: 'js', resolveDir: dirname(path) }
}

function loaderOf(path: string): 'js' | 'jsx' | 'ts' | 'tsx' {
  const extension = extname(path)
  if (extension === '.tsx') return 'tsx'
  if (/^\.[cm]?ts$/.test(extension)) return 'ts'
  // JSX in .js files is for the user's loader option to allow; what Babel could parse is let through here.
  return 'jsx'
}
