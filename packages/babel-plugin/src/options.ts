/** Options of the front end and what it hands back. */
import type { CompileOptions, Diagnostic, DiagnosticCode } from '@parfor/compiler'
import type { Node, ProgramPath } from './babel.ts'
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
  /** The source is the script of a component. */
  embedded?: Embedding
  /** What the host adds; undefined: nothing. */
  extend?: (module: ExtendedModule) => Extension | undefined
}

/** The source is part of a larger file, in which it is what remains when everything else is blank: so positions are those of the file. */
export interface Embedding {
  /** The whole file, which is rewritten and which `filename` names. */
  text: string
  /** The language of the source, as the extension of a file name: `.ts`. */
  extension: string
  /** Where in the file import and descriptors go, and between what. */
  header: { at: number; before: string; after: string }
  /** Imports and exports may stand in blocks: two scripts that declare the same names are two scopes. */
  nested: boolean
}

export interface ExtendedModule {
  program: ProgramPath
  /** In the order in which they are created. */
  regions: readonly { handle: string; descriptor: string }[]
  /** Calls of the mark `parallel(…)`, of which only the argument is left. */
  markerCalls: ReadonlySet<Node>
  /** `base`, or a name like it that the module does not use. */
  unique(base: string): string
}

/** Put into the output in the same pass, so that the source map stays right. */
export interface Extension {
  /** Statements behind the descriptors. */
  header: string
  /** They go before everything else that is put at the same place. */
  insertions: readonly { at: number; text: string }[]
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

export interface RewrittenModule {
  code: string
  /** Source map (version 3) of `code`. */
  map: { version: number; file?: string | null; sources: string[]; sourcesContent?: (string | null)[]; names: string[]; mappings: string }
  /** Of a component: where in `code` the header ends. */
  headerEnd?: number
}

/** `code` and `map` are absent if nothing changes. */
export interface ModuleResult extends Partial<RewrittenModule> {
  /** With what `extend` adds; absent if that is nothing. */
  extended?: RewrittenModule & { extension: Extension }
  functions: FunctionReport[]
  diagnostics: Diagnostic[]
  /** Files that types were read from: when one changes, the module may compile to other code. Absent if there is none. */
  dependencies?: string[]
}
