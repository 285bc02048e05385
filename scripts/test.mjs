/** `npm test`: sets everything up and runs every check and test; the last line counts the tests. */
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, setup } from './setup.mjs'

setup({ tests: true })

const failures = []
let passed = 0
let failed = 0

/** A step whose failure is counted as one failed test, so that all steps run and the summary tells everything. */
function step(name, command, args) {
  console.log(`\n== ${name}`)
  const status = spawnSync(command, args, { cwd: root, stdio: 'inherit' }).status
  if (status === 0) passed++
  else {
    failed++
    failures.push(name)
  }
}

step('types', 'node_modules/.bin/tsc', ['-p', 'tsconfig.json'])
step('lint', 'node_modules/.bin/oxlint', ['--deny-warnings', 'packages', 'e2e', 'bench', 'examples', 'scripts'])
step('core', process.execPath, ['packages/runtime-core/test.mjs'])

console.log('\n== unit and differential tests, and those in Chromium and Firefox')
// WebKit is to be had on Linux only: `pnpm test:webkit`.
const output = join(tmpdir(), `parfor-tests-${process.pid}.json`)
const vitest = spawnSync('node_modules/.bin/vitest', ['run', '--project=!webkit', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`], { cwd: root, stdio: 'inherit' })
try {
  const report = JSON.parse(readFileSync(output, 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests
  if (report.numPendingTests > 0) failures.push(`${report.numPendingTests} skipped`)
} catch (error) {
  failures.push(`the test runner left no report: ${error.message}`)
}
// A file that does not load has no failed tests, but a runner that failed is a failure.
if (vitest.status !== 0 && failed === 0) failed++
if (vitest.status !== 0) failures.push('vitest')
rmSync(output, { force: true })

if (failures.length > 0) console.log(`\nfailed: ${failures.join(', ')}`)
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed === 0 && failures.length === 0 ? 0 : 1)
