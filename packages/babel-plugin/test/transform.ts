/** All fixtures through one version of Babel: as text and as a plugin. Run by `babel-versions.test.ts` in this process and in that of another Node. */
import type { Babel } from '../src/babel.ts'
import { compileModule } from '../src/compile.ts'
import parfor from '../src/plugin.ts'
import type { PluginOptions } from '../src/plugin.ts'
import { fixtureNames, readFixture } from './fixture-files.ts'
import type { Fixture } from './fixture-files.ts'

export interface Transformed { text: string; plugin: string; functions: unknown; reported: unknown }

type Transform = (source: string, options: object) => { code?: string | null } | null

export function transformAll(babel: Babel & { transformSync: Transform }): Record<string, Transformed> {
  return Object.fromEntries(fixtureNames().map((name) => [name, transformOne(babel, readFixture(name))]))
}

export function transformOne(babel: Babel & { transformSync: Transform }, { source, filename, options, language }: Fixture): Transformed {
  const text = compileModule(babel, source, { filename: `/${filename}`, root: '/', ...options })
  let reported: unknown = []
  const pluginOptions: PluginOptions = { root: '/', ...options, onReport: (report) => { reported = report.functions } }
  const plugins = [...(language.startsWith('ts') ? ['typescript'] : []), ...(language.endsWith('x') ? ['jsx'] : [])]
  const plugin = babel.transformSync(source, {
    filename: `/${filename}`, configFile: false, babelrc: false, cwd: '/', sourceType: 'unambiguous', parserOpts: { plugins }, plugins: [[parfor, pluginOptions]],
  })
  return { text: text.code ?? source, plugin: plugin?.code ?? '', functions: text.functions, reported }
}
