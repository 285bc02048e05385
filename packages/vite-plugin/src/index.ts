import type { Plugin } from 'vite'
import { checkOptions } from './options.ts'
import type { ParforOptions } from './options.ts'
import { makeState } from './state.ts'
import { transform } from './transform.ts'

export type { ParforOptions, Patterns } from './options.ts'

/** Compiles functions marked `@parallel`, in every way that Vite runs an application. */
export default function parfor(options: ParforOptions = {}): Plugin[] {
  const state = makeState(checkOptions(options))
  return [transform(state)]
}
