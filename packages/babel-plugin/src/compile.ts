/** Source text in, rewritten source text out. */
import type { Babel } from './babel.ts'
import { mayBeMarked } from './marks.ts'
import { planModule } from './module.ts'
import type { ModuleOptions, ModuleResult } from './options.ts'
import { parseModule } from './parse.ts'
import { isEmptyPlan } from './rewrite/plan.ts'
import { rewriteText } from './rewrite/text.ts'

export function compileModule(babel: Babel, source: string, options: ModuleOptions): ModuleResult {
  if (!mayBeMarked(source, options.mode, options.arrays)) return { functions: [], diagnostics: [] }
  const { program } = parseModule(babel, source, options.filename, options.format).names
  const { plan, functions, diagnostics } = planModule(babel, program, options)
  if (isEmptyPlan(plan)) return { functions, diagnostics }
  return { ...rewriteText(source, plan, options.filename), functions, diagnostics }
}
