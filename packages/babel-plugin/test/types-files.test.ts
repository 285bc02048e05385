/** Types in files, as everybody but Vite finds them. */
import * as babel from '@babel/core'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import esbuild from '../src/bundlers/esbuild.ts'
import rollup from '../src/bundlers/rollup.ts'
import parfor, { compileModule, fileModules } from '../src/index.ts'
import type { ModuleResult } from '../src/index.ts'

function folderOf(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'parfor-types-')))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) write(folder, name, text)
  return folder
}

function write(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}

const kernel = `import type { Grid } from './types'
/** @parallel */
export function f(g: Grid) { for (let i = 0; i < g.data.length; i++) g.data[i] = 1 }`
const types = 'export interface Grid { data: Float32Array }'

const compiled = (folder: string, source = kernel): ModuleResult => compileModule(babel, source, { filename: join(folder, 'kernel.ts'), root: folder })
const elementOf = (code: string | null | undefined): string | undefined => /element: "(\w+)"/.exec(code ?? '')?.[1]

test('files that types were read from are told', () => {
  const folder = folderOf({ 'types.ts': `export * from './more'\nimport './unused'`, 'more.ts': types, 'unused.ts': '', 'other.ts': 'export const x = 1' })
  const { code, dependencies } = compiled(folder, `import { x } from './other'\n${kernel}`)
  expect(elementOf(code)).toBe('f32')
  expect(dependencies).toEqual([join(folder, 'types.ts'), join(folder, 'more.ts')])
  expect(compiled(folder, kernel.replace('Grid)', '{ data: Float64Array })')).dependencies).toBeUndefined()
})

test('a file that changes is read again', () => {
  const folder = folderOf({ 'types.ts': types })
  expect(elementOf(compiled(folder).code)).toBe('f32')
  write(folder, 'types.ts', types.replace('32', '64'))
  utimesSync(join(folder, 'types.ts'), 1, 1)
  expect(elementOf(compiled(folder).code)).toBe('f64')
  rmSync(join(folder, 'types.ts'))
  expect(elementOf(compiled(folder).code)).toBe('num')
})

test('what is no module, or too large to be written by hand, is left alone', () => {
  const folder = folderOf({ 'types.ts/index.txt': '', 'data.json': '{}', 'large.ts': `${types}\n/*${' '.repeat(2 ** 20)}*/`, 'own.vue': types })
  for (const name of ['types', 'data.json', 'large', 'own.vue']) expect(elementOf(compiled(folder, kernel.replace('./types', `./${name}`)).code)).toBe('num')
})

test('a circle of links', () => {
  const folder = folderOf({})
  symlinkSync('types.ts', join(folder, 'types.ts'))
  expect(elementOf(compiled(folder).code)).toBe('num')
})

test.each([
  ['what Node imports', 'node:fs'], ['nothing', ''], ['a URL', 'https://example.org/types.ts'], ['a virtual module', 'virtual:types'], ['another disk', 'c:/types.ts'],
])('%s is not looked for', (_, specifier) => {
  expect(fileModules.resolve(specifier, '/work/a.ts')).toBeUndefined()
})

test('the Babel plugin, and the plugins for Rollup and esbuild', async () => {
  const folder = folderOf({ 'types.ts': types, 'kernel.ts': kernel })
  const file = join(folder, 'kernel.ts')
  const options = { filename: file, configFile: false, babelrc: false, parserOpts: { plugins: ['typescript' as const] }, plugins: [[parfor as never, { onReport: () => undefined }]] as never }
  expect(babel.transformSync(kernel, options)?.code).toMatch(/element: "f32"/)

  const watched: string[] = []
  const { handler } = rollup().transform
  const context = { addWatchFile: (one: string) => watched.push(one), warn: () => undefined, emitFile: () => '' } as unknown as ThisParameterType<typeof handler>
  expect(elementOf((await handler.call(context, kernel, file))?.code)).toBe('f32')
  expect(watched).toEqual([join(folder, 'types.ts')])

  const loads: ((found: { path: string; pluginData: string }) => Promise<{ contents: string | Uint8Array; watchFiles?: string[] } | undefined>)[] = []
  esbuild().setup({ initialOptions: { format: 'esm' }, onResolve: () => undefined, onLoad: (_, load) => loads.push(load) })
  const loaded = await loads.at(-1)!({ path: file, pluginData: '' })
  expect(elementOf(String(loaded?.contents))).toBe('f32')
  expect(loaded?.watchFiles).toEqual([join(folder, 'types.ts')])
})

test.each([[null], [{}], ['./modules'], [{ resolve: true }]])('the option modules is not %o', (modules) => {
  expect(() => parfor(babel, { modules } as never)).toThrow(/modules has no function resolve.*PF501/)
})

test('a resolver of the user', () => {
  const modules = { resolve: (specifier: string) => specifier === './types' ? { filename: '/types.ts', source: types } : undefined }
  const { code } = compileModule(babel, kernel, { filename: '/kernel.ts', modules })
  expect(elementOf(code)).toBe('f32')
})
