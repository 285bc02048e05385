export { launchStatus } from './types.ts'
export type { Core, CoreOptions, Kernel, LaunchStatus } from './types.ts'
export { loadCore, loadCoreSync } from './load.ts'
export { shareCore } from './share.ts'
