/** The main job: seven questions about three million flights, as plain JavaScript and with parfor, and whether the answers are the same. */
import { alloc, info, ready } from 'parfor'
import { largestDifference } from './compare.ts'
import { readFlights, type Flights } from './data.ts'
// The same file twice: `./parallel` was compiled by `parfor build`, `./plain` only lost its types. The build script makes both.
import * as parallel from './functions.parallel.mjs'
import * as plain from './functions.plain.mjs'

type Functions = typeof plain
type Question = { name: string; ask: (functions: Functions, flights: Flights) => number | Float64Array | { [name: string]: number } }

const questions: Question[] = [
  { name: 'delayStatistics', ask: (f, d) => f.delayStatistics(d.delay, d.distance, 500) },
  { name: 'greatCircle', ask: (f, d) => f.greatCircle(d.fromLatitude, d.fromLongitude, d.toLatitude, d.toLongitude) },
  { name: 'normalise', ask: (f, d) => f.normalise(d.delay, 7.5, 36.2) },
  { name: 'lateProbability', ask: (f, d) => f.lateProbability(d.distance, d.time) },
  { name: 'correlation', ask: (f, d) => f.correlation(d.delay, d.distance) },
  { name: 'mostAlike', ask: (f, d) => f.mostAlike(d.delay, d.distance, d.time, 12345) },
  { name: 'extremes', ask: (f, d) => f.extremes(d.delay, 60) },
]

// Delays and distances are whole numbers, so their sums are exact in any order; the elementary functions are within 1 ulp each, and these two combine several.
const allowedUlps: Record<string, number> = { greatCircle: 16, lateProbability: 8 }

function median(run: () => void, times: number): number {
  const taken: number[] = []
  for (let k = 0; k < times; k++) {
    const start = performance.now()
    run()
    taken.push(performance.now() - start)
  }
  return taken.sort((a, b) => a - b)[times >> 1]
}

async function main(): Promise<boolean> {
  await ready()
  const isTerminal = process.stdout.isTTY === true
  let shown = -1
  const flights = await readFlights((length) => alloc(Float64Array, length), (part) => {
    const tenth = Math.floor(part * 10)
    if (tenth === shown) return
    shown = tenth
    process.stdout.write(isTerminal ? `\rreading 3,000,000 flights ${'█'.repeat(tenth)}${'░'.repeat(10 - tenth)}` : tenth % 5 === 0 ? `reading 3,000,000 flights: ${tenth * 10} %\n` : '')
  })
  if (isTerminal) process.stdout.write('\n')
  const ordinary = Object.fromEntries(Object.entries(flights).map(([name, column]) => [name, typeof column === 'number' ? column : Float64Array.from(column)])) as unknown as Flights

  const { rung, threads } = info()
  console.log(`\n${flights.rows.toLocaleString('en')} flights, parfor on ${rung} with ${threads} threads\n`)
  console.log(`${'function'.padEnd(18)}${'plain ms'.padStart(10)}${'parfor ms'.padStart(11)}${'gain'.padStart(8)}  result`)
  let ok = true
  for (const { name, ask } of questions) {
    const expected = ask(plain, ordinary)
    const difference = largestDifference(expected, ask(parallel, flights))
    const plainTime = median(() => ask(plain, ordinary), 7)
    const parallelTime = median(() => ask(parallel, flights), 7)
    const verdict = difference === 0 ? 'identical' : `differs by at most ${difference} ulp`
    const wrong = difference > (allowedUlps[name] ?? 0)
    if (wrong) ok = false
    console.log(`${name.padEnd(18)}${plainTime.toFixed(1).padStart(10)}${parallelTime.toFixed(1).padStart(11)}${`${(plainTime / parallelTime).toFixed(1)}×`.padStart(8)}  ${verdict}${wrong ? '  WRONG' : ''}`)
  }
  return ok
}

const ok = await main()
console.log(ok ? '\nmain job: ok' : '\nmain job: FAILED (a result differs by more than its error bound)')
process.exitCode = ok ? 0 : 1
