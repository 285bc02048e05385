import { alloc, configure, info, ready } from 'parfor'
import { distances } from './kernels'

export interface Outcome {
  identical: boolean
  node: string | undefined
  rung: string
  threads: number
  team: number
  kernelCalls: number
  checksum: number
  reasons: string[]
}

function plainly(latitude: Float64Array, longitude: Float64Array, fromLatitude: number, fromLongitude: number): Float64Array {
  const result = new Float64Array(latitude.length)
  for (let i = 0; i < latitude.length; i++) {
    const y = latitude[i] - fromLatitude
    const x = (longitude[i] - fromLongitude) * 0.75
    result[i] = Math.sqrt(x * x + y * y) * 111.2
  }
  return result
}

export async function computeOutcome(): Promise<Outcome> {
  await ready()
  // The gate would weigh kernels against plain JavaScript by the clock.
  configure({ gate: 'off' })
  const n = 500_000
  const latitude = alloc(Float64Array, n)
  const longitude = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    latitude[i] = 30 + (i % 1000) / 50
    longitude[i] = -120 + i / 20_000
  }
  const own = distances(latitude, longitude, 37.6, -122.4)
  const expected = plainly(latitude, longitude, 37.6, -122.4)
  const { rung, threads, regions, ladder, versions } = info()
  return {
    identical: own.length === n && own.every((value, index) => Object.is(value, expected[index])),
    node: versions.node, rung, threads, team: regions[0].threads, kernelCalls: regions[0].wasm, checksum: own[n - 1],
    reasons: ladder.flatMap(({ reason }) => reason ?? []),
  }
}
