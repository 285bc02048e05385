/** Bundles a package into dist: ESM and CommonJS for each entry, and declarations for both. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { declarations } from './declarations.mjs'
import { root } from './setup.mjs'

/** What the result depends on: if it is unchanged, so is dist. */
function fingerprint(folder, options) {
  const hash = createHash('sha256').update(JSON.stringify(options))
  for (const script of ['bundle.mjs', 'declarations.mjs']) hash.update(readFileSync(new URL(script, import.meta.url)))
  for (const name of filesBelow(join(folder, 'src')).filter((one) => one.endsWith('.ts'))) hash.update(name).update(readFileSync(join(folder, 'src', name)))
  hash.update(readFileSync(join(folder, 'package.json')))
  return hash.digest('hex')
}

function filesBelow(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => relative(folder, join(one.parentPath, one.name))).sort()
}

/**
 * `entries`: output name → source file. `formats`: esm and cjs unless told otherwise. Dependencies stay imports. `types`: false, or sources with declarations
 * beside those of the entries. `keep`: files of dist that something else makes. `more`: further runs of esbuild, each with its own options over the common ones.
 */
export async function bundle(name, entries, { formats = ['esm', 'cjs'], types = [], keep = [], more = [], ...rest } = {}) {
  const folder = join(root, 'packages', name)
  const dist = join(folder, 'dist')
  const stamp = join(dist, '.stamp')
  const wanted = fingerprint(folder, { entries, formats, types, more, rest })
  const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isBuilt()) return
  mkdirSync(join(folder, 'build'), { recursive: true })
  const unlock = lock(join(folder, 'build', 'lock'))
  const fresh = join(folder, 'build', `dist-${process.pid}`)
  try {
    if (isBuilt()) return
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const common = { bundle: true, packages: 'external', target: 'es2022', logLevel: 'error', absWorkingDir: folder, outdir: fresh, define: { PARFOR_VERSION: JSON.stringify(version) }, ...rest }
    const runs = [...formats.map((format) => ({ format, entryPoints: entries })), ...more]
    for (const run of runs) await build(withFormat({ ...common, ...run }))
    if (types) declarations(folder, fresh, [...Object.values(entries), ...types])
    publish(fresh, dist, ['.stamp', ...keep])
    writeFileSync(`${stamp}.new`, wanted)
    renameSync(`${stamp}.new`, stamp)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
    unlock()
  }
}

function withFormat(options) {
  if (options.format === 'esm') return { ...options, outExtension: { '.js': '.mjs' } }
  // In CommonJS there is no import.meta: the file's own URL stands for it. And `import()` becomes `require`: Jest's modules do not have it.
  return {
    ...options, outExtension: { '.js': '.cjs' }, supported: { 'dynamic-import': false, ...options.supported },
    define: { ...options.define, 'import.meta.url': '__parfor_url' }, banner: { js: "const __parfor_url = require('node:url').pathToFileURL(__filename).href;" },
  }
}

/** Puts the new files in the place of the old ones by renaming, so that who reads dist meanwhile finds each file, whole; then removes what is no longer made. */
function publish(fresh, dist, keep) {
  const made = filesBelow(fresh)
  for (const name of made) {
    mkdirSync(dirname(join(dist, name)), { recursive: true })
    renameSync(join(fresh, name), join(dist, name))
  }
  for (const old of filesBelow(dist)) if (!made.includes(old) && !keep.includes(old)) rmSync(join(dist, old), { force: true })
}

/** One build of a package at a time. The lock of a process that is gone is void. */
function lock(file) {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return () => rmSync(file, { force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!isAlive(file)) rmSync(file, { force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
}

function isAlive(file) {
  try {
    const holder = Number(readFileSync(file, 'utf8'))
    // Not yet written, or already released: it lives.
    if (!holder) return true
    process.kill(holder, 0)
    return true
  } catch (error) {
    return error.code === 'ENOENT' || error.code === 'EPERM'
  }
}
