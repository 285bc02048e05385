import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { configure, info, ParforError, ready, threads, withOptions } from 'parfor'
import { region, release } from 'parfor/internal'
import { evaluate } from './compiled.ts'
import type { Exports } from './compiled.ts'
import { scaleDescriptor } from './kernels.ts'

const source = `
/** @parallel */
export function blur(x: Float64Array, out: Float64Array, n: number, m: number) {
  rows: for (let i = 1; i < n - 1; i++) {
    columns: for (let j = 0; j < m; j++) out[i * m + j] = (x[(i - 1) * m + j] + x[i * m + j] + x[(i + 1) * m + j]) / 3
  }
}
`
const [n, m] = [100, 100]
const x = Float64Array.from({ length: n * m }, (_, i) => i % 7)
const result = new Float64Array(n * m)

let compiled: Exports
let unmarked: Exports
beforeAll(async () => {
  unmarked = evaluate(source)
  compiled = evaluate(compileModule(babel, source, { filename: '/test/labels.ts', root: '/test' }).code!)
  await ready()
  configure({ gate: 'off' })
})
afterAll(() => { configure({ gate: 'on' }) })

type Blur = (x: Float64Array, out: Float64Array, n: number, m: number) => void
const blur = (): Blur => compiled.blur as Blur

/** How many threads the region had, by a module of its own, as only the most is kept. */
function threadsOf(run: (blur: Blur) => void): number {
  const name = `/test/labels${Math.random()}.ts`
  run(evaluate(compileModule(babel, source, { filename: name, root: '/test' }).code!).blur as Blur)
  return info().regions.find((one) => name.endsWith(one.file) && one.name.startsWith('blur:'))!.threads
}

function errorOf(f: () => unknown): ParforError {
  try { f() } catch (error) { return error as ParforError }
  throw new Error('nothing was thrown')
}

describe('labels', () => {
  it('set the threads of the regions that contain them', () => {
    expect(info().threads).toBeGreaterThan(1)
    expect(threadsOf((f) => f(x, result, n, m))).toBe(info().threads)
    for (const label of ['rows', 'columns']) expect(threadsOf((f) => withOptions(f, { labels: { [label]: threads(1) } })(x, result, n, m))).toBe(1)
    const expected = new Float64Array(n * m)
    ;(unmarked.blur as Blur)(x, expected, n, m)
    expect(result).toEqual(expected)
  })

  it('the outermost one counts, before the number of the call', () => {
    expect(threadsOf((f) => withOptions(f, { threads: 2, labels: { columns: threads(2), rows: threads(1) } })(x, result, n, m))).toBe(1)
    expect(threadsOf((f) => withOptions(f, { threads: 1, labels: { columns: threads(1), rows: threads(2) } })(x, result, n, m))).toBe(2)
  })

  it('nest: the inner wrapper counts, label by label', () => {
    expect(threadsOf((f) => withOptions(withOptions(f, { labels: { rows: threads(1) } }), { labels: { rows: threads(2), columns: threads(2) } })(x, result, n, m))).toBe(1)
    expect(threadsOf((f) => withOptions(withOptions(f, { labels: { columns: threads(2) } }), { labels: { rows: threads(1) } })(x, result, n, m))).toBe(1)
  })

  it('that no loop has are an error when the options are made, naming those that there are', () => {
    const error = errorOf(() => withOptions(blur(), { labels: { row: threads(2) } }))
    expect(error).toBeInstanceOf(ParforError)
    expect(error.code).toBe('PF500')
    expect(error.message).toMatch(/no compiled loop has the label "row"\. Did you mean "rows"\? Those that there are: rows, columns\. Use one of them, or write the label before a loop that runs in parallel: row: for \(…\)\.$/)
  })

  it('are an error when a kernel is called, where the function has another name', () => {
    const call = withOptions((...values: Parameters<Blur>) => blur()(...values), { labels: { line: threads(2) } })
    const out = new Float64Array(n * m)
    for (let again = 0; again < 2; again++) expect(errorOf(() => call(x, out, n, m)).message).toMatch(/no compiled loop has the label "line"/)
    expect(errorOf(() => withOptions(call, { backend: 'js' })(x, out, n, m)).code).toBe('PF500')
    expect(out).toEqual(new Float64Array(n * m))
    blur()(x, out, n, m)
  })

  it('change nothing in a program that was not compiled', () => {
    const out = new Float64Array(n * m)
    const anonymous = withOptions(((...values) => (unmarked.blur as Blur)(...values)) as Blur, { labels: { anything: threads(2) } })
    anonymous(x, out, n, m)
    expect(out).toEqual(result)
  })

  it.each([
    [{ labels: 4 }, 'PF501', /"labels" cannot be 4\. Allowed: an object with labels of loops/],
    [{ labels: ['rows'] }, 'PF501', /cannot be an array/],
    [{ labels: { rows: 2 } }, 'PF501', /label "rows" takes an object of options, not 2\. Write, for example, labels: \{ rows: threads\(2\) \}/],
    [{ labels: { rows: { treads: 2 } } }, 'PF500', /label "rows" has no option "treads"\. Did you mean "threads"\? Its options are threads/],
    [{ labels: { rows: { threads: 0 } } }, 'PF501', /label "rows": option "threads" cannot be 0/],
    [{ labels: { rows: { exact: true } } }, 'PF500', /has no option "exact"/],
  ])('refuses %j', (options, code, message) => {
    const error = errorOf(() => withOptions(blur(), options as never))
    expect(error.code).toBe(code)
    expect(error.message).toMatch(message)
  })

  it('are forgotten with the regions that had them', () => {
    const handle = region({ ...scaleDescriptor(), name: 'gone:1', file: 'gone.ts', labels: ['gone'] })
    const call = withOptions(function gone() { return 1 }, { labels: { gone: threads(1) } })
    expect(call()).toBe(1)
    release([handle])
    expect(errorOf(() => withOptions(blur(), { labels: { gone: threads(1) } })).code).toBe('PF500')
  })
})
