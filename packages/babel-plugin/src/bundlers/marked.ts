/** What the plugins for bundlers have in common: options, and marked files from text to text. */
import { checkOptions } from '../check.ts'
import { mayBeMarked } from '../marks.ts'
import type { ModuleOptions, ModuleResult } from '../options.ts'

export type BundlerOptions = Pick<ModuleOptions, 'mode' | 'results' | 'arrays' | 'exact' | 'root'>

export function checkBundlerOptions(options: BundlerOptions): void {
  checkOptions(options, ['mode', 'results', 'arrays', 'exact', 'root'])
}

/** Dependencies are published compiled, or as their authors want them. */
const isDependency = (file: string): boolean => /[\\/]node_modules[\\/]/.test(file)

/** `warn` gets one text for each thing to say, `watch` the files that types were read from. */
export interface Listener { warn: (text: string) => void; watch: (file: string) => void }

export interface CompiledFile {
  code: string
  /** Source map as JSON. */
  map: string
}

/** Undefined where nothing changes. */
export async function compileFile(code: string, filename: string, options: BundlerOptions, { warn, watch }: Listener): Promise<CompiledFile | undefined> {
  if (isDependency(filename) || !mayBeMarked(code, options.mode, options.arrays)) return undefined
  // Babel and the compiler are loaded when there is something to compile; by the package's own name, so that they are not in here once more.
  const [babel, { compileModule, formatDiagnostic }] = await Promise.all([import('@babel/core'), import('@parfor/babel-plugin')])
  const result: ModuleResult = compileModule(babel, code, { ...options, filename })
  result.dependencies?.forEach(watch)
  for (const diagnostic of result.diagnostics) if (diagnostic.severity !== 'info') warn(formatDiagnostic(diagnostic, code, filename))
  return result.code === undefined ? undefined : { code: result.code, map: JSON.stringify(result.map) }
}
