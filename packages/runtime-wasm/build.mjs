/** Builds dist: core.wasm with Emscripten (only when its sources have changed), the loader and the worker with esbuild. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { bundle } from '../../scripts/bundle.mjs'

const core = fileURLToPath(new URL('../runtime-core/', import.meta.url))
const dist = fileURLToPath(new URL('dist/', import.meta.url))

const sources = ['kernels/directory.cpp', 'memory/allocator.cpp', 'platform/wasm.cpp', 'pool/barrier.cpp', 'pool/launch.cpp', 'pool/worker.cpp']
const headers = ['abi.h', 'kernels/directory.h', 'platform/lock.h', 'platform/platform.h', 'pool/pool.h', 'pool/rhythm.h', 'pool/spin.h', 'pool/vigil.h']

/** Every function of the C ABI, from its header. */
function exportedFunctions() {
  return [...readFileSync(join(core, 'abi.h'), 'utf8').matchAll(/^[a-z0-9_]+\*? (pf_\w+)\(/gm)].map((match) => match[1])
}

function flags() {
  return [
    // -O3 at link time would rename the imports and exports. Signed addresses above 2 GB are the loader's business.
    '-std=c++17', '-O2', '-msimd128', '-fno-exceptions', '-fno-rtti', '-Wall', '-Wextra', '-Werror',
    // Shared memory and atomics, but nothing of Emscripten's threads, libc or start-up code.
    '-pthread', '-nostdlib', '--no-entry', '-Wno-pthreads-mem-growth', '-Wno-undefined', '-sERROR_ON_UNDEFINED_SYMBOLS=0',
    '-sIMPORTED_MEMORY=1', '-sALLOW_MEMORY_GROWTH=1', '-sINITIAL_MEMORY=1048576', '-sMAXIMUM_MEMORY=4GB', '-sTOTAL_STACK=65536',
    '-sALLOW_TABLE_GROWTH=1', '-Wl,--export=__stack_pointer', '-Wl,--export-table', '-Wl,--growable-table',
    `-sEXPORTED_FUNCTIONS=${exportedFunctions().map((name) => `_${name}`).join(',')}`,
  ]
}

function compile(target) {
  const folder = mkdtempSync(join(tmpdir(), 'parfor-core-'))
  const env = { ...process.env }
  // Debian's Emscripten finds its own JavaScript dependencies only so.
  if (existsSync('/usr/share/nodejs')) env.NODE_PATH = [env.NODE_PATH, '/usr/share/nodejs'].filter(Boolean).join(':')
  try {
    const result = spawnSync('emcc', [...sources.map((name) => join(core, name)), ...flags(), '-o', join(folder, 'core.js')], { env, encoding: 'utf8' })
    if (result.error?.code === 'ENOENT') {
      throw new Error('emcc was not found. Install Emscripten 3.1.6 or newer: sudo apt-get install -y emscripten (elsewhere: https://emscripten.org/docs/getting_started/downloads.html)')
    }
    if (result.status !== 0) throw new Error(`emcc failed\n${result.stdout}${result.stderr}`)
    const wasm = readFileSync(join(folder, 'core.wasm'))
    check(wasm)
    // Renamed into place: a process that is loading it sees the old one or the new one.
    writeFileSync(`${target}.new`, wasm)
    renameSync(`${target}.new`, target)
    console.log(`core.wasm: ${wasm.length} bytes, ${gzipSync(wasm).length} compressed`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What another version of Emscripten might do differently, found here rather than by a user. */
function check(wasm) {
  const module = new WebAssembly.Module(wasm)
  const imports = WebAssembly.Module.imports(module).map(({ module: from, name }) => `${from}.${name}`).sort().join(' ')
  if (imports !== 'env.find_lost env.load_kernel env.memory env.now') throw new Error(`core.wasm has other imports than the loader gives it: ${imports}`)
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name))
  const missing = [...exportedFunctions(), '__stack_pointer', '__indirect_function_table'].filter((name) => !exported.has(name))
  if (missing.length > 0) throw new Error(`core.wasm does not export ${missing.join(', ')}`)
}

function buildCore() {
  const hash = createHash('sha256').update(JSON.stringify([sources, flags()])).update(check.toString())
  for (const name of [...sources, ...headers]) hash.update(name).update(readFileSync(join(core, name)))
  const wanted = hash.digest('hex')
  const target = join(dist, 'core.wasm')
  const stamp = join(dist, '.core-stamp')
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  mkdirSync(dist, { recursive: true })
  compile(target)
  writeFileSync(stamp, wanted)
}

try {
  buildCore()
} catch (error) {
  console.error(`runtime-wasm: ${error.message}`)
  process.exit(1)
}
// In ES modules `#platform` stays an import, for bundlers to choose by their conditions (package.json); CommonJS is for Node.
await bundle('runtime-wasm', { index: 'src/index.ts' }, {
  platform: 'neutral', keep: ['core.wasm', '.core-stamp'], formats: [],
  more: [
    { format: 'esm', external: ['#platform'], entryPoints: { index: 'src/index.ts', platform: 'src/platform/universal.ts', 'platform.browser': 'src/platform/browser.ts', worker: 'src/worker.ts' } },
    { format: 'cjs', alias: { '#platform': './src/platform/universal.ts' }, entryPoints: { index: 'src/index.ts' } },
  ],
})
