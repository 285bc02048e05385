/** Types that are declared in other modules. */
import { describe, expect, test } from 'vitest'
import { sourcesOf, typesOf } from './types-project.ts'
import type { Files } from './types-project.ts'

/** `x` is what the parameter's type says; `read` the expression that gives the array. */
const reading = (annotation: string, read: string, before = ''): string => `${before}
/** @parallel */
export function f(g: ${annotation}, out: Float64Array) {
  const x = ${read}
  for (let i = 0; i < x.length; i++) out[i] = x[i] * 2
}
`
const element = (files: Files, name = 'main.ts'): string => typesOf(files, name).types.x

const grid = 'export interface Grid { data: Float32Array; width: number; readonly ids?: Int32Array }'

describe('imports', () => {
  test.each([
    ['a named type', `import type { Grid } from './types'`, 'Grid'],
    ['an inline type import', `import { type Grid } from './types'`, 'Grid'],
    ['a plain import', `import { Grid } from './types'`, 'Grid'],
    ['another name', `import type { Grid as G } from './types'`, 'G'],
    ['a namespace', `import type * as types from './types'`, 'types.Grid'],
    ['a namespace of values and types', `import * as types from './types.js'`, 'types.Grid'],
    ['the type of an import', '', `import('./types').Grid`],
    ['import = require', `import types = require('./types')`, 'types.Grid'],
  ])('%s', (_, before, annotation) => {
    expect(element({ 'types.ts': grid, 'main.ts': reading(annotation, 'g.data', before) })).toBe('f32')
  })

  test.each([
    ['export *', `export * from './types'`, 'Grid'],
    ['export * of a folder', `export * from './deep'`, 'Grid'],
    ['another name', `export { Grid as Mesh } from './types'`, 'Mesh'],
    ['import, then export', `import type { Grid } from './types'\nexport type { Grid as Mesh }`, 'Mesh'],
    ['an alias', `import type { Grid } from './types'\nexport type Mesh = Grid`, 'Mesh'],
    ['an extension', `import type { Grid } from './types'\nexport interface Mesh extends Grid { name: string }`, 'Mesh'],
    ['the default', `export type { Grid as default } from './types'`, 'default'],
  ])('passed on by %s', (_, index, name) => {
    const before = name === 'default' ? `import type Anything from './index'` : `import type { ${name} as Anything } from './index'`
    expect(element({ 'types.ts': grid, 'deep/index.ts': `export * from '../types'`, 'index.ts': index, 'main.ts': reading('Anything', 'g.data', before) })).toBe('f32')
  })

  test('export * as a namespace', () => {
    expect(element({ 'types.ts': grid, 'index.ts': `export * as shapes from './types'`, 'main.ts': reading('shapes.Grid', 'g.data', `import { shapes } from './index'`) })).toBe('f32')
  })

  test('default exports of an interface, a class and an alias', () => {
    const before = `import type T from './types'`
    expect(element({ 'types.ts': 'export default interface Grid { data: Int8Array }', 'main.ts': reading('T', 'g.data', before) })).toBe('i8')
    expect(element({ 'types.ts': 'export default class Grid { data = new Int8Array(3) }', 'main.ts': reading('T', 'g.data', before) })).toBe('i8')
    expect(element({ 'types.ts': 'export default class { data = new Int8Array(3) }', 'main.ts': reading('T', 'g.data', before) })).toBe('i8')
    expect(element({ 'types.ts': 'type Grid = { data: Int8Array }\nexport default Grid', 'main.ts': reading('T', 'g.data', before) })).toBe('i8')
  })

  test('declarations beside JavaScript', () => {
    expect(element({ 'types.d.ts': `export declare function load(): Uint8Array\nexport interface Grid { data: Float32Array }`, 'main.ts': reading('Grid', 'g.data', `import type { Grid } from './types'`) })).toBe('f32')
  })

  test.each([
    ['a module that is not there', `import type { Grid } from './missing'`],
    ['a name that is not there', `import type { Grid } from './other'`],
    ['a module that does not parse', `import type { Grid } from './broken'`],
    ['a package that nobody knows', `import type { Grid } from 'somewhere'`],
    ['a name that stars lead round in a circle', `import type { Grid } from './round'`],
  ])('%s leaves the type open', (_, before) => {
    const files = { 'other.ts': 'export type Other = Float64Array', 'broken.ts': 'export interface {', 'round.ts': `export * from './again'`, 'again.ts': `export * from './round'` }
    expect(element({ ...files, 'main.ts': reading('Grid', 'g.data', before) })).toBe('num')
  })

  test('an imported name hides the global of that name', () => {
    expect(element({ 'main.ts': reading('Float64Array', 'g', `import type { Float64Array } from './missing'`) })).toBe('num')
    expect(element({ 'types.ts': 'export type Float64Array = Int8Array', 'main.ts': reading('Float64Array', 'g', `import type { Float64Array } from './types'`) })).toBe('i8')
  })

  test('only modules that types lead to are asked for', () => {
    const files = {
      'types.ts': `import { heavy } from './heavy'\nimport type { Column } from './column'\nexport interface Grid { data: Column }`, 'column.ts': 'export type Column = Float32Array',
      'main.ts': reading('Grid', 'g.data', `import { Grid } from './types'\nimport { draw } from './draw'\nimport './side-effect'`),
    }
    const sources = sourcesOf(files)
    expect(typesOf(files, 'main.ts', sources).types.x).toBe('f32')
    expect(new Set(sources.asked)).toEqual(new Set(['./types', './column']))
  })
})

describe('the type language', () => {
  test.each([
    ['an index', `Grid['data']`, 'g', 'f32'],
    ['an index of a union', `Grid['data' | 'ids']`, 'g', 'num'],
    ['an index by number', `Grids[number]`, 'g.data', 'f32'],
    ['Readonly', 'Readonly<Grid>', 'g.data', 'f32'],
    ['Required<Partial>', 'Required<Partial<Grid>>', 'g.ids', 'i32'],
    ['Pick', `Pick<Grid, 'ids' | 'width'>`, 'g.ids', 'i32'],
    ['what Pick leaves out', `Pick<Grid, 'width'>`, 'g.data', 'num'],
    ['Omit and a new type', `Omit<Grid, 'data'> & { data: Int16Array }`, 'g.data', 'i16'],
    ['an intersection', `{ name: string } & Grid`, 'g.data', 'f32'],
    ['a branded array', `Float64Array & { unit: 'm' }`, 'g', 'f64'],
    ['null and undefined', 'Grid | null | undefined', 'g.data', 'f32'],
    ['an optional array', 'Float32Array | undefined', 'g', 'f32'],
    ['a union of objects', 'Grid | { data: Float32Array }', 'g.data', 'f32'],
    ['a union of objects that differ', 'Grid | { data: Float64Array }', 'g.data', 'num'],
    ['Record', 'Record<string, Uint16Array>', 'g.data', 'u16'],
    ['an index signature', '{ [name: string]: Uint16Array }', 'g.data', 'u16'],
    ['a mapped type', `{ [K in 'data' | 'other']: Uint16Array }`, 'g.data', 'u16'],
    ['a mapped type that depends on its key', `{ [K in keyof Grid]: Grid[K] }`, 'g.data', 'num'],
    ['an ordinary array of objects', 'Grid[]', 'g[0].data', 'f32'],
    ['Array<Grid>', 'Array<Grid>', 'g[0].data', 'f32'],
    ['a tuple', '[name: string, grid: Grid]', 'g[1].data', 'f32'],
    ['typeof a constant', 'typeof standard', 'g.data', 'u8'],
    ['typeof a member', 'typeof standard.data', 'g', 'u8'],
    ['ReturnType', 'ReturnType<typeof makeGrid>', 'g.data', 'f32'],
    ['InstanceType', 'InstanceType<typeof Mesh>', 'g.nodes', 'f64'],
    ['Awaited', 'Awaited<Promise<Grid>>', 'g.data', 'f32'],
    ['a class', 'Mesh', 'g.nodes', 'f64'],
    ['a Map', 'Map<string, Grid>', `g.get('a')!.data`, 'f32'],
    ['a subclass of a typed array', 'Vector', 'g', 'f64'],
    ['the parameter of a typed array', 'Float64Array<ArrayBuffer>', 'g', 'f64'],
    ['a conditional type', 'Grid extends object ? Float64Array : Int8Array', 'g', 'num'],
    ['any', 'any', 'g', 'num'],
  ])('%s', (_, annotation, read, expected) => {
    const types = `${grid}
      export type Grids = readonly Grid[]
      export const standard = { data: new Uint8Array(4) }
      export function makeGrid(n: number): Grid { return { data: new Float32Array(n), width: n } }
      export class Mesh { constructor(readonly nodes: Float64Array) {} }
      export class Vector extends Float64Array {}`
    const before = `import { standard, makeGrid, Mesh, type Vector, type Grid, type Grids } from './types'`
    expect(element({ 'types.ts': types, 'main.ts': reading(annotation, read, before) })).toBe(expected)
  })

  test.each([
    ['an instance', 'Grid<Float32Array>', 'f32'],
    ['the default', 'Grid', 'f64'],
    ['an alias with a default', 'Square', 'u16'],
    ['an alias, applied', 'Square<Int16Array>', 'i16'],
    ['an alias of an alias', 'Pair<Pair<Int8Array>>', 'i8'],
    ['an interface that extends an instance', 'Named', 'u8'],
    ['a constraint where nothing is given', 'Bounded', 'num'],
  ])('generics: %s', (_, annotation, expected) => {
    const types = `export type TypedArray = Float64Array | Float32Array | Int32Array
      export interface Grid<T extends TypedArray = Float64Array> { data: T }
      export type Square<T = Uint16Array> = { side: number; data: T }
      export type Pair<T> = T extends never ? never : never
      export interface Named extends Grid<Uint8Array> { name: string }
      export interface Bounded<T extends TypedArray> { data: T }`.replace('T extends never ? never : never', 'T')
    const read = annotation.startsWith('Pair') ? 'g' : 'g.data'
    expect(element({ 'types.ts': types, 'main.ts': reading(annotation, read, `import type { Grid, Square, Pair, Named, Bounded } from './types'`) })).toBe(expected)
  })

  test('generic functions and classes stay open as far as their constraint is', () => {
    const files = (constraint: string) => ({ 'main.ts': reading('T', 'g').replace('function f', `function f<T${constraint}>`) })
    expect(element(files(' extends Float64Array | Float32Array'))).toBe('num')
    expect(element(files(' extends Float32Array'))).toBe('f32')
    expect(element(files(''))).toBe('num')
    expect(typesOf({ 'main.ts': `class Filter<T extends Int8Array> { /** @parallel */ run(x: T) { for (let i = 0; i < x.length; i++) x[i] = 1 } }` }, 'main.ts').types.x).toBe('i8')
  })

  test.each([
    ['aliases of each other', 'export type A = B; export type B = A', 'A', 'g'],
    ['an alias that grows', 'export type A<T> = A<T[]> | T', 'A<Float64Array>', 'g'],
    ['interfaces that extend each other', 'export interface A extends B {} export interface B extends A {}', 'A', 'g.data'],
    ['classes that extend each other', 'export class A extends B {} export class B extends A {}', 'A', 'g.data'],
    ['a list of itself', 'export interface A { next: A; data: Float64Array }', 'A', 'g.next.next.next.missing'],
    ['a constant that depends on itself', 'export const a = b; export const b = a; export type A = typeof a', 'A', 'g'],
    ['a default that is its own', 'export type A<T = A> = T', 'A', 'g'],
    ['a property that is typed by itself', `export interface A { data: A['more']; more: A['data'] }`, 'A', 'g.data'],
    ['a field that is computed from itself', 'export class A { constructor(n) { this.data = grow(this.data, n) } }', 'A', 'g.data'],
    ['fields that begin with each other', 'export class A { data = this.more; more = this.data }', 'A', 'g.data'],
    ['an object of its own properties', 'export var a = { data: a.more, more: a.data, ...a }; export type A = typeof a', 'A', 'g.data'],
  ])('%s end', (_, types, annotation, read) => {
    expect(element({ 'types.ts': types, 'main.ts': reading(annotation, read, `import type { A } from './types'`) })).toBe('num')
  })

  test('modules that import each other', () => {
    expect(element({
      'main.ts': `${reading('Grid', 'g.data', `import type { Grid } from './types'`)}\nexport type Column = Float32Array`,
      'types.ts': `import type { Column } from './main'\nexport interface Grid { data: Column }`,
    })).toBe('f32')
  })

  test('types that double at every step are given up in time', () => {
    const steps = Array.from({ length: 60 }, (_, i) => `export type A${i} = A${i + 1}<T${i}> & A${i + 1}<T${i}>`.replaceAll(`<T${i}>`, '')).join('\n')
    const begin = performance.now()
    expect(element({ 'types.ts': `${steps}\nexport type A60 = { data: Float64Array }`, 'main.ts': reading('A0', 'g.data', `import type { A0 } from './types'`) })).toMatch(/f64|num/)
    expect(performance.now() - begin).toBeLessThan(20_000)
  })
})

describe('classes', () => {
  const field = (body: string, read = 'g.data', name = 'types.ts', heritage = ''): string =>
    element({ [name]: `class Base { data = new Int8Array(1) }\nexport class Grid ${heritage} { ${body} }`, 'main.ts': reading('Grid', read, `import { Grid } from './types'`) })

  test.each([
    ['an annotated field', 'data: Float32Array', 'f32'],
    ['an initialised field', 'data = new Float32Array(4)', 'f32'],
    ['a private field', 'private readonly data = new Float32Array(4)', 'f32'],
    ['a parameter property', 'constructor(public data: Float32Array) {}', 'f32'],
    ['a parameter property with a default', 'constructor(public data = new Float32Array(3)) {}', 'f32'],
    ['a getter', '#data = new Float32Array(1); get data(): Float32Array { return this.#data }', 'f32'],
    ['a getter of an object', 'data = { get own() { return new Float32Array(1) }, set own(x) {} }.own', 'f32'],
    ['a getter without a type', '#data = new Float32Array(1); get data() { return this.#data }', 'f32'],
    ['an assignment in the constructor', 'constructor(n) { this.data = new Float32Array(n) }', 'f32'],
    ['an assignment in a method', 'data = null; resize(n) { this.data = new Float32Array(n) }', 'f32'],
    ['assignments that differ', 'constructor(n) { if (n) this.data = new Float32Array(n); else this.data = new Int8Array(2) }', 'num'],
    ['a static field', 'static data = new Float32Array(4)', 'num'],
  ])('%s', (_, body, expected) => {
    expect(field(body)).toBe(expected)
  })

  test('inherited fields', () => {
    expect(field('own = 1', 'g.data', 'types.ts', 'extends Base')).toBe('i8')
  })

  test('fields of JavaScript are assumed: anybody may put something else there', () => {
    expect(field('constructor(n) { this.data = new Float32Array(n) }', 'g.data', 'types.js')).toBe('num?f32')
  })

  test('this', () => {
    const source = (body: string) => `export class Grid { constructor(n) { this.data = new Float32Array(n); this.out = new Float64Array(n) }
      /** @parallel */ step() { ${body}; for (let i = 0; i < x.length; i++) out[i] = x[i] } }`
    const expected = { x: 'num?f32', out: 'num?f64' }
    expect(typesOf({ 'main.js': source('const { data: x, out } = this') }, 'main.js').types).toMatchObject(expected)
    expect(typesOf({ 'main.js': source('const x = this.data, out = this.out') }, 'main.js').types).toMatchObject(expected)
    expect(typesOf({ 'main.ts': source('const { data: x, out } = this') }, 'main.ts').types).toMatchObject({ x: 'f32', out: 'f64' })
  })

  test('generic classes', () => {
    const types = 'export class Grid<T extends Float64Array | Float32Array> { constructor(public data: T) {} }'
    const before = `import { Grid } from './types'`
    expect(element({ 'types.ts': types, 'main.ts': reading('Grid<Float32Array>', 'g.data', before) })).toBe('f32')
    const made = `${before}\nconst own = new Grid(new Float32Array(4))\n${reading('number', 'own.data')}`
    expect(element({ 'types.ts': types, 'main.ts': made })).toMatch(/f32/)
  })
})

describe('values of other modules', () => {
  const local = (value: string, before = ''): string => element({
    'data.ts': `import type { Grid } from './types'
      export const column = new Float32Array(10)
      export let later: Int8Array
      export const N = 1024
      export function load(n: number): Grid { return null! }
      export function make(n: number) { return new Uint16Array(n) }
      export const arrow = (n: number) => ({ data: new Uint16Array(n) })
      export async function fetchAll() { const all = await load(1); return { all } }
      export function same<T>(x: T): { value: T } { return { value: x } }
      export function over(a: number): Int8Array
      export function over(a: string): Int8Array
      export function over(a: any) { return null! }
      export class Table { column(name: string): Int32Array { return null! } }
      export default { data: new Float32Array(3) }`,
    'types.ts': grid,
    'main.ts': `import standard, * as data from './data'\nimport { column, later, N, load, make, arrow, fetchAll, same, over, Table } from './data'\n${before}\n${reading('number', value)}`,
  })

  test.each([
    ['a constant', 'column', 'f32'], ['a declared variable', 'later', 'i8'], ['a member of the default', 'standard.data', 'f32'],
    ['a member of the module', 'data.column', 'f32'], ['a declared result', 'load(3).data', 'f32'], ['a result of the module', 'data.load(3).data', 'f32'],
    ['an inferred result', 'make(N)', 'u16'], ['an arrow\'s result', 'arrow(3).data', 'u16'], ['a generic result', 'same(new Int8Array(3)).value', 'num?i8'],
    ['an overload', 'over(1)', 'i8'], ['a method', 'new Table().column("a")', 'i32'], ['an assertion', 'JSON.parse("") as Float64Array', 'f64'],
    ['a choice', 'N > 3 ? column : column', 'f32'], ['a default', 'globalThis.data ?? new Int8Array(3)', 'num?i8'],
  ])('%s', (_, value, expected) => {
    expect(local(value)).toBe(expected)
  })

  test('a result that is awaited', () => {
    expect(local('held', 'const { all: { data: held } } = await fetchAll()')).toBe('f32')
    expect(local('held.make(3)', `const held = await import('./data')`)).toBe('u16')
  })

  test('numbers', () => {
    const { types } = typesOf({ 'data.ts': 'export const N = 1024, B = 3n, on = true', 'main.ts': `import { N, on } from './data'
      /** @parallel */ export function f(x: Float64Array) { for (let i = 0; i < N; i++) x[i] = on ? 1 : 2 }` }, 'main.ts')
    expect(types).toEqual({ x: 'f64', N: 'f64', on: 'bool' })
  })
})

describe('JSDoc', () => {
  const types = `/**
 * @typedef {Object} Grid
 * @property {Float32Array} data the values
 * @property {number} [width]
 */
/** @typedef {{ data: Int16Array, size: { x: number } }} Mesh */
/**
 * @template {Float64Array|Float32Array} T
 * @typedef {{ data: T }} Of
 */
export const nothing = 0
`
  const documented = (tags: string, read: string, before = ''): string => element({ 'types.js': types, 'main.js': `${before}
/**
 * @parallel
 ${tags}
 */
export function f(g, out) {
  const x = ${read}
  for (let i = 0; i < x.length; i++) out[i] = x[i] * 2
}` }, 'main.js')

  test.each([
    ['an import', `* @param {import('./types.js').Grid} g`, 'g.data', '', 'f32'],
    ['an import that may be absent', `* @param {?import('./types.js').Grid} g`, 'g.data', '', 'f32'],
    ['an index of an import', `* @param {import('./types.js').Grid['data']} g`, 'g', '', 'f32'],
    ['a generic import', `* @param {import('./types.js').Of<Float64Array>} g`, 'g.data', '', 'f64'],
    ['a typedef of an import', '* @param {Own} g', 'g.data', `/** @typedef {import('./types.js').Grid} Own */`, 'f32'],
    ['@import', '* @param {Mesh} g', 'g.data', `/** @import { Mesh } from './types.js' */`, 'i16'],
    ['@import of everything', '* @param {t.Mesh} g', 'g.data', `/** @import * as t from './types.js' */`, 'i16'],
    ['an object', '* @param {{ data: Int8Array, size: { x: number } }} g the grid', 'g.data', '', 'i8'],
    ['properties', '* @param {Object} g\n * @param {Int8Array} g.data', 'g.data', '', 'i8'],
    ['an optional parameter', '* @param {Int8Array=} g', 'g', '', 'i8'],
    ['an optional parameter with a default', '* @param {Int8Array} [g=new Int8Array(3)] what', 'g', '', 'i8'],
    ['a template', '* @template {Float64Array} T\n * @param {T} g', 'g', '', 'f64'],
    ['a template that is open', '* @template T\n * @param {T} g', 'g', '', 'num'],
    ['a union', '* @param {(Float64Array|Float32Array)} g', 'g', '', 'num'],
    ['an array', '* @param {Array.<Int8Array>} g', 'g[0]', '', 'i8'],
    ['nonsense', '* @param {%%} g', 'g', '', 'num'],
    ['any', '* @param {*} g', 'g', '', 'num'],
  ])('%s', (_, tags, read, before, expected) => {
    expect(documented(tags, read, before)).toBe(expected)
  })

  test('types of variables, casts and results', () => {
    const before = `/** @returns {import('./types.js').Grid} */ function load() { return something() }
/** @type {(x: Int16Array) => Uint8Array} */ const convert = something
/** @type {Kernel} */ const kernel = something`
    expect(documented('', 'load().data', before)).toBe('f32')
    expect(documented('', 'convert(1)', before)).toBe('u8')
    expect(documented('', '/** @type {Int8Array} */ (something)', before)).toBe('i8')
  })

  test('types of parameters from the declared type of the function', () => {
    expect(typesOf({ 'main.ts': `type Kernel = (x: Float32Array) => void
      /** @parallel */ export const f: Kernel = (x) => { for (let i = 0; i < x.length; i++) x[i] = 1 }` }, 'main.ts').types.x).toBe('f32')
    expect(typesOf({ 'main.js': `/** @parallel
      * @type {(x: Float32Array) => void} */ export const f = (x) => { for (let i = 0; i < x.length; i++) x[i] = 1 }` }, 'main.js').types.x).toBe('f32')
  })
})
