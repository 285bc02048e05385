import { describe, expect, it } from 'vitest'
import { callAll, everyNode, expectCompiled, input, plain, projectOf, registered, typed } from './programs.ts'

describe.each(everyNode)('ES modules, %s', (_, node) => {
  it('compiles TypeScript, and finds files as TypeScript names them', () => {
    const project = projectOf({
      'package.json': '{ "type": "module", "imports": { "#alias": "./alias.js" } }',
      'sub/named.ts': typed('named'), 'bare.ts': typed('bare'), 'view.tsx': typed('view'), 'folder/index.ts': typed('folder'), 'lines.mts': typed('lines'), 'alias.ts': typed('alias'),
      // What a build left behind.
      'sub/named.js': 'throw new Error("stale")',
      'app.ts': `import { named } from './sub/named.js'\nimport { bare } from './bare'\nimport { view } from './view.jsx'\nimport { folder } from './folder'\nimport { lines } from './lines.mjs'\nimport { alias } from '#alias'\n` +
        callAll('named', 'bare', 'view', 'folder', 'lines', 'alias'),
    })
    expectCompiled(project.runWithReport([...registered, 'app.ts'], { node }), '50000 50000 50000 50000 50000 50000\n', ['named', 'bare', 'view', 'folder', 'lines', 'alias'])
  })

  it('strips what is not marked, with the TypeScript that leaves code behind', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }',
      'app.ts': `import type { Missing } from './missing.ts'
import { Kind, Point, type Other } from './kinds.ts'
const at: Missing | number = Kind.Second
class Sized { constructor(readonly size: number) {} }
console.log(at, new Sized(3).size, (new Point() as Point).x satisfies number)
export type { Other }
`,
      'kinds.ts': 'export enum Kind { First, Second }\nnamespace Inner { export const x = 7 }\nexport class Point { x = Inner.x; declare y: string }\nexport interface Other { a: number }\n',
    })
    expect(project.runWithReport([...registered, 'app.ts'], { node })).toMatchObject({ status: 0, stdout: '1 3 7\n', stderr: '', report: [] })
  })

  it('goes by package.json where the syntax does not tell what a file is', () => {
    const call = `${callAll('alone')}`
    const project = projectOf({
      'module/package.json': '{ "type": "module" }', 'module/app.ts': `${typed('alone').replace('export ', '')}${call}`, 'module/app.js': `${plain('alone')}${call}`,
      'script/package.json': '{ "type": "commonjs" }', 'script/app.ts': `${typed('alone').replace('export ', '')}${call}console.log(typeof require)`, 'script/app.js': `${plain('alone')}${call}console.log(typeof require)`,
    })
    for (const name of ['app.ts', 'app.js']) {
      expectCompiled(project.runWithReport([...registered, `module/${name}`], { node }), '50000\n', ['alone'])
      expectCompiled(project.runWithReport([...registered, `script/${name}`], { node }), '50000\nfunction\n', ['alone'])
    }
  })

  it('goes by the syntax where package.json does not tell', () => {
    const project = projectOf({
      'exporting.ts': `${typed('f')}${callAll('f')}`, 'awaiting.ts': `${typed('f').replace('export ', '')}await null\n${callAll('f')}`,
      'awaiting.js': `${plain('f')}await null\n${callAll('f')}`, 'meta.js': `${plain('f')}import.meta.url\n${callAll('f')}`, 'script.ts': `${typed('f').replace('export ', '')}${callAll('f')}module.exports = f`,
    })
    for (const name of ['exporting.ts', 'awaiting.ts', 'awaiting.js', 'meta.js', 'script.ts']) {
      const output = project.runWithReport([...registered, name], { node })
      expectCompiled(output, '50000\n', ['f'])
    }
  })

  it('compiles what is imported late, under a query, and what a program without extension is', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }', 'f.ts': typed('f'), 'app.ts': `const { f } = await import('./f.ts?late')\nconst g = (await import('./f')).f\nconsole.log(f(${input}), f !== g, import.meta.url.endsWith('app.ts'))\n`,
    })
    expect(project.runWithReport([...registered, './app'], { node })).toMatchObject({ status: 0, stdout: '50000 true true\n', stderr: '' })
  })

  it('leaves JSON, and errors about what is not there, to Node', () => {
    const project = projectOf({ 'package.json': '{ "type": "module" }', 'data.json': '{ "a": 1 }', 'app.ts': 'import data from "./data.json" with { type: "json" }\nconsole.log(data.a as number)\nawait import("./none.js")\n' })
    const { status, stdout, stderr } = project.run([...registered, 'app.ts'], { node })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '1\n' })
    expect(stderr).toMatch(/ERR_MODULE_NOT_FOUND/)
    expect(stderr).toMatch(/none\.js/)
  })

  it('maps stack traces to line and column, of compiled and of stripped files', () => {
    const source = `${typed('f')}interface A { a: number }\nexport const fail = (x: Float64Array): A => {\n  if (f(x) > 1) throw new Error('here')\n  return { a: 1 }\n}\n`
    const project = projectOf({
      'package.json': '{ "type": "module" }', 'lib.ts': source,
      'app.ts': `import { fail } from './lib.ts'\ntype B = number\n\nfunction call(): B { return fail(${input}).a }\ntry { call() } catch (error) { console.log((error as Error).stack) }\n`,
    })
    const { stdout } = project.run([...registered, 'app.ts'], { node })
    expect(stdout).toMatch(/lib\.ts:9:23\)?\n/)
    expect(stdout).toMatch(/app\.ts:4:29\)?\n/)
    expect(stdout).toMatch(/app\.ts:5:7\)?\n/)
  })

  it('tells syntax errors as Node does: place, frame, message', () => {
    const project = projectOf({
      'package.json': '{ "type": "module" }', 'marked.ts': `${typed('f')}const x: number = = 1\n`, 'plain.ts': 'const y: number = 2\n\n  let = 3\n', 'marked.js': `${plain('f')}const z = = 1\n`, 'app.js': 'import "./marked.ts"',
    })
    const marked = project.run([...registered, 'app.js'], { node })
    expect(marked.status).toBe(1)
    expect(marked.stderr).toMatch(/marked\.ts:7:19\n/)
    expect(marked.stderr).toMatch(/> 7 \| const x: number = = 1\n +\| {19}\^/)
    expect(marked.stderr).toMatch(/\nSyntaxError: Unexpected token\n/)
    expect(marked.stderr).not.toMatch(/@babel|PF408/)
    const unmarked = project.run([...registered, 'plain.ts'], { node })
    expect(unmarked.status).toBe(1)
    expect(unmarked.stderr).toMatch(/plain\.ts:3:/)
    expect(unmarked.stderr).toMatch(/> 3 \| {3}let = 3/)
    const javaScript = project.run([...registered, 'marked.js'], { node })
    expect(javaScript.status).toBe(1)
    expect(javaScript.stderr).toMatch(/PF408: .*marked\.js: parfor cannot read this, the file runs as it is\.\n.*marked\.js:8:11 Unexpected token/)
    expect(javaScript.stderr).toMatch(/marked\.js:8\nconst z = = 1\n {10}\^/)
    expect(javaScript.stderr).toMatch(/SyntaxError: Unexpected token '='/)
  })
})
