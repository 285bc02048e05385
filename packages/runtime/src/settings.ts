/** What holds now: the environment over `configure`, and the options of the `withOptions` wrapper that is running over both. */
import { platform } from '#platform'
import { checkLabelsEarly, mergedLabels } from './labels.ts'
import type { Labels } from './labels.ts'
import { validateCallOptions, validateConfiguration, validateFunction } from './options.ts'
import type { Backend, CallOptions, Configuration } from './options.ts'

export const { environment } = platform

/** One object with always the same fields: the dispatch of every call reads it. */
interface Active {
  /** 0: as many as there are. */
  threads: number
  /** 'auto': the runtime chooses among what is there. */
  backend: Backend | 'auto'
  exact: boolean
  labels: Labels | undefined
}

let configuration: Configuration = {}
export const active: Active = { threads: environment.threads ?? 0, backend: environment.backend ?? 'auto', exact: false, labels: undefined }
/** The gate of all regions where it is not their own: off, or closed for good. */
export const gate = { own: true, fixed: 0 }

function apply(): void {
  active.threads = environment.threads ?? configuration.threads ?? 0
  active.backend = environment.backend ?? configuration.backend ?? 'auto'
  gate.own = !environment.disabled && (environment.gate ?? configuration.gate ?? 'on') === 'on'
  gate.fixed = environment.disabled ? Infinity : -1
}
apply()

export function configure(options: Configuration): void {
  configuration = { ...configuration, ...validateConfiguration(options) }
  apply()
}

/** How many threads to ask the core for; undefined: its own judgement. */
export const wantedThreads = (): number | undefined => environment.threads ?? configuration.threads

export function withOptions<F extends (...values: never[]) => unknown>(f: F, options: CallOptions): F {
  validateFunction(f)
  const checked = validateCallOptions(options)
  if (checked.labels) checkLabelsEarly(f, checked.labels)
  const wrapped = function (this: unknown, ...values: never[]): unknown {
    const { threads, backend, exact, labels } = active
    active.threads = checked.threads ?? threads
    active.backend = checked.backend ?? backend
    active.exact = checked.exact ?? exact
    active.labels = mergedLabels(labels, checked.labels)
    try {
      return f.apply(this, values)
    } finally {
      active.threads = threads
      active.backend = backend
      active.exact = exact
      active.labels = labels
    }
  }
  for (const key of ['name', 'length'] as const) Object.defineProperty(wrapped, key, { value: f[key], configurable: true })
  return wrapped as unknown as F
}
