/** The packages as published: what is in the tarballs, and whether everything in them can be loaded and typed. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { builtinModules, createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { describe, expect, it } from 'vitest'
import { appFolder, installedIn, packed } from '../src/installed.ts'

interface Manifest {
  name: string
  version: string
  description?: string
  license?: string
  keywords?: string[]
  engines?: { node?: string }
  bin?: Record<string, string>
  exports: Record<string, unknown>
  dependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  devDependencies?: Record<string, string>
}

const bin = (name: string): string => fileURLToPath(new URL(`../node_modules/.bin/${name}`, import.meta.url))
const modules = join(installedIn('vite'), 'node_modules')

const { satisfies } = createRequire(join(modules, 'semver/package.json'))('semver') as { satisfies(version: string, range: string): boolean }

const packages = packed().map((tarball) => {
  const name = basename(tarball).replace(/^parfor-(?=[a-z])/, '@parfor/').replace(/-\d.*$/, '')
  const folder = join(modules, name)
  return { name, tarball, folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest }
})

/** What importers may ask for, without data files and the worker, which only runs in a thread. */
const entriesOf = ({ exports }: Manifest): string[] => Object.keys(exports).filter((key) => !/\.(?:json|wasm|js)$|^\.\/worker$/.test(key))
const specifiers = packages.flatMap(({ name, manifest }) => entriesOf(manifest).map((entry) => join(name, entry)))

describe.each(packages.filter(({ manifest }) => entriesOf(manifest).length > 0))('$name', ({ name, tarball }) => {
  it('resolves to types, for import and for require', () => {
    // Vite plugins are modules only, as Vite is.
    const profile = name === '@parfor/vite-plugin' ? 'esm-only' : 'node16'
    const { status, stdout } = spawnSync(bin('attw'), [tarball, '--profile', profile, '--no-color', '--format', 'ascii', '--exclude-entrypoints', 'core.wasm', 'worker', 'isolation-worker.js'], { encoding: 'utf8' })
    expect(status, stdout).toBe(0)
  })
})

describe.each(packages)('$name', ({ name, folder, manifest }) => {
  it('passes publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: folder, level: 'suggestion', strict: true, pack: false })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  it('has a manifest of what users need, and nothing of the workspace', () => {
    expect(manifest).toMatchObject({ license: 'MIT', description: expect.any(String), engines: { node: '^20.19 || ^22.12 || >=24' } })
    expect(manifest.keywords).not.toHaveLength(0)
    expect(manifest.devDependencies).toBeUndefined()
    expect(JSON.stringify(manifest)).not.toMatch(/parfor-source|workspace:/)
    for (const file of ['README.md', 'LICENSE']) expect(existsSync(join(folder, file)), file).toBe(true)
    expect(readdirSync(folder, { recursive: true }).filter((file) => /(?:^|\/)\.|\/src\/|\.map$|tsconfig/.test(String(file)))).toEqual([])
    for (const range of Object.entries(manifest.dependencies ?? {})) if (range[0].startsWith('@parfor/')) expect(range[1]).toBe(manifest.version)
  })

  it.each(['20.19.0', '22.12.0', '24.0.0'])('installs with all its dependencies where engines are strict, on Node %s', (version) => {
    const refused = [...enginesOf(folder)].filter(([, range]) => !satisfies(version, range))
    expect(refused).toEqual([])
  })

  it('imports nothing that it does not declare', async () => {
    const declared = new Set([name, ...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})])
    const files = readdirSync(join(folder, 'dist'), { recursive: true }).map((file) => join(folder, 'dist', String(file)))
    const scripts = files.filter((file) => /\.[cm]?js$/.test(file))
    const { metafile } = await build({ entryPoints: Object.fromEntries(scripts.map((file, index) => [`${index}`, file])), bundle: true, packages: 'external', platform: 'node', external: ['*.wasm'], write: false, metafile: true, outdir: 'out', logLevel: 'silent', supported: { 'top-level-await': true }, format: 'esm' })
    const imported = Object.values(metafile.inputs).flatMap((input) => input.imports).filter((one) => one.external).map((one) => one.path)
    const texts = files.filter((file) => /\.[cm]?[jt]s$/.test(file)).map((file) => readFileSync(file, 'utf8'))
    const required = scripts.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\b(?:require|load|plugin)\w*(?:\([^()]*\))?\(["'](@?[a-z][\w./-]*)["']\)/g)].map((match) => match[1]))
    const typed = texts.flatMap((text) => [...text.matchAll(/(?:\bfrom |\bimport\()["'](@?[a-z][\w./:-]*)["']/g)].map((match) => match[1]))
    // `virtual:parfor/…` are modules that the Vite plugin itself makes.
    const undeclared = new Set([...imported, ...required, ...typed].filter((path) => !/^[.#/]|^(?:node|virtual):/.test(path) && !builtinModules.includes(path)).map(packageOf).filter((one) => !declared.has(one)))
    expect([...undeclared]).toEqual([])
  })
})

/** Where Node finds a package from the folder of another one. */
function dependencyOf(folder: string, name: string): string {
  for (let at = folder; at !== dirname(at); at = dirname(at)) if (existsSync(join(at, 'node_modules', name))) return join(at, 'node_modules', name)
  throw new Error(`${name}, which ${folder} depends on, is not installed`)
}

/** Engines by folder of what npm installs for a package, itself included. */
function enginesOf(folder: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(folder)) return found
  const { engines, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
  found.set(folder, engines?.node ?? '*')
  for (const one of Object.keys(dependencies)) enginesOf(dependencyOf(folder, one), found)
  return found
}

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')

describe('every entry point', () => {
  it('loads as a module and as CommonJS, with the same exports', () => {
    const folder = installedIn('vite')
    const list = JSON.stringify(specifiers)
    const print = 'console.log(JSON.stringify(found)); process.exit(0)'
    const names = (one: string): string => `Object.keys(${one}).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort()`
    const asModule = `const found = {}; for (const name of ${list}) { const one = await import(name); found[name] = ${names('one')} } ${print}`
    const asCommonJs = `const found = {}; for (const name of ${list}) { const one = require(name); found[name] = ${names('one')} } ${print}`
    const load = (type: string, source: string): unknown => {
      const { status, stdout, stderr } = spawnSync(process.execPath, [`--input-type=${type}`, '-e', source], { cwd: folder, encoding: 'utf8' })
      expect(status, stderr).toBe(0)
      expect(stderr).toBe('')
      return JSON.parse(stdout)
    }
    const imported = load('module', asModule) as Record<string, string[]>
    expect(imported['parfor']).toContain('ready')
    expect(load('commonjs', asCommonJs)).toEqual(imported)
  })

  it.each([['bundler', 'esnext', 'consumer.ts'], ['nodenext', 'nodenext', 'consumer.mts'], ['nodenext', 'nodenext', 'consumer.cts']])('has types under %s (%s, %s)', (moduleResolution, module, file) => {
    const folder = appFolder('types', 'vite')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { target: 'es2022', lib: ['es2024', 'dom', 'esnext.disposable'], module, moduleResolution, strict: true, noEmit: true, skipLibCheck: false, types: [], verbatimModuleSyntax: file !== 'consumer.cts' },
      files: [file],
    }))
    const tsc = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url))
    const { status, stdout } = spawnSync(tsc, ['-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })
})
