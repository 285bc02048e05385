import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import parfor from '../src/index.ts'
import { application, build, buildFolder, configFor, develop, main, makeFolder, makeLogger, scale, summaryOf, vites, warningsOf, withoutRuntime } from './vite.ts'
import type { Settings, Vite } from './vite.ts'

async function resolved(vite: Vite, settings: Settings = {}, command: 'build' | 'serve' = 'serve', folder: string = makeFolder(application)) {
  const { logger, said } = makeLogger()
  return { config: await vite.resolveConfig(configFor(folder, logger, settings), command), warnings: () => warningsOf(said) }
}

const isOurs = ({ name }: { name: string }): boolean => name.startsWith('parfor:')

describe.each(vites)('%s', (_, vite) => {
  test('small named sub-plugins; what the application has set stays', async () => {
    const { config, warnings } = await resolved(vite, { config: { optimizeDeps: { exclude: ['some-package'] }, ssr: { external: ['other-package'] } } })
    const names = config.plugins.filter(isOurs).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['parfor:config', 'parfor:runtime', 'parfor:transform', 'parfor:assets', 'parfor:isolation', 'parfor:overlay']))
    expect(new Set(names).size).toBe(names.length)
    expect(config.optimizeDeps.exclude).toEqual(expect.arrayContaining(['some-package', 'parfor', '@parfor/runtime-wasm', '@parfor/compiler']))
    expect(config.environments.ssr.resolve.external).toEqual(expect.arrayContaining(['other-package', 'parfor', '@parfor/runtime-wasm', '@parfor/compiler']))
    expect(config.environments.client.resolve.external).not.toContain('parfor')
    expect(config.worker.format).toBe('es')
    expect(warnings()).toEqual([])
  })

  test('servers that are no Node bundle the runtime', async () => {
    const edge = { environments: { edge: { consumer: 'server' as const, resolve: { conditions: ['workerd'], noExternal: true as const } } } }
    expect((await resolved(vite, { config: edge })).config.environments.edge.resolve.external).not.toContain('parfor')
    expect((await resolved(vite, { config: { ssr: { target: 'webworker' } } })).config.environments.ssr.resolve.external).not.toContain('parfor')
    expect((await resolved(vite, { config: { environments: { other: { consumer: 'server' } } } })).config.environments.other.resolve.external).toContain('parfor')
  })

  test("worker.format 'iife' is left, with a warning", async () => {
    const { config, warnings } = await resolved(vite, { config: { worker: { format: 'iife' } } })
    expect(config.worker.format).toBe('iife')
    expect(warnings()).toEqual([expect.stringMatching(/^parfor PF504: worker\.format is 'iife'.* Remove worker\.format from the configuration and start workers with { type: 'module' }\.$/)])
  })

  test.each([
    ['twice', () => [parfor(), parfor()]],
    ['in nested arrays and promises', () => [[[parfor()]], Promise.resolve([parfor()])]],
  ])('the plugin %s: one warning, one summary, one compilation', async (_where, plugins) => {
    const { said, text } = await build(vite, application, { plugins: plugins(), config: withoutRuntime })
    expect(warningsOf(said)).toEqual(['parfor PF503: parfor() is in the configuration twice. The first one of plugins does all the work and the others nothing: keep that one.'])
    expect(summaryOf(said)).toContain('parfor: 1 function in 1 file, 1 parallel region')
    expect(text('index').match(/file: "kernels\.ts"/g)).toHaveLength(1)
  })

  test('the plugin in worker.plugins too', async () => {
    const files = { ...application, 'main.ts': `new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })`, 'worker.ts': main }
    const { said } = await build(vite, files, { config: { worker: { plugins: () => [parfor()], rollupOptions: withoutRuntime.build!.rollupOptions } } })
    expect(warningsOf(said)).toEqual(['parfor PF503: parfor() is among worker.plugins too, where it adds itself. The first one of plugins does all the work and the others nothing: keep that one.'])
    expect(summaryOf(said)).toContain('parfor: 1 function in 1 file, 1 parallel region')
  })

  test('plugin and runtime of different versions', async () => {
    const folder = makeFolder(application)
    installRuntime(folder, '9.9.9')
    const { warnings } = await resolved(vite, {}, 'build', folder)
    expect(warnings()).toEqual([expect.stringMatching(/^parfor PF405: the plugin is version 0\.1\.0, but the package parfor of this application is 9\.9\.9, .*npm install parfor@0\.1\.0 @parfor\/vite-plugin@0\.1\.0$/)])
  })

  describe('without the package parfor', () => {
    const outside = (): string => makeFolder(application, join(tmpdir(), 'parfor-vite-plugin'))

    test('a build ends with the cure', async () => {
      await expect(buildFolder(vite, outside())).rejects.toThrow(/parfor PF505: the package parfor is not installed, and \S+kernels\.ts needs it\. Run: npm install parfor/)
    })

    test('the dev server shows the cure', async () => {
      const { server } = await develop(vite, application, { parent: join(tmpdir(), 'parfor-vite-plugin') })
      await expect(server.environments.client.transformRequest('/kernels.ts')).rejects.toThrow(/PF505: .*npm install parfor/)
    })

    test('an application without marked functions does not need it', async () => {
      const folder = makeFolder({ ...application, 'kernels.ts': scale.replace('@parallel', '') }, join(tmpdir(), 'parfor-vite-plugin'))
      const { said } = await buildFolder(vite, folder)
      expect(warningsOf(said)).toEqual([])
    })

    test('a marked file of a linked package takes that of the application', async () => {
      const library = makeFolder({ 'package.json': '{ "name": "library", "type": "module", "exports": "./kernels.ts" }', 'kernels.ts': scale }, join(tmpdir(), 'parfor-vite-plugin'))
      const folder = makeFolder({ 'index.html': application['index.html'], 'main.ts': main.replace('./kernels', 'library') })
      mkdirSync(join(folder, 'node_modules'))
      symlinkSync(library, join(folder, 'node_modules/library'))
      const { said, names } = await buildFolder(vite, folder)
      expect(summaryOf(said)).toContain('parfor: 1 function in 1 file')
      expect(names).toContain('assets/core.wasm')
    })
  })
})

function installRuntime(folder: string, version: string): void {
  const target = join(folder, 'node_modules/parfor')
  mkdirSync(target, { recursive: true })
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name: 'parfor', version, exports: { './package.json': './package.json' } }))
}
