/** One summary at the end of a build: what was compiled, and what stayed plain JavaScript and why. */
import type { FunctionReport } from '@parfor/babel-plugin'
import type { Diagnostic } from '@parfor/compiler'
import { readFileSync } from 'node:fs'
import { basename, extname, relative } from 'node:path'
import type { Plugin } from 'vite'
import { fileOf } from './ids.ts'
import { entryOf, graphOf } from './state.ts'
import type { ModuleReport, State } from './state.ts'

/** Lines for what stayed plain JavaScript, so that all fits on one screen. */
const listed = 12

/** Modules that a build in this process has told, with who told them (root and environment). Frameworks build client and server one inside the other, each with
 *  a `parfor()` of its own; a module that both have is told once. */
const told = new Map<string, string>()

/** Forgets the modules that a rebuild no longer has. */
export function reportGraph(state: State): Plugin {
  return {
    name: 'parfor:graph',
    sharedDuringBuild: true,
    buildEnd() {
      if (this.environment.mode !== 'build' || !this.meta.watchMode) return
      const graph = graphOf(this.environment)
      const present = new Set(this.getModuleIds())
      for (const id of state.reports.get(graph)?.keys() ?? []) if (!present.has(id)) state.reports.get(graph)?.delete(id)
      // A worker is a graph of its own. Whether it is still started is told by the files alone: bundlers do not say.
      const workers = [...state.reports.keys()].map((other) => ({ other, entry: entryOf(other, graph) }))
      if (workers.every(({ entry }) => entry === undefined)) return
      const texts = [...present].map(textOf)
      for (const { other, entry } of workers) {
        if (entry !== undefined && !texts.some((text) => text.includes(basename(entry, extname(entry))))) state.reports.delete(other)
      }
    },
  }
}

/** Of a source file of the application. */
function textOf(id: string): string {
  const file = fileOf(id)
  if (!/\.(?:[cm]?[jt]sx?|vue|svelte|html)$/.test(file) || file.includes('/node_modules/')) return ''
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Virtual, or gone.
    return ''
  }
}

export function report(state: State): Plugin {
  const failed = new Set<string>()
  return {
    name: 'parfor:report',
    apply: 'build',
    sharedDuringBuild: true,
    buildStart() {
      const teller = tellerOf(this.environment)
      failed.delete(teller)
      for (const [module, by] of told) if (by === teller) told.delete(module)
    },
    buildEnd(error) {
      if (error) failed.add(tellerOf(this.environment))
    },
    renderError() {
      failed.add(tellerOf(this.environment))
    },
    closeBundle() {
      const teller = tellerOf(this.environment)
      if (state.inert || failed.has(teller)) return
      const modules = untold(state, this.environment.name, this.environment.config.root, teller)
      const { consumer, build, root, logger } = this.environment.config
      if (modules.length > 0) logger.info(summary(modules, { root, isPage: consumer === 'client' && build.lib === false, isLibrary: consumer === 'client' && build.lib !== false }))
    },
  }
}

function tellerOf({ name, config }: { name: string; config: { root: string } }): string {
  return `${config.root}\0${name}`
}

function untold(state: State, environment: string, root: string, teller: string): ModuleReport[] {
  const found: ModuleReport[] = []
  for (const [graph, modules] of state.reports) {
    if (graph !== environment && !graph.startsWith(`${environment} worker `)) continue
    for (const module of modules.values()) {
      const key = `${root}\0${module.file}\0${module.source}`
      if (told.has(key)) continue
      told.set(key, teller)
      found.push(module)
    }
  }
  return found
}

interface Place { root: string; isPage: boolean; isLibrary: boolean }

function summary(modules: ModuleReport[], { root, isPage, isLibrary }: Place): string {
  const functions = modules.flatMap((module) => module.functions)
  const regions = total(functions, (one) => one.regions)
  const late = total(functions, (one) => one.compiledAtRunTime)
  const lines = [
    `parfor: ${count(functions.length, 'function')} in ${count(modules.length, 'file')}, ${count(regions, 'parallel region')}, ${(total(functions, (one) => one.kernelBytes) / 1024).toFixed(1)} kB of kernels`,
  ]
  if (late > 0) {
    const names = functions.filter((one) => one.compiledAtRunTime > 0).map((one) => one.name)
    lines.push(`  ${count(late, 'region')} compiled at the first call, since element types are not known before (annotate the parameters of ${shortened(names)})`)
  }
  const plain = modules.flatMap((module) => reasons(module, root, false))
  if (plain.length > 0) {
    lines.push('  stays plain JavaScript:', ...plain.slice(0, listed).map((line) => `    ${line}`))
    if (plain.length > listed) lines.push(`    and ${plain.length - listed} more: parfor explain FILE tells all of a file`)
  }
  const refused = modules.flatMap((module) => reasons(module, root, true))
  if (refused.length > 0) lines.push('  not for shared memory:', ...refused.map((line) => `    ${line}`))
  if (isLibrary && regions > 0) lines.push("  the package 'parfor' stays an import: list it in the library's dependencies")
  if (isPage && regions > 0) lines.push('  threads need two headers where the pages are hosted, Cross-Origin-Opener-Policy: same-origin and Cross-Origin-Embedder-Policy: require-corp (node_modules/@parfor/vite-plugin/dist/hosting.md)')
  return lines.join('\n')
}

/** Of each statement that stays as it is, one line; or of each that shared memory is no good for. */
function reasons({ file, diagnostics }: ModuleReport, root: string, refusesShared: boolean): string[] {
  const unlike = new Set(diagnostics.filter((one) => one.severity !== 'info' && (one.code === 'PF409') === refusesShared).map((one) => lineOf(one, relative(root, file).replaceAll('\\', '/'))))
  return [...unlike]
}

function lineOf({ code, message, location }: Diagnostic, file: string): string {
  const at = location ? `${file}:${location.line}:${location.column + 1}` : file
  return `${at} ${code} ${message.split('\n')[0]}`
}

function total(functions: FunctionReport[], value: (one: FunctionReport) => number): number {
  return functions.reduce((sum, one) => sum + value(one), 0)
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

function shortened(names: string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}
