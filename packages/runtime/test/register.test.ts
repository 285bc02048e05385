import { afterAll, describe, expect, it } from 'vitest'
import { otherNode, Project } from './project.ts'
import type { Output, ReportLine } from './project.ts'

const projects: Project[] = []
afterAll(() => { for (const project of projects) project.remove() })
function projectOf(files: Record<string, string>): Project {
  const project = new Project(files)
  projects.push(project)
  return project
}

const scaleTs = `
/** @parallel */
export function scale(x: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] = Math.sqrt(x[i] * factor) / (factor + x[i]) + Math.abs(x[i] - factor) * x[i]
}
`
/** Not exact for more than a block, so it always runs as a kernel or as the js rung once compiled. */
const sumTs = `
/** @parallel */
export function sum(x: Float64Array): number {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] * x[i]
  return s
}
`
const sumCjs = `
'use strict'
/** @parallel
 *  @param {Float64Array} x */
function sum(x) {
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] * x[i]
  return s
}
module.exports = { sum }
`
const callSum = 'console.log("sum", sum(new Float64Array(200_000).fill(0.5)))\n'
const registered = ['--import', 'parfor/register']

function functionNamed(report: ReportLine[], name: string): ReportLine | undefined {
  return report.find((line) => line.kind === 'function' && line.name === name)
}

/** The program printed the right sum, nothing went to the error stream, and the function really ran compiled. */
function expectCompiled(output: Output & { report: ReportLine[] }): void {
  expect(output).toMatchObject({ status: 0, stdout: 'sum 50000\n', stderr: '' })
  expect(functionNamed(output.report, 'sum')).toMatchObject({ code: 'PF101', calls: 1, rung: expect.stringMatching(/wasm|js/) })
}

const versions: [string, string | undefined][] = [['this Node', undefined], ['Node 22.23.3', '22.23.3'], ['Node 24.21.0', '24.21.0']]

describe.each(versions)('register hook, %s', (_, version) => {
  const node = version === undefined ? process.execPath : otherNode(version)

  it('compiles an ES module in TypeScript and strips the types of an unmarked one', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }', 'sum.ts': sumTs,
      'app.ts': `import { sum } from './sum.js'\nimport type { Unused } from './types.ts'\nenum Size { Large = 200_000 }\nconst size: number = Size.Large\nconsole.log("sum", sum(new Float64Array(size).fill(0.5)))\nexport type { Unused }\n`,
    })
    expectCompiled(project.runWithReport([...registered, 'app.ts'], { node }))
  })

  it('compiles plain ES modules', () => {
    const project = projectOf({ 'sum.mjs': sumCjs.replace(/module.exports.*/, 'export { sum }').replace("'use strict'", ''), 'app.mjs': `import { sum } from './sum.mjs'\n${callSum}` })
    expectCompiled(project.runWithReport([...registered, 'app.mjs'], { node }))
  })

  it('compiles CommonJS: required, imported, as the program itself, and with --require', () => {
    const project = projectOf({
      'sum.cjs': sumCjs, 'app.cjs': `const { sum } = require('./sum.cjs')\n${callSum}`, 'app.mjs': `import { sum } from './sum.cjs'\n${callSum}`, 'one.js': `${sumCjs}\n${callSum}`,
    })
    expectCompiled(project.runWithReport([...registered, 'app.cjs'], { node }))
    expectCompiled(project.runWithReport([...registered, 'app.mjs'], { node }))
    expectCompiled(project.runWithReport([...registered, 'one.js'], { node }))
    expectCompiled(project.runWithReport(['--require', 'parfor/register', 'app.cjs'], { node }))
  })

  it('compiles CommonJS in TypeScript', () => {
    const project = projectOf({
      'package.json': '{ "type": "commonjs" }', 'sum.cts': sumCjs.replace('sum(x)', 'sum(x: Float64Array): number'), 'plain.cts': 'const size: number = 200_000\nmodule.exports = { size }\n',
      'app.cts': 'const { sum } = require("./sum.cts")\nconst { size } = require("./plain.cts")\nconsole.log("sum", sum(new Float64Array(size as number).fill(0.5)))\n',
    })
    expectCompiled(project.runWithReport([...registered, 'app.cts'], { node }))
  })

  it('compiles an ES module that is required, and what it imports', () => {
    const project = projectOf({
      'sum.mjs': sumTs.replaceAll(': Float64Array', '').replace(': number', '').replace('/** @parallel */', '/** @parallel\n * @param {Float64Array} x */'),
      'order.mjs': 'globalThis.order = (globalThis.order ?? "") + "a"', 'node_modules/pack/index.mjs': 'globalThis.order += "p"; export default 1', 'node_modules/pack/package.json': '{ "exports": { "import": "./index.mjs" } }',
      'middle.mjs': 'import "./order.mjs"\nimport pack from "pack"\nexport { sum } from "./sum.mjs"\nglobalThis.order += "m"; export const instances = globalThis.instances = (globalThis.instances ?? 0) + pack',
      'test.mjs': `import { sum, instances } from './middle.mjs'\nif (globalThis.order !== 'apm' || instances !== 1) throw new Error(globalThis.order)\n${callSum}`,
      'runner.cjs': 'require("./test.mjs")',
    })
    const output = project.runWithReport([...registered, 'runner.cjs'], { node })
    expectCompiled(output)
  })

  it.each([['after', ['--import', 'tsx', ...registered]], ['before', [...registered, '--import', 'tsx']]])('works %s tsx', (_, flags) => {
    const project = projectOf({
      'package.json': '{}', 'sum.ts': sumTs, 'lib.ts': 'export const enum Size { Large = 200_000 }\n', 'size.ts': 'import { Size } from "./lib"\nexport const size: number = Size.Large\n',
      'app.ts': 'import { sum } from "./sum"\nimport { size } from "./size"\nconsole.log("sum", sum(new Float64Array(size).fill(0.5)))\n',
      'required.ts': 'const { sum } = require("./sum")\nconst { size } = require("./size")\nconsole.log("sum", sum(new Float64Array(size).fill(0.5)))\n',
    })
    expectCompiled(project.runWithReport([...flags, 'app.ts'], { node }))
    expectCompiled(project.runWithReport([...flags, 'required.ts'], { node }))
  })

  it('warns about marked functions with a code frame, once', () => {
    const project = projectOf({ 'app.mjs': '/** @parallel */\nfunction log(x) {\n  for (const v of x) console.log(v)\n}\nlog([1])\n' })
    const { status, stdout, stderr } = project.run([...registered, 'app.mjs'], { node })
    expect({ status, stdout }).toEqual({ status: 0, stdout: '1\n' })
    expect(stderr).toMatch(/PF306/)
    expect(stderr).toMatch(/> 2 \| function log\(x\)/)
    expect(stderr.match(/PF306/g)).toHaveLength(1)
  })
})

describe('register hook', () => {
  it('maps stack traces to the source', () => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${sumTs}\ninterface A { a: number }\n\nconst fail = (): A => {\n  throw new Error('here')\n}\nfail()\n` })
    expect(project.run([...registered, 'app.ts']).stderr).toMatch(/app\.ts:12:/)
  })

  it('leaves packages and files with nothing marked alone, byte by byte', () => {
    const project = projectOf({
      'node_modules/pack/index.cjs': `${sumCjs}\nmodule.exports.text = sum.toString()`, 'node_modules/pack/package.json': '{ "main": "index.cjs" }',
      'plain.cjs': 'exports.text = (function  odd ( ) { }).toString()', 'app.cjs': 'console.log(require("pack").text.includes("__pf"), require("./plain.cjs").text)',
    })
    expect(project.runWithReport([...registered, 'app.cjs'])).toMatchObject({ stdout: 'false function  odd ( ) { }\n', stderr: '', report: [] })
  })

  it('says so and runs the file as it is when it cannot compile it', () => {
    const project = projectOf({ 'sum.cjs': `${sumCjs}\nif (false) { let a; let a }\n`, 'app.cjs': 'try { require("./sum.cjs") } catch (error) { console.log(error.name) }' })
    const { stdout, stderr } = project.run([...registered, 'app.cjs'])
    expect(stdout).toBe('SyntaxError\n')
    expect(stderr).toMatch(/PF408: .*sum\.cjs/)
  })

  it('PARFOR_MODE=infer compiles what nobody marked, exactly, without a word', () => {
    const project = projectOf({ 'app.cjs': `${sumCjs.replace('@parallel', '')}\nconst x = new Float64Array(200_000).fill(0.1)\nlet s = 0\nfor (const v of x) s += v * v\nconsole.log(sum(x) === s)\nfor (const word of ['a']) console.log(word)` })
    const output = project.runWithReport([...registered, 'app.cjs'], { env: { PARFOR_MODE: 'infer' } })
    expect(output).toMatchObject({ status: 0, stdout: 'true\na\n', stderr: '' })
    expect(functionNamed(output.report, 'sum')).toBeDefined()
  })

  it('PARFOR_ARRAYS=shared allocates in the shared heap, in every module of the program', () => {
    const project = projectOf({ 'app.mjs': 'const x = new Float64Array(5000)\nconsole.log(x.buffer instanceof SharedArrayBuffer, x.length, new Float64Array([1, 2]).buffer instanceof ArrayBuffer)' })
    expect(project.run([...registered, 'app.mjs'], { env: { PARFOR_ARRAYS: 'shared' } })).toEqual({ status: 0, stdout: 'true 5000 true\n', stderr: '' })
    expect(project.run([...registered, 'app.mjs']).stdout).toBe('false 5000 true\n')
  })

  it('PARFOR_DISABLE=1 compiles nothing, and strips types all the same', () => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${sumTs}${callSum}console.log(sum.toString().includes('__pf'))` })
    expect(project.run([...registered, 'app.ts'], { env: { PARFOR_DISABLE: '1' } })).toEqual({ status: 0, stdout: 'sum 50000\nfalse\n', stderr: '' })
  })

  it.each([['wasm', 'wasm'], ['wasm1', 'wasm'], ['js', 'js']])('PARFOR_BACKEND=%s runs there', (backend, rung) => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${sumTs}${callSum}` })
    const output = project.runWithReport([...registered, 'app.ts'], { env: { PARFOR_BACKEND: backend } })
    expectCompiled(output)
    expect(functionNamed(output.report, 'sum')!.rung).toBe(rung)
  })

  it('stops with one clear error for a senseless variable', () => {
    const project = projectOf({ 'app.mjs': 'console.log(1)' })
    const { status, stdout, stderr } = project.run([...registered, 'app.mjs'], { env: { PARFOR_THREADS: 'lots' } })
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/ParforError: \[PF501\] environment variable PARFOR_THREADS cannot be "lots"\. Allowed: a whole number from 1 to 64/)
  })

  it('counts a call in vain: a report shows what never ran', () => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${sumTs}${scaleTs}console.log(typeof scale, sum(new Float64Array(2)))` })
    const { report } = project.runWithReport([...registered, 'app.ts'])
    expect(functionNamed(report, 'scale')).toMatchObject({ calls: 0, rung: 'none' })
    expect(report.filter((line) => line.kind === 'loop')).toHaveLength(2)
  })

  it('ends with the program, also when nothing waits for the threads', () => {
    const project = projectOf({ 'app.cjs': `${sumCjs}\n${callSum}` })
    const started = performance.now()
    expect(project.run(['--require', 'parfor/register', 'app.cjs'], { env: { PARFOR_THREADS: '4' } }).status).toBe(0)
    expect(performance.now() - started).toBeLessThan(20_000)
  })
})
