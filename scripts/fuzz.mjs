/** `pnpm fuzz --count N [--seed S]`: the differential generator, against the built packages. */
import { spawnSync } from 'node:child_process'
import { buildSync } from 'esbuild'
import { root } from './setup.mjs'

const outfile = `${root}e2e/build/fuzz.mjs`
buildSync({ entryPoints: [`${root}e2e/differential/src/main.ts`], bundle: true, packages: 'external', platform: 'node', format: 'esm', outfile, logLevel: 'error' })
const result = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { cwd: root, stdio: 'inherit', env: { ...process.env, PARFOR_GATE: 'off' } })
process.exit(result.status ?? 1)
