/** The peer: jz compiles the same kernels (types removed) to WebAssembly with SIMD, one thread, arrays in its own memory. */
import jz from 'jz'
import type { Allocator, Case, Kernels } from './cases.ts'

interface Instance {
  exports: Record<string, (...values: unknown[]) => unknown>
  memory: { Float64Array(data: Float64Array): unknown; Int32Array(data: Int32Array): unknown }
}

/** A stand-in for an array in jz's memory: cases only hand it on to the kernels. */
class Pointer {
  readonly pointer: unknown
  readonly length: number
  constructor(pointer: unknown, length: number) { this.pointer = pointer; this.length = length }
}

/** What a kernel's source looks like to jz, or why jz does not take it. */
export function jzCase(one: Case, source: string): (() => unknown) | string {
  try {
    const instance = jz(source, { optimize: 3 }) as unknown as Instance
    const allocate: Allocator = {
      f64: (length, fill) => new Pointer(instance.memory.Float64Array(Float64Array.from({ length }, (_, i) => fill?.(i) ?? 0)), length) as unknown as Float64Array,
      i32: (length, fill) => new Pointer(instance.memory.Int32Array(Int32Array.from({ length }, (_, i) => fill?.(i) ?? 0)), length) as unknown as Int32Array,
    }
    const kernels = new Proxy({} as Kernels, {
      get: (_, name: string) => (...values: unknown[]) => instance.exports[name](...values.map((value) => (value instanceof Pointer ? value.pointer : value))),
    })
    const run = one.prepare(allocate)
    run(kernels)
    return () => run(kernels)
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error)
  }
}
