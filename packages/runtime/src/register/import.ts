/** `node --import parfor/register app.ts`: hooks, and all threads, before the program starts. */
import { install, poolReady } from './install.ts'

install(new URL('./register-thread.mjs', import.meta.url).href)
await poolReady()
