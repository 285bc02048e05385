import * as babel from '@babel/core'
import { SourceMap } from 'node:module'
import { expect, test } from 'vitest'
import { compileModule } from '../src/index.ts'
import type { ModuleOptions } from '../src/index.ts'

const script = `
import { size } from './size'
/** @parallel */
export function scale(x: Float64Array, a: number) {
  for (let i = 0; i < x.length; i++) x[i] = a * x[i]
}
`
const text = `<h1>{{ title }}</h1>\n<script lang="ts">${script}</script>\n<p>{{ __pf0 }}</p>\n`
const source = text.replace(/<h1>.*/, (part) => ' '.repeat(part.length)).replace('<script lang="ts">', ' '.repeat(18)).replace(/<\/script>\n<p>.*/, (part) => part.replace(/[^\n]/g, ' '))

function compile(options: Partial<ModuleOptions> = {}): ReturnType<typeof compileModule> {
  const header = { at: text.indexOf('<p>'), before: '<script module>', after: '</script>' }
  return compileModule(babel, source, { filename: '/app/App.vue', root: '/app', format: 'module', embedded: { text, extension: '.ts', header, nested: false }, ...options })
}

test('the whole file is rewritten, with the header where the host wants it', () => {
  const { code, functions, headerEnd } = compile()
  expect(code!.slice(headerEnd! - 3, headerEnd! + 9)).toBe('});</script>')
  expect(functions).toMatchObject([{ name: 'scale', file: 'App.vue', line: 5, regions: 1 }])
  expect(code).toMatch(/^<h1>\{\{ title \}\}<\/h1>\n<script lang="ts">\nimport \{ size \} from '\.\/size'\n\/\*\*/)
  expect(code).toMatch(/<\/script>\n<script module>import\{region as __pf_region\}from["']parfor\/internal["'];var __pf0=__pf_region\([^\n]*\);<\/script><p>/)
})

test('no line gets another number, although what is printed has many', () => {
  const sum = '\n/** @parallel */\nfunction sum(x: Float64Array) {\n  let s = 0\n  for (let i = 0; i < x.length; i++) s += Math.exp(x[i])\n  return s\n}\nlast()\n'
  const { code } = compileModule(babel, sum, { filename: 'A.vue', format: 'module', embedded: { text: sum, extension: '.ts', header: { at: 0, before: '', after: ' ' }, nested: false } })
  const lines = code!.split('\n')
  expect(lines[0]).toContain('js:/* @__PURE__ */')
  expect(lines[7]).toBe('last()')
})

test('positions in the map are those of the file', () => {
  const { code, map } = compile()
  const line = code!.split('\n').findIndex((one) => one.includes('for (let'))
  const column = code!.split('\n')[line].indexOf('x[i] =')
  expect(new SourceMap(map as never).findEntry(line, column)).toMatchObject({ originalSource: '/app/App.vue', originalLine: 5, originalColumn: text.split('\n')[5].indexOf('x[i] =') })
})

test('imports and exports in blocks are taken only where they are asked for', () => {
  const nested = 'import { a } from "a"\n{ import { a } from "b"; /** @parallel */ function f(x: Float64Array) { for (let i = 0; i < x.length; i++) x[i] = 2 } }\n'
  const embedded = { text: nested, extension: '.ts', header: { at: 0, before: '', after: '\n' } }
  expect(() => compileModule(babel, nested, { filename: 'C.svelte', format: 'module', embedded: { ...embedded, nested: false } })).toThrow(/import/)
  expect(compileModule(babel, nested, { filename: 'C.svelte', format: 'module', embedded: { ...embedded, nested: true } }).functions).toMatchObject([{ name: 'f', regions: 1 }])
})

test('a host adds statements and insertions, beside the plain result', () => {
  const { code, extended } = compile({
    extend({ regions, unique, program }) {
      const body = program.node.body.find((one) => one.type === 'ExportNamedDeclaration')!
      return { header: `var ${unique('__pf_host')} = [${regions.map((one) => one.handle).join()}];`, insertions: [{ at: body.start!, text: '/* here */ ' }] }
    },
  })
  expect(code).not.toContain('__pf_host')
  expect(extended!.code).toMatch(/\);\s*var __pf_host = \[__pf0\];<\/script>/)
  expect(extended!.code).toContain('/* here */ export function scale')
  expect(extended!.extension.insertions).toHaveLength(1)
})

test('a host adds to a marked module that has no region', () => {
  const result = compileModule(babel, '/** @parallel */\nexport function f(x) { return x }\n', { filename: 'a.js', format: 'module', extend: () => ({ header: 'added()', insertions: [] }) })
  expect(result.code).toBeUndefined()
  expect(result.extended!.code).toBe('added()\n/** @parallel */\nexport function f(x) { return x }\n')
})
