import { alloc, configure, free, info, parallel, ParforError, ready, threads, withOptions } from 'parfor'
import type { Information, RegionStatistics } from 'parfor'
import { make, region } from 'parfor/internal'
import 'parfor/register'
import parfor, { compileModule, mayBeMarked } from '@parfor/babel-plugin'
import type { ModuleResult, PluginOptions } from '@parfor/babel-plugin'
import { compileRegion } from '@parfor/compiler'
import { loadCore } from '@parfor/runtime-wasm'

const x: Float64Array = alloc(Float64Array, 8)
const scale = parallel((values: Float64Array, a: number) => { for (let i = 0; i < values.length; i++) values[i] *= a })
withOptions(scale, { ...threads(2), exact: true })(x, 2)
configure({ threads: 2 })
const known: Information = info()
const regions: RegionStatistics[] = known.regions
free(x)
// @ts-expect-error: not an option
configure({ thread: 2 })
// @ts-expect-error: no such constructor
alloc(Map, 2)
const options: PluginOptions = { mode: 'infer' }
const result: ModuleResult | undefined = undefined
export const used: unknown[] = [ready, regions, ParforError, make, region, parfor, compileModule, mayBeMarked, options, result, compileRegion, loadCore]
