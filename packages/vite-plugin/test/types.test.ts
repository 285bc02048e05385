/** The plugin in a vite.config.ts, as the templates of `create-vite` check it: without @types/node. */
import { spawnSync } from 'node:child_process'
import { cpSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { makeFolder } from './vite.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const config = `import { defineConfig } from 'vite'
import parfor from '@parfor/vite-plugin'
import type { ParforOptions } from '@parfor/vite-plugin'

const options: ParforOptions = { include: ['src/**', /kernels/], isolation: 'credentialless' }
export default defineConfig({ plugins: [parfor(), parfor(options), [parfor({ mode: 'infer' })]] })
`

const wrong = `import parfor from '@parfor/vite-plugin'
parfor({ isolation: true })
parfor({ threads: 2 })
`

function check(vite: string, module: string, moduleResolution: string): string[] {
  const folder = makeFolder({ 'package.json': '{ "type": "module" }', 'vite.config.ts': config, 'wrong.ts': wrong })
  // A copy, so that its declarations mean the vite of the application.
  const plugin = join(folder, 'node_modules/@parfor/vite-plugin')
  cpSync(here('../dist'), join(plugin, 'dist'), { recursive: true })
  cpSync(here('../package.json'), join(plugin, 'package.json'))
  symlinkSync(realpathSync(here(`../node_modules/${vite}`)), join(folder, 'node_modules/vite'))
  const compilerOptions = { target: 'es2023', lib: ['es2023', 'dom'], module, moduleResolution, types: [], strict: true, noEmit: true, skipLibCheck: true, verbatimModuleSyntax: true }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['vite.config.ts', 'wrong.ts'] }))
  const { stdout } = spawnSync(here('../../../node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line !== '').map((line) => line.replace(/^.*?(\w[\w.]*\.ts)/, '$1'))
}

describe.each(['vite', 'vite7', 'vite6'])('%s', (vite) => {
  test.each([['esnext', 'bundler'], ['nodenext', 'nodenext']])('module %s, moduleResolution %s', (module, moduleResolution) => {
    expect(check(vite, module, moduleResolution)).toEqual([
      expect.stringMatching(/^wrong\.ts\(2,10\): error TS2322: .*true/),
      expect.stringMatching(/^wrong\.ts\(3,10\): error TS2353: .*'threads'/),
    ])
  })
})
