/** A program of several modules that exists as text only, and what parfor finds out about its types. */
import * as babel from '@babel/core'
import type { RegionDescriptor } from '@parfor/compiler'
import { posix } from 'node:path'
import { compileModule } from '../src/index.ts'
import type { ModuleSource, ModuleSources } from '../src/index.ts'
import { evaluate } from './harness.ts'

export type Files = Record<string, string>

const extensions = ['', '.ts', '.tsx', '.d.ts', '.js', '/index.ts', '/index.js']

/** The modules of `files`, which lie in `/`. */
export function sourcesOf(files: Files): ModuleSources & { asked: string[] } {
  const asked: string[] = []
  const find = (specifier: string, importer: string): ModuleSource | undefined => {
    const path = specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : `/${specifier}`
    const typed = path.replace(/\.js$/, '.ts')
    const filename = [typed, ...extensions.map((one) => path + one)].map((one) => one.slice(1)).find((one) => Object.hasOwn(files, one))
    return filename === undefined ? undefined : { filename: `/${filename}`, source: files[filename] }
  }
  return {
    asked,
    resolve(specifier, importer) {
      asked.push(specifier)
      return find(specifier, importer)
    },
    importers: (filename) => Object.keys(files).sort().flatMap((name) => {
      const specifiers = [...files[name].matchAll(/(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map(([, specifier]) => specifier)
      return specifiers.some((specifier) => find(specifier, `/${name}`)?.filename === filename) ? [{ filename: `/${name}`, source: files[name] }] : []
    }),
  }
}

export interface Found {
  /** Element types by array, kinds by scalar, as compiled in; `num?f64` is open and assumed to be f64. */
  types: Record<string, string>
  descriptors: RegionDescriptor[]
  codes: string[]
  code: string
}

/** Compiles one of the files. */
export function typesOf(files: Files, name: string, modules: ModuleSources = sourcesOf(files)): Found {
  const { code, functions, diagnostics } = compileModule(babel, files[name], { filename: `/${name}`, root: '/', modules })
  const codes = [...functions.map(({ verdict }) => verdict as string), ...diagnostics.map((one) => `${one.code} ${one.message}`)]
  if (code === undefined) return { types: {}, descriptors: [], codes, code: '' }
  const descriptors: RegionDescriptor[] = []
  const header = code.split('\n').filter((line) => line.startsWith('var __pf') || line.includes(`'parfor/internal'`)).join('\n')
  evaluate(header, { ran: 0, ended: 0, region: (descriptor) => { descriptors.push(descriptor); return { gate: 0, out: [], run: () => false, ended: () => {} } } })
  const types: Record<string, string> = {}
  for (const { arrays, scalars, ahead } of descriptors) {
    arrays.forEach(({ name: array, element }, index) => { types[array] = ahead ? `${element}?${ahead.arrays[index].element}` : element })
    for (const scalar of scalars) types[scalar.name] = scalar.type
  }
  return { types, descriptors, codes, code }
}
