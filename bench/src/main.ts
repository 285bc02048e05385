/** Plain JavaScript against parfor (1 and 2 threads, shared-heap and ordinary arrays) and against jz, in one run. Ratios are plain time / other time. */
import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { alloc, info, ready, withOptions } from 'parfor'
import { cases, tinyLengths, type Allocator, type Case, type Kernels } from './cases.ts'
import { measure, nanosecondsPerCall } from './measure.ts'
import { jzTime } from './peer.ts'
import { measureStart } from './start.ts'
import { measureTransform } from './transform.ts'
import * as parallel from './kernels.parallel.mjs'
import * as plain from './kernels.plain.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' }, rounds: { type: 'string', default: '15' }, json: { type: 'string' } } })

const ordinary: Allocator = {
  f64: (length, fill) => { const a = new Float64Array(length); if (fill) for (let i = 0; i < length; i++) a[i] = fill(i); return a },
  i32: (length, fill) => { const a = new Int32Array(length); if (fill) for (let i = 0; i < length; i++) a[i] = fill(i); return a },
}
const shared: Allocator = {
  f64: (length, fill) => { const a = alloc(Float64Array, length); if (fill) for (let i = 0; i < length; i++) a[i] = fill(i); return a },
  i32: (length, fill) => { const a = alloc(Int32Array, length); if (fill) for (let i = 0; i < length; i++) a[i] = fill(i); return a },
}

/** All kernels, each with the given call-time options. */
function withThreads(threads: number): Kernels {
  return Object.fromEntries(Object.entries(parallel as Kernels).map(([name, kernel]) => [name, withOptions(kernel as (...values: unknown[]) => unknown, { threads })])) as unknown as Kernels
}

/** How much faster two busy threads are than one on this machine at this moment: what no program can beat. */
function scaling(): number {
  const x = alloc(Float64Array, 1_000_000)
  const out = alloc(Float64Array, 1_000_000)
  const timing = measure({ one: () => withThreads(1).horner(x, out), two: () => withThreads(2).horner(x, out) }, 15)
  return timing.one.median / timing.two.median
}

/** jz gets a kernel's own text (and the helper function that one of them calls), not the whole module. */
const plainSource = readFileSync(new URL('./kernels.plain.mjs', import.meta.url), 'utf8')
function jzSource(kernel: string): string {
  return plainSource.split(/^(?=(?:export )?function )/m).filter((text) => text.startsWith(`export function ${kernel}(`) || text.startsWith('function normal(')).join('\n')
}

interface Row { name: string; plain: number; ratios: Record<string, number | string>; firstOverWarm: number }

function runCase(one: Case, rounds: number): Row {
  // On the very same arrays: where memory is the limit, the same code runs up to a third faster on one allocation than on the next.
  const own = one.prepare(ordinary)
  const run = { plain: own, shared: one.prepare(shared), own }
  const [one1, two2] = [withThreads(1), withThreads(2)]
  const runnables: Record<string, () => unknown> = {
    plain: () => run.plain(plain),
    'shared 1': () => run.shared(one1), 'shared 2': () => run.shared(two2),
    'own 1': () => run.own(one1), 'own 2': () => run.own(two2),
  }
  const timings = measure(runnables, rounds)
  const ratios: Row['ratios'] = Object.fromEntries(Object.keys(runnables).filter((name) => name !== 'plain').map((name) => [name, timings.plain.median / timings[name].median]))
  const peer = jzTime(one, jzSource(one.kernel), plain, rounds)
  ratios.jz = typeof peer === 'number' ? timings.plain.median / peer : peer
  return { name: one.name, plain: timings.plain.median, ratios, firstOverWarm: timings['shared 1'].first / timings['shared 1'].median }
}

await ready()
const { threads } = info()
const machine = { cpu: cpus()[0].model, cores: availableParallelism(), node: process.version, v8: process.versions.v8, threads, scaling: scaling() }
console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node} (V8 ${machine.v8}), two busy threads scale ${machine.scaling.toFixed(2)}×\n`)
const columns = ['shared 1', 'shared 2', 'own 1', 'own 2', 'jz']
console.log(`${'kernel'.padEnd(26)}${'plain ms'.padStart(10)}${columns.map((c) => c.padStart(10)).join('')}${'first/warm'.padStart(12)}`)
const rows: Row[] = []
for (const one of cases) {
  if (values.only && !one.name.includes(values.only)) continue
  const row = runCase(one, Number(values.rounds))
  rows.push(row)
  const cell = (value: number | string) => (typeof value === 'number' ? `${value.toFixed(2)}×` : '–').padStart(10)
  console.log(`${row.name.padEnd(26)}${row.plain.toFixed(2).padStart(10)}${columns.map((c) => cell(row.ratios[c])).join('')}${row.firstOverWarm.toFixed(1).padStart(12)}`)
}
for (const row of rows) if (typeof row.ratios.jz === 'string') console.log(`jz does not run ${row.name}: ${row.ratios.jz}`)

const tiny: Record<string, number>[] = []
const extra: Record<string, unknown> = {}
if (!values.only) {
  console.log('\ntiny calls (axpy), ns per call')
  for (const n of tinyLengths) {
    const x = new Float64Array(n), y = new Float64Array(n)
    const result = nanosecondsPerCall({ plain: () => plain.axpy(1e-9, x, y), parfor: () => parallel.axpy(1e-9, x, y) }, Math.round(2e6 / (n + 10)), 11)
    tiny.push({ n, ...result })
    console.log(`  n = ${String(n).padEnd(6)} plain ${result.plain.toFixed(1).padStart(8)}   parfor ${result.parfor.toFixed(1).padStart(8)}   added ${(result.parfor - result.plain).toFixed(1)}`)
  }
}
if (!values.only) {
  const start = await measureStart(parallel, 2)
  console.log(`\nstarting a region, µs: alone ${start.alone.toFixed(2)}, two threads awake ${start.awake.toFixed(2)}, asleep ${start.asleep.toFixed(1)} more than alone`)
  const transform = measureTransform()
  console.log(`transform: ${transform.unmarkedFiles} unmarked files ${transform.unmarkedMilliseconds.toFixed(1)} ms (${transform.unmarkedParsed} parsed); a marked file of ${transform.markedLines} lines ${transform.markedMilliseconds.toFixed(0)} ms`)
  Object.assign(extra, { start, transform })
}
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rows, tiny, ...extra }, null, 2)}\n`)
