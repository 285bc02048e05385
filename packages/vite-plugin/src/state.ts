/** What the sub-plugins of one `parfor()` share. */
import type { FunctionReport } from '@parfor/babel-plugin'
import type { Diagnostic } from '@parfor/compiler'
import type { ResolvedConfig } from 'vite'
import { CompiledModules } from './compiled-modules.ts'
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
  /** Set by `configResolved`. */
  config: ResolvedConfig | undefined
  /** This is a second copy in one config: the first one does the work. */
  inert: boolean
  /** What became of each marked module, by environment and module id. */
  reports: Map<string, Map<string, ModuleReport>>
  compiled: CompiledModules
}

export function makeState(options: CheckedOptions): State {
  return { options, config: undefined, inert: false, reports: new Map(), compiled: new CompiledModules() }
}

export function putReport(state: State, environment: string, id: string, report: ModuleReport): void {
  let modules = state.reports.get(environment)
  if (!modules) state.reports.set(environment, (modules = new Map()))
  modules.set(id, report)
}
