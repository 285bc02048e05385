/** Node if this is Node, else a browser: for who has no condition `browser` to choose by. */
import { platform as browser } from './browser.ts'
import { nodePlatform } from './node-platform.ts'
import type { Platform } from './platform.ts'

export const platform: Platform = nodePlatform() ?? browser
