/** `pnpm bench:browser [--only NAME] [--rounds N] [--json FILE]`: builds examples/explorer and runs its bench page in headless Chromium. Ratios are plain time / parfor time. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { buildSync } from 'esbuild'
import { root } from './setup.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' }, rounds: { type: 'string', default: '9' }, json: { type: 'string' } } })
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds ${values.rounds} is not a number of rounds. Give a whole number from 1.`)
  process.exit(2)
}

const explorer = `${root}examples/explorer/`
const { build, preview } = await import(pathToFileURL(createRequire(`${explorer}package.json`).resolve('vite')))
// The launcher of the tests is TypeScript, and its Chromium driver a dependency of theirs.
const launcher = `${root}e2e/build/chromium.mjs`
mkdirSync(dirname(launcher), { recursive: true })
buildSync({ entryPoints: [`${root}e2e/src/chromium.ts`], bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile: launcher, logLevel: 'error' })
const { launchChromium } = await import(pathToFileURL(launcher))

await build({ root: explorer, logLevel: 'warn' })
const server = await preview({ root: explorer, logLevel: 'warn', preview: { port: 0, host: 'localhost' } })
const browser = await launchChromium()
try {
  const page = await browser.newPage()
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) console.error(`${message.type()}: ${message.text()}`) })
  page.on('pageerror', (error) => console.error(error.stack))
  await page.goto(`${server.resolvedUrls.local[0]}#bench`)
  await page.waitForFunction(() => window.parforBench)
  print(await page.evaluate((options) => window.parforBench.run(options), { rounds, only: values.only }))
} finally {
  await browser.close()
  await server.close()
}

function print({ rows, tiny, start, pause, ...machine }) {
  const cpu = cpus()[0].model
  const load = loadavg()[0]
  console.log(`${cpu}, ${availableParallelism()} cores (load ${load.toFixed(1)}), ${machine.browser}, ${machine.rung}, ${machine.threads} threads, which scale ${machine.scaling.toFixed(2)}×\n`)
  const columns = Object.keys(rows[0]?.milliseconds ?? {}).slice(1)
  console.log(`${'kernel'.padEnd(26)}${'plain ms'.padStart(10)}${columns.map((column) => column.padStart(10)).join('')}`)
  for (const { name, milliseconds } of rows) {
    console.log(`${name.padEnd(26)}${milliseconds.plain.toFixed(2).padStart(10)}${columns.map((column) => `${(milliseconds.plain / milliseconds[column]).toFixed(2)}×`.padStart(10)).join('')}`)
  }
  console.log('\ntiny calls (axpy), ns per call')
  for (const { length, plain, parfor } of tiny) console.log(`  n = ${String(length).padEnd(6)} plain ${plain.toFixed(1).padStart(8)}   parfor ${parfor.toFixed(1).padStart(8)}   added ${(parfor - plain).toFixed(1)}`)
  console.log(`\nstarting a region of 64 elements, µs: alone ${start.alone.toFixed(2)}, all threads awake ${start.awake.toFixed(2)}, asleep ${start.asleep.toFixed(1)}`)
  console.log(`one call after a pause of 20 ms (${pause.name}), ms: plain ${pause.plain.toFixed(2)}, one thread ${pause.one.toFixed(2)}, all threads ${pause.all.toFixed(2)}`)
  console.log(`pool ready ${machine.poolReady.afterLoad.toFixed(0)} ms after load, ${machine.poolReady.afterNavigation.toFixed(0)} ms after navigation`)
  if (values.json) writeFileSync(values.json, `${JSON.stringify({ cpu, load, ...machine, rows, tiny, start, pause }, null, 2)}\n`)
}
