/** Vite's development server: isolated without a setting, and an edited kernel replaced in the running page. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import parfor from '@parfor/vite-plugin'
import { createServer } from 'vite'
import type { ViteDevServer } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchEngine } from '../../src/engines/index.ts'
import type { Engine, EngineName } from '../../src/engines/index.ts'
import { recorder } from '../../src/engines/recorder.ts'

const kernels = (factor: number): string => `/** @parallel */
export function scale(x: Float64Array): Float64Array {
  const out = new Float64Array(x.length)
  for (let i = 0; i < x.length; i++) out[i] = x[i] * ${factor}
  return out
}
`

const main = `import { info, ready } from 'parfor'
import { scale } from './kernels'
const x = new Float64Array(1_000_000).fill(2)
const run = () => {
  const out = scale(x)
  return { value: out.every((value) => value === out[0]) && out[0], threads: info().threads, kernels: info().regions.reduce((sum, region) => sum + region.wasm, 0) }
}
ready().then(() => Object.assign(window, { run }))
`

interface Result { value: number | false; threads: number; kernels: number }

/** Results of the page, until one has that value. */
const resultWith = async (value: number): Promise<Result & { marked: boolean }> => {
  const page = globalThis as unknown as { run?: () => Result; marker?: boolean }
  const end = performance.now() + 30_000
  for (;;) {
    const result = page.run?.()
    if (result?.value === value) return { ...result, marked: page.marker === true }
    if (performance.now() > end) throw new Error(`no result with ${value} within 30 s, but ${JSON.stringify(result)}`)
    await new Promise((resolve) => { setTimeout(resolve, 50) })
  }
}

export function describeDevelopment(name: EngineName, { threads }: { threads: boolean }): void {
  let folder: string
  let server: ViteDevServer
  let engine: Engine

  beforeAll(async () => {
    const below = fileURLToPath(new URL('../../build/', import.meta.url))
    mkdirSync(below, { recursive: true })
    folder = mkdtempSync(join(below, 'development-'))
    writeFileSync(join(folder, 'index.html'), '<!doctype html><html><head><link rel="icon" href="data:,"><script src="/before.js"></script></head><body><script type="module" src="/main.ts"></script></body></html>')
    writeFileSync(join(folder, 'main.ts'), main)
    writeFileSync(join(folder, 'kernels.ts'), kernels(3))
    mkdirSync(join(folder, 'public'))
    writeFileSync(join(folder, 'public/before.js'), recorder)
    server = await createServer({ configFile: false, root: folder, logLevel: 'silent', plugins: [parfor()], server: { port: 0, host: 'localhost', watch: { usePolling: true, interval: 30 } } })
    await server.listen()
    engine = await launchEngine(name)
  })

  afterAll(async () => {
    await engine?.close()
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('hot update of a kernel', async () => {
    const page = await engine.open(`http://localhost:${(server.httpServer!.address() as AddressInfo).port}/`)
    const first = await page.evaluate(resultWith, 6)
    expect(first.threads > 1).toBe(threads)
    await page.evaluate(() => { Object.assign(globalThis, { marker: true }) })
    writeFileSync(join(folder, 'kernels.ts'), kernels(5))
    const second = await page.evaluate(resultWith, 10)
    // The page was not reloaded.
    expect(second.marked).toBe(true)
    expect(second.threads).toBe(first.threads)
    const { errors, exceptions } = await page.log()
    expect({ errors, exceptions }).toEqual({ errors: [], exceptions: [] })
    await page.close()
  })
}
