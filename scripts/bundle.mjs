/** Bundles a package into dist: ESM and CommonJS for each entry, and declarations. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './setup.mjs'

/** What the result depends on: if it is unchanged, so is dist. */
function fingerprint(folder, options) {
  const hash = createHash('sha256').update(JSON.stringify(options)).update(readFileSync(new URL(import.meta.url)))
  const sources = readdirSync(join(folder, 'src'), { recursive: true }).map(String).filter((name) => name.endsWith('.ts')).sort()
  for (const name of sources) hash.update(name).update(readFileSync(join(folder, 'src', name)))
  hash.update(readFileSync(join(folder, 'package.json')))
  return hash.digest('hex')
}

/** `entries`: output name → source file. `formats`: esm and cjs unless told otherwise. Dependencies stay imports. */
export async function bundle(name, entries, { formats = ['esm', 'cjs'], types = true, keep = [], ...rest } = {}) {
  const folder = join(root, 'packages', name)
  const dist = join(folder, 'dist')
  const stamp = join(dist, '.stamp')
  const wanted = fingerprint(folder, { entries, formats, types, rest })
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  mkdirSync(dist, { recursive: true })
  for (const old of readdirSync(dist)) if (!keep.includes(old)) rmSync(join(dist, old), { recursive: true })
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const common = { bundle: true, packages: 'external', target: 'es2022', logLevel: 'error', absWorkingDir: folder, outdir: dist, define: { PARFOR_VERSION: JSON.stringify(version) }, ...rest }
  for (const format of formats) {
    const extension = format === 'esm' ? '.mjs' : '.cjs'
    // In CommonJS there is no import.meta: the file's own URL stands for it. And `import()` becomes `require`: Jest's modules do not have it.
    const shim = format === 'cjs' ? { supported: { 'dynamic-import': false }, define: { ...common.define, 'import.meta.url': '__parfor_url' }, banner: { js: "const __parfor_url = require('node:url').pathToFileURL(__filename).href;" } } : {}
    await build({ ...common, ...shim, format, entryPoints: entries, outExtension: { '.js': extension } })
  }
  if (types) declarations(folder)
  writeFileSync(stamp, wanted)
}

function declarations(folder) {
  const config = join(folder, 'dist', 'tsconfig.json')
  writeFileSync(config, JSON.stringify({
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { emitDeclarationOnly: true, outDir: '.', rootDir: '../src', customConditions: [] },
    include: ['../src'],
  }))
  const result = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', config], { stdio: 'inherit' })
  rmSync(config)
  if (result.status !== 0) process.exit(result.status ?? 1)
}
