import { describe, expect, test } from 'vitest'
import { application, build, main, scale, vites, warningsOf } from './vite.ts'
import type { Built } from './vite.ts'

const chunk = ({ outputs }: Built, part: RegExp): string => {
  const found = outputs.find((one) => one.type === 'chunk' && part.test(one.code))
  if (found?.type !== 'chunk') throw new Error(`no chunk with ${part}`)
  return found.code
}

const nameOf = ({ outputs }: Built, part: string): string => outputs.find(({ fileName }) => fileName.includes(part))!.fileName

describe.each(vites)('%s', (_, vite) => {
  test.each([
    ['/', (file: string) => `"/${file}"`],
    ['/sub/', (file: string) => `"/sub/${file}"`],
    ['https://cdn.example/app/', (file: string) => `"https://cdn.example/app/${file}"`],
    ['./', (file: string) => `"${file.replace('assets/', '')}"`],
  ])('core and worker with base %s', async (base, address) => {
    const built = await build(vite, application, { config: { base } })
    const code = chunk(built, /core-[\w-]+\.wasm/)
    expect(code).toContain(address(nameOf(built, 'core')))
    expect(code).toMatch(/new Worker\(/)
    expect(code).toContain(nameOf(built, 'worker').replace('assets/', ''))
    expect(built.text('worker')).not.toMatch(/^import /m)
  })

  test.each([[1_000_000], [() => true], [() => undefined]])('the core is never inline, with assetsInlineLimit %s', async (assetsInlineLimit) => {
    const files = { ...application, 'main.ts': `import other from './other.svg'\nconsole.log(other)\n${main}`, 'other.svg': `<svg xmlns="http://www.w3.org/2000/svg"><text>${'x'.repeat(5000)}</text></svg>` }
    const built = await build(vite, files, { config: { build: { assetsInlineLimit: assetsInlineLimit as never } } })
    expect(built.names).toContain('assets/core.wasm')
    expect(built.outputs.some((one) => one.type === 'chunk' && one.code.includes('data:application/wasm'))).toBe(false)
    // What the application wanted for its own assets.
    const inlined = typeof assetsInlineLimit === 'number' || assetsInlineLimit() === true
    expect(built.names.includes('assets/other.svg')).toBe(!inlined)
  })

  test('the lazy compiler is a chunk that nothing loads beforehand', async () => {
    const built = await build(vite, application)
    const compiler = built.outputs.find((one) => one.type === 'chunk' && !one.isEntry)!
    expect(compiler.type === 'chunk' && compiler.isDynamicEntry).toBe(true)
    expect(built.text('index.html')).not.toContain(compiler.fileName)
    const entry = built.outputs.find((one) => one.type === 'chunk' && one.isEntry)!
    expect(entry.type === 'chunk' && entry.imports).toEqual([])
    expect(entry.type === 'chunk' && entry.dynamicImports).toEqual([compiler.fileName])
  })

  test.each([
    ["new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })", 'worker.ts'],
    ["import Other from './worker?worker'\nnew Other()", 'worker.ts'],
  ])('a marked function in a worker of the application: %s', async (text, name) => {
    const built = await build(vite, { ...application, 'main.ts': text, [name]: main, 'kernels.ts': scale })
    const worker = built.outputs.filter(({ fileName }) => /worker-[\w-]+\.js$/.test(fileName))
    // The application's and the pool's.
    expect(worker).toHaveLength(2)
    const codes = worker.map((one) => (one.type === 'chunk' ? one.code : String(one.source)))
    expect(codes.filter((code) => code.includes('kernels.ts') && code.includes('.wasm'))).toHaveLength(1)
    expect(built.names).toContain('assets/core.wasm')
    expect(warningsOf(built.said)).toEqual([])
  })

  test("a worker of the format 'iife' is one file", async () => {
    const built = await build(vite, { ...application, 'main.ts': "new Worker(new URL('./worker.ts', import.meta.url))", 'worker.ts': main }, { config: { worker: { format: 'iife' } } })
    expect(built.names.filter((name) => name.endsWith('.js'))).toEqual([expect.stringMatching('index'), 'assets/worker.js', 'assets/worker.js'])
    expect(built.outputs.some(({ fileName }) => /worker-[\w-]+\.js$/.test(fileName))).toBe(true)
    expect(warningsOf(built.said)).toContainEqual(expect.stringContaining('PF504'))
  })

  test('a library leaves the runtime to the application', async () => {
    const { names, text, said } = await build(vite, { 'kernels.ts': scale }, { config: { build: { lib: { entry: 'kernels.ts', formats: ['es'], fileName: 'kernels' } } } })
    expect(names).toEqual(['kernels.js'])
    expect(text('kernels')).toMatch(/from ['"]parfor\/internal['"]/)
    expect(said.map((one) => one.text).join('\n')).toContain("the package 'parfor' stays an import: list it in the library's dependencies")
  })

  test('a library for script tags has the runtime in it', async () => {
    const { names } = await build(vite, { 'kernels.ts': scale }, { config: { build: { lib: { entry: 'kernels.ts', formats: ['iife'], name: 'Kernels', fileName: 'kernels' } } } })
    expect(names.some((name) => name.startsWith('kernels'))).toBe(true)
  })
})
