/** What other modules of the application say about types: found through Vite before a marked module is compiled. */
import type * as FrontEnd from '@parfor/babel-plugin'
import type { Babel, ModuleOptions, ModuleSource, ModuleSources } from '@parfor/babel-plugin'
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import { normalizePath } from 'vite'
import type { Plugin, ResolvedConfig } from 'vite'
import { isComponent, readComponent } from './components.ts'
import { fileOf } from './ids.ts'
import { SourceFiles } from './source-files.ts'
import type { Resolve } from './source-files.ts'

export interface Gathered {
  modules: ModuleSources
  /** What was found: as long as it is the same, the same source compiles to the same code. */
  fingerprint: string
  /** The files that types were read from, callers not among them: those are only assumed. */
  dependencies: string[]
}

export interface Question {
  frontEnd: typeof FrontEnd
  babel: Babel
  source: string
  options: ModuleOptions & { filename: string }
  /** As plugins resolve: an id, or nothing. */
  resolveId: (specifier: string, importer: string) => Promise<string | undefined>
}

/** A marked module as it was compiled last, to be looked at again when a file changes that its types came from. */
interface Compiled { question: Question; gathered: Gathered }

export class ModuleTypes {
  /** Makes the server look at files outside the root too. */
  watch: (files: string[]) => void = () => undefined
  private readonly root: string
  private readonly files: SourceFiles
  /** By environment and file. */
  private readonly compiled = new Map<string, Compiled>()

  constructor({ root, environments }: Pick<ResolvedConfig, 'root' | 'environments'>) {
    this.root = normalizePath(root)
    const outputs = Object.values(environments).map(({ build }) => normalizePath(build.outDir))
    this.files = new SourceFiles(this.root, outputs.map((folder) => isAbsolute(folder) ? folder : `${this.root}/${folder}`))
  }

  forget(): void { this.files.forget() }

  async gather({ name, mode }: { name: string; mode: string }, question: Question): Promise<Gathered> {
    const gathered = await this.ask(question)
    if (mode === 'dev') {
      this.compiled.set(`${name}\0${question.options.filename}`, { question, gathered })
      this.watch(gathered.dependencies.filter((file) => !file.startsWith(`${this.root}/`)))
    }
    return gathered
  }

  /** The marked modules whose types have become others, now that a file is another. */
  async changedBy(environment: string, file: string): Promise<string[]> {
    const changed: string[] = []
    for (const [key, { question, gathered }] of this.compiled) {
      const [owner, filename] = key.split('\0')
      if (owner !== environment || filename === file || !gathered.dependencies.includes(file)) continue
      const { fingerprint } = await this.ask(question)
      if (fingerprint !== gathered.fingerprint) changed.push(filename)
    }
    return changed
  }

  /** The front end reads synchronously and says what it lacked, until it lacks nothing. */
  private async ask({ frontEnd, babel, source, options, resolveId }: Question): Promise<Gathered> {
    const { filename } = options
    const answers = new Map<string, ModuleSource | undefined>()
    const importers = new Map<string, ModuleSource[]>()
    const edges = new Map<string, Set<string>>()
    const resolve = cached((specifier, importer) => resolveSource(frontEnd, resolveId, specifier, importer))
    for (;;) {
      const wanted = new Map<string, [specifier: string, importer: string]>()
      const wantedImporters = new Set<string>()
      const modules: ModuleSources = {
        resolve(specifier, importer) {
          const key = `${importer}\0${specifier}`
          if (!answers.has(key)) wanted.set(key, [specifier, importer])
          return answers.get(key)
        },
        importers(file) {
          if (!importers.has(file)) wantedImporters.add(file)
          return importers.get(file) ?? []
        },
      }
      const fingerprint = frontEnd.typesIn(babel, source, { ...options, modules })
      if (wanted.size === 0 && wantedImporters.size === 0) return { modules, fingerprint, dependencies: reachable(edges, filename + (options.embedded?.extension ?? '')) }
      await Promise.all([...wanted].map(async ([key, [specifier, importer]]) => {
        const module = await resolve(specifier, importer)
        answers.set(key, module)
        if (module) edges.set(importer, (edges.get(importer) ?? new Set()).add(module.filename))
      }))
      for (const file of wantedImporters) {
        const find: Resolve = async (specifier, importer) => (await resolve(specifier, importer))?.filename
        importers.set(file, await this.files.importersOf(file, find, (file) => readSource(frontEnd, file)))
      }
    }
  }
}

/**
 * Rollup's CommonJS plugin, part of Vite 6 and 7, loads what is imported before it says where that is. It would wait for the module that is being
 * transformed, and never ends; for what it takes for `require` it does not.
 */
export function resolveOptions({ meta, environment }: { meta: object; environment: { mode: string } }): { custom: object } | undefined {
  return environment.mode === 'build' && !('rolldownVersion' in meta) ? { custom: { 'node-resolve': { isRequire: true } } } : undefined
}

type FindSource = (specifier: string, importer: string) => Promise<ModuleSource | undefined>

function cached(find: FindSource): FindSource {
  const found = new Map<string, Promise<ModuleSource | undefined>>()
  return (specifier, importer) => {
    const key = `${importer}\0${specifier}`
    let known = found.get(key)
    if (!known) found.set(key, known = find(specifier, importer))
    return known
  }
}

/** Relative paths are files, whose types may stand beside them; all else is what Vite and the plugins say, or the types of a package. */
async function resolveSource(frontEnd: typeof FrontEnd, resolveId: Question['resolveId'], specifier: string, importer: string): Promise<ModuleSource | undefined> {
  const isRelative = /^\.{1,2}(?:\/|$)/.test(specifier)
  const atPath = (): ModuleSource | undefined => normalised(frontEnd.fileModules.resolve(specifier, importer))
  const file = isRelative ? atPath() : undefined
  if (file) return file
  const id = await resolveId(specifier, importer).catch(() => undefined)
  const path = id === undefined || id.includes('\0') ? undefined : normalizePath(fileOf(id))
  const isPackage = path === undefined || /\/node_modules\//.test(path)
  return isPackage ? atPath() : readSource(frontEnd, path)
}

/** A module, or the scripts of a component. */
function readSource(frontEnd: typeof FrontEnd, file: string): ModuleSource | undefined {
  if (!isComponent(file)) return frontEnd.readModule(file)
  const component = existsSync(file) ? readComponent(file, readFileSync(file, 'utf8')) : undefined
  return component && { filename: file + component.embedding.extension, source: component.text }
}

function normalised(module: ModuleSource | undefined): ModuleSource | undefined {
  return module && { ...module, filename: normalizePath(module.filename) }
}

/** The modules that types lead to from one, without those that only call it. */
function reachable(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string): string[] {
  const found = new Set<string>()
  const waiting = [from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const file of edges.get(next) ?? []) {
      if (found.has(file) || file === from) continue
      found.add(file)
      waiting.push(file)
    }
  }
  return [...found]
}

/**
 * Compiles marked modules anew when the types that they import have become others. Not by Vite's own watching (`addWatchFile`): that would update, and
 * for want of a boundary reload, at every edit of a file that any type comes from. Callers are not watched: what they pass is only assumed, and
 * other types are compiled when they come.
 */
export function moduleTypes(state: { types: ModuleTypes | undefined }): Plugin {
  return {
    name: 'parfor:types',
    sharedDuringBuild: true,
    configResolved(config) {
      if (!config.isWorker) state.types = new ModuleTypes(config)
    },
    configureServer(server) {
      if (state.types) state.types.watch = (files) => { server.watcher.add(files) }
    },
    buildStart() { state.types?.forget() },
    watchChange() { state.types?.forget() },
    hotUpdate: {
      order: 'pre',
      async handler({ file, modules }) {
        const changed = await state.types?.changedBy(this.environment.name, normalizePath(file)) ?? []
        const marked = changed.flatMap((one) => [...this.environment.moduleGraph.getModulesByFile(one) ?? []])
        return marked.length > 0 ? [...new Set([...modules, ...marked])] : undefined
      },
    },
  }
}
