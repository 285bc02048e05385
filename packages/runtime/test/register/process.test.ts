import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { callAll, everyNode, expectCompiled, functionNamed, input, plain, projectOf, registered, typed } from './programs.ts'

const hook = fileURLToPath(new URL('../../dist/register.mjs', import.meta.url))

describe.each(everyNode)('register hook, %s', (_, node) => {
  it('finds parfor for programs that have it nowhere: imported, required, and required as an ES module', () => {
    const project = projectOf({
      'f.mjs': `${plain('f')}export { f }`, 'g.cjs': `${plain('g')}exports.g = g`, 'h.mts': typed('h'), 'i.mjs': `import './f.mjs'\n${plain('i')}export { i }`,
      'app.mjs': `import { info } from 'parfor'\nimport { f } from './f.mjs'\nimport { g } from './g.cjs'\nimport { h } from './h.mts'\nimport { createRequire } from 'node:module'\nconst { i } = createRequire(import.meta.url)('./i.mjs')\n${callAll('f', 'g', 'h', 'i')}console.log(info().regions.length)\n`,
      'app.cjs': `const { info } = require('parfor')\nconst { i } = require('./i.mjs')\nconst { f } = require('./f.mjs')\nconst { g } = require('./g.cjs')\nconst { h } = require('./h.mts')\n${callAll('f', 'g', 'h', 'i')}console.log(info().regions.length)\n`,
    }, { installed: false })
    for (const name of ['app.mjs', 'app.cjs']) expectCompiled(project.runWithReport(['--import', hook, name], { node }), '50000 50000 50000 50000\n4\n', ['f', 'g', 'h', 'i'])
  })

  it('awaits the threads before the program starts', () => {
    const project = projectOf({ 'app.cjs': 'const { info } = require("parfor")\nconsole.log(info().threads)' })
    expect(project.run([...registered, 'app.cjs'], { node, env: { PARFOR_THREADS: '3' } })).toEqual({ status: 0, stdout: '3\n', stderr: '' })
  })

  it('compiles in worker threads and child processes, whose files come without a pool of their own', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }',
      'worker.ts': `import { info } from 'parfor'\nimport { parentPort } from 'node:worker_threads'\n${typed('f').replace('export ', '')}parentPort!.postMessage([f(${input}), f.toString().includes('__pf'), info().threads])\n`,
      'app.ts': `import { Worker } from 'node:worker_threads'\nnew Worker(new URL('./worker.ts', import.meta.url)).on('message', (message: unknown) => console.log(JSON.stringify(message)))\n`,
      'child.ts': `${typed('f').replace('export ', '')}${callAll('f')}console.log(f.toString().includes('__pf'))\n`,
      'parent.js': `import { spawnSync } from 'node:child_process'\nprocess.stdout.write(spawnSync(process.execPath, ['child.ts'], { encoding: 'utf8' }).stdout)`,
    })
    expect(project.run([...registered, 'app.ts'], { node })).toEqual({ status: 0, stdout: '[50000,true,1]\n', stderr: '' })
    expect(project.run(['parent.js'], { node, env: { NODE_OPTIONS: '--import parfor/register' } })).toEqual({ status: 0, stdout: '50000\ntrue\n', stderr: '' })
  })

  it('warns about marked functions with a code frame, once, however often and by whatever way the file is loaded', () => {
    const project = projectOf({
      'f.mjs': '/** @parallel */\nfunction log(x) {\n  for (const v of x) console.log(v)\n}\nlog([1])\n', 'app.mjs': 'import { createRequire } from "node:module"\nawait import("./f.mjs")\nawait import("./f.mjs?again")\ncreateRequire(import.meta.url)("./f.mjs")\n',
    })
    const { status, stdout, stderr } = project.run([...registered, 'app.mjs'], { node })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1\n1\n' })
    expect(stderr).toMatch(/f\.mjs:2:\d+ PF306/)
    expect(stderr).toMatch(/> 2 \| function log\(x\)/)
    expect(stderr.match(/PF306/g)).toHaveLength(1)
  })

  it('leaves no file behind', () => {
    const before = readdirSync(tmpdir()).filter((name) => /^parfor-(?!project)/.test(name))
    const project = projectOf({ 'f.mjs': `${plain('f')}export { f }`, 'g.mjs': 'export { f } from "./f.mjs"', 'app.cjs': `const { f } = require('./g.mjs')\n${callAll('f')}` })
    expectCompiled(project.runWithReport([...registered, 'app.cjs'], { node }), '50000\n', ['f'])
    expect(readdirSync(tmpdir()).filter((name) => /^parfor-(?!project)/.test(name))).toEqual(before)
  })

  it('ends with the program, also when nothing waits for the threads', () => {
    const project = projectOf({ 'app.cjs': `${plain('f')}${callAll('f')}` })
    const started = performance.now()
    expect(project.run(['--require', 'parfor/register', 'app.cjs'], { node, env: { PARFOR_THREADS: '4' } })).toMatchObject({ status: 0, stdout: '50000\n' })
    expect(project.run([...registered, 'app.cjs'], { node, env: { PARFOR_THREADS: '4' } })).toMatchObject({ status: 0, stdout: '50000\n' })
    expect(performance.now() - started).toBeLessThan(20_000)
  })

  it('PARFOR_MODE=infer compiles what nobody marked, exactly, without a word', () => {
    const project = projectOf({ 'app.cjs': `${plain('sum').replace('@parallel', '')}\nconst x = new Float64Array(200_000).fill(0.1)\nlet s = 0\nfor (const v of x) s += v * v\nconsole.log(sum(x) === s)\nfor (const word of ['a']) console.log(word)` })
    const output = project.runWithReport([...registered, 'app.cjs'], { node, env: { PARFOR_MODE: 'infer' } })
    expect(output).toMatchObject({ status: 0, stdout: 'true\na\n', stderr: '' })
    expect(functionNamed(output.report, 'sum')).toBeDefined()
  })

  it('PARFOR_ARRAYS=shared allocates in the shared heap, in every module of the program', () => {
    const project = projectOf({ 'app.mjs': 'import "./b.cjs"\nconst x = new Float64Array(5000)\nconsole.log(x.buffer instanceof SharedArrayBuffer, x.length, new Float64Array([1, 2]).buffer instanceof ArrayBuffer)', 'b.cjs': 'console.log(new Int32Array(9000).buffer instanceof SharedArrayBuffer)' })
    expect(project.run([...registered, 'app.mjs'], { node, env: { PARFOR_ARRAYS: 'shared' } })).toEqual({ status: 0, stdout: 'true\ntrue 5000 true\n', stderr: '' })
    expect(project.run([...registered, 'app.mjs'], { node }).stdout).toBe('false\nfalse 5000 true\n')
  })

  it('PARFOR_DISABLE=1 compiles nothing, and strips types all the same', () => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${typed('f')}${callAll('f')}console.log(f.toString().includes('__pf'))` })
    expect(project.runWithReport([...registered, 'app.ts'], { node, env: { PARFOR_DISABLE: '1' } })).toMatchObject({ status: 0, stdout: '50000\nfalse\n', stderr: '', report: [] })
  })

  it('PARFOR_DUMP prints the regions after the named passes, each once', () => {
    const project = projectOf({ 'app.mjs': `${plain('f')}${callAll('f')}` })
    const { status, stdout, stderr } = project.run([...registered, 'app.mjs'], { node, env: { PARFOR_DUMP: 'lower,team' } })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '50000\n' })
    expect(stderr.match(/^; after lower\nregion "?f:\d+"? \{$/gm)).toHaveLength(1)
    expect(stderr.match(/^; after team\nregion "?f:\d+"? \{$/gm)).toHaveLength(1)
    expect(stderr).not.toMatch(/after simplify/)
  })
})

describe('register hook', () => {
  it.each([['wasm', 'wasm'], ['wasm1', 'wasm'], ['js', 'js']])('PARFOR_BACKEND=%s runs there', (backend, rung) => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${typed('f')}${callAll('f')}` })
    const output = project.runWithReport([...registered, 'app.ts'], { env: { PARFOR_BACKEND: backend } })
    expectCompiled(output, '50000\n', ['f'])
    expect(functionNamed(output.report, 'f')!.rung).toBe(rung)
  })

  it.each([
    ['PARFOR_THREADS', 'lots', /\[PF501\] environment variable PARFOR_THREADS cannot be "lots"\. Allowed: a whole number from 1 to 64/],
    ['PARFOR_MODE', 'all', /\[PF501\] environment variable PARFOR_MODE cannot be "all"\. Allowed: marked, infer/],
    ['PARFOR_DUMP', 'simplify,inline', /\[PF501\] environment variable PARFOR_DUMP names 'inline', which is no pass\. Passes: lower, .*simplify.*team\./],
  ])('stops with one clear error for a senseless %s', (name, value, message) => {
    const project = projectOf({ 'app.mjs': 'console.log(1)' })
    const { status, stdout, stderr } = project.run([...registered, 'app.mjs'], { env: { [name]: value } })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })

  it('counts a call in vain: a report shows what never ran', () => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${typed('f')}${typed('g')}console.log(typeof g, f(new Float64Array(2)))` })
    const { report } = project.runWithReport([...registered, 'app.ts'])
    expect(functionNamed(report, 'g')).toMatchObject({ calls: 0, rung: 'none' })
    expect(report.filter((line) => line.kind === 'loop')).toHaveLength(2)
  })

  it('parses none of 1,000 unmarked files: the compiler is not even loaded', () => {
    const count = 1000
    const files = Object.fromEntries(Array.from({ length: count }, (_, i) => [`m${i}.${i % 2 ? 'mjs' : 'cjs'}`, i % 2 ? `export const a = ${i}\n` : `exports.a = ${i}\n`]))
    const project = projectOf({
      ...files, 'f.mjs': `${plain('f')}${callAll('f')}`, 'app.mjs': Object.keys(files).map((name) => `import './${name}'\n`).join(''),
      // Node runs it in the thread of the hooks too.
      'spy.cjs': 'const Module = require("node:module")\nconst load = Module._load\nModule._load = function (request) {\n  if (request === "@babel/core" && !globalThis.seen) process._rawDebug(globalThis.seen = "babel")\n  return load.apply(this, arguments)\n}',
    })
    expect(project.run(['--require', './spy.cjs', ...registered, 'app.mjs'])).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(project.run(['--require', './spy.cjs', ...registered, 'f.mjs'])).toEqual({ status: 0, stdout: '50000\n', stderr: 'babel\n' })
  })
})
