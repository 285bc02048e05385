/** Which files the register hook looks at, and whether they are ES modules. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileFunction } from 'node:vm'
import { hasModuleSyntax } from './syntax-tree.ts'

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

/** TypeScript, which is stripped with or without marks. */
export const isTypeScript = (filename: string): boolean => /\.[cm]?tsx?$/.test(filename)

/** Syntax that Node does not take. */
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

/** As Node finds out: what V8 takes as the body of a function. */
export function isCommonJs(code: string): boolean {
  try {
    compileFunction(code, ['exports', 'require', 'module', '__filename', '__dirname'])
    return true
  } catch {
    return false
  }
}

/**
 * How a file is loaded, as Node decides: extension, then package.json; a file without either is what its syntax says, unless the resolver of
 * another package (tsx) has decided. `known`: the format that the hooks were given.
 */
export function formatOf(filename: string, source: string, known?: string | null): Format {
  const extension = extname(filename)
  if (extension === '.mjs' || extension === '.mts') return 'module'
  if (extension === '.cjs' || extension === '.cts') return 'commonjs'
  const type = packageType(dirname(filename))
  if (type === 'module' || type === 'commonjs') return type
  if (known === 'module') return 'module'
  // tsx makes CommonJS of what package.json does not call a module, and puts something in the place of import.meta.
  if (known === 'commonjs' && !/\bimport\s*\.\s*meta\b/.test(source)) return 'commonjs'
  return isWrittenAsModule(filename, source) ? 'module' : 'commonjs'
}

/** The compiler is loaded for TypeScript only. */
export const isWrittenAsModule = (filename: string, source: string): boolean => hasTypes(filename) ? hasModuleSyntax(filename, source) : !isCommonJs(source)
