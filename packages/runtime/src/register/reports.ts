/** Verdicts of compiled functions on their way to the runtime, once for each file, whichever thread compiled it. */
import { receiveMessageOnPort } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import type { FunctionReport } from '@parfor/babel-plugin'

export interface FileReport { filename: string; functions: FunctionReport[] }

const known = new Set<string>()
let send: (report: FileReport) => void = () => {}
let receive: () => void = () => {}

/** True the first time that a file comes by; its verdicts are passed on, and its diagnostics should be told. */
export function reportFile(report: FileReport): boolean {
  receive()
  if (known.has(report.filename)) return false
  known.add(report.filename)
  send(report)
  return true
}

/** Where the reports of this thread go. */
export function sendReportsTo(listen: (report: FileReport) => void): void { send = listen }

/** Takes what another thread has sent through a port; returns a function that does so again. */
export function receiveReportsFrom(port: MessagePort): () => void {
  receive = () => {
    for (let message = receiveMessageOnPort(port); message; message = receiveMessageOnPort(port)) {
      const report = message.message as FileReport
      if (known.has(report.filename)) continue
      known.add(report.filename)
      send(report)
    }
  }
  return receive
}
