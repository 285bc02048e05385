/** The Babel plugin. All work is done when the program is entered, before other plugins change anything. */
import type { Babel, ProgramPath } from './babel.ts'
import type { Diagnostic } from '@parfor/compiler'
import { checkOptions } from './check.ts'
import { formatDiagnostic } from './frames.ts'
import { mayBeMarked } from './marks.ts'
import { planModule } from './module.ts'
import type { FunctionReport, ModuleOptions } from './options.ts'
import { isEmptyPlan } from './rewrite/plan.ts'
import { rewriteTree } from './rewrite/tree.ts'

export interface PluginOptions extends Omit<ModuleOptions, 'filename' | 'embedded' | 'extend'> {
  /** Called once for each processed file. @default prints warnings and errors to standard error */
  onReport?: (report: { filename: string; functions: FunctionReport[]; diagnostics: Diagnostic[] }) => void
}

interface PluginState { file: { code: string; opts: { filename?: string | null; root?: string | null } } }

const optionNames = ['mode', 'results', 'arrays', 'exact', 'format', 'root', 'modules', 'onReport']

export default function parfor(babel: Babel, options: PluginOptions = {}): object {
  checkOptions(options, optionNames)
  return {
    name: 'parfor',
    manipulateOptions(_: unknown, parser: { plugins: (string | [string, object])[] }) {
      const known = parser.plugins.some((plugin) => /^decorators(?:-legacy)?$/.test(typeof plugin === 'string' ? plugin : plugin[0]))
      if (!known) parser.plugins.push(['decorators', { version: '2023-11' }])
    },
    visitor: {
      Program: {
        enter(program: ProgramPath, { file }: PluginState) {
          if (!mayBeMarked(file.code, options.mode, options.arrays)) return
          const filename = file.opts.filename ?? 'unknown'
          const { plan, functions, diagnostics } = planModule(babel, program, { root: file.opts.root ?? undefined, ...options, filename })
          if (!isEmptyPlan(plan)) rewriteTree(babel, program, plan)
          if (options.onReport) options.onReport({ filename, functions, diagnostics })
          else for (const one of diagnostics) if (one.severity !== 'info') console.warn(formatDiagnostic(one, file.code, filename))
        },
      },
    },
  }
}
