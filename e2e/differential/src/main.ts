/** `fuzz --count N --seed S`: N programs from consecutive seeds; prints each difference with its shrunk program, then a summary. Exit code 1 if any differed. */
import { parseArgs } from 'node:util'
import { ready } from 'parfor'
import { generateProgram } from './generate.ts'
import { checkProgram, type Difference } from './harness.ts'
import type { Program } from './program.ts'
import { shrink } from './shrink.ts'

const { values } = parseArgs({ options: { count: { type: 'string', default: '1000' }, seed: { type: 'string' }, inputs: { type: 'string', default: '3' }, show: { type: 'boolean' }, 'no-shrink': { type: 'boolean' }, json: { type: 'boolean' } } })

function natural(name: 'count' | 'seed' | 'inputs', value: string): number {
  const n = Number(value)
  if (Number.isInteger(n) && n >= 0) return n
  console.error(`--${name} ${value} is not a whole number. Give one such as --${name} 1000.`)
  process.exit(2)
}

const count = natural('count', values.count)
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : natural('seed', values.seed)
const inputs = natural('inputs', values.inputs)

// Inputs out of range are the point here: what the runtime says of each is not.
console.warn = () => undefined
await ready()
let parallel = 0
let parallelLoops = 0
let loops = 0
const failures: { seed: number; difference: Difference; source: string }[] = []
const start = performance.now()
let reported = start

function attempt(program: Program, programSeed: number): Difference | undefined {
  const result = checkProgram(program, programSeed, inputs)
  return result.difference
}

for (let k = 0; k < count && failures.length < 20; k++) {
  const program = generateProgram(seed + k)
  try {
    const { difference, subject, ran } = checkProgram(program, seed + k, inputs)
    if (ran) parallel++
    loops += subject.loops.length
    parallelLoops += subject.loops.filter((one) => one.code.startsWith('PF10')).length
    if (values.show) console.log(subject.source, subject.loops)
    if (difference) {
      const small = values['no-shrink'] ? program : shrink(program, (candidate) => attempt(candidate, seed + k) !== undefined)
      const last = checkProgram(small, seed + k, inputs)
      failures.push({ seed: seed + k, difference: last.difference ?? difference, source: last.subject.source })
    }
  } catch (error) {
    const fails = (candidate: Program) => { try { attempt(candidate, seed + k); return false } catch (other) { return String(other).slice(0, 40) === String(error).slice(0, 40) } }
    const { printProgram } = await import('./print.ts')
    failures.push({ seed: seed + k, difference: { variant: 'compiler', what: String((error as Error).stack).slice(0, 1500), inputs: '' }, source: printProgram(values['no-shrink'] ? program : shrink(program, fails, 300), { oracle: false }) })
  }
  if (!values.json && performance.now() - reported > 2000) {
    reported = performance.now()
    process.stderr.write(`${k + 1} of ${count} programs, ${failures.length} differences\n`)
  }
}

for (const { seed: failed, difference, source } of failures) {
  console.log(`\n--- seed ${failed}: ${difference.variant}: ${difference.what}\n    ${difference.inputs}\n${source}`)
}
const summary = { seed, programs: count, differences: failures.length, parallelPrograms: parallel, loops, parallelLoops, seconds: Math.round((performance.now() - start) / 1000) }
console.log(values.json ? JSON.stringify(summary) : `\n${count} programs from seed ${seed}: ${failures.length} differences; ${parallel} ran in a kernel, ${parallelLoops} of ${loops} loops parallel; ${summary.seconds} s`)
process.exit(failures.length === 0 ? 0 : 1)
