import { describe, expect, test } from 'vitest'
import { moduleIds, otherIds } from '../src/ids.ts'
import parfor from '../src/index.ts'
import { application, build, develop, main, scale, summaryOf, vites, warningsOf, withoutRuntime } from './vite.ts'

const isModule = (id: string): boolean => moduleIds.test(id) && !otherIds.test(id)

describe('ids', () => {
  test('modules', () => {
    for (const id of [
      '/a/b.ts', '/a/b.mjs', '/a/b.jsx', '/a/b.cts', '/a/App.vue', '/a/App.svelte', '/a/state.svelte.ts', '/a/b.ts?v=12ab', '/a/b.ts?t=17', '/a/b.ts?worker_file&type=module',
      '/a/b.js?import&t=1', '/a/b.ts?plain', 'C:/a/b.ts', '/a/index.html?html-proxy&index=0.js', '/a/app.ts?vue&type=script&src=true&lang.ts',
    ]) expect([id, isModule(id)]).toEqual([id, true])
  })

  test('others', () => {
    for (const id of [
      '/a/b.ts?raw', '/a/b.ts?url', '/a/b.js?inline', '/a/b.ts?worker', '/a/b.ts?worker&inline', '/a/b.ts?sharedworker', '/a/b.ts?v=1&raw', '/a/b.wasm?init', '\0virtual.ts', '\0/a/b.ts', '/a/b.css', '/a/b.json', '/a/b.ts.map',
      '/a/App.vue?vue&type=script&setup=true&lang.ts', '/a/App.svelte?svelte&type=style&lang.css', '/a/index.html?html-proxy&index=0.css',
    ]) expect([id, isModule(id)]).toEqual([id, false])
  })
})

describe.each(vites)('%s', (_, vite) => {
  test('a marked function is compiled in a build', async () => {
    const { text, said, names } = await build(vite, application)
    expect(names).toEqual(['assets/core.wasm', expect.stringMatching(/^assets\/\w+\.js$/), 'assets/index.js', 'assets/worker.js', 'index.html'])
    expect(text('assets/index')).toContain('kernels.ts')
    expect(warningsOf(said)).toEqual([])
  })

  test('a marked function is compiled in the dev server', async () => {
    const { server, said } = await develop(vite, application)
    const result = await server.environments.client.transformRequest('/kernels.ts')
    expect(result?.code).toContain('__pf0.run(')
    // The packages at run time are served as they are.
    expect(result?.code).toMatch(/from "\/@fs\/\S+\/dist\/internal\.mjs"/)
    expect(warningsOf(said)).toEqual([])
  })

  test('an inline script of a page is compiled', async () => {
    const script = `/** @parallel */\nfunction twice(x) { const y = new Float64Array(x.length); for (let i = 0; i < x.length; i++) y[i] = 2 * x[i]; return y }\nconsole.log(twice(new Float64Array(3)))`
    const { said } = await build(vite, { 'index.html': `<!doctype html><html><body><script type="module">${script}</script></body></html>` }, { config: withoutRuntime })
    expect(summaryOf(said)).toContain('parfor: 1 function in 1 file')
  })

  test('files without a mark never reach the plugin', async () => {
    const count = 1000
    const files: Record<string, string> = { 'index.html': application['index.html'] }
    for (let i = 0; i < count; i++) files[`module${i}.ts`] = `// parallel is not a mark\nexport const value${i}: number = ${i}\n`
    files['main.ts'] = Array.from({ length: count }, (_, i) => `import { value${i} } from './module${i}'`).join('\n') + `\nconsole.log(${Array.from({ length: count }, (_, i) => `value${i}`).join(' + ')})`
    const plugins = parfor()
    let calls = 0
    for (const plugin of plugins) {
      const hook = plugin.transform
      if (typeof hook !== 'object') continue
      const { handler } = hook
      hook.handler = function (...given) {
        calls++
        return handler.apply(this, given)
      }
    }
    const { said, names } = await build(vite, files, { plugins: [plugins] })
    expect(calls).toBe(0)
    // Nothing of the runtime is in the application either.
    expect(names).toEqual(['assets/index.js', 'index.html'])
    expect(said.map(({ text }) => text).join('\n')).not.toContain('parfor')
  })

  test('include and exclude, relative to the root', async () => {
    const files = { 'index.html': application['index.html'], 'main.ts': `import { scale } from './src/kernels'\nimport { scale as other } from './legacy/kernels'\nconsole.log(scale, other)`, 'src/kernels.ts': scale, 'legacy/kernels.ts': scale }
    const summary = async (options: object) => summaryOf((await build(vite, files, { options, config: withoutRuntime })).said)
    expect(await summary({})).toContain('2 functions in 2 files')
    expect(await summary({ include: 'src/**' })).toContain('1 function in 1 file')
    expect(await summary({ exclude: ['legacy/**'] })).toContain('1 function in 1 file')
    expect(await summary({ exclude: [/kernels\.ts$/] })).toBeUndefined()
  })

  test('packages are left alone unless they are asked for', async () => {
    const files = { 'index.html': application['index.html'], 'main.ts': main.replace('./kernels', 'some-kernels'), 'node_modules/some-kernels/package.json': '{ "name": "some-kernels", "type": "module", "main": "index.js" }', 'node_modules/some-kernels/index.js': `/** @parallel @param {Float64Array} x @param {number} a */\nexport function scale(x, a) { const y = new Float64Array(x.length); for (let i = 0; i < x.length; i++) y[i] = a * x[i]; return y }` }
    const summary = async (options: object) => summaryOf((await build(vite, files, { options, config: withoutRuntime })).said)
    expect(await summary({})).toBeUndefined()
    expect(await summary({ include: ['**/some-kernels/**'] })).toContain('1 function in 1 file')
  })

  test('mode, results and arrays reach the compiler', async () => {
    const unmarked = scale.replace('/** @parallel */\n', '')
    const code = async (text: string, options: object) => {
      const { server } = await develop(vite, { ...application, 'kernels.ts': text }, { options })
      return (await server.environments.client.transformRequest('/kernels.ts'))!.code
    }
    expect(await code(unmarked, {})).not.toContain('__pf')
    expect(await code(unmarked, { mode: 'infer' })).toContain('__pf0.run(')
    expect(await code(unmarked, { mode: 'infer' })).not.toContain('__pf_make(')
    expect(await code(unmarked, { mode: 'infer', results: 'shared' })).toContain('__pf_make(')
    expect(await code(unmarked, { arrays: 'shared' })).toContain('__pf_make(Float64Array')
    expect(await code(scale, { results: 'copy' })).not.toContain('__pf_make(')
  })
})
