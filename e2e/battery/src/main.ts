/**
 * Runs functions as people write them, plain and compiled on every back end, and prints one JSON line for each: what became of its loops, whether kernels
 * ran, and where results differ.
 */
import { readFileSync, readdirSync } from 'node:fs'
import * as babel from '@babel/core'
import { compileModule, type FunctionReport } from '@parfor/babel-plugin'
import { configure, ready, withOptions } from 'parfor'
import { evaluateModule, variants, type Exports } from '../../differential/src/evaluate.ts'
import { difference } from './compare.ts'
import { hasLanes } from './lanes.ts'

export interface Line {
  file: string
  name: string
  verdict: string
  loops: { line: number; code: string; message: string }[]
  regions: { lanes: boolean; ran: number; reached: number }[]
  differences: string[]
}

type Function = (...values: unknown[]) => unknown
interface Reached { line: number; exact: boolean; runs: boolean[] }

const folder = process.argv[2]
const define = { 'import.meta.env': '{"DEV":true,"PROD":false,"MODE":"test","VITE_SCALE":"2.5"}' }

function sourceOf(name: string): string {
  return readFileSync(`${folder}/${name}`, 'utf8')
}

function load(code: string, attempts: (line: number, exact: boolean) => boolean[]): Exports {
  const modules = new Map<string, Exports>()
  const other = (name: string): Exports => {
    const file = name.replace('./', '')
    if (!modules.has(file)) modules.set(file, load(sourceOf(file), attempts))
    return modules.get(file)!
  }
  return evaluateModule(code, attempts, { load: other, define })
}

const inputsOf = (module: Exports) => module.inputs as Record<string, () => unknown[]> | undefined

/** The marked function that a line belongs to. */
function ownerOf(functions: FunctionReport[], line: number): FunctionReport | undefined {
  return functions.findLast((one) => one.line <= line)
}

/** The result, or the exception, and the arguments afterwards. */
function outcome(call: Function, values: unknown[]): unknown[] {
  try {
    return [call(...values), values]
  } catch (error) {
    return [(error as Error).name, (error as Error).message, values]
  }
}

await ready()
for (const file of readdirSync(folder).filter((one) => /\.[jt]s$/.test(one)).sort()) {
  const source = sourceOf(file)
  const { code = source, functions } = compileModule(babel, source, { filename: `${folder}/${file}`, root: folder })
  const names = Object.keys(inputsOf(load(source, () => [])) ?? {})
  const reached = new Map<number, Reached>()
  const differences = new Map<string, string[]>()
  for (const name of names) {
    const found: string[] = []
    differences.set(name, found)
    let first: unknown[] | undefined
    for (const { name: variant, backend, threads } of variants) {
      configure({ backend })
      const exactness: boolean[] = []
      const plain = load(source, () => [])
      const compiled = load(code, (line, exact) => {
        exactness.push(exact)
        let one = reached.get(line)
        if (!one) reached.set(line, one = { line, exact, runs: [] })
        return backend === 'js' ? [] : one.runs
      })
      const wanted = outcome(plain[name] as Function, inputsOf(plain)![name]())
      const got = outcome(withOptions(compiled[name] as Function, { backend, threads }), inputsOf(compiled)![name]())
      const fromPlain = difference(got, wanted, exactness.every(Boolean) ? 0 : 1e-10)
      // Sums and transcendental functions may differ from plain JavaScript a little, but never from each other.
      const fromFirst = first && difference(got, first, 0)
      first ??= got
      if (fromPlain) found.push(`${variant}: ${fromPlain}`)
      if (fromFirst) found.push(`${variant} against ${variants[0].name}: ${fromFirst}`)
    }
  }
  const kernels = kernelsOf(code)
  for (const [index, report] of functions.entries()) {
    const regions = kernels.filter(({ line }) => ownerOf(functions, line) === report).map(({ line, lanes }) => {
      const runs = reached.get(line)?.runs ?? []
      return { lanes, ran: runs.filter(Boolean).length, reached: runs.length }
    })
    const others = index === 0 ? names.filter((name) => !functions.some((one) => one.name === name)).flatMap((name) => differences.get(name)!) : []
    const line: Line = {
      file, name: report.name, verdict: report.verdict, regions,
      loops: report.loops.map(({ line: at, code: verdict, message }) => ({ line: at, code: verdict, message })),
      differences: [...differences.get(report.name) ?? [], ...others],
    }
    console.log(JSON.stringify(line))
  }
}
process.exit(0)

/** The kernels that a module carries. */
function kernelsOf(code: string): { line: number; lanes: boolean }[] {
  return code.split('\n').filter((one) => /^var __pf\d+ = /.test(one)).map((one) => {
    const line = Number(/, file: "[^"]*", line: (\d+)/.exec(one)![1])
    const kernel = /\bwasm: "([^"]+)"/.exec(one)?.[1]
    return { line, lanes: kernel !== undefined && hasLanes(Buffer.from(kernel, 'base64')) }
  })
}
