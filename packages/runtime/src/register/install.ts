/** Installs the hooks. */
import Module, { createRequire } from 'node:module'
import { isMainThread, MessageChannel, parentPort } from 'node:worker_threads'
import type * as Compiler from '@parfor/compiler'
import { ParforError, ready } from 'parfor'
import { addReportSource, environment, noteFunctions } from 'parfor/internal'
import { hookCommonJs } from './commonjs.ts'
import { receiveReportsFrom, sendReportsTo } from './reports.ts'
import { hooks, registerHooks } from './synchronous.ts'

const installed = Symbol.for('parfor.register')

/** Node's own thread for load hooks runs `--require` too; it alone has no port to a parent. */
const isHooksThread = !isMainThread && parentPort === null

/** `thread`: URL of the module for the thread of the hooks. */
export function install(thread: string): void {
  const holder = globalThis as { [installed]?: true }
  if (isHooksThread || holder[installed]) return
  holder[installed] = true
  if (environment.dump.length > 0) checkPasses(environment.dump)
  process.setSourceMapsEnabled(true)
  sendReportsTo(({ functions }) => noteFunctions(functions))
  hookCommonJs(registerHooks === undefined)
  if (registerHooks) registerHooks(hooks)
  else registerThread(thread)
}

/** All threads of the pool. It belongs to the main thread: in others there is nothing to wait for. */
export async function poolReady(): Promise<void> {
  if (isMainThread) await ready()
}

function checkPasses(wanted: readonly string[]): void {
  const { passNames } = createRequire(import.meta.url)('@parfor/compiler') as typeof Compiler
  const unknown = wanted.find((name) => !passNames.includes(name))
  if (unknown !== undefined) throw new ParforError('PF501', `environment variable PARFOR_DUMP names '${unknown}', which is no pass. Passes: ${passNames.join(', ')}.`)
}

function registerThread(thread: string): void {
  const { port1, port2 } = new MessageChannel()
  port1.unref()
  const receive = receiveReportsFrom(port1)
  addReportSource(() => {
    receive()
    return []
  })
  Module.register(thread, { data: { port: port2 }, transferList: [port2] })
}
