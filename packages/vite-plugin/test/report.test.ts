import { setTimeout as wait } from 'node:timers/promises'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { application, build, configFor, develop, main, makeFolder, makeLogger, scale, summaryOf, vites, warningsOf, withoutRuntime } from './vite.ts'
import type { Said } from './vite.ts'

const sequential = `/** @parallel */
export function prefix(x: Float64Array): void {
  for (let i = 1; i < x.length; i++) x[i] += x[i - 1]
}
`

const late = `/** @parallel */
export function late(x, out) {
  for (let i = 0; i < x.length; i++) out[i] = 2 * x[i]
}
`

const files = {
  ...application,
  'main.ts': `${main}\nimport { prefix } from './sequential'\nimport { late } from './late.js'\nconsole.log(prefix, globalThis.late ?? late)`, 'sequential.ts': sequential, 'late.js': late,
}

/** Waits until \`found\` gives something. */
async function until<T>(found: () => T | undefined): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const value = found()
    if (value !== undefined) return value
    await wait(50)
  }
  throw new Error('nothing came')
}

const summaries = (said: Said[]): string[] => said.map(({ text }) => text).filter((text) => text.startsWith('parfor: '))

describe.each(vites)('%s', (_, vite) => {
  test('what throws because of shared memory has lines of its own', async () => {
    const { said } = await build(vite, { ...application, 'kernels.ts': `${scale}\nnew Blob([scale(new Float64Array(9), 2) as never])` }, { config: withoutRuntime })
    expect(summaryOf(said)).toContain("\n  not for shared memory:\n    kernels.ts:8:1 PF409 this array may live in the shared heap, which new Blob refuses\n")
    expect(summaryOf(said)).not.toContain('stays plain')
    expect(warningsOf(said)).toEqual([expect.stringContaining('PF409')])
  })

  test('one summary: what was compiled, what was not and why, and the headers', async () => {
    const { said } = await build(vite, files, { config: withoutRuntime })
    expect(summaryOf(said)).toMatch(new RegExp([
      /^parfor: 3 functions in 3 files, 2 parallel regions, \d+\.\d kB of kernels/,
      / {2}1 region compiled at the first call, since element types are not known before \(annotate the parameters of late\)/,
      / {2}stays plain JavaScript:/,
      / {4}sequential\.ts:3:3 PF201 an element of 'x' is carried from trip to trip \(lines 3 and 3\)/,
      / {4}sequential\.ts:2:8 PF306 no loop of 'prefix' runs in parallel/,
      / {2}threads need two headers .*Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp \(node_modules\/@parfor\/vite-plugin\/dist\/hosting\.md\)$/,
    ].map(({ source }) => source).join('\n')))
    expect(warningsOf(said)).toHaveLength(2)
    expect(warningsOf(said)[0]).toMatch(/sequential\.ts:3:3 PF201 an element of 'x'[^]*> 3 \| {3}for \(let i = 1[^]*cure: Write to another array/)
  })

  test('it fits on a screen', async () => {
    const many = Array.from({ length: 30 }, (_, i) => sequential.replace('prefix', `prefix${i}`)).join('\n')
    const { said } = await build(vite, { ...application, 'kernels.ts': `${scale}${many}` }, { config: { build: { ...withoutRuntime.build, lib: { entry: 'kernels.ts', formats: ['es'] } } } })
    const lines = summaryOf(said)!.split('\n')
    expect(lines.length).toBeLessThan(20)
    expect(lines).toContain('    and 48 more: parfor explain FILE tells all of a file')
  })

  test('a build that fails has no summary', async () => {
    const folder = makeFolder({ ...application, 'main.ts': `${main}\nimport './missing'` })
    const { logger, said } = makeLogger()
    await expect(vite.build(configFor(folder, logger, { config: withoutRuntime }))).rejects.toThrow(/missing/)
    expect(summaryOf(said)).toBeUndefined()
  })

  test('watch mode: a summary for each rebuild, of what is there now', async () => {
    const folder = makeFolder(files)
    const { logger, said } = makeLogger()
    const watcher = await vite.build(configFor(folder, logger, { config: { build: { ...withoutRuntime.build, watch: {} } } })) as unknown as { close(): Promise<void> }
    onTestFinished(() => watcher.close())
    await until(() => summaries(said)[0])
    expect(warningsOf(said)).toHaveLength(2)
    // Another file changes: nothing is lost, nothing is told again.
    writeFileSync(join(folder, 'kernels.ts'), `${scale}\n${scale.replace('scale', 'again')}`)
    expect(await until(() => summaries(said)[1])).toContain('parfor: 4 functions in 3 files, 3 parallel regions')
    expect(warningsOf(said)).toHaveLength(2)
    // A module that is no longer imported is no longer there.
    writeFileSync(join(folder, 'main.ts'), main)
    const last = await until(() => summaries(said)[2])
    expect(last).toContain('parfor: 2 functions in 1 file, 2 parallel regions')
    expect(last).not.toContain('plain JavaScript')
  })

  test('watch mode: a worker that is started no longer is told no longer', async () => {
    const starting = (name: string): string => `new Worker(new URL('./${name}.ts', import.meta.url), { type: 'module' })`
    const folder = makeFolder({ ...application, 'main.ts': `${starting('one')}\n${starting('two')}`, 'one.ts': main, 'two.ts': sequential })
    const { logger, said } = makeLogger()
    const watcher = await vite.build(configFor(folder, logger, { config: { worker: { rollupOptions: withoutRuntime.build!.rollupOptions }, build: { watch: {} } } })) as unknown as { close(): Promise<void> }
    onTestFinished(() => watcher.close())
    expect(await until(() => summaries(said)[0])).toContain('parfor: 2 functions in 2 files')
    writeFileSync(join(folder, 'main.ts'), starting('one'))
    expect(await until(() => summaries(said)[1])).toContain('parfor: 1 function in 1 file, 1 parallel region')
  })

  test('the dev server warns once for each change, and has no summary', async () => {
    const { server, said, folder } = await develop(vite, files)
    const { client, ssr } = server.environments
    await client.transformRequest('/sequential.ts')
    await ssr.transformRequest('/sequential.ts')
    expect(warningsOf(said).filter((text) => text.includes('PF201'))).toHaveLength(1)
    expect(warningsOf(said)[0]).toMatch(/PF201[^]*> 3 \|/)
    const change = async (text: string): Promise<number> => {
      writeFileSync(join(folder, 'sequential.ts'), text)
      client.moduleGraph.invalidateAll()
      await client.transformRequest('/sequential.ts')
      return warningsOf(said).filter((one) => one.includes('PF201')).length
    }
    expect(await change(sequential)).toBe(1)
    expect(await change(`${sequential}\n`)).toBe(2)
    expect(await change(scale)).toBe(2)
    expect(await change(sequential)).toBe(3)
    await server.close()
    expect(summaryOf(said)).toBeUndefined()
  })

  test('a syntax error: its place, its frame, the cure', async () => {
    const broken = { ...application, 'kernels.ts': scale.replace('a * x[i]', 'a * * x[i]') }
    const built = build(vite, broken, { config: withoutRuntime })
    await expect(built).rejects.toThrow(/Unexpected token\. .*Mend the syntax error\./)
    const { server } = await develop(vite, broken)
    const error = await server.environments.client.transformRequest('/kernels.ts').catch((one: unknown) => one)
    expect(error).toMatchObject({
      plugin: 'parfor:transform', message: expect.stringMatching(/^Unexpected token\. .*marked @parallel\. Mend the syntax error\.$/),
      loc: { file: expect.stringContaining('kernels.ts'), line: 4, column: 50 }, frame: expect.stringContaining('> 4 |'), id: expect.stringContaining('kernels.ts'),
    })
  })
})
