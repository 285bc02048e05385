/** Source text in, rewritten source text out. */
import type { Babel } from './babel.ts'
import { mayBeMarked } from './marks.ts'
import { planModule } from './module.ts'
import type { Extension, ModuleOptions, ModuleResult } from './options.ts'
import { parseModule, parsedName } from './parse.ts'
import { isEmptyPlan } from './rewrite/plan.ts'
import { rewriteText } from './rewrite/text.ts'
import type { RewrittenText } from './rewrite/text.ts'

export function compileModule(babel: Babel, source: string, options: ModuleOptions): ModuleResult {
  if (!mayBeMarked(source, options.mode, options.arrays)) return { functions: [], diagnostics: [] }
  const { embedded } = options
  const { program } = parseModule(babel, source, parsedName(options), options.format, embedded?.nested).names
  const { plan, functions, diagnostics, module } = planModule(babel, program, options)
  const extension = options.extend?.(module)
  const rewrite = (added?: Extension): RewrittenText => rewriteText(embedded?.text ?? source, plan, options.filename, embedded, added)
  return {
    ...(!isEmptyPlan(plan) && rewrite()), ...(extension && { extended: { ...rewrite(extension), extension } }), functions, diagnostics,
  }
}
