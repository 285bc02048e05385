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

const all = new Map<string, RegionStatistics>()

export function statisticsOf({ file, name, line }: RegionDescriptor): RegionStatistics {
  const key = `${file}\0${name}`
  let found = all.get(key)
  if (!found) {
    found = { file, name, line, calls: 0, wasm: 0, js: 0, original: 0, threads: 0 }
    all.set(key, found)
  }
  return found
}

export const allStatistics = (): RegionStatistics[] => [...all.values()]
