/** Components of Vue and Svelte through Vite and the frameworks' own plugins. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import * as vite from 'vite'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import parfor from '../src/index.ts'
import { build, develop, warningsOf } from './vite.ts'
import type { Settings } from './vite.ts'

/** In the place of the runtime: notes the regions, and leaves every call to the original statements. */
const stub = `
export const regions = globalThis.regions ??= []
export const region = (descriptor) => { regions.push(descriptor.name); return { gate: 0, out: [], run: (...values) => { regions.push(values.length); return false }, dispose() {} } }
export const make = (constructor, ...values) => new constructor(...values)
`

const app = {
  'index.html': '<!doctype html><body><div id="app"></div><script type="module" src="/main.ts"></script></body>',
  'stub.js': stub,
  'tsconfig.json': '{ "compilerOptions": { "target": "esnext", "module": "esnext", "moduleResolution": "bundler", "strict": true } }',
}

const vueFiles: Record<string, string> = {
  ...app,
  'App.vue': `<script setup lang="ts">
import { ref } from 'vue'
const props = defineProps<{ factor: number; data?: Float64Array }>()
const values = ref(new Float64Array([1, 2, 3]))
const total = ref(0)

/** @parallel */
function scale(a: number): Float64Array {
  const out = new Float64Array(values.value.length)
  for (let i = 0; i < values.value.length; i++) out[i] = a * values.value[i]
  return out
}

/** @parallel */
const sum = (x: Float64Array) => {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i]
  return s
}
total.value = sum(scale(props.factor))
defineExpose({ fail: () => { throw new Error('here') } })
</script>

<template>
  <p v-if="total > 0">{{ total }}</p>
</template>

<style scoped>p { color: red }</style>
`,
  'entry.ts': `import { createSSRApp } from 'vue'
import { renderToString } from 'vue/server-renderer'
import App from './App.vue'
export const render = (factor: number) => renderToString(createSSRApp(App, { factor }))
`,
  'main.ts': `import { createApp } from 'vue'\nimport App from './App.vue'\ncreateApp(App, { factor: 2 }).mount('#app')\n`,
}

const svelteFiles: Record<string, string> = {
  ...app,
  'App.svelte': `<script lang="ts">
  let { factor, data = new Float64Array([1, 2, 3]) }: { factor: number; data?: Float64Array } = $props()
  let total = $state(0)

  /** @parallel */
  function scale(a: number): Float64Array {
    const out = new Float64Array(data.length)
    for (let i = 0; i < data.length; i++) out[i] = a * data[i]
    return out
  }
  /** @parallel */
  const sum = (x: Float64Array) => {
    let s = 0
    for (let i = 0; i < x.length; i++) s += x[i]
    return s
  }
  total = sum(scale(factor))
</script>

{#if total > 0}<p>{total}</p>{/if}
`,
  'entry.ts': `import { render as renderComponent } from 'svelte/server'
import App from './App.svelte'
export const render = async (factor: number) => renderComponent(App, { props: { factor } }).body
`,
  'main.ts': `import { mount } from 'svelte'\nimport App from './App.svelte'\nmount(App, { target: document.getElementById('app')!, props: { factor: 2 } })\n`,
}

type Framework = 'vue' | 'svelte'
const files: Record<Framework, Record<string, string>> = { vue: vueFiles, svelte: svelteFiles }

function settings(framework: Framework, order: 'first' | 'last', overlay = true): Settings {
  const plugin = framework === 'vue' ? vue() : svelte({ configFile: false })
  const own = parfor({ isolation: false, overlay })
  return { plugins: order === 'first' ? [own, plugin] : [plugin, own], config: { resolve: { alias: { 'parfor/internal': '/stub.js' } } } }
}

interface Rendered { html: string; regions: unknown[] }

/** Renders twice on the server, so that what is done for each instance shows. */
async function render(load: () => Promise<Record<string, unknown>>): Promise<Rendered> {
  const holder = globalThis as { regions?: unknown[] }
  holder.regions = []
  onTestFinished(() => { delete holder.regions })
  const entry = await load() as { render(factor: number): Promise<string> }
  await entry.render(1)
  const html = await entry.render(2)
  return { html: html.replaceAll(/<!--.*?-->/g, ''), regions: holder.regions }
}

const cases = (['vue', 'svelte'] as const).flatMap((framework) => (['first', 'last'] as const).map((order) => [framework, order] as const))

test.each(cases)('%s, parfor %s: rendered by the dev server', async (framework, order) => {
  const { server, said } = await develop(vite, files[framework], settings(framework, order))
  const { html, regions } = await render(() => server.ssrLoadModule('/entry.ts'))
  expect(html).toBe('<p>12</p>'.replace('<p>', framework === 'vue' ? /<p[^>]*>/.exec(html)![0] : '<p>'))
  // Two regions for the module; two calls for each of two instances.
  expect(regions).toHaveLength(6)
  expect(regions.slice(0, 2)).toEqual([expect.stringMatching(/^scale:\d+$/), expect.stringMatching(/^sum:\d+$/)])
  expect(warningsOf(said)).toEqual([])
})

test.each(cases)('%s, parfor %s: rendered by a server build', async (framework, order) => {
  const own = settings(framework, order)
  const { folder } = await build(vite, files[framework], { ...own, config: { ...own.config, build: { ssr: 'entry.ts' } } })
  const { html, regions } = await render(() => import(pathToFileURL(join(folder, 'dist/entry.js')).href) as Promise<Record<string, unknown>>)
  expect(html).toMatch(/^<p[^>]*>12<\/p>$/)
  expect(regions).toHaveLength(6)
})

test.each(cases)('%s, parfor %s: a build for browsers has the regions at the level of the module', async (framework, order) => {
  const { text, said } = await build(vite, files[framework], settings(framework, order))
  const code = text('.js')
  expect(code.match(/abi: ?2/g)).toHaveLength(2)
  expect(code).not.toContain('__pf_follow')
  expect(warningsOf(said)).toEqual([])
})

test.each(cases)('%s, parfor %s: positions in the dev server are those of the component', async (framework, order) => {
  const { server } = await develop(vite, files[framework], settings(framework, order))
  const name = framework === 'vue' ? 'App.vue' : 'App.svelte'
  const result = (await server.environments.client.transformRequest(`/${name}`))!
  const lines = result.code.split('\n')
  for (const part of ['out[i] = ', 's += x[i]']) {
    const line = lines.findIndex((one) => one.includes(part))
    const position = originalPositionFor(new TraceMap(result.map as never), { line: line + 1, column: lines[line].indexOf(part) })
    const source = files[framework][name].split('\n')
    const expected = source.findIndex((one) => one.includes(part))
    // Svelte's plugin loses columns on lines that were rewritten before (it applies the map to them twice).
    expect(position).toMatchObject({ line: expected + 1, ...(framework === 'vue' && { column: source[expected].indexOf(part) }) })
  }
})

test.each(cases)('%s, parfor %s: positions in a build are those of the component', async (framework, order) => {
  const own = settings(framework, order)
  const { text } = await build(vite, files[framework], { ...own, config: { ...own.config, build: { sourcemap: true } } })
  const lines = text('.js').split('\n')
  const name = framework === 'vue' ? 'App.vue' : 'App.svelte'
  const source = files[framework][name].split('\n')
  const map = new TraceMap(text('.js.map'))
  for (const part of ['out[i] = ', 's += x[i]']) {
    const line = lines.findIndex((one) => one.includes(part))
    const position = originalPositionFor(map, { line: line + 1, column: lines[line].indexOf(part) })
    expect(position).toMatchObject({ source: expect.stringMatching(new RegExp(`${name}$`)), line: source.findIndex((one) => one.includes(part)) + 1 })
  }
})

test('modules of runes are modules', async () => {
  const source = `let factor = $state(2)
export const setFactor = (value: number): void => { factor = value }
/** @parallel */
export function scale(x: Float64Array): void {
  for (let i = 0; i < x.length; i++) x[i] *= factor
}
`
  const { server, said } = await develop(vite, { ...app, 'scale.svelte.ts': source }, settings('svelte', 'last'))
  const { code } = (await server.environments.client.transformRequest('/scale.svelte.ts'))!
  expect(code).toMatch(/__pf0\.run\(x, \$\.get\(factor\)\)/)
  expect(code).not.toContain('$state')
  expect(warningsOf(said)).toEqual([])
})
