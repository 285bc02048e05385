/** Kernels for the types that calls seem to pass, beside the IR for all others. */
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { configure, info, ready, withOptions } from 'parfor'
import type { Backend } from 'parfor'
import { evaluate } from './compiled.ts'
import * as jit from '../src/jit.ts'

vi.mock('../src/jit.ts', { spy: true })
const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})

const source = (name: string): string => `/** @parallel */
export function scaled${name}(a, x, y) { for (let i = 0; i < x.length; i++) y[i] = a * x[i] }
/** @parallel */
export function sum${name}(x) { let s = 0; for (let i = 0; i < x.length; i++) s += x[i]; return s }
/** @parallel */
export function both${name}(x, y) { let s = 0; for (let t = 0; t < 2; t++) { for (let i = 0; i < x.length; i++) y[i] = x[i] * t; for (let i = 0; i < x.length; i++) s += x[i] } return s }
function calls() {
  const x = new Float64Array(10), y = new Float64Array(10)
  return [scaled${name}(2, x, y), sum${name}(x), both${name}(x, y)]
}
`
type Kernels = Record<string, (...values: unknown[]) => unknown>

function compiled(name: string, options: { exact?: boolean } = {}): { kernels: Kernels; plain: Kernels } {
  const { code } = compileModule(babel, source(name), { filename: `/test/${name}.js`, root: '/test', ...options })
  return { kernels: evaluate(code!) as Kernels, plain: evaluate(source(name)) as Kernels }
}

const constructors = [Float64Array, Float32Array, Int32Array, Uint8Array] as unknown as Float64ArrayConstructor[]
const arrayOf = (constructor: Float64ArrayConstructor): Float64Array => constructor.from({ length: 50_001 }, (_, i) => (i * 7919) % 251)
const counts = (name: string) => info().regions.find((region) => region.name.startsWith(`${name}:`))!

beforeAll(async () => { await ready() })
afterEach(() => {
  configure({ gate: 'on' })
  vi.clearAllMocks()
})

describe('a region whose types are assumed', () => {
  it('runs for these without the compiler', () => {
    const { kernels, plain } = compiled('Seen')
    expect(jit.wantCompiler).not.toHaveBeenCalled()
    configure({ gate: 'off' })
    const [got, wanted] = [new Float64Array(50_001), new Float64Array(50_001)]
    kernels.scaledSeen(3, arrayOf(constructors[0]), got)
    plain.scaledSeen(3, arrayOf(constructors[0]), wanted)
    expect(got).toEqual(wanted)
    expect(kernels.sumSeen(arrayOf(constructors[0]))).toBe(plain.sumSeen(arrayOf(constructors[0])))
    expect(counts('scaledSeen')).toMatchObject({ calls: 1, wasm: 1 })
    expect(counts('sumSeen')).toMatchObject({ calls: 1, wasm: 1 })
    expect(jit.wantCompiler).not.toHaveBeenCalled()
    expect(jit.compileFor).not.toHaveBeenCalled()
    expect(warnings).not.toHaveBeenCalled()
  })

  it('gets kernels for other types when they come, with the same results on every rung', async () => {
    const { kernels, plain } = compiled('Other')
    configure({ gate: 'off' })
    kernels.scaledOther(3, arrayOf(constructors[1]), new Float32Array(50_001))
    expect(jit.wantCompiler).toHaveBeenCalled()
    await jit.compilerReady()
    for (const constructor of constructors) {
      for (const backend of ['wasm', 'wasm1', 'js'] as Backend[]) {
        const [got, wanted] = [new constructor(50_001), new constructor(50_001)]
        ;(withOptions(kernels.scaledOther as never, { backend }) as Kernels[string])(1.5, arrayOf(constructor), got)
        plain.scaledOther(1.5, arrayOf(constructor), wanted)
        expect(got).toEqual(wanted)
        // Whole numbers below 2^53: their sum is exact in any order.
        expect((withOptions(kernels.sumOther as never, { backend }) as Kernels[string])(arrayOf(constructor))).toBe(plain.sumOther(arrayOf(constructor)))
      }
    }
    // Once before the compiler was there; on the js rung an exact region is the original.
    expect(counts('scaledOther')).toMatchObject({ original: 5, wasm: 8 })
    expect(counts('sumOther')).toMatchObject({ original: 0, wasm: 8, js: 4 })
    expect(warnings).not.toHaveBeenCalled()
  })

  it('takes two types in turn, each with its kernel', async () => {
    const { kernels, plain } = compiled('Turn')
    configure({ gate: 'off' })
    kernels.sumTurn(arrayOf(constructors[1]))
    await jit.compilerReady()
    for (let round = 0; round < 4; round++) {
      const x = arrayOf(constructors[round % 2])
      expect(kernels.sumTurn(x)).toBe(plain.sumTurn(x))
    }
    expect(jit.compileFor).toHaveBeenCalledTimes(1)
  })

  it('refuses what no kernel can take, in the words of the open region', () => {
    const { kernels, plain } = compiled('Refused')
    configure({ gate: 'off' })
    expect(kernels.sumRefused([1, 2, 3])).toBe(plain.sumRefused([1, 2, 3]))
    expect(warnings.mock.calls.join('\n')).toMatch(/PF401.*compiled for typed arrays of numbers/)
  })
})

describe('exact modules', () => {
  it('get kernels at run time that keep the order of sums', async () => {
    const { kernels, plain } = compiled('Exact', { exact: true })
    configure({ gate: 'off' })
    const uneven = (constructor: Float64ArrayConstructor): Float64Array => constructor.from({ length: 50_001 }, (_, i) => Math.sin(i) * 1e3 ** (i % 3))
    const x = uneven(constructors[1])
    kernels.bothExact(x, new Float32Array(50_001))
    await jit.compilerReady()
    expect(kernels.bothExact(x, new Float32Array(50_001))).toBe(plain.bothExact(x, new Float32Array(50_001)))
    expect(jit.compileFor).toHaveBeenCalled()
    expect(counts('bothExact').wasm).toBeGreaterThan(0)
  })
})
