/** What callers may set, and the errors when they set something else. */
import { hasOwn } from './arrays.ts'
import { ParforError } from './error.ts'
import { suggestion } from './nearest.ts'

/** `wasm`: WebAssembly on several threads; `wasm1`: WebAssembly on the calling thread; `js`: plain JavaScript with the same results. */
export type Backend = 'wasm' | 'wasm1' | 'js'

/** Options of the whole process. */
export interface Configuration {
  /** Threads that work on one call, the caller included: a whole number from 1 to {@link maximumThreads}. Default: what the process may use. */
  threads?: number
  /** The highest rung of the ladder to use. Default: the best one available. */
  backend?: Backend
  /** `off`: every call that can runs as a kernel, on all threads, however small it is and whatever it costs: for tests. Default `on`. */
  gate?: 'on' | 'off'
}

/** Options of the calls of one function. */
export interface CallOptions {
  /** Threads that work on one call, the caller included. */
  threads?: number
  /** The rung of the ladder to use. */
  backend?: Backend
  /** No reshaped sums and no other transcendentals: exactly the bits of the unmarked function. Regions that could differ run as plain JavaScript. */
  exact?: boolean
  /** Options of the regions that contain a loop with that label, `rows: for (…)`. Where several of a region's loops have some, the outermost counts. */
  labels?: Record<string, LabelOptions>
}

/** Options of the regions that contain a certain loop. */
export interface LabelOptions {
  /** Threads that work on the region, the caller included. Before the call's own number. */
  threads?: number
}

/** Options of a call, checked. */
export interface CheckedOptions extends Omit<CallOptions, 'labels'> { labels?: ReadonlyMap<string, LabelOptions> }

export const backends: readonly Backend[] = ['wasm', 'wasm1', 'js']
export const maximumThreads = 64

type Check = { allowed: string; accepts(value: unknown): boolean }

const oneOf = (values: readonly unknown[]): Check => ({
  allowed: values.map((value) => JSON.stringify(value)).join(', '),
  accepts: (value) => values.includes(value),
})

const threadCount: Check = {
  allowed: `a whole number from 1 to ${maximumThreads}`,
  accepts: (value) => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maximumThreads,
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

const labelled: Check = { allowed: 'an object with labels of loops and their options, such as { rows: threads(2) }', accepts: isObject }

const configurationChecks: Record<keyof Configuration, Check> = { threads: threadCount, backend: oneOf(backends), gate: oneOf(['on', 'off']) }
const callChecks: Record<keyof CallOptions, Check> = { threads: threadCount, backend: oneOf(backends), exact: oneOf([true, false]), labels: labelled }
const labelChecks: Record<keyof LabelOptions, Check> = { threads: threadCount }

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return typeof value === 'function' ? 'a function' : String(value)
}

/** A checked copy, without the options that are undefined. */
function validate<T extends object>(place: string, example: string, given: unknown, checks: Record<string, Check>): T {
  if (!isObject(given)) throw new ParforError('PF501', `${place} takes an object of options, not ${describe(given)}. Write, for example, ${example}.`)
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    if (!hasOwn(checks, name)) {
      const names = Object.keys(checks)
      throw new ParforError('PF500', `${place} has no option "${name}".${suggestion(name, names)} Its options are ${names.join(', ')}.`)
    }
    if (value === undefined) continue
    if (!checks[name].accepts(value)) {
      throw new ParforError('PF501', `${place}: option "${name}" cannot be ${describe(value)}. Allowed: ${checks[name].allowed}.`)
    }
    result[name] = value
  }
  return result as T
}

export const validateConfiguration = (given: unknown): Configuration => validate('configure', 'configure({ threads: 2 })', given, configurationChecks)

export function validateCallOptions(given: unknown): CheckedOptions {
  const { labels, ...options } = validate<CallOptions>('withOptions', 'withOptions({ threads: 2 })', given, callChecks)
  if (!labels) return options
  const check = (label: string, one: unknown): LabelOptions => validate(`withOptions: label "${label}"`, `labels: { ${label}: threads(2) }`, one, labelChecks)
  return { ...options, labels: new Map(Object.entries(labels).map(([label, one]) => [label, check(label, one)])) }
}

export function validateFunction(f: unknown): void {
  if (typeof f !== 'function') throw new ParforError('PF501', `withOptions takes a function and its options, not ${describe(f)}. Write, for example, withOptions(f, { threads: 2 })(x).`)
}

export function validateThreads(count: unknown): number {
  if (!threadCount.accepts(count)) throw new ParforError('PF501', `threads(${describe(count)}): the argument must be ${threadCount.allowed}.`)
  return count as number
}
