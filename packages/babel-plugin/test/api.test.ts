/** What the front end exports: the cheap test, options, source maps, diagnostics as text. */
import * as babel from '@babel/core'
import { SourceMap } from 'node:module'
import { expect, test, vi } from 'vitest'
import type { Babel } from '../src/babel.ts'
import { compileModule } from '../src/compile.ts'
import { formatDiagnostic } from '../src/frames.ts'
import { mayBeMarked } from '../src/marks.ts'
import parfor from '../src/plugin.ts'

vi.mock('@parfor/compiler', async () => await import('./stub-compiler.ts'))

const source = `/** @parallel */
export function f(x: Float64Array) {
  console.log('before')
  for (let i = 0; i < x.length; i++) {
    x[i] += 1
  }
  throw new Error('here')
}
`

test.each([
  ['/** @parallel */ function f() {}', true], [`function f() { 'use parallel' }`, true], ['"use parallel"', true], ['parallel((x) => x)', true],
  ['parallel<(x: number) => void>((x) => x)', true], [`import { parallel as p } from 'parfor'`, true], ['@parallel method() {}', true],
  ['export const x = 1', false], ['// runs in parallel with others', false], ['@parallelism', false], ['for (;;) new Float64Array(1)', false],
])('mayBeMarked(%s)', (text, expected) => {
  expect(mayBeMarked(text)).toBe(expected)
})

test('infer and shared arrays look at more files', () => {
  expect(mayBeMarked('for (const x of y) {}', 'infer')).toBe(true)
  expect(mayBeMarked('export const x = 1', 'infer')).toBe(false)
  expect(mayBeMarked('new Uint8ClampedArray(1)', 'marked', 'shared')).toBe(true)
  expect(mayBeMarked('new Map()', 'marked', 'shared')).toBe(false)
})

test('a file without marks is never parsed', () => {
  const unusable = new Proxy({}, { get() { throw new Error('Babel was used') } }) as Babel
  for (let file = 0; file < 1000; file++) {
    expect(compileModule(unusable, `export const value${file} = [1, 2].map((x) => x + ${file})`, { filename: `${file}.ts` })).toEqual({ functions: [], diagnostics: [] })
  }
})

test('the source map leads back to the lines of the source', () => {
  const { code = '', map } = compileModule(babel, source, { filename: '/src/a.ts', root: '/' })
  const decoded = new SourceMap({ ...map!, file: '', sourceRoot: '', sourcesContent: [source] } as ConstructorParameters<typeof SourceMap>[0])
  for (const text of ['console.log', 'x[i] += 1', `new Error('here')`]) {
    const before = code.slice(0, code.indexOf(text)).split('\n')
    const entry = decoded.findEntry(before.length - 1, before.at(-1)!.length)
    expect(source.split('\n')[(entry as { originalLine: number }).originalLine]).toContain(text)
  }
})

test.each([
  ['an import', `import x from 'y'\n${source}`, 'a.ts', undefined, /^import \{ region as __pf_region \} from 'parfor\/internal'/m],
  ['an export', source, 'a.js', undefined, /^import \{/m],
  ['neither', source.replace('export ', ''), 'a.js', undefined, /^const \{ region: __pf_region \} = require\('parfor\/internal'\)/m],
  ['top-level await', `${source.replace('export ', '')}await f()`, 'a.js', undefined, /^import \{/m],
  ['the extension mjs', source.replace('export ', ''), 'a.mjs', undefined, /^import \{/m],
  ['the extension cts', source.replace('export ', ''), 'a.cts', undefined, /^const \{/m],
  ['the option', source.replace('export ', ''), 'a.js', 'module', /^import \{/m],
] as const)('the runtime is imported or required as the module does: %s', (_, text, filename, format, expected) => {
  expect(compileModule(babel, text.replace(': Float64Array', ''), { filename, ...(format && { format }) }).code).toMatch(expected)
})

test.each(['module', 'commonjs'] as const)('what is compiled is not compiled again, though the marks stay in its comments: %s', (format) => {
  const made = 'function g() { return new Float64Array(3) }'
  const { code = '' } = compileModule(babel, `${source}\n${made}`.replace('export ', ''), { filename: 'a.ts', format })
  expect(code).toMatch(/@parallel[^]*__pf0\.run/)
  expect(compileModule(babel, code, { filename: 'a.ts', format, mode: 'infer', arrays: 'shared' })).toEqual({ functions: [], diagnostics: [] })
})

test.each([
  ["import { make } from 'parfor/internal'\nmake(Float64Array, 3)"], ["import * as internal from 'parfor/internal'\ninternal.region({ abi: 1 })"], ["import 'parfor/internal'"],
])('an import of the internal entry, written by hand, does not keep a file from being compiled: %s', (text) => {
  const { code, functions } = compileModule(babel, `${text}\n${source}`, { filename: 'a.ts' })
  expect(code).toContain('__pf0.run')
  expect(functions).toHaveLength(1)
})

test('descriptors name files relative to the root', () => {
  expect(compileModule(babel, source, { filename: '/project/src/a.ts', root: '/project' }).code).toContain('file: "src/a.ts"')
})

test('a syntax error is the parser\'s', () => {
  expect(() => compileModule(babel, '/** @parallel */ function f( {', { filename: 'a.ts' })).toThrow(/Unexpected token/)
})

test('decorators of the older proposal parse', () => {
  const { functions } = compileModule(babel, `class A { constructor(@Inject() x: number) {}\n/** @parallel */\nrun(x: Float64Array) { for (let i = 0; i < x.length; i++) x[i] = 1 } }`, { filename: 'a.ts' })
  expect(functions).toMatchObject([{ name: 'run', verdict: 'PF100' }])
})

test('a diagnostic has a place, a frame, a reason and a cure', () => {
  const text = formatDiagnostic({
    code: 'PF201', severity: 'warning', message: "an element of 'x' is carried", cause: 'trip 2 reads what trip 1 wrote', cure: 'Write to another array.',
    location: { line: 5, column: 4, endLine: 5, endColumn: 13 }, related: [{ location: { line: 4, column: 2 }, message: 'the loop' }],
  }, source, 'a.ts')
  expect(text).toMatchInlineSnapshot(`
    "a.ts:5:5 PF201 an element of 'x' is carried
      3 |   console.log('before')
      4 |   for (let i = 0; i < x.length; i++) {
    > 5 |     x[i] += 1
        |     ^^^^^^^^^
      6 |   }
      7 |   throw new Error('here')
      8 | }
      the loop:
      2 | export function f(x: Float64Array) {
      3 |   console.log('before')
    > 4 |   for (let i = 0; i < x.length; i++) {
        |   ^
      5 |     x[i] += 1
      6 |   }
      7 |   throw new Error('here')
      why: trip 2 reads what trip 1 wrote
      cure: Write to another array."
  `)
})

test.each([
  [{ modes: 'infer' }, /unknown option 'modes'.*PF500/], [{ mode: 'all' }, /mode is 'all'; it can be marked or infer \(PF501\)/],
  [{ results: 'shard' }, /PF501/], [{ arrays: 'copy' }, /PF501/], [{ format: 'esm' }, /PF501/],
])('the plugin refuses %o', (options, expected) => {
  expect(() => parfor(babel, options as never)).toThrow(expected)
})

test('the plugin prints warnings where nobody listens', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  try {
    babel.transformSync('/** @parallel */ export function f() {}', { configFile: false, babelrc: false, filename: '/a.js', plugins: [parfor as never] })
    expect(warn).toHaveBeenCalledOnce()
    expect(warn.mock.calls[0][0]).toContain(`PF306 'f' has no loop`)
  } finally {
    warn.mockRestore()
  }
})

test('other plugins see the rewritten tree', () => {
  const seen: string[] = []
  const other = { visitor: { CallExpression(path: { node: { callee: { type: string; name?: string } } }) { if (path.node.callee.name) seen.push(path.node.callee.name) } } }
  babel.transformSync('/** @parallel */ export function f(n) { const x = new Float64Array(n); for (let i = 0; i < n; i++) x[i] = i; return x }', {
    configFile: false, babelrc: false, filename: '/a.js', plugins: [[parfor as never, { onReport: () => undefined }], other],
  })
  expect(seen).toEqual(['__pf_region', '__pf_make'])
})
