/** Types that other files of a program declare, as the register hook and the command line find them. */
import { describe, expect, it } from 'vitest'
import { projectOf, registered } from './programs.ts'

const sum = (parameter: string, read: string, name = 'sum'): string => `/** @parallel */
export function ${name}(${parameter}) {
  const x = ${read}
  let s = 0
  for (let i = 0; i < x.length; i++) s += x[i] * x[i]
  return s
}
`
/** The element type of `x` in the dump of the lowered region. */
const elementIn = (text: string): string | undefined => /array x: (\w+) read/.exec(text)?.[1]
const data = '{ data: new Float32Array(200_000).fill(0.5) }'

describe('imported types', () => {
  it.each([
    ['a type of TypeScript', { 'kernel.ts': `import type { Grid } from './types.js'\n${sum('g: Grid', 'g.data')}`, 'types.ts': 'export interface Grid { data: Float32Array }' }, 'kernel.ts'],
    ['a type without extension', { 'kernel.ts': `import type { Grid } from './lib'\n${sum('g: Grid', 'g.data')}`, 'lib/index.ts': `export * from './types'`, 'lib/types.mts': 'export type Grid = { data: Float32Array }' }, 'kernel.ts'],
    ['declarations beside JavaScript', { 'kernel.ts': `import type { Grid } from './types.mjs'\n${sum('g: Grid', 'g.data')}`, 'types.mjs': '', 'types.d.mts': 'export interface Grid { data: Float32Array }' }, 'kernel.ts'],
    ['a type in a comment', { 'kernel.js': sum(`/** @type {import('./types.js').Grid} */ g`, 'g.data'), 'types.js': `/** @typedef {{ data: Float32Array }} Grid */\nexport {}` }, 'kernel.js'],
    ['a class', { 'kernel.ts': `import type { Grid } from './grid.ts'\n${sum('g: Grid', 'g.data')}`, 'grid.ts': 'export class Grid { data: Float32Array; constructor(n: number) { this.data = new Float32Array(n) } }' }, 'kernel.ts'],
    ['a type of a package', { 'kernel.ts': `import type { Grid } from 'grids/shapes'\n${sum('g: Grid', 'g.data')}`, 'node_modules/grids/package.json': '{ "name": "grids", "exports": { "./*": { "types": "./types/*.d.ts", "default": "./*.js" } } }', 'node_modules/grids/types/shapes.d.ts': 'export interface Grid { data: Float32Array }' }, 'kernel.ts'],
    ['a type of an old package', { 'kernel.ts': `import type { Grid } from 'grids'\n${sum('g: Grid', 'g.data')}`, 'node_modules/grids/package.json': '{ "name": "grids", "types": "main.d.ts" }', 'node_modules/grids/main.d.ts': `export * from './shapes'`, 'node_modules/grids/shapes.d.ts': 'export interface Grid { data: Float32Array }' }, 'kernel.ts'],
    ['a type of @types', { 'kernel.ts': `import type { Grid } from '@some/grids'\n${sum('g: Grid', 'g.data')}`, 'node_modules/@types/some__grids/package.json': '{ "name": "@types/some__grids" }', 'node_modules/@types/some__grids/index.d.ts': 'export interface Grid { data: Float32Array }' }, 'kernel.ts'],
    ['a type under #', { 'kernel.ts': `import type { Grid } from '#types'\n${sum('g: Grid', 'g.data')}`, 'package.json': '{ "type": "module", "imports": { "#types": "./src/types.ts" } }', 'src/types.ts': 'export interface Grid { data: Float32Array }' }, 'kernel.ts'],
  ])('%s', (_case, files, kernel) => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', ...files, 'app.ts': `import { sum } from './${kernel}'\nconsole.log(sum(${data}))` })
    const { status, stdout, stderr, report } = project.runWithReport([...registered, 'app.ts'], { env: { PARFOR_DUMP: 'lower' } })
    expect({ status, stdout, element: elementIn(stderr) }).toEqual({ status: 0, stdout: '50000\n', element: 'f32' })
    expect(report.find((line) => line.kind === 'function')).toMatchObject({ name: 'sum', calls: 1, rung: 'wasm' })
  })

  it('calls in the same file; other types get kernels when they come', () => {
    const project = projectOf({
      'app.js': `${sum('x0', 'x0').replace('export ', '')}const known = () => sum(new Float64Array(200_000).fill(0.5))
console.log(known(), sum(JSON.parse('[0.5]').concat().reduce((_, value) => new Float32Array(200_000).fill(value), 0)))`,
    })
    const { status, stdout, stderr, report } = project.runWithReport([...registered, 'app.js'])
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '50000 50000\n', stderr: '' })
    expect(report.find((line) => line.kind === 'function')).toMatchObject({ name: 'sum', calls: 2, rung: 'wasm' })
  })

  it.each([
    ['that is not there', {}],
    ['that is not there any more, of a package without types', { 'node_modules/grids/package.json': '{ "name": "grids", "main": "index.js" }', 'node_modules/grids/index.js': '' }],
    ['of a package that is broken', { 'node_modules/grids/package.json': '{' }],
    ['of a package whose exports end nowhere', { 'node_modules/grids/package.json': '{ "name": "grids", "exports": { ".": { "types": "./missing.d.ts" }, "./x": null } }' }],
    ['that does not parse', { 'node_modules/grids/package.json': '{ "types": "a.d.ts" }', 'node_modules/grids/a.d.ts': 'export interface Grid {' }],
  ])('a type %s is left to the run time', (_case, files) => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', ...files, 'kernel.ts': `import type { Grid } from 'grids'\n${sum('g: Grid', 'g.data')}`, 'app.ts': `import { sum } from './kernel.ts'\nconsole.log(sum(${data}))` })
    const { status, stdout, stderr } = project.run([...registered, 'app.ts'], { env: { PARFOR_DUMP: 'lower' } })
    expect({ status, stdout, element: elementIn(stderr) }).toEqual({ status: 0, stdout: '50000\n', element: 'num' })
  })
})

it('the command line follows imports too', () => {
  const project = projectOf({ 'package.json': '{ "type": "module" }', 'kernel.ts': `import type { Grid } from './types.js'\n${sum('g: Grid', 'g.data')}`, 'types.ts': 'export interface Grid { data: Float32Array }' })
  const cli = new URL('../../../cli/dist/cli.mjs', import.meta.url).pathname
  expect(project.run([cli, 'build', 'kernel.ts', '-o', 'kernel.mjs'])).toMatchObject({ status: 0 })
  expect(project.run(['-e', `process.stdout.write(require('node:fs').readFileSync('kernel.mjs', 'utf8'))`]).stdout).toContain('element: "f32"')
})
