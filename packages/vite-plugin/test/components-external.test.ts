/** `<script src>` in components: compiled in Vue, where the file is a module; told in Svelte, where a preprocessor reads it past the plugins. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { describe, expect, test } from 'vitest'
import parfor from '../src/index.ts'
import { externalScript } from '../src/components-external.ts'
import { build, develop, scale, summaryOf, vites, warningsOf, withoutRuntime } from './vite.ts'

const vueFiles = {
  'index.html': '<!doctype html><body><div id="app"></div><script type="module" src="/main.ts"></script></body>',
  'main.ts': "import { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App).mount('#app')\n",
  'App.vue': '<script lang="ts" src="./app.ts"></script>\n<template><p>{{ total }}</p></template>\n',
  'app.ts': `import { defineComponent } from 'vue'
${scale.replace('export ', '')}
export default defineComponent({ data: () => ({ total: scale(new Float64Array(9), 2).length }) })
`,
}

describe.each(vites)('Vue, %s', (_, vite) => {
  test('in the dev server', async () => {
    const { server, said } = await develop(vite, vueFiles, { plugins: [vue(), parfor()], config: { optimizeDeps: { noDiscovery: true } } })
    const { code } = (await server.environments.client.transformRequest('/App.vue'))!
    const script = /from "(\/app\.ts\?[^"]*)"/.exec(code)![1]
    expect(script).toContain('vue&type=script&src')
    expect((await server.environments.client.transformRequest(script))!.code).toContain('__pf0.run(')
    expect(warningsOf(said)).toEqual([])
  })

  test('in a build', async () => {
    const { said, text } = await build(vite, vueFiles, { plugins: [parfor(), vue()], config: withoutRuntime })
    expect(summaryOf(said)).toContain('parfor: 1 function in 1 file, 1 parallel region')
    expect(text('.js')).toContain('.run(')
    expect(warningsOf(said)).toEqual([])
  })
})

const svelteFiles = (script: string): Record<string, string> => ({
  'index.html': '<!doctype html><body><script type="module" src="/main.ts"></script></body>',
  'main.ts': "import { mount } from 'svelte'\nimport App from './App.svelte'\nmount(App, { target: document.body })\n",
  'App.svelte': `<svelte:head><script src="./app.ts"></script></svelte:head>\n${script}\n<p>{total}</p>\n`,
  'app.ts': `${scale.replace('export ', '')}const total = scale(new Float64Array(9), 2).length\n`,
})

/** As svelte-preprocess does. */
const external = { script: ({ attributes, filename }: { attributes: Record<string, unknown>; filename?: string }) =>
  typeof attributes.src === 'string' ? { code: readFileSync(join(filename!, '..', attributes.src), 'utf8').replaceAll(/: \w+/g, ''), attributes: {} } : undefined }

const plugins = (): unknown[] => [svelte({ configFile: false, preprocess: external as never }), parfor()]

const script = '<script src="./app.ts"></script>'
const warning = /App\.svelte PF407 the marked functions of \.\/app\.ts run as plain JavaScript: .*Import the functions from a module of their own instead\./

describe('Svelte', () => {
  test.each(vites)('%s: a build tells', async (_, vite) => {
    const { said } = await build(vite, svelteFiles(script), { plugins: plugins(), config: withoutRuntime })
    expect(warningsOf(said).filter((text) => text.includes('PF'))).toEqual([expect.stringMatching(warning)])
  })

  test('the dev server tells once, and again when the file has changed', async () => {
    const { server, said, folder } = await develop(vites[0][1], svelteFiles(script), { plugins: plugins() })
    const told = async (): Promise<number> => {
      for (const { moduleGraph, transformRequest } of [server.environments.client, server.environments.ssr].map((one) => ({ moduleGraph: one.moduleGraph, transformRequest: one.transformRequest.bind(one) }))) {
        moduleGraph.invalidateAll()
        await transformRequest('/App.svelte')
      }
      return warningsOf(said).filter((text) => warning.test(text)).length
    }
    expect(await told()).toBe(1)
    expect(await told()).toBe(1)
    writeFileSync(join(folder, 'app.ts'), `${svelteFiles(script)['app.ts']}\n// changed`)
    expect(await told()).toBe(2)
  })

  test.each([
    ['a file without marks', { ...svelteFiles(script), 'app.ts': 'const total = 1' }],
    ['a script of the page', { ...svelteFiles('<script>let total = 1</script>') }],
    ['a file of another site', svelteFiles('<script src="https://example.org/x.js"></script>')],
  ])('nothing is told of %s', async (_, files) => {
    const { server, said } = await develop(vites[0][1], files, { plugins: [svelte({ configFile: false }), parfor()] })
    await server.environments.client.transformRequest('/App.svelte')
    expect(warningsOf(said).filter((text) => text.includes('PF'))).toEqual([])
  })
})

test('what is looked for in texts', () => {
  for (const text of ['<script src="x">', "<script lang='ts'\n  src = './x.ts'>"]) expect(externalScript.test(text)).toBe(true)
  for (const text of ['<script>src = 1', '<scripts src="x">', '<script datasrc="x">']) expect(externalScript.test(text)).toBe(false)
})
