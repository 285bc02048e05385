/** Compiles a program, runs it on every back end, and compares with the oracle. */
import * as babel from '@babel/core'
import { compileModule } from '@parfor/babel-plugin'
import { mathReferences } from '@parfor/compiler/testing'
import * as runtime from 'parfor'
import { evaluateModule, variants } from './evaluate.ts'
import { copyInputs, makeInputs, type AnyArray, type Inputs } from './data.ts'
import { printProgram } from './print.ts'
import type { Program } from './program.ts'
import { blockShape, plainShape, type Shape } from './shape.ts'

export interface Difference { variant: string; what: string; inputs: string }

interface LoopReport { label?: string; line: number; code: string }
type Function = (...values: unknown[]) => unknown[]

const parallelCodes = new Set(['PF100', 'PF101', 'PF103', 'PF104'])
const references = Object.assign(Object.create(null), Object.fromEntries(Object.getOwnPropertyNames(Math).map((name) => [name, (Math as unknown as Record<string, unknown>)[name]])), mathReferences()) as Math

export class Subject {
  readonly source: string
  readonly code: string
  readonly loops: LoopReport[]
  /** Line of each region, and for each attempt to run it in the last call, whether the kernel did. */
  private readonly ran = new Map<number, boolean[]>()
  private readonly compiled: Function
  private readonly oracle: (kernels: object) => Function

  constructor(program: Program) {
    this.source = printProgram(program, { oracle: false })
    const result = compileModule(babel, this.source, { filename: '/fuzz/program.ts', mode: 'marked' })
    this.code = result.code ?? this.source
    this.loops = result.functions.flatMap((one: { loops: LoopReport[] }) => one.loops)
    this.compiled = evaluateModule(this.code, (line) => { const list = this.ran.get(line) ?? []; this.ran.set(line, list); return list }).f as Function
    const text = printProgram(program, { oracle: true })
    this.oracle = (kernels) => new Function('kernels', text)(kernels) as Function
  }

  private regionOf(loop: LoopReport): number {
    return Math.max(...[...this.ran.keys()].filter((one) => one <= loop.line))
  }

  /** What the oracle asks for at the start of each loop. The first loop of a region takes the outcome of the next attempt to run it, its other loops go with it. */
  private follow(): { enter: (label: string, outer: Math) => Math; kernelRan: (label: string) => boolean } {
    const next = new Map<number, number>()
    const kernelRan = (label: string) => {
      const loop = this.loops.find((one) => one.label === label)
      if (!loop || !parallelCodes.has(loop.code)) return false
      const region = this.regionOf(loop)
      return this.ran.get(region)?.[(next.get(region) ?? 0) - 1] === true
    }
    const enter = (label: string, outer: Math) => {
      if (outer === references) return outer
      const loop = this.loops.find((one) => one.label === label)
      if (!loop || !parallelCodes.has(loop.code)) return outer
      const region = this.regionOf(loop)
      const first = this.loops.find((one) => parallelCodes.has(one.code) && this.regionOf(one) === region)
      if (first === loop) next.set(region, (next.get(region) ?? 0) + 1)
      return kernelRan(label) ? references : outer
    }
    return { enter, kernelRan }
  }

  get parallelRuns(): boolean { return [...this.ran.values()].flat().includes(true) }

  /** The first difference from the oracle for these inputs, on all back ends. */
  check(inputs: Inputs, shared: boolean): Difference | undefined {
    for (const variant of variants) {
      this.ran.clear()
      const actual = copyInputs(inputs)
      if (shared) actual.arrays = actual.arrays.map((array) => sharedCopy(array))
      let got: unknown
      try {
        got = runtime.withOptions(this.compiled, { backend: variant.backend, threads: variant.threads })(...actual.arrays, ...actual.scalars)
      } catch (error) {
        got = error
      }
      const expected = copyInputs(inputs)
      const { enter, kernelRan } = this.follow()
      const kernels = {
        enter,
        shape: (label: string, operator: '+' | '*', initial: number, trips: number, block: number): Shape =>
          kernelRan(label) ? blockShape(operator, initial, trips, block) : plainShape(initial),
      }
      let wanted: unknown
      try {
        wanted = this.oracle(kernels)(...expected.arrays, ...expected.scalars)
      } catch (error) {
        wanted = error
      }
      const what = compareResults(got, wanted) ?? compareArrays(actual.arrays, expected.arrays)
      if (shared) for (const array of new Set(actual.arrays)) runtime.free(array)
      if (what) return { variant: variant.name + (shared ? ', shared arrays' : ''), what, inputs: inputs.description }
    }
    return undefined
  }
}

function sharedCopy(array: AnyArray): AnyArray {
  const copy = runtime.alloc(array.constructor as Float64ArrayConstructor, array.length) as AnyArray
  copy.set(array as never)
  return copy
}

function compareResults(got: unknown, wanted: unknown): string | undefined {
  if (got instanceof Error || wanted instanceof Error) {
    const text = (value: unknown) => (value instanceof Error ? `${value.name}: ${value.message}` : 'returned')
    return got instanceof Error && wanted instanceof Error && got.name === wanted.name ? undefined : `${text(got)} instead of ${text(wanted)}`
  }
  const a = got as unknown[], b = wanted as unknown[]
  for (let k = 0; k < b.length; k++) if (!Object.is(a[k], b[k])) return `result ${k} is ${show(a[k])} instead of ${show(b[k])}`
  return undefined
}

function compareArrays(got: AnyArray[], wanted: AnyArray[]): string | undefined {
  for (let k = 0; k < wanted.length; k++) {
    const a = got[k], b = wanted[k]
    for (let i = 0; i < b.length; i++) if (!Object.is(a[i], b[i])) return `a${k}[${i}] is ${show(a[i])} instead of ${show(b[i])}`
  }
  return undefined
}

const show = (value: unknown) => (Object.is(value, -0) ? '-0' : String(value))

/** Runs a program on `count` inputs that follow from its seed. */
export function checkProgram(program: Program, seed: number, count: number): { difference?: Difference; subject: Subject; ran: boolean } {
  const subject = new Subject(program)
  let ran = false
  for (let k = 0; k < count; k++) {
    const inputs = makeInputs(program, seed * 31 + k)
    const own = new Set(inputs.arrays.map((array) => array.buffer)).size === inputs.arrays.length
    const difference = subject.check(inputs, own && k % 2 === 1)
    ran ||= subject.parallelRuns
    if (difference) return { difference, subject, ran }
  }
  return { subject, ran }
}
