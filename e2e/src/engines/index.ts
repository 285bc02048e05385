import { launchChromiumEngine } from './chromium.ts'
import type { Engine, EngineName } from './engine.ts'
import { launchFirefox } from './firefox.ts'
import { launchWebKit } from './webkit.ts'

export type { Engine, EngineName, EnginePage } from './engine.ts'

const launchers: Record<EngineName, () => Promise<Engine>> = { chromium: launchChromiumEngine, firefox: launchFirefox, webkit: () => launchWebKit(true), 'webkit-as-built': () => launchWebKit(false) }

export const launchEngine = (name: EngineName): Promise<Engine> => launchers[name]()
