/** `node --require parfor/register app.js`: the hooks; the threads start beside the program. */
import { install } from './install.ts'

install(new URL('./register-thread.mjs', import.meta.url).href)
