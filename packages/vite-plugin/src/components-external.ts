/**
 * `<script src="./x.ts">` in components. Vue imports the file as a module, which is compiled as any other. Svelte leaves it to a preprocessor, which reads the file by itself,
 * where nobody sees it: that is told.
 */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mayBeMarked } from '@parfor/babel-plugin/marks'
import { svelteScripts } from './components-svelte.ts'
import type { State } from './state.ts'

/** A component is looked at for the sake of it only if this is in its text. */
export const externalScript = /<script\b[^>]*\ssrc\s*=/

/** The warning, once for each state of the file. */
export function unseenScript(state: State, component: string, source: string): string | undefined {
  if (!component.endsWith('.svelte') || !externalScript.test(source)) return undefined
  const path = svelteScripts(source).map(({ attributes }) => attributes.get('src')).find((src) => src?.startsWith('.'))
  if (path === undefined) return undefined
  const file = join(dirname(component), path)
  const text = read(file)
  const key = `${component}\0${file}`
  if (text === undefined || !mayBeMarked(text, state.options.mode) || state.warned.get(key) === text) return undefined
  state.warned.set(key, text)
  return `${component} PF407 the marked functions of ${path} run as plain JavaScript: a preprocessor puts the file into the component, where parfor does not see it. Import the functions from a module of their own instead.`
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The preprocessor says so, or knows another place.
    return undefined
  }
}
