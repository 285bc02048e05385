/** Installs the hooks. */
import Module from 'node:module'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import type { FunctionReport } from '@parfor/babel-plugin'
import { addReportSource, environment, noteFunctions } from 'parfor/internal'
import { onCompiled } from './compile.ts'
import { hookCommonJs } from './commonjs.ts'
import { hooks, registerHooks } from './synchronous.ts'

const installed = Symbol.for('parfor.register')

/** `thread`: URL of the module for the thread of the hooks. */
export function install(thread: string): void {
  const holder = globalThis as { [installed]?: true }
  if (holder[installed]) return
  holder[installed] = true
  process.setSourceMapsEnabled(true)
  onCompiled(noteFunctions)
  hookCommonJs(registerHooks === undefined)
  if (registerHooks) registerHooks(hooks)
  else registerThread(thread)
}

function registerThread(thread: string): void {
  const { port1, port2 } = new MessageChannel()
  port1.unref()
  addReportSource(() => {
    const functions: FunctionReport[] = []
    for (let message = receiveMessageOnPort(port1); message; message = receiveMessageOnPort(port1)) functions.push(...(message.message as FunctionReport[]))
    return functions
  })
  Module.register(thread, { data: { port: port2 }, transferList: [port2] })
}
