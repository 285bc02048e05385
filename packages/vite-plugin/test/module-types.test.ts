/** Types of other modules, found through each Vite: aliases, callers, and what changes while the server runs. */
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import parfor from '../src/index.ts'
import { application, buildFolder, develop, makeFolder, vites, warningsOf, withoutRuntime, writeFiles } from './vite.ts'
import type { Built, Settings, Vite } from './vite.ts'

const axpy = `/** @parallel */
export function axpy(a, x, y) {
  for (let i = 0; i < x.length; i++) y[i] += a * x[i]
}
`
const calls = (from: string, type = 'Float64Array'): string => `import { axpy } from '${from}'
const x = new ${type}(1000), y = new ${type}(1000)
axpy(2, x, y)
console.log(y)
`
const page = application['index.html']

/** The element types that the kernels of the output are for: compiled ahead, or open. */
function compiledFor(code: string): string[] {
  return [...code.matchAll(/__pf_region[\w$]*\(\{.*?\}\)/gs), ...code.matchAll(/\bregion\(\{.*?\}\)/gs)].map(([text]) => {
    const arrays = (part: string): string => [...(/arrays: \[(.*?)\]/s.exec(part)?.[1] ?? '').matchAll(/element: "(\w+)"/g)].map(([, element]) => element).join()
    const ahead = text.indexOf('ahead:')
    return ahead < 0 ? arrays(text) : `${arrays(text)}?${arrays(text.slice(ahead))}`
  })
}

const codeOf = ({ outputs }: Pick<Built, 'outputs'>): string => outputs.map((one) => one.type === 'chunk' ? one.code : '').join('\n')

/** What the kernels of an application are for, as built. `folder`: where it is already. */
async function built(vite: Vite, files: Record<string, string>, settings: Settings = {}, folder = makeFolder({})): Promise<string[]> {
  writeFiles(folder, { 'index.html': page, ...files })
  return compiledFor(codeOf(await buildFolder(vite, folder, { ...settings, config: vite.mergeConfig(withoutRuntime, settings.config ?? {}) })))
}

describe.each(vites)('%s', (_, vite) => {
  test('imported types, through aliases too', async () => {
    const kernels = (from: string): string => `import type { Grid } from '${from}'
/** @parallel */
export function scale(g: Grid<Float32Array>, a: number) { for (let i = 0; i < g.data.length; i++) g.data[i] *= a }`
    const main = `import { scale } from './kernels'\nscale({ data: new Float32Array(3) }, 2)`
    const types = 'export interface Grid<T = Float64Array> { data: T }'
    expect((await built(vite, { 'main.ts': main, 'kernels.ts': kernels('./types'), 'types.ts': types }))).toEqual(['f32'])
    expect((await built(vite, { 'main.ts': main, 'kernels.ts': kernels('./types.js'), 'types.d.ts': types }))).toEqual(['f32'])
    const folder = makeFolder({})
    const config = { resolve: { alias: [{ find: /^@\//, replacement: `${folder}/src/` }] } }
    expect((await built(vite, { 'main.ts': main, 'kernels.ts': kernels('@/types'), 'src/types.ts': types }, { config }, folder))).toEqual(['f32'])
  })

  test('a plugin of the user resolves', async () => {
    const folder = makeFolder({ 'deep/types.ts': 'export interface Grid { data: Float32Array }' })
    const plugin = { name: 'own', resolveId: (id: string) => id === 'our-types' ? join(folder, 'deep/types.ts') : null }
    const kernels = `import type { Grid } from 'our-types'\n/** @parallel */\nexport function scale(g: Grid) { for (let i = 0; i < g.data.length; i++) g.data[i] *= 2 }`
    const files = { 'main.ts': `import { scale } from './kernels'\nscale({ data: new Float32Array(3) })`, 'kernels.ts': kernels }
    expect(await built(vite, files, { plugins: [plugin, parfor()] }, folder)).toEqual(['f32'])
  })

  test('callers in other files', async () => {
    expect((await built(vite, { 'main.ts': calls('./kernels.js'), 'kernels.js': axpy }))).toEqual(['num,num?f64,f64'])
    expect((await built(vite, { 'main.ts': 'console.log(1)\nimport("./kernels.js")', 'kernels.js': axpy }))).toEqual(['num,num'])
  })

  test('callers do not depend on what is loaded, and in which order', async () => {
    // The package that the test lies in says that its files have no effects.
    const files = { 'package.json': '{}', 'kernels.js': axpy, 'a.ts': calls('./kernels.js', 'Int32Array'), 'b.ts': calls('./kernels.js', 'Int32Array'), 'unused.ts': calls('./kernels.js', 'Int32Array') }
    const order = async (main: string) => built(vite, { ...files, 'main.ts': main })
    expect(await order(`import './a'\nimport './b'`)).toEqual(['num,num?i32,i32'])
    expect(await order(`import './b'\nimport './a'`)).toEqual(['num,num?i32,i32'])
    expect(await order(`import './kernels.js'\nimport './b'`)).toEqual(['num,num?i32,i32'])
  })

  test('callers through an index, an alias and a component of React', async () => {
    const folder = makeFolder({})
    const files = {
      'main.ts': `import { App } from './App'\nconsole.log(App())`, 'lib/kernels.js': axpy, 'lib/index.ts': `export * from './kernels.js'`,
      'App.jsx': `import { axpy as run } from '@/lib'\nexport function App() { const x = new Float32Array(9); run(1, x, x); return x }`,
    }
    expect(await built(vite, files, { config: { resolve: { alias: { '@': folder } } } }, folder)).toEqual(['num,num?f32,f32'])
  })

  test.each([
    ['Vue', 'App.vue', `<template><p>{{ y.length }}</p></template>\n<script setup lang="ts">\nimport { shallowRef } from 'vue'\nimport { axpy } from './kernels.js'\nconst y = shallowRef(new Float32Array(9))\naxpy(1, y.value, y.value)\n</script>`],
    ['Svelte', 'App.svelte', `<script module>\nimport { axpy } from './kernels.js'\n</script>\n<script>\nlet y = $state.raw(new Float32Array(9))\naxpy(1, y, y)\n</script>\n<p>{y.length}</p>`],
  ])('callers in a component of %s', async (_framework, name, component) => {
    const { server } = await develop(vite, { 'index.html': page, [name]: component, 'kernels.js': axpy })
    expect(compiledFor((await server.environments.client.transformRequest('/kernels.js'))!.code)).toEqual(['num,num?f32,f32'])
  })

  test('folders of output, of packages and hidden ones are not looked at', async () => {
    const other = calls('../kernels.js', 'Int8Array')
    const files = { 'main.ts': calls('./kernels.js'), 'kernels.js': axpy, 'dist/old.js': other, '.cache/old.js': other, 'node_modules/a/old.js': other.replace('..', '../..'), 'types/old.d.ts': other }
    expect((await built(vite, files))).toEqual(['num,num?f64,f64'])
  })

  test('marked modules that call each other, and one in a package, do not wait for each other', async () => {
    const marked = (name: string, other: string): string => `import { ${other} } from './${other}.js'\n/** @parallel */\nexport function ${name}(x) { for (let i = 0; i < x.length; i++) x[i] = 1 }\nexport const call${name} = (x) => ${other}(x)\n`
    const files = { 'main.ts': `import { calla } from './a.js'\nimport { k } from 'some-kernels'\ncalla(new Int16Array(3))\nk(new Int16Array(3))`, 'a.js': marked('a', 'b'), 'b.js': marked('b', 'a'),
      'node_modules/some-kernels/package.json': '{ "name": "some-kernels", "type": "module", "main": "index.js" }', 'node_modules/some-kernels/index.js': marked('k', 'k').replace(/^import.*/, '').replace(/export const callk.*/, '') }
    expect((await built(vite, files, { options: { include: ['**/*.js'] } })).sort()).toEqual(['num', 'num', 'num?i16'])
  })

  test('a syntax error in another module is reported where it is', async () => {
    const { server, said } = await develop(vite, { 'index.html': page, 'main.ts': calls('./kernels.js'), 'broken.ts': `import { axpy } from './kernels.js'\naxpy(`, 'kernels.js': axpy })
    const result = await server.environments.client.transformRequest('/kernels.js')
    expect(compiledFor(result!.code)).toEqual(['num,num?f64,f64'])
    expect(warningsOf(said)).toEqual([])
  })
})

describe.each(vites)('%s, while it runs', (_, vite) => {
  const kernels = `import type { Grid } from './types'
/** @parallel */
export function scale(g: Grid, a: number) { for (let i = 0; i < g.data.length; i++) g.data[i] *= a }`
  const files = { 'index.html': page, 'main.ts': `import { scale } from './kernels'\nscale({ data: null! }, 2)`, 'kernels.ts': kernels, 'types.ts': `import type { Column } from './column'\nexport interface Grid { data: Column }`, 'column.ts': 'export type Column = Float64Array' }

  test('other types compile the module anew, other words do not', async () => {
    const { server, folder } = await develop(vite, files, { config: { server: { middlewareMode: true, ws: false, watch: { usePolling: true, interval: 30 } } } })
    const { client } = server.environments
    const code = async () => compiledFor((await client.transformRequest('/kernels.ts'))!.code)
    await client.transformRequest('/main.ts')
    expect(await code()).toEqual(['f64'])
    const sent = vi.spyOn(client.hot, 'send')
    const edited: string[] = []
    server.watcher.on('change', (file) => edited.push(file))
    const edit = async (name: string, text: string): Promise<void> => {
      const before = edited.length
      writeFiles(folder, { [name]: text })
      await vi.waitUntil(() => edited.length > before, { timeout: 20_000, interval: 20 })
      // The update is computed when the watcher has spoken.
      await new Promise((resolve) => { setTimeout(resolve, 300) })
    }
    await new Promise((resolve) => { server.watcher.once('ready', resolve); setTimeout(resolve, 1500) })
    await edit('column.ts', '// a comment\nexport type Column = Float64Array\nexport type Unused = 1')
    expect(sent).not.toHaveBeenCalled()
    expect(await code()).toEqual(['f64'])
    await edit('column.ts', 'export type Column = Int32Array')
    expect(sent).toHaveBeenCalled()
    expect(await code()).toEqual(['i32'])
  })
})

