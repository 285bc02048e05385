/**
 * What the Vite plugin costs an application without a marked function: 1,000 modules in the dev server (start, and every module transformed) and in a build.
 * Both variants alternate in one process; the least of each is printed, since other load only adds. `--modules N`, `--rounds N`.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { root } from './setup.mjs'

const { values } = parseArgs({ options: { modules: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '7' } } })
const count = Number(values.modules)

const require = createRequire(join(root, 'packages/vite-plugin/package.json'))
const { build, createServer, version } = await import(pathToFileURL(require.resolve('vite')).href)
const { default: parfor } = await import(pathToFileURL(join(root, 'packages/vite-plugin/dist/index.mjs')).href)

const folder = join(root, 'packages/vite-plugin/build/bench')
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const numbers = Array.from({ length: count }, (_, i) => i)
for (const i of numbers) {
  writeFileSync(join(folder, `module${i}.ts`), `export interface Point${i} { x: number; y: number }\n${Array.from({ length: 20 }, (_, j) => `export function part${j}(p: Point${i}): number { return p.x * ${i} + p.y * ${j} }`).join('\n')}\n`)
}
writeFileSync(join(folder, 'main.ts'), `${numbers.map((i) => `import { part0 as part0_${i} } from './module${i}'`).join('\n')}\nconsole.log(${numbers.map((i) => `part0_${i}`).join(', ')})\n`)
writeFileSync(join(folder, 'index.html'), '<!doctype html><html><body><script type="module" src="/main.ts"></script></body></html>')

const common = (plugins) => ({ configFile: false, root: folder, logLevel: 'silent', plugins })

async function develop(plugins) {
  const start = performance.now()
  const server = await createServer({ ...common(plugins), server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } })
  const { client } = server.environments
  await client.transformRequest('/main.ts')
  for (const i of numbers) await client.transformRequest(`/module${i}.ts`)
  const time = performance.now() - start
  await server.close()
  return time
}

async function bundle(plugins) {
  const start = performance.now()
  await build({ ...common(plugins), build: { write: false } })
  return performance.now() - start
}

console.log(`vite ${version}, ${count} modules without a mark, least of ${values.rounds} rounds`)
for (const [name, run] of [['dev server', develop], ['build', bundle]]) {
  const times = { without: [], with: [] }
  await run([])
  for (let round = 0; round < Number(values.rounds); round++) {
    const variants = [['without', () => []], ['with', () => [parfor()]]]
    if (round % 2 === 1) variants.reverse()
    for (const [variant, plugins] of variants) times[variant].push(await run(plugins()))
  }
  const [without, withPlugin] = [Math.min(...times.without), Math.min(...times.with)]
  console.log(`${name.padEnd(12)} without ${without.toFixed(0)} ms, with ${withPlugin.toFixed(0)} ms: ${((withPlugin / without - 1) * 100).toFixed(1)} %`)
}
rmSync(folder, { recursive: true, force: true })
