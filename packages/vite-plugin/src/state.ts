/** What the sub-plugins of one `parfor()` share. */
import type { FunctionReport, ModuleResult } from '@parfor/babel-plugin'
import type { Diagnostic } from '@parfor/compiler'
import type { Logger, Plugin, ResolvedConfig } from 'vite'
import { CompiledModules } from './compiled-modules.ts'
import type { ModuleTypes } from './module-types.ts'
import type { CheckedOptions } from './options.ts'

export interface ModuleReport {
  /** Absolute path, without a query. */
  file: string
  functions: FunctionReport[]
  diagnostics: Diagnostic[]
  source: string
}

export interface State {
  options: CheckedOptions
  /** Set by `configResolved`; the application's, in its workers too. */
  config: ResolvedConfig | undefined
  /** This is a second copy in one config: the first one does the work. */
  inert: boolean
  /** What became of each marked module, by graph (see `graphOf`) and module id. */
  reports: Map<string, Map<string, ModuleReport>>
  compiled: CompiledModules<ModuleResult>
  types: ModuleTypes | undefined
  /** The source of each file whose warnings have been printed. */
  warned: Map<string, string>
  /** What the exports of each module are that hot update can replace in place, by module id, as the page has it. */
  signatures: Map<string, string>
  /** Messages about the configuration that were printed: it is resolved several times in one build. */
  said: Set<string>
}

export function makeState(options: CheckedOptions): State {
  return { options, config: undefined, inert: false, reports: new Map(), compiled: new CompiledModules(), types: undefined, warned: new Map(), signatures: new Map(), said: new Set() }
}

/** Under this name the others find the state of a `parfor()`: by way of its `api`. */
export const mainPlugin = 'parfor:config'

export function stateIn(plugins: readonly Plugin[]): State | undefined {
  return plugins.find((plugin) => plugin.name === mainPlugin)?.api as State | undefined
}

/** What Vite has in the configuration of a worker's bundle, without declaring it. */
interface WorkerConfig { isWorker?: boolean; mainConfig?: ResolvedConfig | null; bundleChain?: string[] }

/** The configuration of the application that a worker belongs to. */
export function applicationOf(config: ResolvedConfig): ResolvedConfig | undefined {
  return (config as WorkerConfig).mainConfig ?? undefined
}

/** The modules of an environment, and those of each worker that is bundled for it, are graphs of their own. */
export function graphOf({ name, config }: { name: string; config: object }): string {
  const { isWorker, bundleChain = [] } = config as WorkerConfig
  return isWorker ? [name, ...bundleChain].join(' worker ') : name
}

/** The file of the worker by which a graph hangs on another one. */
export function entryOf(graph: string, owner: string): string | undefined {
  const start = `${owner} worker `
  return graph.startsWith(start) ? graph.slice(start.length).split(' worker ')[0] : undefined
}

/** A text that only looks marked leaves nothing to tell. */
export function putReport(state: State, graph: string, id: string, report: ModuleReport): void {
  if (report.functions.length + report.diagnostics.length === 0) {
    state.reports.get(graph)?.delete(id)
    return
  }
  let modules = state.reports.get(graph)
  if (!modules) state.reports.set(graph, (modules = new Map()))
  modules.set(id, report)
}

export function say(state: State, logger: Logger, message: string): void {
  if (state.said.has(message)) return
  state.said.add(message)
  logger.warn(message)
}
