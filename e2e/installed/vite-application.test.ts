/** One application in all the ways that it can be served. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, develop, preview, visit } from '../src/application.ts'
import type { Outcome, Site } from '../src/application.ts'
import { launchChromium } from '../src/chromium.ts'
import { appFolder } from '../src/installed.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'

interface Outcomes { page: Outcome; worker: Outcome }

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** Page and worker computed in parallel, in kernels, what plain JavaScript computes. */
function expectThreads(outcome: Outcome): void {
  expect(outcome).toMatchObject({ identical: true, isolated: true, rung: 'wasm' })
  expect(outcome.threads).toBeGreaterThanOrEqual(2)
  // Two functions after ready(); before it they may have run in plain JavaScript.
  expect(outcome.kernelCalls).toBeGreaterThanOrEqual(2)
}

async function expectWorks(url: string): Promise<{ requests: string[] }> {
  const { page, log, outcome, requests } = await visit<Outcomes>(browser, url)
  expectThreads(outcome.page)
  expectThreads(outcome.worker)
  expect(log).toEqual({ errors: [], warnings: [], exceptions: [] })
  await page.context().close()
  return { requests }
}

describe('dev server', () => {
  let site: Site
  beforeAll(async () => {
    site = await develop(appFolder('vite-vanilla', 'vite'))
  })
  afterAll(() => site.stop())

  test('page and worker use all threads, isolated without further settings', async () => {
    await expectWorks(site.url)
  })

  test('an exception thrown in a marked function points to its line', async () => {
    const { page } = await visit<Outcomes>(browser, site.url)
    const stack = await page.evaluate(() => {
      try {
        (window as unknown as { failing(values: Float64Array): number }).failing(new Float64Array(3))
        return ''
      } catch (error) {
        return String((error as Error).stack)
      }
    })
    const [, file, line, column] = /at failing \((http\S+):(\d+):(\d+)\)/.exec(stack)!
    const code = await (await fetch(file)).text()
    const map = JSON.parse(Buffer.from(/sourceMappingURL=data:application\/json;base64,(\S+)/.exec(code)![1], 'base64').toString()) as object
    expect(await originalOf(map, Number(line), Number(column))).toEqual(throwing)
    await page.context().close()
  })
})

/** `throw` in failing() of kernels.ts. */
const kernels = readFileSync(new URL('../apps/vite-vanilla/src/kernels.ts', import.meta.url), 'utf8').split('\n')
const throwing = { source: 'kernels.ts', line: kernels.findIndex((line) => line.includes('throw new')) + 1, column: kernels.find((line) => line.includes('throw new'))!.indexOf('new Error') }

async function originalOf(map: object, line: number, column: number): Promise<{ source: string | undefined; line: number | null; column: number | null }> {
  const { TraceMap, originalPositionFor } = await import('@jridgewell/trace-mapping')
  const found = originalPositionFor(new TraceMap(map as ConstructorParameters<typeof TraceMap>[0]), { line, column: column - 1 })
  return { source: found.source?.split('/').at(-1), line: found.line, column: found.column }
}

describe('built', () => {
  let folder: string
  let summary: string
  beforeAll(() => {
    folder = appFolder('vite-vanilla', 'vite')
    summary = build(folder)
  })

  test('the build ends with a summary', () => {
    expect(summary).toMatch(/parfor/)
    expect(summary).toMatch(/3 functions/)
  })

  test('preview: all threads; the compiler is not fetched, because every region was compiled', async () => {
    const site = await preview(folder)
    const { requests } = await expectWorks(site.url)
    const compiler = readdirSync(join(folder, 'dist/assets')).filter((name) => name.endsWith('.js') && readFileSync(join(folder, 'dist/assets', name), 'latin1').includes('parallelise'))
    expect(compiler.length).toBeGreaterThan(0)
    for (const name of compiler) expect(requests.filter((url) => url.endsWith(name))).toEqual([])
    await site.stop()
  })

  test('an exception thrown in a marked function points to its line', async () => {
    const server = await serveFolder(join(folder, 'dist'), isolationHeaders)
    const { page } = await visit<Outcomes>(browser, server.url)
    const stack = await page.evaluate(() => {
      try {
        (window as unknown as { failing(values: Float64Array): number }).failing(new Float64Array(3))
        return ''
      } catch (error) {
        return String((error as Error).stack)
      }
    })
    const [, file, line, column] = /\n\s+at .*?(http[^\s)]+):(\d+):(\d+)/.exec(stack)!
    const map = await (await fetch(`${file}.map`)).json() as object
    // The minifier leaves out `new`: then the constructor's name is the place.
    const found = await originalOf(map, Number(line), Number(column))
    expect([throwing.column, throwing.column + 'new '.length]).toContain(found.column)
    expect({ ...found, column: throwing.column }).toEqual(throwing)
    await page.context().close()
    await server.close()
  })

  test('a strict content security policy', async () => {
    const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:"
    const server = await serveFolder(join(folder, 'dist'), { ...isolationHeaders, 'Content-Security-Policy': policy })
    await expectWorks(server.url)
    await server.close()
  })

  test('a policy without wasm-unsafe-eval: plain JavaScript, said once, with the cure', async () => {
    const policy = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; img-src data:"
    const server = await serveFolder(join(folder, 'dist'), { ...isolationHeaders, 'Content-Security-Policy': policy })
    const { page, log, outcome } = await visit<Outcomes>(browser, server.url)
    for (const one of [outcome.page, outcome.worker]) expect(one).toMatchObject({ identical: true, rung: 'js', kernelCalls: 0 })
    const said = log.warnings.filter((text) => text.includes('parfor PF404'))
    // The page once and the worker once.
    expect(said).toHaveLength(2)
    expect(said[0]).toContain("'wasm-unsafe-eval'")
    expect(log.exceptions).toEqual([])
    await page.context().close()
    await server.close()
  })

  test('not isolated: one thread, said once, with the cure', async () => {
    const server = await serveFolder(join(folder, 'dist'))
    const { page, log, outcome } = await visit<Outcomes>(browser, server.url)
    for (const one of [outcome.page, outcome.worker]) {
      expect(one).toMatchObject({ identical: true, isolated: false, threads: 1 })
      expect(one.kernelCalls).toBeGreaterThan(0)
      expect(one.reasons.join()).toContain('Cross-Origin-Opener-Policy')
    }
    const said = log.warnings.filter((text) => text.includes('parfor PF404'))
    expect(said).toHaveLength(2)
    expect(said[0]).toContain('Cross-Origin-Embedder-Policy')
    expect([...log.errors, ...log.exceptions]).toEqual([])
    await page.context().close()
    await server.close()
  })

  test.each(['/deep/path/', './'])('base %s', async (base) => {
    const other = appFolder('vite-vanilla', 'vite')
    build(other, { APP_BASE: base })
    const server = await serveFolder(join(other, 'dist'), isolationHeaders, base === './' ? '/anywhere/at/all/' : base)
    await expectWorks(server.url)
    await server.close()
  })
})

test('isolation: false leaves the headers alone', async () => {
  const site = await develop(appFolder('vite-vanilla', 'vite'), { APP_ISOLATION: 'off' })
  const response = await fetch(site.url)
  expect(response.headers.get('cross-origin-opener-policy')).toBeNull()
  await site.stop()
})
