/** Node if this is Node, else a browser: for who has no condition `browser` to choose by. */
import { platform as browser } from './browser.ts'
import { isNode, platform as node } from './node.ts'
import type { Platform } from './platform.ts'

export const platform: Platform = isNode ? node : browser
