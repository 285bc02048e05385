/**
 * What differs between Node and browsers. `#platform` is `browser.ts` in bundles for browsers, which so contain nothing of Node, and `universal.ts` elsewhere:
 * there this is asked at run time.
 */
import type { compileRegion, parseRegion } from '@parfor/compiler'
import type { Core, CoreOptions } from '@parfor/runtime-wasm'
import type { Environment } from '../environment.ts'

export interface Compiler { compileRegion: typeof compileRegion; parseRegion: typeof parseRegion }

/** What the front end said of a marked function (babel-plugin's FunctionReport). */
export interface NotedFunction {
  name: string
  file: string
  line: number
  verdict: string
  loops: { id: number; label?: string; line: number; code: string; message: string }[]
}

export interface Platform {
  /** The environment variables; none in a browser. */
  environment: Environment
  nodeVersion?: string
  /** Bytes of memory that the programs of this machine share. */
  memory(): number
  /** The core at once: in Node a script may compute before it ever awaits. */
  loadNow?(options: CoreOptions): Core
  /** Whether one thread is what is wanted here, and nothing to talk about. */
  isWorkerThread: boolean
  /** The compiler at once: a script may compute before it ever awaits. Throws if it is not there. */
  requireCompiler?(): Compiler
  /** Whether this is a context of `vm`, which may lack what modules find elsewhere (jsdom): the compiler is not to be imported into it. */
  inOtherRealm: boolean
  /** Milliseconds after which `ready()` waits no longer: a server may never answer. */
  readyLimit: number
  /** PARFOR_REPORT. */
  noteFunctions(functions: readonly NotedFunction[]): void
  addReportSource(source: () => readonly NotedFunction[]): void
  startReport(): void
}
