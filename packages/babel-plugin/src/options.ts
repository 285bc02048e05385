/** Options of the front end and what it hands back. */
import type { CompileOptions, Diagnostic, DiagnosticCode } from '@parfor/compiler'
import type { Mode } from './marks.ts'
import type { ModuleSources } from './modules/sources.ts'

export interface ModuleOptions {
  filename: string
  /** Which functions are compiled. `infer`: all of them, and nothing may differ from plain JavaScript. @default 'marked' */
  mode?: Mode
  /** `shared`: typed arrays made in marked functions live in the shared heap. `copy`: they are ordinary arrays. @default 'shared' */
  results?: 'shared' | 'copy'
  /** `shared`: typed arrays made anywhere in the module live in the shared heap. @default 'own' */
  arrays?: 'shared' | 'own'
  /** Sums stay sequential and transcendental functions stay the engine's. Implied by `mode: 'infer'`. @default false */
  exact?: boolean
  /** Whether the output imports or requires the runtime. @default by the file name and the syntax */
  format?: 'module' | 'commonjs'
  /** What other modules say about types. @default the files of relative imports, and the types of packages */
  modules?: ModuleSources
  /** Hears of every pass over every region; the text is made only if it is asked for. */
  dump?: CompileOptions['dump']
  /** Directory that file names in descriptors are relative to. @default the working directory */
  root?: string
}

export interface LoopReport {
  id: number
  label?: string
  line: number
  code: DiagnosticCode
  message: string
}

export interface FunctionReport {
  name: string
  file: string
  line: number
  verdict: DiagnosticCode
  loops: LoopReport[]
  /** How many regions of it are compiled. */
  regions: number
  /** Those of them whose element types only a call knows: compiled at the first one. */
  compiledAtRunTime: number
  kernelBytes: number
}

export interface ModuleResult {
  /** The rewritten source; absent if nothing changes. */
  code?: string
  /** Source map (version 3) of `code`. */
  map?: { version: number; file?: string | null; sources: string[]; sourcesContent?: (string | null)[]; names: string[]; mappings: string }
  functions: FunctionReport[]
  diagnostics: Diagnostic[]
}
