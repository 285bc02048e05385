import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping'
import type { SourceMapInput } from '@jridgewell/trace-mapping'
import { describe, expect, test } from 'vitest'
import { application, build, develop, vites, withoutRuntime } from './vite.ts'

const kernels = `import { limit } from './limit'

/** @parallel */
export function checked(x: Float64Array, a: number): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = a * x[i]
  if (x.length > limit) { const text: string = 'too long'; throw new RangeError(text) }
  return out
}

export const after = (): never => { throw new TypeError('after') }
`

const files = { ...application, 'main.ts': `import { checked, after } from './kernels'\nconsole.log(checked(new Float64Array(3), 2), after)`, 'limit.ts': 'export const limit = 1000', 'kernels.ts': kernels }

/** The place of \`text\` in \`code\`, counted as source maps do. */
function placeOf(code: string, text: string): { line: number; column: number } {
  const at = code.indexOf(text)
  expect(at).toBeGreaterThanOrEqual(0)
  const before = code.slice(0, at).split('\n')
  return { line: before.length, column: before.at(-1)!.length }
}

function expectMapped(code: string, map: SourceMapInput): void {
  const trace = new TraceMap(map)
  for (const text of ['new RangeError', 'new TypeError', 'a * x[i]']) {
    // The original loop stands behind the text of the js back end's.
    const { line, column } = placeOf(code, text)
    const found = originalPositionFor(trace, { line, column })
    expect(found).toMatchObject({ source: expect.stringContaining('kernels.ts'), ...placeOf(kernels, text) })
  }
}

describe.each(vites)('%s', (_, vite) => {
  test('dev server: line and column', async () => {
    const { server } = await develop(vite, files)
    const result = await server.environments.client.transformRequest('/kernels.ts')
    expect(result!.code).toContain('__pf0.run(')
    expectMapped(result!.code, result!.map as SourceMapInput)
  })

  test.each([[false], [true]])('build with a source map, minified: %s', async (minify) => {
    const built = await build(vite, files, { config: { build: { ...withoutRuntime.build, sourcemap: true, minify } } })
    const chunk = built.outputs.find((one) => one.type === 'chunk' && one.isEntry)!
    const { code, map } = chunk as { code: string; map: SourceMapInput }
    if (!minify) {
      expectMapped(code, map)
      return
    }
    const { line, column } = placeOf(code, 'RangeError')
    // From `new` or from the name.
    const found = originalPositionFor(new TraceMap(map), { line, column })
    expect(found.line).toBe(placeOf(kernels, 'new RangeError').line)
    expect(found.column! - placeOf(kernels, 'new RangeError').column).toBeOneOf([0, 4])
  })
})
