/** Runs every fixture as plain JavaScript and compiled, on every back end, and prints one JSON line per fixture. */
import { readdirSync, readFileSync } from 'node:fs'
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { configure, ready, withOptions } from 'parfor'
import { evaluateModule, variants, type Exports } from '../../differential/src/evaluate.ts'

type Function = (...values: unknown[]) => unknown

const folder = process.argv[2]

/** Bits, types and structure; all NaNs are the same. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => same((a as Exports)[key], (b as Exports)[key]))
}

/** What a call did: its result or exception, and its arguments afterwards. */
function outcome(call: () => unknown, values: unknown[]): unknown[] {
  try {
    return ['returned', call(), values]
  } catch (error) {
    return ['threw', (error as Error).name, (error as Error).message, values]
  }
}

const show = (value: unknown) => JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? `${one}n` : typeof one === 'number' && !Number.isFinite(one) ? String(one) : Object.is(one, -0) ? '-0' : one))?.slice(0, 600)

await ready()
for (const name of readdirSync(folder).filter((one) => one.endsWith('.ts')).sort()) {
  const source = readFileSync(`${folder}/${name}`, 'utf8')
  const result = compileModule(babel, source, { filename: `/traps/${name}`, mode: 'marked' })
  const code = result.code ?? source
  const differences: string[] = []
  const attempts: boolean[] = []
  const load = (text: string) => evaluateModule(text, () => attempts)
  const count = (load(source).inputs as () => unknown[][])().length
  for (const variant of variants) {
    configure({ backend: variant.backend })
    for (let k = 0; k < count; k++) {
      // Fresh modules, because some have state.
      const [plain, compiled] = [load(source), load(code)]
      const [wantedInputs, gotInputs] = [plain, compiled].map((module) => (module.inputs as () => unknown[][])()[k])
      const wanted = outcome(() => (plain.f as Function)(...wantedInputs), wantedInputs)
      const got = outcome(() => withOptions(compiled.f as Function, { backend: variant.backend, threads: variant.threads })(...gotInputs), gotInputs)
      if (!same(got, wanted)) differences.push(`${variant.name}, inputs ${k}: ${show(got)} instead of ${show(wanted)}`)
    }
  }
  const codes = result.functions.map((one: { name: string; verdict: string; loops: { line: number; code: string }[] }) => ({ name: one.name, verdict: one.verdict, loops: one.loops.map((loop) => loop.code) }))
  console.log(JSON.stringify({ name, differences, kernelRuns: attempts.filter(Boolean).length, codes, verdicts: load(source).verdicts ?? null }))
}
process.exit(0)
