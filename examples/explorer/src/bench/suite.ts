/** The cases of `pnpm bench` in a page: plain JavaScript against parfor on one thread and on all, on arrays of the shared heap and on ordinary ones. */
import { cases, tinyLengths, type Allocator, type Case, type Kernels } from '@parfor/bench/cases'
import * as parallel from '@parfor/bench/kernels'
import * as plainModule from '@parfor/bench/kernels?plain'
import { alloc, configure, free, info, withOptions } from 'parfor'
import { started, state } from '../engine.ts'
import { afterPause, measure, nanosecondsPerCall } from './measure.ts'

const plain = plainModule as Kernels

export interface BenchOptions {
  rounds: number
  /** Only cases with this in their name. */
  only?: string
  stopped?(): boolean
  progress?(part: number, what: string): void
  /** Called as soon as a row is measured. */
  row?(row: Row): void
}

/** Milliseconds by variant: 'plain', 'shared 1', 'shared 2', 'own 1', 'own 2'. */
export interface Row { name: string; milliseconds: Record<string, number> }

export interface Report {
  browser: string
  cores: number
  isolated: boolean
  rung: string
  threads: number
  /** How much faster all threads are than one on arithmetic alone: what no program on this machine can beat. */
  scaling: number
  /** From the page's load event, and from its navigation, until the pool was there. */
  poolReady: { afterLoad: number; afterNavigation: number }
  rows: Row[]
  /** Nanoseconds per call of axpy. */
  tiny: { length: number; plain: number; parfor: number }[]
  /** Microseconds to run a region of 64 elements. */
  start: { alone: number; awake: number; asleep: number }
  /** Milliseconds of a call that comes after a pause, in which threads and caches have gone cold. */
  pause: { name: string; plain: number; one: number; all: number }
}

export const caseNames = cases.map(({ name }) => name)

/** The columns that this machine has. */
export const variants = (threads: number): string[] => ['plain', 'shared 1', ...threads > 1 ? [`shared ${threads}`] : [], 'own 1', ...threads > 1 ? [`own ${threads}`] : []]

/** Arrays with something in them. Those of the shared heap are freed when the case is done. */
function allocator(make: <T extends Float64Array | Int32Array>(constructor: new (length: number) => T, length: number) => T): Allocator {
  const filled = <T extends Float64Array | Int32Array>(array: T, fill?: (i: number) => number): T => {
    if (fill) for (let i = 0; i < array.length; i++) array[i] = fill(i)
    return array
  }
  return {
    f64: (length, fill) => filled(make<Float64Array>(Float64Array, length), fill),
    i32: (length, fill) => filled(make<Int32Array>(Int32Array, length), fill),
  }
}

function sharedAllocator(): { allocate: Allocator; release(): void } {
  const made: (Float64Array | Int32Array)[] = []
  return {
    allocate: allocator((constructor, length) => {
      const array = alloc(constructor as never, length) as Float64Array & Int32Array
      made.push(array)
      return array as never
    }),
    release: () => { for (const array of made) free(array) },
  }
}

/** All kernels, with that number of threads. */
function withThreads(threads: number): Kernels {
  return Object.fromEntries(Object.entries(parallel as Kernels).map(([name, kernel]) => [name, withOptions(kernel as (...values: unknown[]) => unknown, { threads })])) as unknown as Kernels
}

async function runCase(one: Case, threads: number, rounds: number, stopped: () => boolean): Promise<Row> {
  const shared = sharedAllocator()
  try {
    // On the very same arrays: where memory is the limit, the same code runs 20 % faster on one allocation than on the next.
    const own = one.prepare(allocator((constructor, length) => new constructor(length)))
    const runs = { plain: own, shared: one.prepare(shared.allocate), own }
    const runnables = Object.fromEntries(variants(threads).map((variant) => {
      const [memory, count] = variant.split(' ') as [keyof typeof runs, string | undefined]
      const kernels = count === undefined ? plain : withThreads(Number(count))
      return [variant, () => runs[memory](kernels)]
    }))
    return { name: one.name, milliseconds: await measure(runnables, rounds, stopped) }
  } finally {
    shared.release()
  }
}

async function scaling(threads: number, stopped: () => boolean): Promise<number> {
  const [x, out] = [alloc(Float64Array, 1_000_000), alloc(Float64Array, 1_000_000)]
  const [one, all] = [withThreads(1), withThreads(threads)]
  const times = await measure({ one: () => one.horner(x, out), all: () => all.horner(x, out) }, 11, stopped)
  return times.one / times.all
}

async function tinyCalls(stopped: () => boolean): Promise<Report['tiny']> {
  const result: Report['tiny'] = []
  for (const length of tinyLengths) {
    const [x, y] = [new Float64Array(length), new Float64Array(length)]
    const times = await nanosecondsPerCall({ plain: () => plain.axpy(1e-9, x, y), parfor: () => parallel.axpy(1e-9, x, y) }, Math.round(2e6 / (length + 10)), 9, stopped)
    result.push({ length, plain: times.plain, parfor: times.parfor })
  }
  return result
}

/** With the gate off, or calls this small would stay in plain JavaScript. */
async function startTimes(threads: number, stopped: () => boolean): Promise<Report['start']> {
  const [x, y] = [alloc(Float64Array, 64), alloc(Float64Array, 64)]
  const [one, all] = [withThreads(1), withThreads(threads)]
  configure({ gate: 'off' })
  try {
    const { alone, awake } = await nanosecondsPerCall({ alone: () => one.axpy(1e-9, x, y), awake: () => all.axpy(1e-9, x, y) }, 2000, 15, stopped)
    const asleep = await afterPause(() => all.axpy(1e-9, x, y), 41, stopped)
    return { alone: alone / 1000, awake: awake / 1000, asleep: asleep * 1000 }
  } finally {
    configure({ gate: 'on' })
  }
}

/** A call so short that waking the workers matters. */
async function pauseTimes(threads: number, stopped: () => boolean): Promise<Report['pause']> {
  const [x, out] = [alloc(Float64Array, 1_000_000), alloc(Float64Array, 1_000_000)]
  const [one, all] = [withThreads(1), withThreads(threads)]
  const time = (kernels: Kernels): Promise<number> => afterPause(() => kernels.horner(x, out), 21, stopped)
  return { name: 'horner 13, 1M', plain: await time(plain), one: await time(one), all: await time(all) }
}

function poolReady(): Report['poolReady'] {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const ready = performance.getEntriesByName('parfor:ready')[0].startTime
  return { afterLoad: ready - navigation.loadEventStart, afterNavigation: ready }
}

export async function runBench({ rounds, only = '', stopped = () => false, progress, row }: BenchOptions): Promise<Report> {
  await started()
  const threads = state.available
  const chosen = cases.filter(({ name }) => name.includes(only))
  const report: Report = {
    browser: navigator.userAgent.match(/(?:Chrome|Firefox|Version)\/[\d.]+/)?.[0] ?? navigator.userAgent,
    cores: navigator.hardwareConcurrency, isolated: crossOriginIsolated, rung: info().rung, threads,
    scaling: 1, poolReady: poolReady(), rows: [], tiny: [], start: { alone: 0, awake: 0, asleep: 0 }, pause: { name: '', plain: 0, one: 0, all: 0 },
  }
  for (const [k, one] of chosen.entries()) {
    progress?.(k / (chosen.length + 1), one.name)
    const measured = await runCase(one, threads, rounds, stopped)
    report.rows.push(measured)
    row?.(measured)
  }
  progress?.(chosen.length / (chosen.length + 1), 'small calls')
  // Not first: right after loading, the browser itself keeps the cores busy.
  report.scaling = await scaling(threads, stopped)
  report.tiny = await tinyCalls(stopped)
  report.start = await startTimes(threads, stopped)
  report.pause = await pauseTimes(threads, stopped)
  progress?.(1, 'done')
  return report
}
