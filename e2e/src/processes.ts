/** Commands as a user runs them, in an environment without traces of the test runner. */
import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

type Variables = Record<string, string | undefined>

/** Test runners set these, and what runs under them behaves differently. */
const traces = /^(?:VITEST|JEST|NODE_ENV$|NODE_OPTIONS$|TEST$|DEV$|PROD$|MODE$|BASE_URL$|SSR$|PARFOR_|npm_)/

export function cleanEnvironment(extra: Variables = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !traces.test(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1', FORCE_COLOR: undefined, CI: undefined, ...extra } as NodeJS.ProcessEnv
}

/** Runs to the end; throws with what it printed if it fails. */
export function runNode(args: readonly string[], cwd: string, extra?: Variables): string {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', env: cleanEnvironment(extra), maxBuffer: 2 ** 26 })
  if (error) throw error
  if (status !== 0) throw new Error(`node ${args.join(' ')} failed (${status})\n${stdout}\n${stderr}`)
  return stdout + stderr
}

export interface Running {
  /** All that it has printed so far. */
  output(): string
  stop(): Promise<void>
}

/** Starts a server; resolves once its output matches `until`. */
export function startNode(args: readonly string[], cwd: string, until: RegExp, extra?: Variables): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, args, { cwd, env: cleanEnvironment(extra) })
  let output = ''
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const running: Running = {
    output: () => output,
    stop: async () => {
      child.kill()
      await exited
    },
  }
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => {
        output += data.toString()
        if (until.test(output)) resolve(running)
      })
    }
    child.on('exit', (status) => reject(new Error(`node ${args.join(' ')} ended (${status}) before it printed ${until}\n${output}`)))
  })
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
