import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { application, buildFolder, configFor, makeFolder, makeLogger, summaryOf, vites } from './vite.ts'

const entry = `import { info, ready } from 'parfor'
import { scale } from './kernels'
export async function render() {
  await ready()
  const x = Float64Array.from({ length: 1_000_000 }, (_, i) => i)
  const y = scale(x, 2)
  const { rung, threads, regions } = info()
  return JSON.stringify({ right: y.every((value, i) => value === 2 * i), rung, threads, regions: regions.map(({ name, file, wasm, threads }) => ({ name, file, wasm, threads })) })
}
`

const files = { ...application, 'entry-server.ts': entry, 'run.mjs': `import { render } from './dist/entry-server.js'\nconsole.log(await render())` }

function run(folder: string): { right: boolean; rung: string; threads: number; regions: unknown[] } {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['run.mjs'], { cwd: folder, encoding: 'utf8', env: { ...process.env, PARFOR_GATE: 'off', PARFOR_THREADS: '2' } })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

const computed = { right: true, rung: 'wasm', threads: 2, regions: [{ name: 'scale:4', file: 'kernels.ts', wasm: 1, threads: 2 }] }

const packages: Record<string, string> = { 'vite 8': 'vite', 'vite 7': 'vite7', 'vite 6': 'vite6' }

describe.each(vites)('%s', (title, vite) => {
  const name = packages[title]

  test.each([
    ['packages outside', {}],
    ['everything else bundled', { noExternal: true as const }],
  ])('vite build --ssr runs in Node, on threads (%s)', async (_what, ssr) => {
    const folder = makeFolder(files)
    const { text, said } = await buildFolder(vite, folder, { config: { ssr, build: { ssr: 'entry-server.ts' } } })
    expect(text('entry-server')).toMatch(/from ['"]parfor\/internal['"]/)
    expect(readdirSync(join(folder, 'dist'))).toEqual(['entry-server.js'])
    expect(run(folder)).toEqual(computed)
    expect(summaryOf(said)).toContain('1 parallel region')
    // Nothing about pages.
    expect(summaryOf(said)).not.toContain('Cross-Origin')
  })

  // In a process of its own: this one resolves the packages to their sources. The plugin is the built one.
  test('server rendering while developing uses the runtime of Node', () => {
    const folder = makeFolder({ ...files, 'run.mjs': `
      import { createServer } from ${JSON.stringify(import.meta.resolve(name).replace('file://', ''))}
      import parfor from ${JSON.stringify(new URL('../dist/index.mjs', import.meta.url).pathname)}
      const server = await createServer({ configFile: false, root: import.meta.dirname ?? '.', appType: 'custom', logLevel: 'warn', server: { middlewareMode: true, ws: false, watch: null }, plugins: [parfor()] })
      const { render } = await server.ssrLoadModule('/entry-server.ts')
      console.log(await render())
      await server.close()` })
    expect(run(folder)).toEqual(computed)
  })

  test('client and server of one build: each module is compiled and told once', async () => {
    const folder = makeFolder(files)
    const { logger, said } = makeLogger()
    const builder = await vite.createBuilder(configFor(folder, logger, { config: {
      environments: { client: { build: { outDir: 'dist/client' } }, ssr: { build: { outDir: 'dist/server', rollupOptions: { input: join(folder, 'entry-server.ts') }, ssr: true } } },
      builder: {},
    } }))
    await builder.buildApp()
    expect(readdirSync(join(folder, 'dist')).sort()).toEqual(['client', 'server'])
    expect(said.filter(({ text }) => text.startsWith('parfor: '))).toHaveLength(1)
    expect(summaryOf(said)).toContain('parfor: 1 function in 1 file, 1 parallel region')
  })
})
