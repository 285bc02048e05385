/** Options for regions with certain loops. A label that no loop has is an error, as soon as it can be known. */
import { ParforError } from './error.ts'
import { suggestion } from './nearest.ts'
import type { LabelOptions } from './options.ts'
import { allLabels, hasFunction } from './statistics.ts'

export type Labels = ReadonlyMap<string, LabelOptions>

const correct = new WeakSet<Labels>()

/** When a region runs: then the compiler was at work, and the regions of the function's module are loaded. */
export function checkLabels(labels: Labels): void {
  if (correct.has(labels)) return
  const known = allLabels()
  for (const label of labels.keys()) if (!known.has(label)) throw unknown(label, [...known])
  correct.add(labels)
}

/** When the options are made, if `f` seems to have been compiled. An unmarked program, or one with the plugin off, has no labels to compare with. */
export function checkLabelsEarly(f: { name: string }, labels: Labels): void {
  if (hasFunction(f.name)) checkLabels(labels)
}

function unknown(label: string, known: string[]): ParforError {
  const there = known.length === 0 ? 'No loop has any. Write' : `Those that there are: ${known.join(', ')}. Use one of them, or write`
  return new ParforError('PF500', `withOptions: no compiled loop has the label "${label}".${suggestion(label, known)} ${there} the label before a loop that runs in parallel: ${label}: for (…).`)
}

/** The number of threads for a region with these labels, outermost first; undefined: they say nothing of it. */
export function labelledThreads(labels: Labels, own: readonly string[]): number | undefined {
  for (const label of own) {
    const count = labels.get(label)?.threads
    if (count !== undefined) return count
  }
  return undefined
}

/** The inner ones over the outer ones. */
export const mergedLabels = (outer: Labels | undefined, inner: Labels | undefined): Labels | undefined => (outer && inner ? new Map([...outer, ...inner]) : inner ?? outer)
