/** The questions that the view asks: each a call of one kernel, by either program, timed. */
import { alloc } from 'parfor'
import type { Engine } from '../engine.ts'
import { median } from '../format.ts'
import type { Columns } from './data.ts'
import * as parforKernels from './kernels.ts'
import * as plainKernels from './kernels.ts?plain'

type Kernels = typeof parforKernels

export interface Parameters {
  /** Distances in miles. */
  low: number
  high: number
  /** A flight is late when it is more minutes late than this. */
  threshold: number
  /** Of the density, in minutes. */
  bandwidth: number
  /** Of the model, in the order of the kernels' parameters. */
  coefficients: Coefficients
}
export type Coefficients = [number, number, number, number, number, number]

/** What the delay chart shows. */
export const delays = { start: -60, end: 180, width: 5, points: 120 }

interface Arrays extends Columns { at: Float64Array; density: Float64Array; counts: Int32Array; all: Int32Array; late: Int32Array }

interface Allocator { numbers(length: number): Float64Array; counts(length: number): Int32Array }

function arraysOf(columns: Columns, { numbers, counts }: Allocator): Arrays {
  const { start, end, width, points } = delays
  const at = numbers(points)
  for (let k = 0; k < points; k++) at[k] = start + (end - start) * (k + 0.5) / points
  return { ...columns, at, density: numbers(points), counts: counts((end - start) / width), all: counts(24), late: counts(24) }
}

const questions = {
  summary: (k: Kernels, { delay, distance }: Arrays, { low, high, threshold }: Parameters) => k.summary(delay, distance, low, high, threshold),
  correlation: (k: Kernels, { delay, distance, hour }: Arrays, { low, high }: Parameters) => ({
    distance: k.correlation(delay, distance, distance, low, high), hour: k.correlation(delay, hour, distance, low, high), both: k.correlation(distance, hour, distance, low, high),
  }),
  density: (k: Kernels, { delay, distance, at, density }: Arrays, { low, high, bandwidth }: Parameters) => {
    k.density(delay, distance, low, high, at, bandwidth, density)
    return { at, density }
  },
  histogram: (k: Kernels, { delay, distance, counts }: Arrays, { low, high }: Parameters) => {
    k.histogram(delay, distance, low, high, delays.start, delays.width, counts)
    return { counts }
  },
  byHour: (k: Kernels, { delay, distance, hour, all, late }: Arrays, { low, high, threshold }: Parameters) => {
    k.byHour(delay, distance, hour, low, high, threshold, all, late)
    return { all, late }
  },
  score: (k: Kernels, { delay, distance, hour }: Arrays, { low, high, threshold, coefficients }: Parameters) => k.score(delay, distance, hour, low, high, threshold, ...coefficients),
  gradient: (k: Kernels, { delay, distance, hour }: Arrays, { low, high, threshold, coefficients }: Parameters) => ({
    slope: k.gradient(delay, distance, hour, low, high, threshold, ...coefficients) as Coefficients,
  }),
}

export type Question = keyof typeof questions
export type Answers = { [Q in Question]: ReturnType<(typeof questions)[Q]> }
export const allQuestions = Object.keys(questions) as Question[]

const programs: Record<Engine, Kernels> = { parfor: parforKernels, plain: plainKernels as Kernels }

export class Analysis {
  #arrays: Record<Engine, Arrays>
  #times = new Map<string, number[]>()

  constructor(columns: Record<Engine, Columns>) {
    this.#arrays = {
      plain: arraysOf(columns.plain, { numbers: (length) => new Float64Array(length), counts: (length) => new Int32Array(length) }),
      parfor: arraysOf(columns.parfor, { numbers: (length) => alloc(Float64Array, length), counts: (length) => alloc(Int32Array, length) }),
    }
  }

  ask<Q extends Question>(question: Q, engine: Engine, parameters: Parameters): Answers[Q] {
    const start = performance.now()
    const answer = questions[question](programs[engine], this.#arrays[engine], parameters) as Answers[Q]
    const times = this.#times.get(`${question} ${engine}`) ?? []
    times.push(performance.now() - start)
    if (times.length > 9) times.shift()
    this.#times.set(`${question} ${engine}`, times)
    return answer
  }

  /** Milliseconds of the last call, and the median of the last nine. */
  time(question: Question, engine: Engine): { last: number; typical: number } | undefined {
    const times = this.#times.get(`${question} ${engine}`)
    return times && { last: times.at(-1)!, typical: median(times) }
  }

  forgetTimes(): void {
    this.#times.clear()
  }
}

type Numbers = Record<string, number[]>

/** The numbers of an answer, copied. */
export function numbersOf(answer: object): Numbers {
  return Object.fromEntries(Object.entries(answer).map(([name, value]: [string, number | ArrayLike<number>]) => [name, typeof value === 'number' ? [value] : Array.from(value)]))
}

/** The largest relative difference between two answers; that of an element of an array is taken relative to the array's largest. */
export function difference(some: Numbers, others: Numbers): number {
  return Math.max(...Object.entries(others).map(([name, values]) => {
    const scale = Math.max(...values.map(Math.abs), Number.MIN_VALUE)
    return Math.max(...values.map((value, k) => Object.is(value, some[name][k]) ? 0 : Math.abs(value - some[name][k]) / scale))
  }))
}
