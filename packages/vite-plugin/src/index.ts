import type { Plugin } from 'vite'
import { assets } from './assets.ts'
import { configuration } from './configuration.ts'
import { hot } from './hot.ts'
import { isolation } from './isolation.ts'
import { moduleTypes } from './module-types.ts'
import { checkOptions } from './options.ts'
import type { ParforOptions } from './options.ts'
import { overlay } from './overlay.ts'
import { report, reportGraph } from './report.ts'
import { runtime } from './runtime.ts'
import { makeState } from './state.ts'
import { transform } from './transform.ts'

export type { ParforOptions, Patterns } from './options.ts'

/** Compiles functions marked `@parallel`, in every way that Vite runs an application. */
export default function parfor(options: ParforOptions = {}): Plugin[] {
  const state = makeState(checkOptions(options))
  return [configuration(state), assets(state), isolation(state), runtime(state), moduleTypes(state), transform(state), hot(state), overlay(), reportGraph(state), report(state)]
}
