/** PARFOR_REPORT: what was compiled and what ran, as JSON lines at the end of the process, so that a run in which nothing was compiled shows. */
import { allStatistics } from '../statistics.ts'
import type { RegionStatistics } from '../statistics.ts'
import { builtinModule, nodeProcess } from './node.ts'
import type { NotedFunction } from './platform.ts'

const noted: NotedFunction[] = []

export function noteFunctions(functions: readonly NotedFunction[]): void {
  noted.push(...functions)
}

/** The best rung that a call of these regions ran on. */
function rungOf(regions: readonly RegionStatistics[]): string {
  if (regions.some((region) => region.wasm > 0)) return 'wasm'
  if (regions.some((region) => region.js > 0)) return 'js'
  return regions.some((region) => region.original > 0) ? 'original' : 'none'
}

/** One object per function and loop. Regions of files that were compiled before this process have no verdict but their own existence. */
export function reportLines(): object[] {
  const regions = allStatistics()
  const lines: object[] = []
  const told = new Set<RegionStatistics>()
  for (const { file, name, line, verdict, loops } of noted) {
    const own = regions.filter((region) => region.file === file && region.name.startsWith(`${name}:`))
    for (const region of own) told.add(region)
    const calls = own.reduce((sum, region) => sum + region.calls, 0)
    const rung = rungOf(own)
    lines.push({ kind: 'function', file, name, line, code: verdict, calls, rung })
    for (const loop of loops) lines.push({ kind: 'loop', file, name, line: loop.line, label: loop.label, code: loop.code, message: loop.message })
  }
  for (const region of regions) {
    if (told.has(region)) continue
    lines.push({ kind: 'region', file: region.file, name: region.name, line: region.line, code: 'PF100', calls: region.calls, rung: rungOf([region]) })
  }
  return lines
}

/** Sources of noted functions that must be asked once more before the end (the thread of the load hooks). */
const sources: (() => readonly NotedFunction[])[] = []
export const addReportSource = (source: () => readonly NotedFunction[]): void => { sources.push(source) }

/** `report`: the file to write. */
export function startReport(report: string | undefined): void {
  if (report === undefined || !nodeProcess) return
  nodeProcess.on('exit', () => {
    for (const source of sources) noteFunctions(source())
    const files = builtinModule<{ appendFileSync(path: string, text: string): void }>('node:fs')
    try {
      files?.appendFileSync(report, reportLines().map((line) => `${JSON.stringify(line)}\n`).join(''))
    } catch (error) {
      console.error(`parfor PF501: PARFOR_REPORT=${report} cannot be written: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
}
