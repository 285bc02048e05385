/** `vite build --watch`: what is rebuilt when the file of a kernel changes, or one that its types come from. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { application, configFor, makeFolder, makeLogger, scale, vites, warningsOf, withoutRuntime } from './vite.ts'

const types = (array: string): string => `export type Data = ${array}\nexport interface Settings { factor: number }\n`
const typed = `import type { Data, Settings } from './types'\n${scale.replace('x: Float64Array, a: number', 'x: Data, { factor: a }: Settings').replace('): Float64Array', '): Data').replace('new Float64Array', 'new Float32Array')}`
const files = { ...application, 'types.ts': types('Float64Array'), 'kernels.ts': typed, 'main.ts': "import { scale } from './kernels'\nconsole.log(scale(new Float32Array(3) as never, { factor: 2 }))\n" }

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 50_000 }).toBe(true)
}

describe.each(vites.slice(0, 2))('%s', (_, vite) => {
  test('a change of a marked file, and of a file that only its types come from', async () => {
    const folder = makeFolder(files)
    const { logger, said } = makeLogger()
    const watcher = await vite.build(configFor(folder, logger, { config: { build: { ...withoutRuntime.build, watch: {} } } })) as unknown as { close(): Promise<void> }
    onTestFinished(() => watcher.close())
    const output = (): string => {
      try {
        const assets = join(folder, 'dist/assets')
        return readdirSync(assets).filter((name) => name.endsWith('.js')).map((name) => readFileSync(join(assets, name), 'utf8')).join('')
      } catch {
        // Between two builds.
        return ''
      }
    }
    const input = (element: string) => new RegExp(`name: ?"x"[^}]*element: ?"${element}"`)
    await until(() => input('f64').test(output()))
    writeFileSync(join(folder, 'types.ts'), types('Float32Array'))
    await until(() => input('f32').test(output()))
    writeFileSync(join(folder, 'kernels.ts'), typed.replace('a * x[i]', 'a * x[i] + 12321'))
    await until(() => output().includes('12321'))
    expect(output()).toMatch(input('f32'))
    expect(warningsOf(said)).toEqual([])
  })
})
