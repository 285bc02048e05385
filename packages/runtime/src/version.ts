/** Versions: of the package, of what plugin and runtime share, and of what two copies of the runtime share. */
import type { ABI_VERSION } from '@parfor/compiler'

declare const PARFOR_VERSION: string | undefined

/** Put in by the build. `source`: this is not a build. */
export const version: string = typeof PARFOR_VERSION === 'string' ? PARFOR_VERSION : 'source'

/** The type makes the compiler's constant and this one agree, without an import at run time. */
export const abiVersion: typeof ABI_VERSION = 2

/** Raised whenever `SharedRuntime` changes its meaning. */
export const protocol = 1
