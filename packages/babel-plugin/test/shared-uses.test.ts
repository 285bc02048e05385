/** Arrays of the shared heap that are handed to web APIs which refuse them. That these do, and others do not, is tried in Chromium (e2e/browser/shared-uses.test.ts). */
import * as babel from '@babel/core'
import { describe, expect, test } from 'vitest'
import { compileModule } from '../src/index.ts'
import type { ModuleOptions } from '../src/index.ts'

const paint = `/** @parallel */
function paint(n: number): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(4 * n)
  for (let i = 0; i < pixels.length; i++) pixels[i] = i
  return pixels
}
`
const said = (text: string, options: Partial<ModuleOptions> = {}): string[] =>
  compileModule(babel, text, { filename: '/a.ts', ...options }).diagnostics.filter(({ code }) => code === 'PF409').map(({ message, location }) => `${location!.line} ${message}`)
const after = (use: string, options: Partial<ModuleOptions> = {}): string[] => said(`import { alloc } from 'parfor'\n${paint}${use}`, options)

test.each([
  ['the result of a marked function', 'new ImageData(paint(9), 3)', "8 this array may live in the shared heap, which new ImageData refuses"],
  ['in a variable', 'const x = paint(9)\nnew ImageData(x, 3)', "9 'x' may live in the shared heap, which new ImageData refuses"],
  ['given later', 'let x: Uint8ClampedArray\nx = paint(9)\nnew Blob(["a", x])', "10 'x' may live in the shared heap, which new Blob refuses"],
  ['a view', 'const x = paint(9).subarray(1).fill(0)\ncrypto.getRandomValues(x as never)', "9 'x' may live in the shared heap, which getRandomValues refuses"],
  ['alloc', 'const x = alloc(Uint8Array, 9)\nnew TextDecoder().decode(x)', "9 'x' may live in the shared heap, which decode refuses"],
  ['a decoder in a variable', 'const decoder = new TextDecoder()\ndecoder.decode(alloc(Uint8Array, 9)!)', '9 this array may live in the shared heap, which decode refuses'],
  ['transferred', 'const x = paint(9)\nworker.postMessage({ x }, [x.buffer])', "9 'x' may live in the shared heap, which postMessage cannot transfer"],
  ['transferred by an option', 'const x = paint(9)\nstructuredClone(x, { transfer: [x.buffer] })', "9 'x' may live in the shared heap, which structuredClone cannot transfer"],
  ['crypto.subtle', "crypto.subtle.digest('SHA-1', alloc(Uint8Array, 9))", '8 this array may live in the shared heap, which digest refuses'],
  ['one of two', 'new Blob([ok ? paint(9) : new Uint8Array(9)])', '8 this array may live in the shared heap, which new Blob refuses'],
  ['an arrow function', 'const make = (n: number) => alloc(Float32Array, n)\nbuffer.copyToChannel(make(9), 0)', '9 this array may live in the shared heap, which copyToChannel refuses'],
  ['a buffer', 'const x = paint(9)\nnew Blob([x.buffer])', "9 'x' may live in the shared heap, which new Blob refuses"],
  ['stored in a database', "const store = db.transaction('s').objectStore('s')\nstore.put({ one: [paint(9)] }, 1)", '9 this array may live in the shared heap, which put refuses'],
  ['stored in the history', "history.pushState({ x: paint(9) }, '')", '8 this array may live in the shared heap, which pushState refuses'],
  ['written to a file', 'const file = await handle.createWritable()\nawait file.write({ type: "write", data: paint(9) })', '9 this array may live in the shared heap, which write refuses'],
  ['assigned', 'const shaper = context.createWaveShaper()\nshaper.curve = alloc(Float32Array, 9)', '9 this array may live in the shared heap, which curve refuses'],
  ['given within parameters', "crypto.subtle.encrypt({ name: 'AES-GCM', iv: alloc(Uint8Array, 12) }, key, own)", '8 this array may live in the shared heap, which encrypt refuses'],
  ['a view of the whole buffer', 'const x = paint(9)\nnew Uint32Array(x.buffer)', "9 'x' may live in the shared heap, of which its buffer is the whole"],
  ['a copy of the whole buffer', 'const x = paint(9)\nx.buffer.slice(0)', "9 'x' may live in the shared heap, of which its buffer is the whole"],
  ['the length of the whole buffer', 'paint(9).buffer.byteLength', '8 this array may live in the shared heap, of which its buffer is the whole'],
])('%s', (_, use, message) => {
  expect(after(use)).toEqual([message])
})

test('with the cure', () => {
  const cures = (use: string): string[] => compileModule(babel, `${paint}const x = paint(9)\n${use}`, { filename: '/a.ts' }).diagnostics.flatMap(({ code, cure }) => code === 'PF409' ? cure ?? '' : [])
  const otherwise = ", or set results: 'copy' so that marked functions make ordinary arrays."
  expect(cures('new ImageData(x, 3)')).toEqual([`Pass a copy, x.slice()${otherwise}`])
  expect(cures('new Blob([x.buffer])')).toEqual([`Pass a copy, x.slice().buffer${otherwise}`])
  expect(cures('new Uint8Array(x.buffer)')).toEqual([`Say which part: new Uint8Array(x.buffer, x.byteOffset, …)${otherwise}`])
  expect(cures('fetch(new Request("/", { method: "POST", body: x }))\nnew Response(x.buffer)')).toEqual([`Pass x itself${otherwise}`])
})

test('inside the marked function', () => {
  expect(said(paint.replace('return pixels', 'return new ImageData(pixels, n)'))).toEqual(["5 'pixels' may live in the shared heap, which new ImageData refuses"])
})

test('arrays of the whole module', () => {
  const text = 'const n = 70_000\nnew Blob([new Uint8Array(n)])'
  expect(said(text, { arrays: 'shared' })).toHaveLength(1)
  expect(said(text)).toEqual([])
})

describe('not told', () => {
  test.each([
    ['a copy', 'new ImageData(paint(9).slice(), 3)'],
    ['the array\'s own part of the buffer', 'const x = paint(9)\nnew Uint32Array(x.buffer, x.byteOffset, 9)\nx.buffer.slice(x.byteOffset, x.byteOffset + x.byteLength)'],
    ['methods of other classes', 'const x = paint(9)\nset.add(x)\nnew Map().put({ x })\nresponse.write(x)\nmodel.curve = x\nreader.read(x)'],
    ['copied later', 'let x = paint(9)\nx = x.slice()\nnew Blob([x])'],
    ['an ordinary array', 'const x = new Uint8ClampedArray(36)\nnew ImageData(x, 3)'],
    ['what takes shared memory', 'const x = paint(9)\ngl.bufferData(0, x, 1)\npostMessage(x)\nfetch("/", { method: "POST", body: x })\nimage.data.set(x)'],
    ['a function or class of one\'s own', 'class ImageData { constructor(x: unknown) {} }\nnew ImageData(paint(9))'],
    ['a decoder of one\'s own', 'decoder.decode(paint(9))'],
    ['a function that calls itself', 'function f(n: number): Uint8Array { return f(n) }\nnew Blob([f(1)])'],
    ['a variable of itself', 'var x = y; var y = x; new Blob([x, y])'],
    ['what a promise brings', 'async function f() { return paint(9) }\nnew Blob([f()])'],
  ])('%s', (_, use) => {
    expect(after(use)).toEqual([])
  })

  test('small arrays and views of buffers, which are not in the heap', () => {
    const body = (made: string): string => `/** @parallel */ function f(buffer: ArrayBuffer) { const x = ${made}; for (let i = 0; i < x.length; i++) x[i] = i; return new Blob([x]) }`
    expect(said(body('new Uint8Array(4)'))).toEqual([])
    expect(said(body('new Uint8Array(buffer)'))).toEqual([])
    expect(said(body('new Uint8Array(100_000)'))).toHaveLength(1)
  })

  test('ordinary arrays as results', () => {
    expect(after('new ImageData(paint(9), 3)', { results: 'copy' })).toEqual([])
    expect(after('new Blob([alloc(Uint8Array, 9)])', { results: 'copy' })).toHaveLength(1)
  })
})
