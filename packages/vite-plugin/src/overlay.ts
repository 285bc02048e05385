/**
 * Marked functions that stay plain JavaScript, in Vite's overlay while developing. Each marked module tells the page about itself when it runs, so that the overlay
 * shows what the page has loaded, follows every kind of hot update, and goes when the last problem has gone. (An `error` payload of the server
 * would be lost on whoever connects later, and makes Vite reload the page at the next update.)
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Diagnostic } from '@parfor/compiler'
import type { formatDiagnostic } from '@parfor/babel-plugin'
import type { Plugin, ResolvedConfig } from 'vite'
import type { Problem } from './overlay-client.ts'
import type { ModuleReport, State } from './state.ts'

const publicId = 'virtual:parfor/overlay'
/** Beside this file: the built one, or its source. */
const built = fileURLToPath(new URL('./overlay-client.mjs', import.meta.url))
const client = existsSync(built) ? built : fileURLToPath(new URL('./overlay-client.ts', import.meta.url))
const id = `\0${publicId}${client.endsWith('.ts') ? '.ts' : ''}`

export function overlay(): Plugin {
  return {
    name: 'parfor:overlay',
    apply: 'serve',
    resolveId: { filter: { id: /^virtual:parfor\/overlay$/ }, handler: () => id },
    load: { filter: { id: /^\0virtual:parfor\/overlay/ }, handler: () => readFileSync(client, 'utf8') },
  }
}

export function showsOverlay({ options }: State, { command, server }: ResolvedConfig): boolean {
  return options.overlay && command === 'serve' && server.hmr !== false && server.ws !== false && (typeof server.hmr !== 'object' || server.hmr.overlay !== false)
}

/** Code to append to a module; empty for one that has no problem and had none. */
export function tellOverlay(overlaid: Set<string>, report: ModuleReport, format: typeof formatDiagnostic): string {
  const problems = problemsOf(report, format)
  if (problems.length === 0 && !overlaid.has(report.file)) return ''
  overlaid.add(report.file)
  return `\nimport { tell as __pf_tell } from ${JSON.stringify(publicId)};\n__pf_tell(${JSON.stringify(report.file)}, ${JSON.stringify(problems)});\n`
}

/** The functions that were asked for and have nothing parallel, each with the reason of its first loop. */
function problemsOf({ file, functions, diagnostics, source }: ModuleReport, format: typeof formatDiagnostic): Problem[] {
  return diagnostics.filter(({ code, severity }) => code === 'PF306' || code === 'PF307' || severity === 'error').map((problem) => {
    const reason = functions.find((one) => one.line === problem.location?.line && one.verdict === problem.code)?.loops
      .map((loop) => diagnostics.find((one) => one.loop && one.location?.line === loop.line && one.message === loop.message))
      .find((one) => one !== undefined && one.severity !== 'info')
    const shown = reason ?? problem
    const [, ...frame] = format({ code: shown.code, severity: shown.severity, message: '', location: shown.location }, source, file).split('\n')
    return {
      file, line: shown.location?.line ?? 1, column: (shown.location?.column ?? 0) + 1,
      message: `${problem.code} ${problem.message}${reason ? `: ${textOf(reason)}` : `. ${problem.cure ?? ''}`}`, frame: frame.join('\n'),
    }
  })
}

function textOf({ code, message, cause, cure }: Diagnostic): string {
  return [`${code} ${message}`, cause, cure].filter((part) => part !== undefined).map((part) => part.replace(/\.?$/, '.')).join(' ')
}
