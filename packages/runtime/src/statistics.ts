/** How often each region ran, and on which rung. Kept apart from the regions, which may be collected or made again (hot update). */
import type { RegionDescriptor } from '@parfor/compiler'

export interface RegionStatistics {
  file: string
  /** Function and line: `distances:12`. */
  name: string
  line: number
  /** Calls above the gate. */
  calls: number
  wasm: number
  js: number
  /** Calls that were left to the original statements. */
  original: number
  /** The most threads that have run one of its calls. */
  threads: number
}

/** With the labels of its loops, and the number of regions of that name that were not disposed of. */
const all = new Map<string, { statistics: RegionStatistics; labels: readonly string[]; regions: number }>()

const keyOf = ({ file, name }: RegionDescriptor): string => `${file}\0${name}`

export function statisticsOf(descriptor: RegionDescriptor): RegionStatistics {
  const { file, name, line, labels = [] } = descriptor
  const key = keyOf(descriptor)
  let found = all.get(key)
  if (!found) {
    found = { statistics: { file, name, line, calls: 0, wasm: 0, js: 0, original: 0, threads: 0 }, labels, regions: 0 }
    all.set(key, found)
  }
  // A newer version of the module may have other ones.
  found.labels = labels
  found.regions++
  return found.statistics
}

/** A region was disposed of. With the last one of its name, which a newer version of its module does not have, goes what was counted. */
export function forgetStatistics(descriptor: RegionDescriptor): void {
  const key = keyOf(descriptor)
  const found = all.get(key)
  if (found && --found.regions === 0) all.delete(key)
}

/** The labels of loops in the regions that are loaded. */
export const allLabels = (): Set<string> => new Set([...all.values()].flatMap(({ labels }) => labels))

/** Whether some region belongs to a function of this name. */
export const hasFunction = (name: string): boolean => [...all.values()].some(({ statistics }) => statistics.name.slice(0, statistics.name.lastIndexOf(':')) === name)

export const allStatistics = (): RegionStatistics[] => [...all.values()].map(({ statistics }) => statistics)
