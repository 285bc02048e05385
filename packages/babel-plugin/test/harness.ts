/** Evaluates modules with a stub of `parfor/internal`, whose regions either never run or are interpreted from the lowered IR. */
import { transformSync } from 'esbuild'
import { interpret } from '../../compiler/test/simplify/interpret.ts'
import type { Memory, Scalar } from '../../compiler/test/simplify/interpret.ts'
import { cloneRegion } from '../../compiler/src/ir/clone.ts'
import { forEachRegionOperation } from '../../compiler/src/ir/walk.ts'
import type { RegionDescriptor } from '@parfor/compiler'
import { elementOfConstructor } from '../src/types/elements.ts'
import { compiledRegions } from './stub-compiler.ts'

type Exports = Record<string, unknown>
type Handle = { gate: number; out: Scalar[]; run: (...values: unknown[]) => boolean | number; ended: (call: number) => void }

/** `ended`: how often original statements that were timed came to their end. */
export interface Runtime { region: (descriptor: RegionDescriptor) => Handle; ran: number; ended: number }

/** Every region says that the original must run, and wants to know when it has. */
export function refusing(): Runtime {
  const runtime: Runtime = {
    ran: 0, ended: 0,
    region: (descriptor) => {
      let timed = 0
      return {
        gate: 0, out: [],
        run: () => {
          runtime.ran++
          return descriptor.exact ? timed = runtime.ran : false
        },
        ended: (call) => {
          if (call !== timed) throw new Error(`call ${timed} of ${descriptor.name} is timed, call ${call} has ended`)
          timed = 0
          runtime.ended++
        },
      }
    },
  }
  return runtime
}

/** Regions are interpreted; what the guards of the real runtime would refuse is refused. */
export function interpreting(): Runtime {
  const runtime: Runtime = {
    ran: 0, ended: 0,
    region: (descriptor) => {
      const handle: Handle = {
        gate: 0, out: [],
        run: (...values) => {
          const region = cloneRegion(compiledRegions.get(descriptor.name)!)
          // A strict read that is out of range sends the region back to the original.
          forEachRegionOperation(region, (operation) => { if ('bounds' in operation && operation.bounds === 'strict') operation.bounds = 'guarded' })
          const arrays = values.slice(0, region.arrays.length)
          const scalars = values.slice(region.arrays.length) as Scalar[]
          if (!arrays.every((array, index) => fits(array, descriptor.arrays[index].element))) return false
          if (!scalars.every((scalar, index) => fitsScalar(scalar, descriptor.scalars[index].type))) return false
          const views = arrays as Float64Array[]
          const before = views.map((view) => view.slice())
          try {
            handle.out = interpret(region, new Map(region.arrays.map(({ name }, index) => [name, views[index]])) as Memory, scalars, Infinity)
          } catch (error) {
            if (!String(error).includes('guarded')) throw error
            views.forEach((view, index) => view.set(before[index]))
            return false
          }
          runtime.ran++
          return true
        },
        ended: () => { throw new Error('nothing was timed') },
      }
      return handle
    },
  }
  return runtime
}

function fits(array: unknown, element: string): boolean {
  if (!ArrayBuffer.isView(array) || (array.byteLength === 0 && isDetached(array))) return false
  const actual = elementOfConstructor[array.constructor.name]
  return element === 'num' ? actual !== 'i64' && actual !== 'u64' : actual === element
}

function fitsScalar(scalar: unknown, type: string): boolean {
  return typeof scalar === (type === 'bool' ? 'boolean' : type === 'i64' ? 'bigint' : 'number')
}

export function evaluate(code: string, runtime: Runtime = refusing(), loader: 'ts' | 'tsx' = 'ts'): Exports {
  const module = { exports: {} as Exports }
  const internal = { region: runtime.region, make: (constructor: new (...values: unknown[]) => unknown, ...values: unknown[]) => new constructor(...values) }
  const load = (name: string): unknown => {
    if (name === 'parfor/internal') return internal
    if (name === 'parfor') return { parallel: (value: unknown) => value }
    throw new Error(`unexpected import of ${name}`)
  }
  const { code: script } = transformSync(code.replace(/^#!.*/, ''), { loader, format: 'cjs', target: 'es2022' })
  new Function('require', 'module', 'exports', script)(load, module, module.exports)
  return module.exports
}

function isDetached(view: ArrayBufferView): boolean {
  try {
    structuredClone(view)
    return false
  } catch {
    return true
  }
}

/** Text in which two results are equal exactly if they are the same bits (all NaNs alike). */
export function show(value: unknown): string {
  if (ArrayBuffer.isView(value) && value.byteLength === 0 && isDetached(value)) return 'detached'
  if (ArrayBuffer.isView(value)) return `${value.constructor.name}[${Array.from(value as Float64Array, show).join(', ')}]`
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value)
  if (typeof value === 'object' && value !== null) return `{ ${Object.entries(value).map(([key, one]) => `${key}: ${show(one)}`).join(', ')} }`
  return String(value)
}

/** The results of `f` for all inputs, with what it leaves in its arguments. */
export function outcomes(exports: Exports): string[] {
  const inputs = (exports.inputs as () => unknown[][])()
  return inputs.map((input) => {
    let result: string
    try {
      result = show((exports.f as (...values: unknown[]) => unknown)(...input))
    } catch (error) {
      result = `throws ${(error as Error).name}`
    }
    return `${result} ${show(input)}`
  })
}

/** The first difference of two lists of outcomes, short enough to read. */
export function difference(actual: string[], expected: string[]): string | undefined {
  for (const [index, one] of expected.entries()) {
    const other = actual[index] ?? ''
    if (one === other) continue
    let at = 0
    while (one[at] === other[at]) at++
    return `input ${index}: …${other.slice(Math.max(0, at - 60), at + 60)} instead of …${one.slice(Math.max(0, at - 60), at + 60)}`
  }
  return undefined
}
