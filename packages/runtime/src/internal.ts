/** What compiled modules import. Not for people: the names and their meaning go with the version of the plugin. */
import type { RegionDescriptor } from '@parfor/compiler'
import type { TypedArray } from './arrays.ts'
import type { RegionHandle } from './region.ts'
import { runtime } from './shared.ts'

export type { RegionHandle } from './region.ts'

/** Undefined when the module was compiled for another runtime: its original statements run. */
export const region: (descriptor: RegionDescriptor) => RegionHandle | undefined = runtime.region

/** Frees the kernels of these regions at once, for a module that is replaced (hot update). Whoever still calls its functions runs their original statements. */
export const release: (handles: readonly (RegionHandle | undefined)[]) => void = runtime.release

/** `new constructor(...values)`, in the shared heap where that is worth it. */
export const make = runtime.make as <T extends TypedArray>(constructor: new (...values: never[]) => T, ...values: unknown[]) => T

/** For the register hook: what was compiled, and when to ask for it. */
export const { noteFunctions, addReportSource, environment } = runtime
