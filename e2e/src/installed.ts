/**
 * The packages as a user gets them: packed, and installed with npm from the tarballs into a folder outside the workspace, beside frameworks and bundlers of known versions.
 * Installed once per content of the packages; each test works on fresh copies of applications in that folder.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const pnpm = 'pnpm@12.21.0'

/** Which neighbours the packages are installed beside: e2e/installs has a package.json and a lock file for each. */
export type Neighbours = 'vite' | 'bundlers' | 'next'

const home = join(tmpdir(), `parfor-installed-${userInfo().username}`)
const installFolder = (neighbours: Neighbours): string => join(home, neighbours)

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 26 })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed in ${cwd}\n${stdout}\n${stderr}`)
  return stdout
}

function packageFolders(): string[] {
  return readdirSync(join(root, 'packages')).map((name) => join(root, 'packages', name)).filter((folder) => {
    const file = join(folder, 'package.json')
    return existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { private?: boolean }).private !== true
  })
}

function contentHash(folders: readonly string[]): string {
  const hash = createHash('sha256')
  for (const folder of folders) {
    hash.update(readFileSync(join(folder, 'package.json')))
    const files = readdirSync(join(folder, 'dist'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex').slice(0, 16)
}

/** The tarballs of all packages. */
export function packed(): string[] {
  const folders = packageFolders()
  const target = join(home, 'packed', contentHash(folders))
  if (!existsSync(target)) {
    rmSync(join(home, 'packed'), { recursive: true, force: true })
    mkdirSync(dirname(target), { recursive: true })
    const fresh = mkdtempSync(join(home, 'packing-'))
    for (const folder of folders) run('npx', ['--yes', pnpm, 'pack', '--pack-destination', fresh], folder)
    renameSync(fresh, target)
  }
  return readdirSync(target).sort().map((name) => join(target, name))
}

function stamped(file: string, content: string, make: () => void): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) return
  rmSync(file, { force: true })
  make()
  writeFileSync(file, content)
}

/** One at a time: test runs beside each other share the folder. */
function alone(make: () => void): void {
  const lock = join(home, '.lock')
  mkdirSync(home, { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      // Whoever made it has been killed if it is that old.
      if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 300_000) rmSync(lock, { recursive: true, force: true })
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
    }
  }
  try {
    make()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

/** Installs what is missing or has changed. Slow the first time: about half a minute. */
export function install(neighbours: Neighbours): void {
  alone(() => installAlone(neighbours))
}

function installAlone(neighbours: Neighbours): void {
  const source = join(root, 'e2e/installs', neighbours)
  const folder = installFolder(neighbours)
  const lock = readFileSync(join(source, 'package-lock.json'), 'utf8')
  mkdirSync(folder, { recursive: true })
  stamped(join(folder, '.neighbours'), createHash('sha256').update(lock).digest('hex'), () => {
    rmSync(join(folder, '.packages'), { force: true })
    for (const name of ['package.json', 'package-lock.json']) cpSync(join(source, name), join(folder, name))
    // Not `npm ci`: registries that lack the packages of other platforms make lock files that it refuses.
    run('npm', ['install', '--no-audit', '--no-fund'], folder)
    // The applications are packages of one repository: bundlers look for such a file to know what a dev server may serve.
    writeFileSync(join(folder, 'pnpm-workspace.yaml'), 'packages:\n  - apps/*\n')
  })
  const tarballs = packed()
  stamped(join(folder, '.packages'), tarballs.join('\n'), () => {
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', ...tarballs], folder)
  })
  removeOldApps(join(folder, 'apps'))
}

/** Those of runs that are certainly over: another run may be at work beside this one. */
function removeOldApps(apps: string): void {
  mkdirSync(apps, { recursive: true })
  for (const name of readdirSync(apps)) {
    const app = join(apps, name)
    if (Date.now() - statSync(app).mtimeMs > 2 * 3_600_000) rmSync(app, { recursive: true, force: true })
  }
}

export const installedIn = (neighbours: Neighbours): string => installFolder(neighbours)

/** A fresh copy of a folder, beside what is installed. `source`: a folder of e2e/apps, or any absolute path. */
export function appFolder(source: string, neighbours: Neighbours): string {
  const folder = mkdtempSync(join(installFolder(neighbours), 'apps', `${source.split('/').at(-1)}-`))
  cpSync(source.startsWith('/') ? source : join(root, 'e2e/apps', source), folder, { recursive: true })
  return folder
}
