/** webpack, Rollup and esbuild as users configure them, with the packages as installed; the result runs in Chromium. */
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium, logOf } from '../src/chromium.ts'
import type { PageLog } from '../src/chromium.ts'
import { appFolder, installedIn } from '../src/installed.ts'
import { runNode } from '../src/processes.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'

interface Outcome {
  identical: boolean
  isolated: boolean
  rung: string
  threads: number
  regions: { name: string; wasm: number; threads: number }[]
  reasons: string[]
}

const strict = { 'Content-Security-Policy': "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:" }
const modules = join(installedIn('bundlers'), 'node_modules')

let browser: Browser
beforeAll(async () => { browser = await launchChromium() })
afterAll(() => browser.close())

/** Opens the page and waits for what it computes. */
async function visit(folder: string, { headers = isolationHeaders as Record<string, string>, base = '/' } = {}): Promise<{ outcome: Outcome; log: PageLog; requests: string[] }> {
  const server = await serveFolder(folder, headers, base)
  const page = await browser.newPage()
  try {
    const log = logOf(page)
    await page.goto(server.url)
    const outcome = await page.waitForFunction(() => (window as { outcome?: Outcome }).outcome, undefined, { timeout: 60_000 }).catch((error: unknown) => {
      throw new Error(`the page computed nothing: ${JSON.stringify({ log, requests: server.requests })}`, { cause: error })
    })
    return { outcome: await outcome.jsonValue() as Outcome, log, requests: server.requests }
  } finally {
    await page.close()
    await server.close()
  }
}

const quiet: PageLog = { errors: [], warnings: [], exceptions: [] }

function expectThreads({ outcome, log }: { outcome: Outcome; log: PageLog }): void {
  expect(log).toEqual(quiet)
  expect(outcome).toMatchObject({ identical: true, isolated: true, rung: 'wasm', reasons: [] })
  expect(outcome.threads).toBeGreaterThanOrEqual(2)
  const regions = Object.fromEntries(outcome.regions.map((region) => [region.name, region]))
  expect(regions.distances.wasm).toBeGreaterThanOrEqual(5)
  expect(regions.distances.threads).toBeGreaterThanOrEqual(2)
  // Compiled at its first call, by the compiler that the page loads then.
  expect(regions.within.wasm).toBeGreaterThanOrEqual(5)
}

/** index.html beside the bundle. */
function addPage(app: string, bundle: string): string {
  const page = readFileSync(join(app, 'index.html'), 'utf8').replace('BUNDLE', bundle)
  writeFileSync(join(app, 'dist/index.html'), page)
  return join(app, 'dist')
}

const files = (folder: string): string[] => readdirSync(folder, { recursive: true }).map(String).sort()

describe('webpack', () => {
  function buildWebpack(variables: Record<string, string> = {}): string {
    const app = appFolder('bundled', 'bundlers')
    const output = runNode(['--input-type=module', '-e', `
      import webpack from 'webpack'
      import config from './webpack.config.js'
      webpack(config, (error, stats) => {
        if (error || stats.hasErrors() || stats.hasWarnings()) { console.error(error ?? stats.toString()); process.exitCode = 1 }
      })`], app, variables)
    expect(output).toBe('')
    return addPage(app, `${variables.PUBLIC_PATH ?? ''}${files(join(app, 'dist')).find((name) => /^main.*js$/.test(name))}`)
  }

  it('emits worker, core and compiler in a production build; a strict content security policy holds', async () => {
    const folder = buildWebpack()
    expect(files(folder).filter((name) => name.endsWith('.wasm'))).toHaveLength(1)
    const visited = await visit(folder, { headers: { ...isolationHeaders, ...strict } })
    expectThreads(visited)
    // main, worker, compiler: what is not needed at once is not in main.
    const main = visited.requests.find((path) => path.startsWith('/main.'))!
    expect(readFileSync(join(folder, main)).length).toBeLessThan(100_000)

    // The same build on a host without the headers.
    const { outcome, log } = await visit(folder, { headers: {} })
    expect(outcome).toMatchObject({ identical: true, isolated: false, threads: 1 })
    expect(outcome.reasons.join()).toContain('Cross-Origin-Opener-Policy')
    expect(log.warnings.filter((text) => text.includes('Cross-Origin-Opener-Policy'))).toHaveLength(1)
    expect(log).toMatchObject({ errors: [], exceptions: [] })
  })

  it('works in development mode, under a public path', async () => {
    const visited = await visit(buildWebpack({ MODE: 'development', PUBLIC_PATH: '/deep/path/' }), { base: '/deep/path/' })
    expectThreads(visited)
    expect(visited.requests.every((path) => path.startsWith('/deep/path/'))).toBe(true)
  })
})

describe('Rollup', () => {
  const rollup = (app: string, config: string): string => runNode([join(modules, 'rollup/dist/bin/rollup'), '-c', config, '--failAfterWarnings'], app)

  it('has a plugin that compiles, and emits worker and core', async () => {
    const app = appFolder('bundled', 'bundlers')
    rollup(app, 'rollup.config.js')
    expect(files(join(app, 'dist')).filter((name) => /core|worker/.test(name))).toEqual([expect.stringMatching(/^assets\/parfor-core-.+\.wasm$/), expect.stringMatching(/^assets\/parfor-worker-.+\.js$/)])
    expectThreads(await visit(addPage(app, 'js/main.js'), { headers: { ...isolationHeaders, ...strict } }))
    const sources = JSON.parse(readFileSync(join(app, 'dist/js/main.js.map'), 'utf8')) as { sources: string[]; sourcesContent: string[] }
    const index = sources.sources.findIndex((name) => name.endsWith('src/kernels.js'))
    expect(sources.sourcesContent[index]).toContain('@parallel')
  })

  it('with the Babel plugin alone: plain JavaScript, and a message with the cure; beside the copied files, threads', async () => {
    const app = appFolder('bundled', 'bundlers')
    rollup(app, 'rollup-babel.config.js')
    const folder = addPage(app, 'main.js')
    const { outcome, log } = await visit(folder)
    expect(outcome).toMatchObject({ identical: true, rung: 'js' })
    const said = log.warnings.filter((text) => text.includes('PF404'))
    expect(said).toHaveLength(1)
    expect(said[0]).toContain('core.wasm')
    expect(said[0]).toMatch(/@parfor\/babel-plugin\/(?:rollup|esbuild)/)
    for (const name of ['core.wasm', 'worker.mjs']) cpSync(join(modules, '@parfor/runtime-wasm/dist', name), join(folder, name))
    expectThreads(await visit(folder))
  })
})

describe('esbuild', () => {
  it.each([
    { format: 'esm', publicPath: '', base: '/' },
    { format: 'iife', publicPath: '', base: '/' },
    { format: 'esm', publicPath: '/sub/', base: '/sub/' },
  ])('has a plugin that compiles, and emits worker and core ($format, public path "$publicPath")', async ({ format, publicPath, base }) => {
    const app = appFolder('bundled', 'bundlers')
    const output = runNode(['esbuild.mjs', format, publicPath].filter((argument) => argument !== ''), app)
    expect(output).toMatch(/parfor-core-\w+\.wasm/)
    expect(output).not.toMatch(/warning/i)
    const folder = addPage(app, `${publicPath}js/main.js`)
    if (format === 'iife') writeFileSync(join(folder, 'index.html'), readFileSync(join(folder, 'index.html'), 'utf8').replace(' type="module"', ''))
    expectThreads(await visit(folder, { base, headers: { ...isolationHeaders, ...strict } }))
  })
})

describe('esbuild for Node', () => {
  const built = (format: string, withPlugin: string): string => {
    const app = appFolder('bundled', 'bundlers')
    expect(runNode(['esbuild-node.mjs', format, withPlugin], app)).toBe('')
    return runNode([`dist/server.${format === 'esm' ? 'mjs' : 'cjs'}`], app, { PARFOR_THREADS: '2' })
  }

  it.each(['esm', 'cjs'])('puts worker and core beside the bundle (%s)', (format) => {
    expectThreads({ outcome: { ...JSON.parse(built(format, 'yes')) as Outcome, isolated: true }, log: quiet })
  })

  it('without them plain JavaScript runs, with one message with the cure', () => {
    const lines = built('esm', 'no').trim().split('\n')
    expect(JSON.parse(lines[0])).toMatchObject({ identical: true, rung: 'js' })
    expect(lines.slice(1)).toEqual([expect.stringMatching(/^parfor PF404: .*core\.wasm.*external.*@parfor\/babel-plugin\/esbuild/)])
  })
})

describe('the plugins', () => {
  it('have the types of Rollup and esbuild', () => {
    const app = appFolder('bundled', 'bundlers')
    writeFileSync(join(app, 'tsconfig.json'), JSON.stringify({ compilerOptions: { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', strict: true, noEmit: true, skipLibCheck: true, types: [] }, files: ['plugins.ts'] }))
    const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
    expect(spawnSync(tsc, ['-p', app, '--pretty', 'false'], { encoding: 'utf8' }).stdout).toBe('')
  })

  it.each(['rollup', 'esbuild'])('refuse what they do not know (%s)', (name) => {
    const app = appFolder('bundled', 'bundlers')
    const fail = (options: string): string => runNode(['--input-type=module', '-e', `import parfor from '@parfor/babel-plugin/${name}'; try { parfor(${options}) } catch (error) { console.log(error.message) }`], app)
    expect(fail('{ modus: 1 }')).toContain('PF500')
    expect(fail("{ mode: 'all' }")).toContain('PF501')
  })
})
