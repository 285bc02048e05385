import { check } from './check.mjs'
import { scaled } from './kernels.ts'

await check(scaled)
