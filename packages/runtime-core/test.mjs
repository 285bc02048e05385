/** Builds the core natively and runs its tests, once under the address and undefined-behaviour sanitizers and once under the thread sanitizer. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))

function run(command, args) {
  const result = spawnSync(command, args, { cwd: here, encoding: 'utf8' })
  if (result.error) throw new Error(`${command} could not be started: ${result.error.message}`)
  if (result.status === 0) return result.stdout
  console.error(`${command} ${args.join(' ')}\n${result.stdout}${result.stderr}`)
  process.exit(result.status ?? 1)
}

for (const sanitizers of ['address,undefined', 'thread']) {
  const build = `build/${sanitizers.replace(',', '-')}`
  run('cmake', ['-S', '.', '-B', build, `-DSANITIZE=${sanitizers}`])
  run('cmake', ['--build', build])
  const output = run('ctest', ['--test-dir', build, '--output-on-failure', '--verbose', '--timeout', '120'])
  const passed = output.match(/^\d+: ok /gm)?.length ?? 0
  console.log(`${sanitizers}: ${passed} tests passed`)
  if (passed === 0) process.exit(1)
}
