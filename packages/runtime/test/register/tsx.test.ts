import { describe, expect, it } from 'vitest'
import { callAll, everyNode, expectCompiled, functionNamed, input, plain, projectOf, registered, typed } from './programs.ts'

const tsx = ['--import', 'tsx']

const decorated = `function logged(_: unknown, context: unknown, descriptor?: PropertyDescriptor): any { if (descriptor) console.log('decorated'); else if (context) console.log('decorated') }
class Model {
  @logged run(x: Float64Array): number { return f(x) }
}
${typed('f')}console.log(new Model().run(${input}))
`

describe.each(everyNode)('beside tsx, %s', (_, node) => {
  describe.each([['after it', [...tsx, ...registered]], ['before it', [...registered, ...tsx]]])('%s', (when, flags) => {
    it('compiles what is imported, in packages with and without a type', () => {
      const files = {
        'f.ts': typed('f'), 'lib.ts': 'export const enum Size { Large = 200_000 }\n', 'size.ts': 'import { Size } from "./lib"\nexport const size: number = Size.Large\n', 'g.js': `${plain('g')}export { g }`,
        'app.ts': `import { f } from "./f"\nimport { size } from "./size"\nimport { g } from "./g.js"\nconsole.log(f(new Float64Array(size).fill(0.5)), g(${input}))\n`,
      }
      for (const manifest of ['{}', '{ "type": "module" }']) {
        const project = projectOf({ ...files, 'package.json': manifest })
        expectCompiled(project.runWithReport([...flags, 'app.ts'], { node }), '50000 50000\n', ['f', 'g'])
      }
    })

    it('compiles what is required, in packages with and without a type', () => {
      const files = { 'f.ts': typed('f'), 'size.ts': 'export const size: number = 200_000\n', 'run.cjs': 'const { f } = require("./f")\nconst { size } = require("./size.ts")\nconsole.log(f(new Float64Array(size).fill(0.5)))\n' }
      for (const manifest of ['{}', '{ "type": "module" }', '{ "type": "commonjs" }']) {
        const project = projectOf({ ...files, 'package.json': manifest })
        expectCompiled(project.runWithReport([...flags, 'run.cjs'], { node }), '50000\n', ['f'])
      }
    })

    it('compiles what a CommonJS program in TypeScript requires, or says that it cannot', () => {
      const project = projectOf({
        'run.cts': 'const { f } = require("./f.cts")\nconst { g } = require("./g.cjs")\nconst { h } = require("./h")\n' + callAll('f', 'g', 'h'),
        'f.cts': `${typed('f').replace('export ', '')}exports.f = f`, 'g.cjs': `${plain('g')}exports.g = g`, 'h.ts': `${typed('h').replace('export ', '')}exports.h = h`,
        'main.cts': `${typed('f').replace('export ', '')}${callAll('f')}`,
      })
      const run = project.runWithReport([...flags, 'run.cts'], { node })
      const main = project.runWithReport([...flags, 'main.cts'], { node })
      if (when === 'after it' || node !== everyNode[0][1]) {
        expectCompiled(run, '50000 50000 50000\n', ['f', 'g', 'h'])
        expectCompiled(main, '50000\n', ['f'])
      } else {
        expect(run).toMatchObject({ status: 0, stdout: '50000 50000 50000\n', stderr: expect.stringMatching(/^parfor PF407: .*f\.cts: a loader that comes after parfor .*\n$/) })
        expect(functionNamed(run.report, 'f')).toBeUndefined()
        expectCompiled({ ...run, stderr: '' }, '50000 50000 50000\n', ['g', 'h'])
        expect(main).toMatchObject({ status: 0, stdout: '50000\n', stderr: expect.stringMatching(/PF407: .*main\.cts/) })
      }
    })

    it('keeps what tsx gives CommonJS: __dirname beside import, import.meta beside require', () => {
      const project = projectOf({ 'package.json': '{}', 'a.ts': `import { basename } from 'node:path'\n${typed('f')}${callAll('f')}console.log(typeof basename(__dirname))\n`, 'b.ts': `${typed('f')}${callAll('f')}console.log(typeof import.meta.url)\n` })
      for (const name of ['a.ts', 'b.ts']) expectCompiled(project.runWithReport([...flags, name], { node }), '50000\nstring\n', ['f'])
    })

    it('leaves decorators to tsx, compiled where it comes second, told where it cannot be', () => {
      const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': decorated })
      const output = project.runWithReport([...flags, 'app.ts'], { node })
      expect(output).toMatchObject({ status: 0, stdout: 'decorated\n50000\n' })
      if (when === 'before it') {
        expect(output.stderr).toBe('')
        expect(functionNamed(output.report, 'f')).toMatchObject({ calls: 1, rung: expect.stringMatching(/wasm|js/) })
      } else {
        expect(output.stderr).toMatch(/^parfor PF407: .*app\.ts: it has decorators.*runs as plain JavaScript\. Load parfor first: --import parfor\/register --import tsx\n$/)
      }
    })

    it('maps stack traces to the source', () => {
      const project = projectOf({ 'package.json': '{ "type": "module" }', 'app.ts': `${typed('f')}interface A { a: number }\n\nconst fail = (): A => {\n  throw new Error('here')\n}\n${callAll('f')}fail()\n` })
      const { status, stderr } = project.run([...flags, 'app.ts'], { node })
      expect(status).toBe(1)
      expect(stderr).toMatch(/app\.ts:10:9\)?\n/)
    })
  })
})
