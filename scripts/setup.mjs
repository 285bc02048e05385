/** Everything that must be there before the first build: a supported Node, the toolchain, the packages. Imports nothing from npm. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { ensureTools } from './toolchain.mjs'

export const root = new URL('..', import.meta.url).pathname
const pnpm = 'pnpm@12.21.0'

/** Runs a command in the project's root; ends the process with its status if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (result.error) {
    console.error(`${command} could not be started: ${result.error.message}`)
    process.exit(1)
  }
  if (result.status !== 0) process.exit(result.status ?? 1)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24) return
  console.error(`Node ${process.versions.node} is too old. Install Node 20.19, 22.12, 24 or newer (https://nodejs.org).`)
  process.exit(1)
}

function installPackages() {
  const lock = createHash('sha256').update(readFileSync(`${root}pnpm-lock.yaml`)).digest('hex')
  const stamp = `${root}node_modules/.parfor-lock`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.log('installing packages')
  run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile', '--reporter=append-only'], { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(stamp, lock)
}

/** `tests`: also what only the tests need. */
export function setup({ tests = false } = {}) {
  checkNode()
  ensureTools({ tests })
  installPackages()
  console.log('building')
  run(process.execPath, ['scripts/build.mjs'])
}
