/** What hot update adds to modules, and which modules can be replaced in place. */
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import { describe, expect, test } from 'vitest'
import { extendForHot } from '../src/hot.ts'
import { application, build, develop, scale, vites } from './vite.ts'

const marked = '/** @parallel */ function marked(x: Float64Array) { for (let i = 0; i < x.length; i++) x[i] = 2 }\n'

/** Signature and code; undefined if the module cannot be replaced. */
function extended(source: string): { signature: string[][]; code: string } | undefined {
  const { extended: result } = compileModule(babel as never, `${marked}${source}`, { filename: '/app/a.ts', root: '/app', format: 'module', extend: (module) => extendForHot(module, '/app/a.ts') })
  const { signature } = result!.extension as { signature?: string }
  return signature === undefined ? undefined : { signature: JSON.parse(signature), code: result!.code }
}

test.each([
  ['export function f(a: number) { return a }', [['f', 'function']], ' if (__pf_hot?.f) return __pf_hot.f["f"].apply(this, arguments); return a '],
  ['export async function f() { await 1 }', [['f', 'async function']], 'return __pf_hot.f["f"].apply(this, arguments); await 1'],
  ['export function* f() { yield 1 }', [['f', 'generator']], 'return yield* __pf_hot.f["f"].apply(this, arguments); yield 1'],
  ['export async function* f() { yield 1 }', [['f', 'async generator']], 'return yield* __pf_hot.f["f"]'],
  ['export const f = (a: number) => a', [['f', 'function']], 'const f = __pf_hot.wrap("f", "f", (a: number) => a)'],
  ['export const f = (async function* named() { yield 1 }) satisfies unknown, g = () => 1', [['f', 'function'], ['g', 'function']], '__pf_hot.wrap("f", "f", (async function* named() { yield 1 }) satisfies unknown), g = __pf_hot.wrap('],
  ['export default function () { return 1 }', [['default', 'function']], '{ if (__pf_hot?.f) return __pf_hot.f["default"].apply(this, arguments); return 1 }'],
  ['export default () => 1', [['default', 'function']], 'export default __pf_hot.wrap("default", "default", () => 1)'],
  ['function f() {}\nexport { f as "any name", f as g, f as default }', [['any name', 'function'], ['default', 'the same as any name'], ['g', 'the same as any name']], '__pf_hot.f["any name"].apply'],
  ['function f(a: number): void\nfunction f(a: string): void\nfunction f(a: unknown) { void a }\nexport default f', [['default', 'function']], '(a: unknown) { if (__pf_hot?.f)'],
  ["export function f() { 'use no parallel'; return 1 }", [['f', 'function']], "'use no parallel'; if (__pf_hot?.f)"],
  ["export { a as b } from './other'\nexport * as c from './other'\nexport { marked }", [['b', 'a from ./other'], ['c', '* from ./other'], ['marked', 'function']], 'export { a as b }'],
  ["export type { T } from './other'\nexport interface I { a: number }\nexport type U = I\ndeclare const d: number\nexport { type U as V, marked }", [['marked', 'function']], 'declare const d'],
  ['const a = -1, b = `${a}`, c = Math.PI * Number.EPSILON + Math.sqrt(2), d = a > 0 ? 1n : null\nconst t = new Float64Array([a, 2]), u = ["x"]\nexport function f(i: number) { return t[i] + u.length + a + b + c + d }', [['f', 'function']], ''],
  ['export function f({ a, b = 1 }: { a: number; b?: number }, [c] = [1], ...d: number[]) { return a + b + c + d[0] }', [['f', 'function']], ''],
])('can be replaced: %s', (source, signature, code) => {
  const result = extended(source)
  expect(result?.signature).toEqual(signature)
  expect(result!.code).toContain(code)
})

test.each([
  ['no export', ''],
  ['a number', 'export const n = 1\nexport { marked }'],
  ['a class', 'export class C {}\nexport { marked }'],
  ['a class that is not exported', 'class C {}\nexport { marked }'],
  ['an enum', 'enum E { A }\nexport { marked }'],
  ['a variable', 'let n = 1\nexport { marked }'],
  ['a variable that holds a function', 'export let f = () => 1'],
  ['a function that is replaced', 'export function f() { f = 1 as never }'],
  ['what a call makes', 'const cache = new Map()\nexport { marked }'],
  ['a random number', 'const seed = Math.random()\nexport { marked }'],
  ['a function that a call makes', 'const memo = (f: unknown) => f\nexport const f = memo(() => 1)'],
  ['a table that is written', 'const t = [1]\nexport function f() { t[0] = 2 }'],
  ['a table that is counted up', 'const t = [1]\nexport function f() { t[0]++ }'],
  ['a table that is handed out', 'const t = [1]\nexport function f() { return t }'],
  ['a table with a method that is called', 'const t = [1]\nexport function f() { return t.sort() }'],
  ['a table as a target', 'const t = [1]\nexport function f(x: number[]) { [t[0]] = x; for (t[0] of x); ({ a: t[0] } = { a: 1 }) }'],
  ['a table of tables', 'const t = [[1]]\nexport function f() { return t[0] }'],
  ['a statement', 'console.log(1)\nexport { marked }'],
  ['a property of a function', 'marked.fast = true\nexport { marked }'],
  ['everything of another module', "export * from './other'\nexport { marked }"],
  ['an export that is not a function', "const text = 'a'\nexport { marked, text }"],
  ['its own hot update', 'if (import.meta.hot) import.meta.hot.accept()\nexport { marked }'],
  ['a wait', 'const a = await 1\nexport { marked }'],
  ['a component', 'export function App() { return null }'],
  ['a hook', 'export function useTotal() { return 1 }'],
  ['defaults that could be noticed twice', 'let n = 0\nexport function f(a = n++) { return a }'],
  ['defaults that call', 'export function f({ a = Date.now() } = {}) { return a }'],
  ['imports after what uses the header', "export const f = () => g()\nimport { g } from './other'"],
])('cannot be replaced: %s', (_, source) => {
  expect(extended(source)).toBeUndefined()
})

test('marks that are calls are inside the wrapper', () => {
  const result = extended("import { parallel } from 'parfor'\nexport const f = parallel((x: Float64Array) => { for (let i = 0; i < x.length; i++) x[i] = 1 })".replace(/^import.*\n/, ''))
  expect(result).toBeUndefined()
  const { extended: own } = compileModule(babel as never, "import { parallel } from 'parfor'\nexport const f = parallel((x: Float64Array) => { for (let i = 0; i < x.length; i++) x[i] = 1 })\n", {
    filename: '/app/a.ts', format: 'module', extend: (module) => extendForHot(module, '/app/a.ts'),
  })
  expect(own!.code).toMatch(/const f = __pf_hot\.wrap\("f", "f", \(\(x: Float64Array\) => \{[^]*\}\)\)\n$/)
})

test('a loop at the very beginning of a function comes after the forwarding', () => {
  const { code } = extended('/** @parallel */ export function f(x: Float64Array) {for (let i = 0; i < x.length; i++) x[i] = 1}')!
  expect(code).toMatch(/\{ if \(__pf_hot\?\.f\) return [^;]*;let __pf1_timed; if \(__pf1 &&/)
})

test('a text that only looks marked is left alone', () => {
  expect(compileModule(babel as never, '// not @parallel\nexport const f = () => 1\n', { filename: 'a.ts', extend: () => ({ header: 'wrong()', insertions: [] }) })).toEqual({ functions: [], diagnostics: [] })
})

describe.each(vites)('%s', (_, vite) => {
  test('modules of pages are followed, with their positions; those of servers and builds are not', async () => {
    const { server } = await develop(vite, application)
    const { client, ssr } = server.environments
    const { code, map } = (await client.transformRequest('/kernels.ts'))!
    expect(code).toMatch(/__pf_follow\(import\.meta\.url, ['"]\[\[\\?"scale\\?",\\?"function\\?"\]\]['"]\)/)
    expect(code).toMatch(/import \{ follow as __pf_follow \} from "\/@id\/__x00__virtual:parfor\/hot(?:\.ts)?"/)
    const lines = code.split('\n')
    const line = lines.findIndex((one) => one.includes('a * x[i]'))
    expect(originalPositionFor(new TraceMap(map as never), { line: line + 1, column: lines[line].indexOf('a * x[i]') }))
      .toMatchObject({ line: 4, column: scale.split('\n')[3].indexOf('a * x[i]') })
    expect((await ssr.transformRequest('/kernels.ts'))!.code).not.toMatch(/__pf_follow|__pf_hot/)
    expect((await build(vite, application)).outputs.map((one) => (one.type === 'chunk' ? one.code : '')).join()).not.toMatch(/__pf_follow|__pf_hot/)
  })

  test('without hot update nothing is followed', async () => {
    const { server } = await develop(vite, application, { config: { server: { middlewareMode: true, hmr: false, watch: null } } })
    expect((await server.environments.client.transformRequest('/kernels.ts'))!.code).not.toContain('__pf_follow')
  })

  test("only what is for pages needs Vite's client", async () => {
    const { server } = await develop(vite, application)
    const code = async (url: string): Promise<string> => (await server.environments.client.transformRequest(url))!.code
    expect(await code('virtual:parfor/hot')).not.toMatch(/import\.meta\.hot|@vite\/client/)
    expect(await code('virtual:parfor/hot-listener')).toMatch(/createHotContext[^]*import\.meta\.hot\.on\(["']parfor:update/)
  })
})
