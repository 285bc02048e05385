/**
 * The peer: jz compiles the same kernels (types removed) to WebAssembly with SIMD, one thread. It knows the types of arrays that a function of the module
 * makes, so the timed function copies its arguments into arrays of its own once and then calls the kernel several times: jz at its best.
 */
import { jz } from 'jz'
import type { Allocator, Case, Kernels } from './cases.ts'

interface Instance {
  exports: { run(times: number, ...arrays: unknown[]): unknown }
  memory: { Float64Array(data: Float64Array): unknown; Int32Array(data: Int32Array): unknown }
}

type Data = Float64Array | Int32Array

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]

/** What both must agree on: the kernel's value, or for kernels without one an element of the last array. */
const probe = (value: unknown, last: Data) => (typeof value === 'number' ? value : last[last.length >> 1])

/** Milliseconds of one call in jz, or why there is no such number. `plain` are the kernels as JavaScript. */
export function jzTime(one: Case, source: string, plain: Kernels, rounds: number): number | string {
  const arrays: Data[] = []
  const keep = <T extends Data>(array: T): T => {
    arrays.push(array)
    return array
  }
  const allocate: Allocator = {
    f64: (length, fill) => keep(Float64Array.from({ length }, (_, i) => fill?.(i) ?? 0)),
    i32: (length, fill) => keep(Int32Array.from({ length }, (_, i) => fill?.(i) ?? 0)),
  }
  const run = one.prepare(allocate)
  let call = ''
  const nameOf = (array: Data) => `array${arrays.indexOf(array)}`
  run(new Proxy({} as Kernels, {
    get: (_, kernel: string) => (...values: unknown[]) => { call = `${kernel}(${values.map((value) => (ArrayBuffer.isView(value) ? nameOf(value as unknown as Data) : String(value))).join(', ')})` },
  }))
  const text = `${source.replaceAll('export function', 'function')}
export let run = (times, ${arrays.map((_, k) => `given${k}`).join(', ')}) => {
${arrays.map((array, k) => `  let array${k} = new ${array.constructor.name}(${array.length}); for (let i = 0; i < ${array.length}; i++) array${k}[i] = given${k}[i]`).join('\n')}
  let value = 0
  for (let k = 0; k < times; k++) value = ${call}
  return ${typeof run(plain) === 'number' ? 'value' : `array${arrays.length - 1}[${arrays.at(-1)!.length >> 1}]`}
}`
  try {
    const { exports, memory } = jz(text, { optimize: 3 }) as unknown as Instance
    // The plain run above has changed arrays that are read and written: jz starts from what they are now, and so does the next plain run.
    const given = arrays.map((array) => (array instanceof Float64Array ? memory.Float64Array(array) : memory.Int32Array(array)))
    const got = Number(exports.run(1, ...given))
    const wanted = probe(run(plain), arrays.at(-1)!)
    if (!(Math.abs(got - wanted) <= 1e-6 * Math.max(1, Math.abs(wanted)))) return `wrong result: ${got} instead of ${wanted}`
    const time = (times: number) => {
      const start = performance.now()
      exports.run(times, ...given)
      return performance.now() - start
    }
    // What copying costs is in both, and goes out.
    const times = 4
    return median(Array.from({ length: rounds }, () => (time(1 + times) - time(1)) / times))
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error)
  }
}
