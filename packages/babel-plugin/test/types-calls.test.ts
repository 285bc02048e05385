/** Types of parameters that only the calls tell. */
import { describe, expect, test } from 'vitest'
import { sourcesOf, typesOf } from './types-project.ts'
import type { Files } from './types-project.ts'

const axpy = `/** @parallel */
export function axpy(a, x, y) {
  for (let i = 0; i < x.length; i++) y[i] += a * x[i]
}
`
const arrays = 'const x = new Float64Array(100), y = new Float64Array(100)\n'
const seen = { x: 'num?f64', y: 'num?f64', a: 'f64' }
const open = { x: 'num', y: 'num', a: 'f64' }

const types = (files: Files, name = 'kernels.js') => typesOf(files, name).types

describe('in the same module', () => {
  test.each([
    ['variables', `${arrays}axpy(2, x, y)`],
    ['constructions', 'axpy(2, new Float64Array(3), Float64Array.of(1, 2, 3))'],
    ['members of an object', 'const o = { x: new Float64Array(3), y: new Float64Array(4) }\naxpy(2, o.x, o.y)'],
    ['results', 'const make = (n) => new Float64Array(n)\naxpy(2, make(3), make(4))'],
    ['alloc', `import { alloc } from 'parfor'\naxpy(2, alloc(Float64Array, 3), alloc(Float64Array, 4))`],
    ['views', `${arrays}axpy(2, x.subarray(3), y.slice())`],
    ['fields', 'class A { constructor() { this.x = new Float64Array(3) } run() { axpy(2, this.x, this.x) } }'],
    ['a call with options', `import { withOptions, threads } from 'parfor'\n${arrays}withOptions(axpy, threads(2))(1, x, y)`],
    ['a call in a component', `const App = () => { const data = useMemo(() => 3, []); ${arrays} return <p onClick={() => axpy(2, x, y)} /> }`],
    ['the arguments of another function', `${arrays}function run(p, q) { axpy(3, p, q) }\nrun(x, y)`],
    ['itself', `${arrays}function again(p, q) { axpy(1, p, q); again(p, q) }\nagain(x, y)`],
    ['one call that tells, and one that does not', `${arrays}axpy(1, x, y)\naxpy(1, unknown(), unknown())`],
    ['variables that are given their arrays later', `let x, y\nx = new Float64Array(3)\ny = new Float64Array(3)\naxpy(1, x, y)`],
  ])('%s', (_, calls) => {
    expect(types({ 'kernels.js': axpy + calls })).toEqual(seen)
  })

  test.each([
    ['no call', ''],
    ['values that nobody knows', 'axpy(1, unknown(), unknown())'],
    ['calls that differ', `${arrays}axpy(1, x, y)\naxpy(1, new Float32Array(3), new Float32Array(3))`],
    ['ordinary arrays', 'axpy(1, [1, 2], [3, 4])'],
    ['spread arguments', 'axpy(...all)'],
    ['another function of that name', `${arrays}function g() { function axpy() {} axpy(1, x, y) }`],
    ['a hook that tells nothing', 'const App = () => useMemo(() => axpy(1, data, data), [data])'],
  ])('open: %s', (_, calls) => {
    expect(types({ 'kernels.js': axpy + calls })).toEqual(open)
  })

  test('what differs in one argument leaves the kernel to the run time', () => {
    expect(types({ 'kernels.js': `${axpy}${arrays}axpy(1, x, y)\naxpy(1, x, new Float32Array(3))` })).toEqual(open)
  })

  test('a scalar is compiled in, so that all calls must agree', () => {
    const kernel = '/** @parallel */ export function f(x, on) { for (let i = 0; i < x.length; i++) x[i] *= on }\nconst x = new Float64Array(3)\n'
    expect(types({ 'kernels.js': `${kernel}f(x, true)\nf(x, x[0] > 1)` })).toEqual({ x: 'num?f64', on: 'bool' })
    expect(types({ 'kernels.js': `${kernel}f(x, true)\nf(x, unknown())` })).toEqual({ x: 'num?f64', on: 'f64' })
    expect(types({ 'kernels.js': `${kernel}f(x, true)\nf(x, 1)` })).toEqual({ x: 'num?f64', on: 'f64' })
    // Where only its truth matters, nothing has to agree.
    expect(types({ 'kernels.js': kernel.replace('*= on', '= on ? 1 : 2') })).toEqual({ x: 'num', _on: 'bool' })
  })

  test('64-bit arrays are compiled in: their elements are BigInts', () => {
    const kernel = '/** @parallel */ export function f(x, y) { for (let i = 0; i < x.length; i++) y[i] = x[i] * 2n }\n'
    expect(types({ 'kernels.js': `${kernel}f(new BigInt64Array(3), new BigInt64Array(3))` })).toEqual({ x: 'i64', y: 'i64' })
  })

  test('a parameter that is a number here and an array there', () => {
    const source = `/** @parallel */ export function scale(x, by) { if (typeof by === 'number') { for (let i = 0; i < x.length; i++) x[i] *= by }
      else for (let i = 0; i < x.length; i++) x[i] *= by[i] }\nscale(new Float64Array(3), 2)`
    expect(typesOf({ 'kernels.js': source }, 'kernels.js').descriptors).toHaveLength(2)
  })

  test('objects', () => {
    const kernel = '/** @parallel */ export function f({ data: x, size = 3 }, grid) { for (let i = 0; i < size; i++) x[i] = grid.y[i] }\n'
    expect(types({ 'kernels.js': `${kernel}const g = { y: new Int8Array(3) }\nf({ data: new Float32Array(3) }, g)\nf({ data: new Float32Array(3), size: 4 }, { ...g })` }))
      .toEqual({ x: 'num?f32', grid_y: 'num?i8', size: 'f64' })
  })

  test('what is declared counts; what is declared open is seen', () => {
    const kernel = (type: string) => `/** @parallel */ export function f(x: ${type}) { for (let i = 0; i < x.length; i++) x[i] = 1 }\nf(new Float32Array(3))`
    expect(types({ 'kernels.ts': kernel('Float64Array') }, 'kernels.ts')).toEqual({ x: 'f64' })
    expect(types({ 'kernels.ts': kernel('any') }, 'kernels.ts')).toEqual({ x: 'num?f32' })
    expect(types({ 'kernels.ts': kernel('Float64Array | Float32Array') }, 'kernels.ts')).toEqual({ x: 'num?f32' })
    expect(types({ 'kernels.ts': kernel('T').replace('f(x', 'f<T extends Float64Array | Float32Array>(x') }, 'kernels.ts')).toEqual({ x: 'num?f32' })
  })

  test('a helper that others give arrays is given a number here', () => {
    const source = `const pass = (v) => v\nconst twice = (v) => pass(v)\nfunction elsewhere() { twice(new Float64Array(3)) }
      /** @parallel */ export function f(x, by) { for (let i = 0; i < x.length; i++) x[i] = twice(by) }`
    expect(typesOf({ 'kernels.js': source }, 'kernels.js')).toMatchObject({ types: { x: 'num', by: 'f64' }, codes: ['PF100', expect.anything()] })
  })

  test('a variable that is given arrays of two types', () => {
    const source = (second: string) => `/** @parallel */ export function f(n) { let x = new Float64Array(n); if (n > 3) x = ${second}; for (let i = 0; i < n; i++) x[i] = 1 }`
    expect(types({ 'kernels.js': source('new Float64Array(3)') })).toMatchObject({ x: 'f64' })
    expect(types({ 'kernels.js': source('new Float32Array(3)') })).toMatchObject({ x: 'num' })
    expect(types({ 'kernels.js': source('unknown()') })).toMatchObject({ x: 'f64' })
  })

  test('what is derived from a parameter is assumed with it', () => {
    expect(types({ 'kernels.js': `/** @parallel */ export function f(x) { const out = x.slice(), half = x.subarray(2)
      for (let i = 0; i < half.length; i++) out[i] = half[i] }\nf(new Float32Array(3))` })).toEqual({ out: 'num?f32', half: 'num?f32' })
  })

  test.each([
    ['an arrow', '/** @parallel */ export const f = (x) => { for (let i = 0; i < x.length; i++) x[i] = 1 }\nf(new Float32Array(3))'],
    ['the call form', `import { parallel } from 'parfor'\nexport const f = parallel((x) => { for (let i = 0; i < x.length; i++) x[i] = 1 })\nf(new Float32Array(3))`],
    ['a local function', '/** @parallel */ function f(x) { for (let i = 0; i < x.length; i++) x[i] = 1 }\nexport const g = () => f(new Float32Array(3))'],
    ['the default export', '/** @parallel */ export default function f(x) { for (let i = 0; i < x.length; i++) x[i] = 1 }\nf(new Float32Array(3))'],
    ['a function in a function', 'export function g(n) { /** @parallel */ function f(x) { for (let i = 0; i < x.length; i++) x[i] = 1 }\nf(new Float32Array(n)) }'],
  ])('%s', (_, source) => {
    expect(types({ 'kernels.js': source })).toEqual({ x: 'num?f32' })
  })

  test('a variable that is given another function is not known by its calls', () => {
    expect(types({ 'kernels.js': 'export let f = /** @parallel */ (x) => { for (let i = 0; i < x.length; i++) x[i] = 1 }\nf = other\nf(new Float32Array(3))' })).toEqual({ x: 'num' })
  })
})

describe('in modules that import it', () => {
  test.each([
    ['by name', `import { axpy } from './kernels.js'\n${arrays}axpy(2, x, y)`],
    ['by another name', `import { axpy as run } from './kernels'\n${arrays}run(2, x, y)`],
    ['by its module', `import * as kernels from './kernels.js'\n${arrays}kernels.axpy(2, x, y)`],
    ['when it is needed', `const { axpy } = await import('./kernels.js')\n${arrays}axpy(2, x, y)`],
    ['when it is needed, as a whole', `${arrays}async function go() { const k = await import('./kernels.js'); k.axpy(2, x, y) }`],
    ['with options', `import { withOptions } from 'parfor'\nimport { axpy } from './kernels.js'\n${arrays}withOptions(axpy, { threads: 2 })(2, x, y)`],
    ['in a function with types', `import { axpy } from './kernels.js'\nexport function run(x, /** @type {Float64Array} */ y) { axpy(2, y, y) }`],
  ])('%s', (_, source) => {
    expect(types({ 'kernels.js': axpy, 'main.js': source })).toEqual(seen)
  })

  test.each([
    ['export *', `export * from './kernels.js'`, 'axpy'], ['another name', `export { axpy as saxpy } from './kernels.js'`, 'saxpy'],
    ['import and export', `import { axpy } from './kernels.js'\nexport { axpy as saxpy }`, 'saxpy'], ['a folder', `export * from './lib'`, 'axpy'],
    ['stars in a circle', `export * from './kernels.js'\nexport * from './lib'\nexport * from './index.js'`, 'axpy'],
  ])('passed on by %s', (_, index, name) => {
    const files = { 'kernels.js': axpy, 'lib/index.js': `export * from '../kernels.js'\nexport * from '../index.js'`, 'index.js': index, 'main.js': `import { ${name} } from './index.js'\n${arrays}${name}(2, x, y)` }
    expect(types(files)).toEqual(seen)
  })

  test('a namespace that is passed on is not followed', () => {
    expect(types({ 'kernels.js': axpy, 'index.js': `export * as k from './kernels.js'`, 'main.js': `import { k } from './index.js'\n${arrays}k.axpy(1, x, y)` })).toEqual(open)
  })

  test('default exports', () => {
    const kernel = '/** @parallel */ export default (x) => { for (let i = 0; i < x.length; i++) x[i] = 1 }'
    expect(types({ 'kernels.js': kernel, 'main.js': `import run from './kernels.js'\nrun(new Uint8Array(3))` })).toEqual({ x: 'num?u8' })
    expect(types({ 'kernels.js': kernel, 'index.js': `export { default as run } from './kernels.js'`, 'main.js': `import { run } from './index.js'\nrun(new Uint8Array(3))` })).toEqual({ x: 'num?u8' })
  })

  test('all must agree', () => {
    const one = `import { axpy } from './kernels.js'\n${arrays}axpy(2, x, y)`
    expect(types({ 'kernels.js': axpy, 'a.js': one, 'b.js': one })).toEqual(seen)
    expect(types({ 'kernels.js': axpy, 'a.js': one, 'b.js': one.replaceAll('Float64Array', 'Int32Array') })).toEqual(open)
  })

  test('types of the calling module are followed', () => {
    expect(types({
      'kernels.js': axpy, 'types.ts': 'export interface Grid<T = Float64Array> { x: T; y: T }', 'data.ts': `import type { Grid } from './types'\nexport const load = (): Grid => null!`,
      'main.ts': `import { axpy } from './kernels.js'\nimport { load } from './data'\nconst grid = load()\naxpy(2, grid.x, grid.y)`,
    })).toEqual(seen)
  })

  test('other exports of that name are not meant', () => {
    expect(types({ 'kernels.js': axpy, 'other.js': 'export function axpy() {}', 'main.js': `import { other } from './kernels.js'\nimport { axpy } from './other.js'\n${arrays}axpy(2, x, y)` })).toEqual(open)
    expect(types({ 'kernels.js': axpy, 'main.js': `import { axpy } from './kernels.js'\n${arrays}function g(axpy) { axpy(2, x, y) }` })).toEqual(open)
  })

  test('a caller that does not parse, or declares something twice, tells nothing', () => {
    expect(types({ 'kernels.js': axpy, 'main.js': `import { axpy } from './kernels.js'\naxpy(2, ` })).toEqual(open)
    expect(types({ 'kernels.js': axpy, 'main.js': `import { axpy } from './kernels.js'\nconst x = 1\nconst x = 2\naxpy(2, new Float64Array(1), new Float64Array(1))` })).toEqual(open)
  })

  test('a host that does not know the importers leaves them out', () => {
    const files = { 'kernels.js': axpy, 'main.js': `import { axpy } from './kernels.js'\n${arrays}axpy(2, x, y)` }
    expect(typesOf(files, 'kernels.js', { resolve: sourcesOf(files).resolve }).types).toEqual(open)
  })
})

describe('state of user interfaces', () => {
  const kernel = '/** @parallel */ export function f(x) { for (let i = 0; i < x.length; i++) x[i] = 1 }\n'
  test.each([
    ['useState', `import { useState } from 'react'\nconst [data] = useState(new Float32Array(3))\nf(data)`],
    ['useState of a function', `import React from 'react'\nconst [data] = React.useState(() => new Float32Array(3))\nf(data)`],
    ['useMemo', `import { useMemo } from 'react'\nconst data = useMemo(() => new Float32Array(3), [])\nf(data)`],
    ['useRef', `import { useRef } from 'preact/hooks'\nconst data = useRef(new Float32Array(3))\nf(data.current)`],
    ['shallowRef', `import { shallowRef } from 'vue'\nconst data = shallowRef(new Float32Array(3))\nf(data.value)`],
    ['computed', `import * as vue from 'vue'\nconst data = vue.computed(() => new Float32Array(3))\nf(data.value)`],
    ['$state', 'let data = $state.raw(new Float32Array(3))\nf(data)'],
    ['$derived', 'const data = $derived.by(() => { return new Float32Array(3) })\nf(data)'],
  ])('%s', (_, calls) => {
    expect(types({ 'kernels.js': kernel + calls })).toEqual({ x: 'num?f32' })
  })

  test('declared types', () => {
    const typed = kernel.replace('(x)', '(x: any)')
    for (const calls of [
      `import { useState } from 'react'\nconst [data] = useState<Float32Array>()\nf(data)`, `import { ref } from 'vue'\nconst data = ref<Float32Array>()\nf(data.value)`,
      'const props = defineProps<{ data: Float32Array }>()\nf(props.data)', 'const { data } = withDefaults(defineProps<{ data: Float32Array }>(), {})\nf(data)',
    ]) expect(types({ 'kernels.ts': typed + calls }, 'kernels.ts')).toEqual({ x: 'num?f32' })
  })

  test('functions of that name from elsewhere', () => {
    expect(types({ 'kernels.js': `${kernel}import { useMemo } from './own'\nf(useMemo(() => new Float32Array(3)))` })).toEqual({ x: 'num' })
    expect(types({ 'kernels.js': `${kernel}const $state = (x) => other(x)\nf($state(new Float32Array(3)))` })).toEqual({ x: 'num' })
  })
})
