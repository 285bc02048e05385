/** WebKitGTK's MiniBrowser on a display of its own that nobody sees, over WebDriver: plain HTTP. */
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import type { PageLog } from '../chromium.ts'
import { freePort } from '../processes.ts'
import { programOf } from './engine.ts'
import type { Engine, EnginePage } from './engine.ts'

const missing = 'was not found. On Debian or Ubuntu run: sudo apt-get install -y webkit2gtk-driver xvfb. Elsewhere install WebKitGTK with its WebDriver, and Xvfb, and put both on the PATH.'

type Call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

function caller(port: number): Call {
  return async (method, path, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) })
    const { value } = (await response.json()) as { value: unknown }
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }
}

/** Xvfb writes the number of the display that it found free. */
function displayOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    ;(server.stdio[3] as Readable).on('data', (data: Buffer) => { resolve(`:${data.toString().trim()}`) })
    server.on('exit', (status) => { reject(new Error(`Xvfb ended (${status}) before it had a display`)) })
  })
}

async function answering(call: Call): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await call('GET', '/status')
      return
    } catch (error) {
      if (attempt === 200) throw error
      await setTimeout(50)
    }
  }
}

/** WebDriver has no console: this is what `recorder.ts` kept. */
const readLog = (): PageLog => (globalThis as unknown as { recorded?: PageLog }).recorded ?? { errors: [], warnings: [], exceptions: ['the page has no recorder'] }

/** `sharedMemory`: SharedArrayBuffer is there, as in isolated pages of Safari. */
export async function launchWebKit(sharedMemory: boolean): Promise<Engine> {
  const driverPath = programOf(['WebKitWebDriver'], `WebKitWebDriver ${missing}`)
  const serverPath = programOf(['Xvfb'], `Xvfb ${missing}`)
  const port = await freePort()
  const server = spawn(serverPath, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  const DISPLAY = await displayOf(server)
  const driver = spawn(driverPath, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env: { ...process.env, DISPLAY, GDK_BACKEND: 'x11', LIBGL_ALWAYS_SOFTWARE: '1', JSC_useSharedArrayBuffer: sharedMemory ? '1' : '0' } })
  const call = caller(port)
  await answering(call)
  // The driver's own default browser: MiniBrowser.
  const { sessionId, capabilities } = (await call('POST', '/session', { capabilities: {} })) as { sessionId: string; capabilities: { browserVersion: string } }
  const session = `/session/${sessionId}`
  await call('POST', `${session}/timeouts`, { script: 120_000 })

  const evaluate = async (run: (argument: unknown) => unknown, argument: unknown): Promise<unknown> => {
    const script = `const done = arguments[1]; Promise.resolve().then(() => (${run.toString()})(arguments[0])).then((value) => done({ value: JSON.stringify(value) }), (error) => done({ error: String(error) }))`
    const { value, error } = (await call('POST', `${session}/execute/async`, { script, args: [argument ?? null] })) as { value?: string; error?: string }
    if (error !== undefined) throw new Error(error)
    return value === undefined || value === null ? undefined : JSON.parse(value)
  }
  const goto = async (url: string): Promise<void> => { await call('POST', `${session}/url`, { url }) }

  return {
    name: sharedMemory ? 'webkit' : 'webkit-as-built',
    version: capabilities.browserVersion,
    // One window: what was in it ends when it goes elsewhere.
    async open(url) {
      await goto(url)
      return { goto, evaluate: evaluate as EnginePage['evaluate'], log: () => evaluate(readLog, null) as Promise<PageLog>, close: () => goto('about:blank') }
    },
    async close() {
      await call('DELETE', session)
      driver.kill()
      server.kill()
    },
  }
}
