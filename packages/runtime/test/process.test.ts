/** What only shows in a process of its own: memory, the end of the process, several copies of the package, the environment. */
import { afterAll, describe, expect, it } from 'vitest'
import { Project } from './project.ts'

const projects: Project[] = []
afterAll(() => { for (const project of projects) project.remove() })
function projectOf(files: Record<string, string>): Project {
  const project = new Project(files)
  projects.push(project)
  return project
}

const collect = `
const turn = () => new Promise((resolve) => setTimeout(resolve, 5))
async function collect(until) { for (let k = 0; k < 200 && !until(); k++) { gc(); await turn() } }
`

describe('memory', () => {
  it('arrays are freed when the last view of them is gone, not before', () => {
    const project = projectOf({ 'app.mjs': `
      import { info, ready } from 'parfor'
      import { make } from 'parfor/internal'
      ${collect}
      await ready()
      const used = () => info().heap.used
      let part = make(Float64Array, 100_000).fill(7).subarray(10, 20)
      for (let k = 0; k < 50; k++) make(Float64Array, 100_000)
      const most = used()
      await collect(() => used() <= 800_000)
      const kept = used()
      for (let k = 0; k < 50; k++) make(Float64Array, 100_000).fill(1)
      const intact = part.every((value) => value === 7)
      part = undefined
      await collect(() => used() === 0)
      console.log(most, kept, intact, used())
    ` })
    expect(project.run(['--expose-gc', 'app.mjs'])).toEqual({ status: 0, stdout: '40800000 800000 true 0\n', stderr: '' })
  })

  it('100,000 calls that make arrays leak nothing', () => {
    const project = projectOf({ 'app.mjs': `
      import { info, ready } from 'parfor'
      import { make } from 'parfor/internal'
      ${collect}
      await ready()
      for (let k = 0; k < 100_000; k++) {
        make(Float64Array, 5000)[0] = k
        if (k % 100 === 0) await new Promise(setImmediate)
      }
      const { size } = info().heap
      await collect(() => info().heap.used === 0)
      console.log(size < 2 ** 31, info().heap.used)
    ` })
    expect(project.run(['--expose-gc', 'app.mjs'])).toEqual({ status: 0, stdout: 'true 0\n', stderr: '' })
  })

  it('a synchronous loop stays below its share of the machine and goes on with ordinary arrays, with one message', () => {
    const project = projectOf({ 'app.mjs': `
      import os from 'node:os'
      os.totalmem = () => 2 ** 30
      process.constrainedMemory = () => 2 ** 29
      const { info, ready } = await import('parfor')
      const { make } = await import('parfor/internal')
      await ready()
      let ordinary = 0
      for (let k = 0; k < 300; k++) if (!(make(Float64Array, 2 ** 17).buffer instanceof SharedArrayBuffer)) ordinary++
      console.log(info().heap.used === 2 ** 27, ordinary)
    ` })
    const { status, stdout, stderr } = project.run(['app.mjs'])
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'true 172\n' })
    expect(stderr).toMatch(/^parfor PF403: the shared heap is full: 128\.0 MB are used, an array of 1\.0 MB became an ordinary array/)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('the arrays of a call are not kept alive by the region', () => {
    const project = projectOf({ 'app.cjs': `
      const { info, ready, alloc } = require('parfor')
      ${collect}
      /** @parallel @param {Float64Array} x */
      function scale(x) { for (let i = 0; i < x.length; i++) x[i] = Math.sqrt(x[i] + i) }
      ready().then(async () => {
        scale(alloc(Float64Array, 200_000))
        await collect(() => info().heap.used === 0)
        console.log(info().heap.used, info().regions[0].wasm)
      })
    ` })
    expect(project.run(['--expose-gc', '--import', 'parfor/register', 'app.cjs'])).toEqual({ status: 0, stdout: '0 1\n', stderr: '' })
  })
})

describe('one runtime', () => {
  it('for the ES module and the CommonJS copy', () => {
    const project = projectOf({ 'app.mjs': `
      import { createRequire } from 'node:module'
      import * as module from 'parfor'
      import { make } from 'parfor/internal'
      const require = createRequire(import.meta.url)
      const common = require('parfor')
      await common.ready()
      const array = make(Float64Array, 10_000)
      common.free(array)
      let code
      try { module.free(array) } catch (error) { code = error instanceof common.ParforError && error.code }
      common.configure({ backend: 'js' })
      console.log(code, module.info().rung, module.alloc === common.alloc)
    ` })
    expect(project.run(['app.mjs'])).toEqual({ status: 0, stdout: 'PF502 js true\n', stderr: '' })
  })

  it('says so when another version is there already, and works', () => {
    const project = projectOf({ 'app.mjs': `
      globalThis[Symbol.for('parfor.runtime')] = { protocol: 0, version: '0.0.1' }
      const { alloc, ready } = await import('parfor')
      await ready()
      console.log(alloc(Float64Array, 3).length)
    ` })
    const { stdout, stderr } = project.run(['app.mjs'])
    expect(stdout).toBe('3\n')
    expect(stderr).toMatch(/PF405: two versions of parfor are loaded, 0\.0\.1 and \d/)
  })
})

describe('another realm', () => {
  /** As test runners do: its own globals but for a few, and no import() in CommonJS. */
  const realms = `
    const { readFileSync, readdirSync, realpathSync } = require('node:fs')
    const { createRequire } = require('node:module')
    const { dirname } = require('node:path')
    const vm = require('node:vm')
    const own = createRequire(realpathSync(require.resolve('parfor/package.json')))
    function realm() {
      const context = vm.createContext({ process, console, ArrayBuffer, Uint8Array, performance, setTimeout, clearTimeout, atob, TextEncoder, URL, fetch })
      const modules = new Map()
      return function run(code, file) {
        const from = createRequire(file)
        const load = (name) => {
          if (name.startsWith('node:')) return from(name)
          const path = from.resolve(name)
          if (!modules.has(path)) modules.set(path, run(readFileSync(path, 'utf8'), path))
          return modules.get(path)
        }
        const module = { exports: {} }
        vm.runInContext('(function (require, module, exports, __filename, __dirname) {' + code + '})', context, { filename: file })(load, module, module.exports, file, dirname(file))
        return module.exports
      }
    }
    const source = \`
      /** @parallel */
      exports.scale = function (x, out) { for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(x[i]) * 3 }
      /** @parallel */
      exports.make = function (n) { const out = new Float64Array(n); for (let i = 0; i < n; i++) out[i] = Math.exp(i / n); return out }
      exports.runtime = require('parfor'); exports.Float64Array = Float64Array
    \`
    const { code } = own('@parfor/babel-plugin').compileModule(own('@babel/core'), source, { filename: __filename })
    const enter = () => realm()(code, __filename)
  `

  it('has results of its own', () => {
    const project = projectOf({ 'app.cjs': `
      ${realms}
      const inside = enter()
      inside.runtime.ready().then(() => {
        inside.runtime.configure({ gate: 'off' })
        const out = new inside.Float64Array(20_000)
        inside.scale(new Float64Array(20_000).fill(4), out)
        const made = inside.make(20_000)
        console.log(inside.Float64Array === Float64Array, out.every((value) => value === 6), Object.getPrototypeOf(made) === inside.Float64Array.prototype, made[0],
          inside.runtime.info().regions.map((region) => region.wasm).join())
      })
    ` })
    expect(project.run(['app.cjs'])).toEqual({ status: 0, stdout: 'false true true 1 1,1\n', stderr: '' })
  })

  it('shares the threads with others, and leaves nothing behind when it is dropped', () => {
    const project = projectOf({ 'app.cjs': `
      ${realms}
      ${collect}
      const threads = () => readdirSync('/proc/self/task').length
      async function use() {
        const inside = enter()
        await inside.runtime.ready()
        inside.runtime.configure({ gate: 'off' })
        const made = inside.make(20_000)
        const { regions, threads: wanted, heap } = inside.runtime.info()
        return { teams: regions.map((region) => region.threads).join(), wanted, used: heap.used, made: made[19_999] }
      }
      (async () => {
        await use()
        const before = threads()
        const found = []
        for (let k = 0; k < 20; k++) found.push(JSON.stringify(await use()))
        console.log(threads() - before)
        const inside = enter()
        await inside.runtime.ready()
        const used = () => own('@parfor/runtime-wasm').shareCore({}, () => 0).heapUsed()
        const most = used()
        await collect(() => used() < most / 10)
        console.log(used() < most / 10, new Set(found.map((one) => JSON.parse(one).made)).size, JSON.parse(found[19]).wanted, JSON.parse(found[19]).teams)
      })()
    ` })
    expect(project.run(['--expose-gc', 'app.cjs'], { env: { PARFOR_THREADS: '2' } })).toEqual({ status: 0, stdout: '0\ntrue 1 2 0,2\n', stderr: '' })
  })
})

describe('environment', () => {
  const app = 'import { info, ready } from "parfor"\nawait ready()\nconst { rung, threads, ladder } = info()\nconsole.log(rung, threads, ladder.map((one) => `${one.rung}:${one.reason ?? "-"}`).join(" "))\n'

  it.each([
    [{ PARFOR_THREADS: '3' }, 'wasm 3 wasm:- wasm1:- js:-\n'],
    [{ PARFOR_THREADS: '1' }, 'wasm1 1 wasm:one thread was asked for wasm1:- js:-\n'],
    [{ PARFOR_BACKEND: 'wasm1', PARFOR_THREADS: '2' }, 'wasm1 1 wasm:PARFOR_BACKEND=wasm1 wasm1:- js:-\n'],
    [{ PARFOR_BACKEND: 'js' }, 'js 1 wasm:PARFOR_BACKEND=js wasm1:PARFOR_BACKEND=js js:-\n'],
    [{ PARFOR_DISABLE: '1' }, 'none 1 wasm:PARFOR_DISABLE=1 wasm1:PARFOR_DISABLE=1 js:PARFOR_DISABLE=1\n'],
  ])('%j', (env, stdout) => {
    expect(projectOf({ 'app.mjs': app }).run(['app.mjs'], { env: env as unknown as Record<string, string> })).toEqual({ status: 0, stdout, stderr: '' })
  })

  it.each([
    ['PARFOR_THREADS', '2.5'], ['PARFOR_BACKEND', 'native'], ['PARFOR_GATE', '0'], ['PARFOR_DISABLE', 'true'], ['PARFOR_ARRAYS', 'heap'], ['PARFOR_MODE', 'everything'],
  ])('%s=%s ends the program with one clear error', (name, value) => {
    const { status, stderr } = projectOf({ 'app.mjs': app }).run(['app.mjs'], { env: { [name]: value } })
    expect(status).toBe(1)
    expect(stderr).toContain(`[PF501] environment variable ${name} cannot be "${value}". Allowed: `)
  })

  it('a report that cannot be written is said', () => {
    const { status, stderr } = projectOf({ 'app.mjs': app }).run(['app.mjs'], { env: { PARFOR_REPORT: 'no/such/folder/report' } })
    expect(status).toBe(0)
    expect(stderr).toMatch(/PF501: PARFOR_REPORT=no\/such\/folder\/report cannot be written: ENOENT/)
  })

  it('where WebAssembly is missing, plain JavaScript runs, with one line that says why', () => {
    const project = projectOf({ 'app.mjs': `delete globalThis.WebAssembly\n${app.replace('import { info, ready } from "parfor"', 'const { info, ready } = await import("parfor")')}` })
    const { status, stdout, stderr } = project.run(['app.mjs'])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^js 1 wasm:this JavaScript engine has no WebAssembly/)
    expect(stderr).toMatch(/^parfor PF404: WebAssembly cannot be used here, marked functions run as plain JavaScript: this JavaScript engine has no WebAssembly\. Use a newer one.*\n$/)
  })
})
