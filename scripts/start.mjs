/** `npm start`: sets everything up, then runs the main job: examples/flights on three million real flights. */
import { run, setup } from './setup.mjs'

setup()
run(process.execPath, ['examples/flights/run.mjs'])
