/** What the build needs beside Node: found, installed with apt-get where that is possible, or asked for with the command to run. */
import { spawnSync } from 'node:child_process'

/** `command` (or one of several, with | between) is looked for on the PATH; `package` is the Debian/Ubuntu name; `others` what to install elsewhere. */
const tools = [
  { command: 'emcc', package: 'emscripten', others: 'Emscripten 3.1.6 or newer (https://emscripten.org/docs/getting_started/downloads.html)', why: 'builds the WebAssembly core' },
  { command: 'cmake', package: 'cmake', others: 'CMake 3.20 or newer', why: 'builds the tests of the C++ core' },
  { command: 'c++', package: 'g++', others: 'a C++17 compiler', why: 'builds the tests of the C++ core' },
]
/** For `npm test` only. */
const testTools = [
  { command: 'chromium|chromium-browser|google-chrome', package: 'chromium', others: 'Chromium or Chrome', why: 'runs the tests in a browser' },
  { command: 'firefox-esr|firefox', package: 'firefox-esr', others: 'Firefox', why: 'runs the tests of engines' },
]

const has = (command) => command.split('|').some((name) => spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0)

function canInstall() {
  return process.platform === 'linux' && process.getuid?.() === 0 && has('apt-get')
}

/** Makes the tools available or ends the process with the command that does. */
export function ensureTools({ tests }) {
  const missing = [...tools, ...(tests ? testTools : [])].filter((tool) => !has(tool.command))
  if (missing.length === 0) return
  const packages = missing.map((tool) => tool.package)
  const command = `apt-get install -y ${packages.join(' ')}`
  if (canInstall()) {
    console.log(`installing ${packages.join(', ')} (a few minutes the first time)`)
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'ignore', 'inherit'], env: environment })
    const status = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { stdio: ['ignore', 'ignore', 'inherit'], env: environment }).status
    const still = missing.filter((tool) => !has(tool.command))
    if (status === 0 && still.length === 0) return
  }
  console.error('Missing:')
  for (const tool of missing) console.error(`  ${tool.command}: ${tool.why}`)
  console.error(`On Debian or Ubuntu run:  sudo ${command}`)
  console.error(`Elsewhere install: ${missing.map((tool) => tool.others).join('; ')}, put it on the PATH, and run the command again.`)
  process.exit(1)
}
