/** Components in the forms that people write: compiled, they render what they render without the compiler. */
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as vite from 'vite'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import parfor from '../src/index.ts'
import { configFor, develop, makeLogger, warningsOf, writeFiles } from './vite.ts'
import type { Said } from './vite.ts'

/** In the place of the runtime: computes nothing itself, but notes the regions and the calls. */
const stub = `
export const region = (descriptor) => {
  globalThis.noted.regions.push(descriptor)
  return { gate: 0, out: [], run: (...values) => { globalThis.noted.calls.push(values.map((value) => typeof value)); return false } }
}
export const make = (constructor, ...values) => new constructor(...values)
`

interface Noted { regions: { name: string; line: number; file: string; arrays: { element: string }[]; ahead?: { arrays: { element: string }[] } }[]; calls: string[][] }

const loop = (array: string, factor = ''): string => `let s = 0; for (let i = 0; i < ${array}.length; i++) s += ${array}[i]${factor}; return s`
const total = (array: string, factor = ''): string => `/** @parallel */ function total(): number { ${loop(array, factor)} }`
const template = '<template><p>{{ total() }}</p></template>'
const numbers = 'new Float64Array([1, 2, 3])'

/** Source, what it renders, and how many regions it has. */
const cases: Record<string, [source: string, html: string, regions: number]> = {
  'script.vue': [`<script>\nexport const k = 2\nexport default { data: () => ({ x: ${numbers} }), methods: { /** @parallel */ sum(x) { ${loop('x', ' * k')} } } }\n</script>\n<template><p>{{ sum(x) }}</p></template>`, '<p>12</p>', 1],
  'plain.vue': [`<template><p>{{ total() }}</p></template>\n<script setup>\nconst x = ${numbers}\n${total('x').replace(': number', '')}\n</script>`, '<p>6</p>', 1],
  'both.vue': [`<script lang="ts">\n/** @parallel */ export function sum(x: Float64Array) { ${loop('x')} }\n</script>\n<script setup lang="ts">\nconst x = ${numbers}\n${total('x', ' * 2')}\nconst all = total() + sum(x)\n</script>\n<template><p>{{ all }}</p></template>`, '<p>18</p>', 2],
  'reversed.vue': [`<script setup lang="ts">\nconst x = ${numbers}\n${total('x', ' * two')}\n</script>\n<script lang="ts">const two: number = 2</script>\n${template}`, '<p>12</p>', 1],
  'imports-twice.vue': [`<script lang="ts">\nimport { ref } from 'vue'\n/** @parallel */ export const sum = (x: Float64Array) => { ${loop('x')} }\nexport const outer = ref(0)\n</script>\n<script setup lang="ts">\nimport { ref } from 'vue'\nconst x = ref(${numbers})\n${total('x.value')}\nouter.value = sum(x.value)\n</script>\n${template}`, '<p>6</p>', 2],
  'shadowed.vue': [`<script lang="ts">const k = 5, Math = { sqrt: () => 7 }\nexport const never = () => k + Math.sqrt()</script>\n<script setup lang="ts">\nconst k = 2\nconst x = ${numbers}\n${total('x', ' * k')}\n</script>\n${template}`, '<p>12</p>', 1],
  'props.vue': [`<script setup lang="ts">\nconst { x = ${numbers}, k = 3 } = defineProps<{ x?: Float64Array; k?: number }>()\n${total('x', ' * k')}\n</script>\n${template}`, '<p>18</p>', 1],
  'defaults.vue': [`<script setup lang="ts">\ninterface Props { x?: Float64Array; k?: number }\nconst props = withDefaults(defineProps<Props>(), { x: () => ${numbers}, k: 3 })\n${total('props.x', ' * props.k')}\n</script>\n${template}`, '<p>18</p>', 1],
  'await.vue': [`<script setup lang="ts">\nconst k = await Promise.resolve(2)\nconst x = ${numbers}\n${total('x', ' * k')}\n</script>\n${template}`, '<p>12</p>', 1],
  'tricks.vue': [`<!-- <script setup>wrong</script> -->\n<template>\n  <p :title="'</template>' + (1 > 2)">{{ total() }}</p>\n</template>\n<script lang=ts setup>\n// </scr ipt>\nconst x = ${numbers}\n${total('x')}\n</script>`, '<p title="&lt;/template&gt;false">6</p>', 1],
  'jsx.vue': [`<script lang="tsx">\nimport { h } from 'vue'\nconst x = ${numbers}\n${total('x')}\nexport default { render: () => h('p', total()) }\n</script>`, '<p>6</p>', 1],
  'unmarked-template.vue': [`<script setup>const x = 1</script>\n<template><p>{{ x }} 'use parallel' @parallel</p></template>`, "<p>1 &#39;use parallel&#39; @parallel</p>", 0],

  'runes.svelte': [`<script lang="ts">\n  let n = $state(3)\n  let x = $derived(Float64Array.from({ length: n }, (_, i) => i + 1))\n  ${total('x', ' * n')}\n</script>\n<p>{total()}</p>`, '<p>18</p>', 1],
  'module.svelte': [`<script module lang="ts">\n  /** @parallel */ export function sum(x: Float64Array) { ${loop('x')} }\n</script>\n<script lang="ts">\n  const x = ${numbers}\n  ${total('x', ' * 2')}\n</script>\n<p>{total() + sum(x)}</p>`, '<p>18</p>', 2],
  'context.svelte': [`<script>\n  export let x = ${numbers}\n  export let k = 2\n  $: double = k * 2\n  /** @parallel */ function total(factor) { ${loop('x', ' * factor')} }\n</script>\n<script context="module">\n  /** @parallel */ function sum(x) { ${loop('x')} }\n</script>\n<p>{total(double) + sum(x)}</p>`, '<p>30</p>', 2],
  'shadowed.svelte': [`<script module>\n  let k = 5, x = [1]\n  export const never = () => k + x[0]\n</script>\n<script>\n  import { writable } from 'svelte/store'\n  let k = 2\n  const x = ${numbers}\n  const store = writable(1)\n  ${total('x', ' * k').replace(': number', '')}\n</script>\n<p>{total() * $store}</p>`, '<p>12</p>', 1],
  'nested.svelte': [`<svelte:head><script>window.wrong = function () { 'use parallel' }</script></svelte:head>\n{#if 1 < 2}<p>{total()}</p>{/if}\n<script>\n  const x = ${numbers}\n  ${total('x').replace(': number', '')}\n</script>`, '<p>6</p>', 1],
  'props.svelte': [`<script lang="ts">\n  let { x = ${numbers}, k = 3 }: { x?: Float64Array; k?: number } = $props()\n  ${total('x', ' * k')}\n</script>\n<p>{total()}</p>`, '<p>18</p>', 1],
  'exponentials.svelte': [`<script>\n  const x = new Float64Array(3)\n  ${total('x', ' + Math.exp(x[i]) + Math.log(x[i] + 1) + Math.sin(x[i]) + Math.round(x[i])').replace(': number', '')}\n</script>\n<p>{total()}</p>`, '<p>3</p>', 1],
}

/** Their functions take what the template passes. */
const untyped = ['script.vue', 'context.svelte']

const entry = (name: string): string => name.endsWith('.vue')
  ? `import { createSSRApp, h, Suspense } from 'vue'
import { renderToString } from 'vue/server-renderer'
import Component from './${name}'
export const render = () => renderToString(createSSRApp({ render: () => h(Suspense, [h(Component)]) }))
`
  : `import { render as renderComponent } from 'svelte/server'\nimport Component from './${name}'\nexport const render = async () => renderComponent(Component).body\n`

const entryName = (name: string): string => `entry-${name}.ts`

interface Site { server: ViteDevServer; said: Said[] }

/** One server for all of them, with the compiler or without. */
async function serve(folder: string, own: boolean): Promise<Site> {
  const { logger, said } = makeLogger()
  const server = await vite.createServer(configFor(folder, logger, {
    plugins: [vue(), svelte({ configFile: false }), own && parfor({ overlay: false })],
    config: { resolve: { alias: { 'parfor/internal': '/stub.js' } }, cacheDir: join(folder, own ? 'compiled' : 'plain'), server: { middlewareMode: true, ws: false, watch: null } },
  }))
  return { server, said }
}

let folder: string
let plain: Site
let compiled: Site
beforeAll(async () => {
  const below = fileURLToPath(new URL('../build/', import.meta.url))
  mkdirSync(below, { recursive: true })
  folder = mkdtempSync(join(below, 'variants-'))
  writeFiles(folder, { 'stub.js': stub, 'tsconfig.json': '{}' })
  for (const [name, [source]] of Object.entries(cases)) writeFiles(folder, { [name]: source, [entryName(name)]: entry(name) })
  plain = await serve(folder, false)
  compiled = await serve(folder, true)
})
afterAll(async () => {
  await Promise.all([plain.server.close(), compiled.server.close()])
  rmSync(folder, { recursive: true, force: true })
})

async function render({ server, said }: Site, name: string): Promise<{ html: string; noted: Noted; warnings: string[] }> {
  const holder = globalThis as { noted?: Noted }
  const noted: Noted = { regions: [], calls: [] }
  holder.noted = noted
  onTestFinished(() => { delete holder.noted })
  const before = said.length
  const { render: run } = await server.ssrLoadModule(`/${entryName(name)}`) as { render(): Promise<string> }
  const html = (await run()).replaceAll(/<!--.*?-->/g, '').trim()
  return { html, noted, warnings: warningsOf(said.slice(before)) }
}

test.each(Object.entries(cases))('%s', async (name, [source, html, regions]) => {
  expect((await render(plain, name)).html).toBe(html)
  const rendered = await render(compiled, name)
  expect(rendered.html).toBe(html)
  expect(rendered.warnings).toEqual([])
  expect(rendered.noted.regions).toHaveLength(regions)
  expect(rendered.noted.calls).toHaveLength(regions)
  for (const region of rendered.noted.regions) {
    expect(region).toMatchObject({ file: name, line: source.slice(0, source.search(regions > 1 ? `${region.name.split(':')[0]} ?[=(]` : 'for \\(let')).split('\n').length })
    // Known at build time, so that nothing has to be compiled in the page.
    if (!untyped.includes(name)) expect([region.arrays, region.ahead?.arrays].flat().map((one) => one?.element)).toContain('f64')
  }
})

test('a script in a language of a preprocessor is left alone', async () => {
  const source = `<script lang="civet">\n${total('x')}\n</script>\n<p>text</p>`
  const { server } = await develop(vite, { 'App.svelte': source }, { plugins: [parfor({ overlay: false })] })
  const transform = server.config.plugins.find((plugin) => plugin.name === 'parfor:transform')!.transform as { handler: (this: unknown, code: string, id: string) => Promise<unknown> }
  const context = { environment: server.environments.client, warn: expect.unreachable, error: expect.unreachable }
  expect(await transform.handler.call(context, source, `${server.config.root}/App.svelte`)).toBeUndefined()
})

test.each(['vue', 'svelte'])('%s: a syntax error is shown at its place', async (kind) => {
  const source = `<script module lang="ts">\nconst a = 1\n</script>\n<script ${kind === 'vue' ? 'setup ' : ''}lang="ts">\n/** @parallel */ function f(x: Float64Array) {\n  for (let i = 0; i < x.length; i++) x[i] = = 1\n}\n</script>\n`
  const { server } = await develop(vite, { [`App.${kind}`]: source }, { plugins: [vue(), svelte({ configFile: false }), parfor()] })
  const error = await server.environments.client.transformRequest(`/App.${kind}`).then(() => undefined, (thrown: unknown) => thrown)
  expect(error).toMatchObject({ loc: { line: 6, column: 44 }, message: expect.stringMatching(/Unexpected token.*Mend the syntax error/) })
})

test.each(['vue', 'svelte'])('%s: what the overlay has to say is said in a script', async (kind) => {
  const sequential = '/** @parallel */ function f(x: Float64Array) {\n  for (let i = 1; i < x.length; i++) x[i] += x[i - 1]\n}'
  const both = `${sequential}\n${total('y').replace('()', '(y: Float64Array)')}`
  for (const script of [sequential, both]) {
    const source = `<script ${kind === 'vue' ? 'setup ' : ''}lang="ts">\n${script}\n</script>\n${kind === 'vue' ? '<template><p>{{ f }}</p></template>' : '<p>{f}</p>'}\n`
    const { server } = await develop(vite, { [`App.${kind}`]: source }, { plugins: [vue(), svelte({ configFile: false }), parfor()], config: { server: { watch: null } } })
    const { code } = (await server.environments.client.transformRequest(`/App.${kind}`))!
    expect(code).toMatch(/__pf_tell\(/)
    expect(code).toContain("no loop of 'f' runs in parallel")
    expect(code.includes('__pf0')).toBe(script === both)
  }
})

test('what Svelte complains about is shown without kernels around it', async () => {
  const frames: string[] = []
  const plugin = svelte({ configFile: false, onwarn: ({ frame }) => { if (frame !== undefined) frames.push(frame) } } as Parameters<typeof svelte>[0])
  const source = `<script>\n  /** @parallel */ function sum(x) { ${loop('x')} }\n</script>\n<p onclick={() => sum([])}>click</p>`
  const { server } = await develop(vite, { 'main.ts': '', 'a.svelte': source }, { plugins: [plugin, parfor()] })
  expect((await server.environments.client.transformRequest('/a.svelte'))!.code).toContain('__pf0.run(')
  expect(frames.length).toBeGreaterThan(0)
  expect(frames.join('\n')).toContain('<p onclick')
  expect(frames.join('\n')).not.toContain('<script module>')
})
