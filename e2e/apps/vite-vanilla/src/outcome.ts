import { alloc, info, ready } from 'parfor'
import { distances, within } from './kernels.ts'
import * as plain from './plain.ts'

/** What a test wants to know of a page or a worker. */
export interface Outcome {
  /** Results are those of plain JavaScript, before the threads were there and after. */
  identical: boolean
  isolated: boolean
  rung: string
  threads: number
  /** Calls that ran in a kernel. */
  kernelCalls: number
  reasons: string[]
}

function same(left: Float64Array, right: Float64Array): boolean {
  return left.length === right.length && left.every((value, index) => Object.is(value, right[index]))
}

export async function computeOutcome(): Promise<Outcome> {
  const n = 1_000_000
  const latitude = alloc(Float64Array, n)
  const longitude = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    latitude[i] = 30 + (i % 1000) / 50
    longitude[i] = -120 + i / 20_000
  }
  const check = (): boolean => {
    const own = distances(latitude, longitude, 37.6, -122.4)
    const expected = plain.distances(latitude, longitude, 37.6, -122.4)
    return same(own, expected) && within(own, 1000) === plain.within(expected, 1000)
  }
  const early = check()
  await ready()
  const late = check()
  const { rung, threads, regions, ladder } = info()
  return {
    identical: early && late, isolated: globalThis.crossOriginIsolated, rung, threads,
    kernelCalls: regions.reduce((sum, region) => sum + region.wasm, 0),
    reasons: ladder.flatMap(({ reason }) => reason ?? []),
  }
}
