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
  const { plan, functions, diagnostics, dependencies, module } = planModule(babel, program, options)
  if (embedded) plan.header = onOneLine(babel, plan.header)
  const isEmpty = isEmptyPlan(plan)
  // A text that only looks marked is left alone.
  const extension = isEmpty && functions.length === 0 ? undefined : options.extend?.(module)
  const rewrite = (added?: Extension): RewrittenText => rewriteText(embedded?.text ?? source, plan, options.filename, embedded, added)
  return { ...(!isEmpty && rewrite()), ...(extension && { extended: { ...rewrite(extension), extension } }), functions, diagnostics, ...(dependencies.length > 0 && { dependencies }) }
}

/**
 * In a component no line gets another number: Svelte's plugin for Vite applies the map of what happened before it twice (it hands it to the compiler, and
 * Vite composes the maps once more), which only maps between the same lines survive.
 */
function onOneLine(babel: Babel, header: string): string {
  return babel.transformSync(header, { configFile: false, babelrc: false, browserslistConfigFile: false, sourceType: 'module', compact: true })?.code ?? header
}
