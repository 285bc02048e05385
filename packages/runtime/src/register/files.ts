/** Which files the register hook looks at, and whether they are ES modules. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Format = 'module' | 'commonjs'

const extensions = new Set(['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx'])

/** parfor's own folders, which are outside node_modules where packages are linked. The runtime must not be compiled with itself. */
const ownFolders = findOwnFolders()

function findOwnFolders(): string[] {
  const require = createRequire(import.meta.url)
  const packages = ['parfor', '@parfor/babel-plugin', '@parfor/compiler', '@parfor/runtime-wasm']
  return packages.map((name) => dirname(realpathSync(require.resolve(`${name}/package.json`))) + sep)
}

/** A source file of the program itself: not of a package, not of parfor. */
export function isSource(filename: string): boolean {
  return extensions.has(extname(filename)) && !/[\\/]node_modules[\\/]/.test(filename) && !ownFolders.some((folder) => filename.startsWith(folder))
}

/** The file that a URL of the module loader names, if it is one of ours. */
export function sourceOf(url: string): string | undefined {
  if (!url.startsWith('file:')) return undefined
  const filename = fileURLToPath(url.replace(/[?#].*$/, ''))
  return isSource(filename) ? filename : undefined
}

export const hasTypes = (filename: string): boolean => /\.(?:[cm]?ts|[jt]sx)$/.test(filename)

export function readSource(filename: string): string {
  return readFileSync(filename, 'utf8').replace(/^\uFEFF/, '')
}

const packageTypes = new Map<string, string | undefined>()

/** `type` of the nearest package.json. */
function packageType(folder: string): string | undefined {
  if (packageTypes.has(folder)) return packageTypes.get(folder)
  const file = join(folder, 'package.json')
  let type: string | undefined
  if (existsSync(file)) type = (JSON.parse(readFileSync(file, 'utf8')) as { type?: string }).type ?? 'none'
  else if (dirname(folder) !== folder) type = packageType(dirname(folder))
  packageTypes.set(folder, type)
  return type
}

/** As Node decides: extension, then package.json; a file without either is what its syntax says. */
export function formatOf(filename: string, hasModuleSyntax: () => boolean): Format {
  const extension = extname(filename)
  if (extension === '.mjs' || extension === '.mts') return 'module'
  if (extension === '.cjs' || extension === '.cts') return 'commonjs'
  const type = packageType(dirname(filename))
  if (type === 'module' || type === 'commonjs') return type
  return hasModuleSyntax() ? 'module' : 'commonjs'
}
