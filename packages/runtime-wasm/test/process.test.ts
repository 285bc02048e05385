import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { emptyKernel } from './kernels.ts'

const folder = mkdtempSync(join(tmpdir(), 'parfor-process-'))
const dist = new URL('../dist/', import.meta.url)
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs a script in a process of its own with the built package; what it prints, or an error if it does not end by itself. */
function run(script: string, { name = 'script.mjs', args = [] as string[], env = {} } = {}): Promise<string> {
  const file = join(folder, name)
  writeFileSync(file, script.replaceAll('EMPTY', `new Uint8Array([${emptyKernel.join()}])`))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args, file], { env: { ...process.env, NODE_OPTIONS: '', ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const timer = setTimeout(() => child.kill('SIGKILL'), 20_000)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      if (code === 0) resolve(output)
      else reject(new Error(`exit code ${code}, signal ${signal}: ${output}`))
    })
  })
}

const load = `import { loadCore, loadCoreSync } from ${JSON.stringify(new URL('index.mjs', dist).href)}\n`
const waitSync = 'while (!core.workersReady());\n'
const launch = `
const kernel = core.addKernel(EMPTY)
const frame = core.allocZeroed(256)
const team = () => { core.launch(kernel, frame, 3); return new Int32Array(core.buffer(), frame, 2)[1] }
`

test('ends by itself at once, with the workers still starting', async () => {
  expect(await run(`${load} loadCoreSync({ threads: 3 })`)).toBe('')
})

test('ends by itself while the workers spin, and while they sleep', async () => {
  expect(await run(`${load} const core = loadCoreSync({ threads: 3 }); ${waitSync} ${launch} console.log(team())`)).toBe('3\n')
  expect(await run(`${load} const core = await loadCore({ threads: 3 }); await core.ready; ${launch} setTimeout(() => console.log(team()), 50)`)).toBe('3\n')
})

test('await ready keeps the process alive', async () => {
  expect(await run(`${load} const core = await loadCore({ threads: 3 }); await core.ready; console.log(core.threads(), core.reasons)`)).toBe('3 []\n')
})

test('the workers become ready while the event loop stands still', async () => {
  expect(await run(`${load} const core = loadCoreSync({ threads: 3 }); const before = core.threads(); ${waitSync} console.log(before, core.threads())`)).toBe('1 3\n')
})

test('process.exit with workers in all states', async () => {
  expect(await run(`${load} const core = loadCoreSync({ threads: 3 }); ${waitSync} ${launch} console.log(team()); process.exit(0)`)).toBe('3\n')
})

test('terminate ends the threads', async () => {
  expect(await run(`${load} const core = await loadCore({ threads: 3 }); await core.ready; await core.terminate(); ${launch} console.log(team(), core.reasons)`)).toBe('1 []\n')
})

test('hooks of the process are not run in the workers', async () => {
  const hook = join(folder, 'hook.mjs')
  writeFileSync(hook, 'console.log("hook")')
  const script = `${load} const core = await loadCore({ threads: 3 }); await core.ready; console.log(core.threads())`
  expect(await run(script, { args: ['--import', pathToFileURL(hook).href] })).toBe('hook\n3\n')
  expect(await run(script, { env: { NODE_OPTIONS: `--import ${pathToFileURL(hook).href}` } })).toBe('hook\n3\n')
})

test('CommonJS', async () => {
  const script = `const { loadCoreSync, launchStatus } = require(${JSON.stringify(new URL('index.cjs', dist).pathname)})
    const core = loadCoreSync({ threads: 3 }); ${waitSync} ${launch} console.log(team(), launchStatus.done)`
  expect(await run(script, { name: 'script.cjs' })).toBe('3 0\n')
})

test('in a worker thread: one thread by default, a pool of its own when asked for', async () => {
  const inside = `${load} const core = loadCoreSync(); console.log(core.threads(), core.workersReady(), core.reasons.join())
    const own = loadCoreSync({ threads: 2 }); await own.ready; console.log(own.threads(), own.reasons.length)`
  const url = `data:text/javascript,${encodeURIComponent(inside)}`
  const output = await run(`import { Worker } from 'node:worker_threads'; new Worker(new URL(${JSON.stringify(url)}))`)
  expect(output).toContain('1 true this is a worker thread')
  expect(output).toContain('\n2 0\n')
})

test('a file that is missing', async () => {
  const copy = join(folder, 'without-worker', 'dist')
  cpSync(dist, copy, { recursive: true })
  cpSync(new URL('../package.json', dist), join(copy, '../package.json'))
  rmSync(join(copy, 'worker.mjs'))
  const script = `import { loadCore } from ${JSON.stringify(pathToFileURL(join(copy, 'index.mjs')).href)}
    const core = await loadCore({ threads: 2 }); await core.ready; ${launch} console.log(team(), core.reasons.join())`
  expect(await run(script)).toMatch(/^1 worker 1 is gone: .*Cannot find module/)
  rmSync(join(copy, 'core.wasm'))
  await expect(run(script)).rejects.toThrow(/ENOENT.*core\.wasm/)
})
