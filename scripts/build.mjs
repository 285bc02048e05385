/** Builds every package, in the order of their dependencies. */
import { existsSync } from 'node:fs'
import { root, run } from './setup.mjs'

for (const name of ['compiler', 'babel-plugin', 'runtime-wasm', 'runtime', 'cli', 'vite-plugin']) {
  const script = `packages/${name}/build.mjs`
  if (!existsSync(root + script)) throw new Error(`${script} is missing`)
  run(process.execPath, [script])
}
