import { describe, expect, it } from 'vitest'
import { callAll, everyNode, expectCompiled, input, oldNode, plain, projectOf, registered, typed } from './programs.ts'

describe.each(everyNode)('CommonJS, %s', (_, node) => {
  it('is compiled when it is required, imported, the program itself, and with --require', () => {
    const project = projectOf({
      'f.cjs': `${plain('f')}module.exports = { f }`, 'app.cjs': `const { f } = require('./f.cjs')\n${callAll('f')}`, 'app.mjs': `import { f } from './f.cjs'\n${callAll('f')}`,
      'one.js': `#!/usr/bin/env node\n'use strict'\n${plain('f')}${callAll('f')}if (require.main !== module) throw new Error('not main')`,
    })
    for (const args of [[...registered, 'app.cjs'], [...registered, 'app.mjs'], [...registered, 'one.js'], ['--require', 'parfor/register', 'app.cjs'], ['--require', 'parfor/register', 'app.mjs']]) {
      expectCompiled(project.runWithReport(args, { node }), '50000\n', ['f'])
    }
  })

  it('is compiled from TypeScript in all its ways to write exports, required or imported', () => {
    const project = projectOf({
      'package.json': '{ "type": "commonjs" }',
      'a.cts': `${typed('a').replace('export ', '')}exports.a = a`,
      'b.cts': typed('b'),
      'c.cts': `import path = require('node:path')\n${typed('c').replace('export ', '')}export = { c, sep: path.sep as string }`,
      'd.ts': `import { join } from 'node:path'\n${typed('d')}export default join\nexport { e } from './e'\nexport * from './b.cts'`,
      'e.ts': typed('e'),
      'app.cts': `const { a } = require('./a.cts')\nconst { b } = require('./b.cjs')\nconst { c, sep } = require('./c.cts')\nconst { d, e, default: join } = require('./d')\n${callAll('a', 'b', 'c', 'd', 'e')}console.log(sep, join('x', 'y') as string, require.main === module)\n`,
      'app.mts': `import { a } from './a.cts'\nimport { b } from './b.cjs'\nimport lib from './c.cts'\nimport { d, e, b as again } from './d.ts'\nconst { c, sep } = lib\n${callAll('a', 'b', 'c', 'd', 'e')}console.log(sep, again === b)\n`,
    })
    expectCompiled(project.runWithReport([...registered, 'app.cts'], { node }), '50000 50000 50000 50000 50000\n/ x/y true\n', ['a', 'b', 'c', 'd', 'e'])
    expectCompiled(project.runWithReport([...registered, 'app.mts'], { node }), '50000 50000 50000 50000 50000\n/ true\n', ['a', 'b', 'c', 'd', 'e'])
  })

  it('resolves as TypeScript writes it', () => {
    const project = projectOf({
      'near.ts': `${typed('near').replace('export ', '')}module.exports = { near }`, 'folder/index.ts': `${typed('folder').replace('export ', '')}module.exports = { folder }`,
      'named.ts': `${typed('named').replace('export ', '')}module.exports = { named }`, 'named.js': 'throw new Error("stale")', 'other.mts': typed('other'),
      'app.ts': `const { near } = require('./near')\nconst { folder } = require('./folder')\nconst { named } = require('./named.js')\nconst { other } = require('./other.mjs')\n${callAll('near', 'folder', 'named', 'other')}` +
        `try { require('./none') } catch (error: any) { console.log(error.code) }\n`,
    })
    expectCompiled(project.runWithReport([...registered, 'app.ts'], { node }), '50000 50000 50000 50000\nMODULE_NOT_FOUND\n', ['near', 'folder', 'named', 'other'])
  })

  it('stays as it is in packages, and where nothing is marked, without loading the compiler', () => {
    const project = projectOf({
      'node_modules/pack/index.cjs': `${plain('packed')}module.exports.text = packed.toString()`, 'node_modules/pack/package.json': '{ "main": "index.cjs" }',
      'odd.cjs': 'exports.text = (function  odd ( ) { }).toString()', 'odd.mjs': 'export const text = (() =>   1).toString()', 'old.js': 'exports.text = (function  old ( ) { }).toString()',
      'app.cjs': `console.log(require('pack').text.includes('__pf'), require('./odd.cjs').text, require('./odd.mjs').text, require('./old').text)\nconsole.log(Object.keys(require.cache).some((name) => name.includes('@babel')))`,
    })
    expect(project.runWithReport([...registered, 'app.cjs'], { node })).toMatchObject({ stdout: 'false function  odd ( ) { } () =>   1 function  old ( ) { }\nfalse\n', stderr: '', report: [] })
  })

  it('can be required again after it was dropped from the cache, and meets hooks of others', () => {
    const project = projectOf({
      'f.cjs': `${plain('f')}exports.f = f\nexports.extra = globalThis.extra`,
      'app.cjs': `const Module = require('node:module')
const first = require('./f.cjs')
delete require.cache[require.resolve('./f.cjs')]
const original = Module._extensions['.js']
const handler = Module._extensions['.cjs'] ?? original
Module._extensions['.cjs'] = (module, filename) => {
  const compile = module._compile
  module._compile = (code, name) => compile.call(module, code + '\\nexports.added = true', name)
  return handler(module, filename)
}
const second = require('./f.cjs')
const x = ${input}
console.log(first !== second, first.f(x), second.f(x), second.f.toString().includes('__pf'))
`,
    })
    expect(project.run([...registered, 'app.cjs'], { node })).toEqual({ status: 0, stdout: 'true 50000 50000 true\n', stderr: '' })
  })
})

describe.each([...everyNode, oldNode])('ES modules that are required, %s', (_, node) => {
  // Node 22.12 still warns of the feature itself.
  const quiet = ['--disable-warning=ExperimentalWarning']
  const isBlindToTypes = node !== everyNode[1][1]

  it('are compiled with all that they import, in their order, once each', () => {
    const project = projectOf({
      'order.mjs': 'globalThis.order = (globalThis.order ?? "") + "a"',
      'node_modules/pack/index.mjs': 'globalThis.order += "p"; export default 1', 'node_modules/pack/package.json': '{ "exports": { "import": "./index.mjs" } }',
      'f.mjs': `${plain('f')}export { f }\nglobalThis.order += "f"`, 'g.cjs': `${plain('g')}exports.g = g`,
      'middle.mjs': 'import "./order.mjs"\nimport pack from "pack"\nexport { f } from "./f.mjs"\nexport { g } from "./g.cjs"\nglobalThis.order += "m"\nexport const instances = globalThis.instances = (globalThis.instances ?? 0) + pack',
      'test.mjs': `import { f, g, instances } from './middle.mjs'\n${plain('own')}${callAll('own', 'f', 'g')}console.log(globalThis.order, instances)\nexport { f }`,
      'runner.cjs': 'const { f } = require("./test.mjs")\nimport("./f.mjs").then((again) => console.log(again.f === f))',
    })
    expectCompiled(project.runWithReport([...quiet, ...registered, 'runner.cjs'], { node }), '50000 50000 50000\napfm 1\ntrue\n', ['own', 'f', 'g'])
  })

  it('are compiled in cycles', () => {
    const project = projectOf({
      'a.mjs': `import { b } from './b.mjs'\n${plain('a')}export { a }\nexport const run = () => b(${input})\n`, 'b.mjs': `import { a } from './a.mjs'\n${plain('b')}export { b }\nexport const run = () => a(${input})\n`,
      'runner.cjs': 'const a = require("./a.mjs")\nconst b = require("./b.mjs")\nconsole.log(a.run(), b.run())',
    })
    expectCompiled(project.runWithReport([...quiet, ...registered, 'runner.cjs'], { node }), '50000 50000\n', ['a', 'b'])
  })

  it('are compiled from TypeScript, with its names of files', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }', 'node_modules/pack/index.mjs': 'globalThis.order += "p"; export default 1', 'node_modules/pack/package.json': '{ "exports": { "import": "./index.mjs" } }',
      'first.js': 'globalThis.order = "1"', 'f.ts': `${typed('f')}(globalThis as any).order += "f"`, 'g.ts': `import { f } from './f'\n${typed('g')}(globalThis as any).order += "g"\nexport { f }`, 'h.js': 'export { g } from "./g.ts"\nglobalThis.order += "h"',
      'data.json': '{ "a": 1 }',
      'test.ts': `import './first.js'\nimport pack from 'pack'\nimport data from './data.json' with { type: 'json' }\nimport { f, g as again } from './g.js'\nimport { g } from './h.js'\n${typed('own')}${callAll('own', 'f', 'g')}console.log((globalThis as any).order, pack as number, data.a, again === g)\n`,
      'runner.cjs': 'require("./test")',
    })
    expectCompiled(project.runWithReport([...quiet, ...registered, 'runner.cjs'], { node }), '50000 50000 50000\n1pfgh 1 1 true\n', ['own', 'f', 'g'])
  })

  it('are said to be out of reach where they are: TypeScript in cycles, without synchronous hooks', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }', 'a.ts': `import { b } from './b.ts'\n${typed('a')}export const run = (): number => b(${input})\n`, 'b.ts': `import { a } from './a.ts'\n${typed('b')}export const run = (): number => a(${input})\n`,
      'runner.cjs': 'const a = require("./a.ts")\nconsole.log(a.run())',
    })
    const output = project.runWithReport([...quiet, ...registered, 'runner.cjs'], { node })
    if (!isBlindToTypes) return expectCompiled(output, '50000\n', ['b'])
    expect(output.status).toBe(1)
    expect(output.stderr).toMatch(/PF407: .*a\.ts: it is part of a cycle of TypeScript modules that come in through require\(\).*Use Node 22\.22\.3, 24\.11\.1 or newer/)
  })

  it('does not change what the program reads', () => {
    const project = projectOf({
      'f.mjs': `${plain('f')}export { f }`,
      'app.mjs': `import fs from 'node:fs'\nimport { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nconst text = fs.readFileSync(new URL('./f.mjs', import.meta.url)).toString()\nconst { f } = require('./f.mjs')\nconsole.log(text.includes('parfor/internal'), f(${input}))`,
    })
    expectCompiled(project.runWithReport([...quiet, ...registered, 'app.mjs'], { node }), 'false 50000\n', ['f'])
  })
})
