/** What `info()` tells. */
import { platform } from '#platform'
import { abiVersion, version } from './version.ts'
import { coreRemarks, ladder, loaded } from './core.ts'
import type { Rung } from './core.ts'
import { heapUsed } from './heap.ts'
import type { Backend } from './options.ts'
import { active } from './settings.ts'
import { allStatistics } from './statistics.ts'
import type { RegionStatistics } from './statistics.ts'

export interface Information {
  /** The rung in use; `none` with PARFOR_DISABLE=1. */
  rung: Backend | 'none'
  /** All rungs, best first, with the reason for each that is not available. */
  ladder: Rung[]
  /** Threads that work on one call, the caller included. */
  threads: number
  /** What is less than it could be (threads, memory), each with the reason and the cure. */
  remarks: string[]
  versions: { parfor: string; abi: number; node?: string }
  heap: {
    /** Bytes of arrays that are alive in the shared heap. */
    used: number
    /** Bytes that the heap has taken so far. */
    size: number
  }
  /** Each compiled region that was loaded, and where its calls ran. Calls below the gate are not counted. */
  regions: RegionStatistics[]
}

export function info(): Information {
  const rungs = ladder()
  const rung = rungs.find((one) => one.available)?.rung ?? 'none'
  const { core } = loaded
  const there = core?.threads() ?? 1
  return {
    rung,
    ladder: rungs,
    threads: rung === 'wasm' ? Math.min(there, active.threads || there) : 1,
    remarks: coreRemarks(),
    versions: { parfor: version, abi: abiVersion, ...(platform.nodeVersion && { node: platform.nodeVersion }) },
    heap: { used: heapUsed(), size: core?.memory.buffer.byteLength ?? 0 },
    regions: allStatistics().map((region) => ({ ...region })),
  }
}
