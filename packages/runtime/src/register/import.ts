/** `node --import parfor/register app.ts`: hooks, and all threads, before the program starts. */
import { ready } from 'parfor'
import { install } from './install.ts'

install(new URL('./register-thread.mjs', import.meta.url).href)
await ready()
