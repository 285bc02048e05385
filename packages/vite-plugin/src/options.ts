/** What users may set, and the errors when they set something else. */

/** As Vite's own: glob patterns (relative to the root) or regular expressions, tested on the path of a file. */
export type Patterns = string | RegExp | readonly (string | RegExp)[]

export interface ParforOptions {
  /** Which functions are compiled. `infer`: all of them, and nothing may differ from plain JavaScript. @default 'marked' */
  mode?: 'marked' | 'infer'
  /** `shared`: typed arrays made in marked functions live in the shared heap. `copy`: they are ordinary arrays. @default 'shared', with `mode: 'infer'` 'copy' */
  results?: 'shared' | 'copy'
  /** `shared`: typed arrays made anywhere in the processed files live in the shared heap. @default 'own' */
  arrays?: 'shared' | 'own'
  /** Sums stay sequential and transcendental functions stay the engine's. @default false */
  exact?: boolean
  /** Files that are processed. @default all outside node_modules */
  include?: Patterns
  /** Files that are not. */
  exclude?: Patterns
  /** The headers that make pages cross-origin isolated, in the dev server and in preview: the value of Cross-Origin-Embedder-Policy, or none. @default 'require-corp' */
  isolation?: 'require-corp' | 'credentialless' | false
  /** Shows marked functions that stay plain JavaScript in Vite's overlay. @default true */
  overlay?: boolean
}

export interface CheckedOptions {
  mode: 'marked' | 'infer'
  results: 'shared' | 'copy'
  arrays: 'shared' | 'own'
  exact: boolean
  include?: Patterns
  exclude?: Patterns
  isolation: 'require-corp' | 'credentialless' | false
  overlay: boolean
}

interface Check { allowed: string; accepts(value: unknown): boolean }

function oneOf(...values: unknown[]): Check {
  return { allowed: values.map((value) => JSON.stringify(value)).join(' or '), accepts: (value) => values.includes(value) }
}

const isPattern = (value: unknown): boolean => (typeof value === 'string' && value !== '') || value instanceof RegExp

const patterns: Check = {
  allowed: 'a glob pattern, a regular expression, or an array of them',
  accepts: (value) => (Array.isArray(value) ? value.every(isPattern) : isPattern(value)),
}

const checks: Record<keyof ParforOptions, Check> = {
  mode: oneOf('marked', 'infer'),
  results: oneOf('shared', 'copy'),
  arrays: oneOf('shared', 'own'),
  exact: oneOf(true, false),
  include: patterns,
  exclude: patterns,
  isolation: oneOf('require-corp', 'credentialless', false),
  overlay: oneOf(true, false),
}

const defaults: CheckedOptions = { mode: 'marked', results: 'shared', arrays: 'own', exact: false, isolation: 'require-corp', overlay: true }

/** A complete copy; throws for a name that does not exist or a value without sense. */
export function checkOptions(given: unknown): CheckedOptions {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw new TypeError(`parfor PF501: the plugin takes an object of options, not ${describe(given)}. Write, for example, parfor({ isolation: false }).`)
  }
  const result: Record<string, unknown> = { ...defaults }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(checks, name)) throw new TypeError(`parfor PF500: the plugin has no option "${name}".${cureOf(name)}`)
    if (value === undefined) continue
    const check = checks[name as keyof ParforOptions]
    if (!check.accepts(value)) throw new TypeError(`parfor PF501: option "${name}" of the plugin cannot be ${describe(value)}. Allowed: ${check.allowed}.`)
    result[name] = value
  }
  // Web APIs refuse shared memory, and of functions that nobody marked nobody expects it.
  if (result.mode === 'infer' && (given as ParforOptions).results === undefined) result.results = 'copy'
  return result as unknown as CheckedOptions
}

/** Options that are looked for here but belong to the runtime. */
const elsewhere: Record<string, string> = {
  threads: "configure({ threads: 2 }) of the package 'parfor'",
  backend: "configure({ backend: 'wasm1' }) of the package 'parfor'",
  gate: "configure({ gate: 'off' }) of the package 'parfor'",
}

function cureOf(name: string): string {
  const names = Object.keys(checks)
  if (Object.hasOwn(elsewhere, name)) return ` It is set in the application: ${elsewhere[name]}. The plugin's options are ${names.join(', ')}.`
  const near = nearest(name, names)
  return `${near === undefined ? '' : ` Did you mean "${near}"?`} Its options are ${names.join(', ')}.`
}

/** The known name that shares most pairs of letters with a misspelt one, if that is at least half of them. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const pairs = (text: string): string[] => Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2).toLowerCase())
  const score = (other: string): number => {
    const left = pairs(name)
    const right = pairs(other)
    return (2 * left.filter((pair) => right.includes(pair)).length) / (left.length + right.length || 1)
  }
  const best = [...known].sort((left, right) => score(right) - score(left))[0]
  return score(best) >= 0.5 ? best : undefined
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) return 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}
