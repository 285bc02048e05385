/** The official templates of three frameworks, with a marked function put into a component: dev server and build. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build, develop, visit } from '../src/application.ts'
import type { Outcome } from '../src/application.ts'
import { launchChromium } from '../src/chromium.ts'
import { appFolder } from '../src/installed.ts'
import { isolationHeaders, serveFolder } from '../src/static-server.ts'

const templates = dirname(createRequire(import.meta.url).resolve('create-vite/package.json'))

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser.close())

/** What goes into the component: a marked function in its own script, called when the component is made. */
const imports = `import { alloc, info, ready } from 'parfor'`
const marked = `
/** @parallel */
function checksum(values: Float64Array, weight: number): number {
  let total = 0
  for (let i = 0; i < values.length; i++) total += Math.abs(values[i]) * weight
  return total
}

async function report(): Promise<void> {
  await ready()
  const values = alloc(Float64Array, 1_000_000)
  let expected = 0
  for (let i = 0; i < values.length; i++) {
    values[i] = (i % 11) - 5
    expected += Math.abs(values[i]) * 3
  }
  const identical = checksum(values, 3) === expected
  const { rung, threads, regions } = info();
  (window as unknown as { outcome: object }).outcome = {
    identical, isolated: crossOriginIsolated, rung, threads, kernelCalls: regions.reduce((sum, region) => sum + region.wasm, 0), regions: regions.length, reasons: [],
  }
}
void report()
`

/** Puts the plugin into the template's vite.config.ts, last or first. */
function addPlugin(folder: string, first: boolean): void {
  const file = join(folder, 'vite.config.ts')
  const text = readFileSync(file, 'utf8')
  const changed = `import parfor from '@parfor/vite-plugin'\n${text.replace(/plugins: \[(\w+\(\))\]/, first ? 'plugins: [parfor(), $1]' : 'plugins: [$1, parfor()]')}`
  if (!changed.includes('parfor()')) throw new Error(`no plugins in ${text}`)
  writeFileSync(file, changed)
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`${file} is not as expected:\n${text}`)
  writeFileSync(file, changed)
}

const frameworks: { name: string; template: string; mark: (folder: string) => void }[] = [
  {
    name: 'React', template: 'template-react-ts',
    mark: (folder) => edit(join(folder, 'src/App.tsx'), (text) => text.replace("import './App.css'\n", `import './App.css'\n${imports}\n${marked}`)),
  },
  {
    name: 'Vue', template: 'template-vue-ts',
    mark: (folder) => edit(join(folder, 'src/components/HelloWorld.vue'), (text) => text.replace("import { ref } from 'vue'\n", `import { ref } from 'vue'\n${imports}\n`).replace('</script>', `${marked}</script>`)),
  },
  {
    name: 'Svelte', template: 'template-svelte-ts',
    mark: (folder) => edit(join(folder, 'src/lib/Counter.svelte'), (text) => text.replace('<script lang="ts">\n', `<script lang="ts">\n${imports}\n`).replace('</script>', `${marked}</script>`)),
  },
]

function application(template: string, mark: (folder: string) => void, first: boolean): string {
  const folder = appFolder(join(templates, template), 'vite')
  // npm packs .gitignore files under another name; create-vite gives it back.
  cpSync(join(folder, '_gitignore'), join(folder, '.gitignore'))
  addPlugin(folder, first)
  mark(folder)
  return folder
}

function expectThreads(outcome: Outcome & { regions: number }): void {
  expect(outcome).toMatchObject({ identical: true, isolated: true, rung: 'wasm', kernelCalls: 1, regions: 1 })
  expect(outcome.threads).toBeGreaterThanOrEqual(2)
}

describe.each(frameworks)('$name', ({ template, mark }) => {
  test('dev server, plugin after the framework', async () => {
    const site = await develop(application(template, mark, false))
    const { page, log, outcome } = await visit<Outcome & { regions: number }>(browser, site.url)
    expectThreads(outcome)
    expect([...log.errors, ...log.exceptions]).toEqual([])
    await page.context().close()
    await site.stop()
  })

  test('minified build, plugin before the framework', async () => {
    const folder = application(template, mark, true)
    build(folder)
    const server = await serveFolder(join(folder, 'dist'), isolationHeaders)
    const { page, log, outcome } = await visit<Outcome & { regions: number }>(browser, server.url)
    expectThreads(outcome)
    expect([...log.errors, ...log.exceptions]).toEqual([])
    await page.context().close()
    await server.close()
  })
})
