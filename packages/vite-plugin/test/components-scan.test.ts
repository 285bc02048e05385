/** The scanners against the parsers of the frameworks themselves. */
import { parse as parseSvelte } from 'svelte/compiler'
import { expect, test } from 'vitest'
import { parse as parseVue } from 'vue/compiler-sfc'
import { svelteScripts } from '../src/components-svelte.ts'
import { vueScripts } from '../src/components-vue.ts'

const vue: Record<string, string> = {
  'script after template': '<template><p>{{ a }}</p></template>\n<script setup lang="ts">const a = 1</script>\n',
  'both scripts': '<script>export default { name: "x" }</script><script setup>const a = 1</script><style scoped>p { color: red }</style>',
  'nested templates': '<template><template v-if="a > 1"><template #x/><b/></template><div></div></template><script>1</script>',
  'a script in a template': '<template><div><script>wrong</script ></div><component :is="`script`"></component></template><script>right</script>',
  'text like tags in an interpolation': '<template>{{ "</template><script>wrong</script>" }}</template><script>right</script>',
  'comparisons in attributes': '<template><p :a="x > 1 && y < 2" @click=\'go("</template>")\' v-b=c></p></template><script>right</script>',
  'comments': '<!-- <script>wrong</script> --><template><!-- </template> --></template><script>right</script>',
  'raw templates': '<template lang="pug">\ndiv <template> < \n</template><script>right</script>',
  'textarea': '<template><textarea><template></textarea></template><script>right</script>',
  'custom blocks': '<i18n>{ "a": "<script>wrong" }</i18n><docs># <template> </docs><script>right</script>',
  'markup in the script': '<script>const a = "<template>", b = "<script>", c = 1 </2</script><template>{{ b }}</template>',
  'attributes without quotes, in any order': '<script lang=ts setup generic="T extends Map<string, number>">const a = 1</script>',
  'attributes over lines': '<script\n  setup\n  lang="ts"\n>\nconst a = 1\n</script\n>',
  'a source elsewhere': '<script src="./x.js"></script><template><p/></template>',
  'self-closing elements at the top': '<docs/><script>right</script>',
  'capital letters': '<template><P></P></template><script>right</SCRIPT>',
  'nothing at all': '<template>text < text</template>',
  'CRLF': '<script setup>\r\nconst a = 1\r\n</script>\r\n<template>\r\n</template>\r\n',
}

test.each(Object.entries(vue))('Vue: %s', (_, text) => {
  const { descriptor } = parseVue(text)
  const expected = [descriptor.script, descriptor.scriptSetup].filter((script) => script !== null)
    .map(({ content, loc, attrs }) => ({ content, start: loc.start.offset, attributes: Object.fromEntries(Object.entries(attrs).map(([name, value]) => [name, value === true ? '' : value])) }))
  const found = vueScripts(text).map(({ contentStart, contentEnd, attributes }) => ({ content: text.slice(contentStart, contentEnd), start: contentStart, attributes: Object.fromEntries(attributes) }))
  const byStart = (one: { start: number }, other: { start: number }): number => one.start - other.start
  // Vue drops an empty script that has no source.
  expect(found.filter(({ content, attributes }) => content !== '' || 'src' in attributes).sort(byStart)).toEqual(expected.sort(byStart))
})

const svelte: Record<string, string> = {
  'instance and module': '<script module lang="ts">const a: number = 1</script>\n<script lang="ts">let b = 2</script>\n<p>{a + b}</p>',
  'the old style': '<script context="module">const a = 1</script><script>export let b = 2; $: c = b * 2</script>',
  'script at the end': '<h1>{"</script><script>"}</h1>\n<script>let a = 1</script>\n<style>h1 { color: red }</style>',
  'a script in the head': '<svelte:head><script>wrong()</script></svelte:head><script>let right = 1</script>',
  'a script in a block': '{#if a < 2}<script>wrong()</script>{:else}<p>{a === /}<\\/script>/.test("}")}</p>{/if}<script>let a = 1</script>',
  'a script in an element': '<div><script>wrong()</script></div><script>let right = 1</script>',
  'braces in attributes': '<p class="a {b > "x" ? `${"}"}>` : ">"} c" onclick={() => { if (a > 1) b = "}" }} {...c} /><script>let a = 1, b = 2, c = {}</script>',
  'comments': '<!-- <script>wrong()</script> --><p>{/* } */ 1}</p><script>let right = 1 // }\n</script>',
  'void elements and implied ends': '<p>a<br>b<img src="x" alt=""></p><ul><li>a<li>b</ul><script>let right = 1</script>',
  'regular expressions': '<p>{a.replace(/[}/]{1,2}/g, "{")} {4 / 2 / 1}</p><script>let a = "x"</script>',
  'snippets and each': '{#snippet row(x)}<b>{x}</b>{/snippet}{#each [1, 2] as x (x)}{@render row(x)}{/each}<script>let right = 1</script>',
  'less than in the text': '<p>{a < b}</p>{@html "<script>"}<script generics="T extends Record<string, number>">let a = 1, b = 2</script>',
  'no script': '<p>text</p>',
}

test.each(Object.entries(svelte))('Svelte: %s', (_, text) => {
  const { instance, module } = parseSvelte(text, { modern: true })
  const expected = [instance, module].flatMap((script) => script ? [{ start: script.start, end: script.end }] : [])
  const byStart = (one: { start: number }, other: { start: number }): number => one.start - other.start
  expect(svelteScripts(text).map(({ start, end }) => ({ start, end })).sort(byStart)).toEqual(expected.sort(byStart))
})
