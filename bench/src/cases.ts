/** Inputs and sizes of the benchmark cases. Every case makes its own arrays through `allocate`, so that ordinary and shared-heap arrays are both measured. */
import type * as kernels from './kernels.ts'

export type Kernels = typeof kernels
export interface Allocator {
  f64(length: number, fill?: (i: number) => number): Float64Array
  i32(length: number, fill?: (i: number) => number): Int32Array
}

export interface Case {
  name: string
  /** What jz is given instead of the TypeScript, if it accepts the kernel: the name of the kernel and its arguments are the same. */
  kernel: keyof Kernels
  prepare(allocate: Allocator): (k: Kernels) => unknown
}

/** A fixed pseudo-random sequence in [0, 1): the same input for every variant (Park and Miller's minimal standard generator). */
function random(): () => number {
  let state = 20260101
  return () => (state = (state * 48271) % 2147483647) / 2147483647
}

/** Between bounds; several columns from one sequence are independent of each other. */
const uniform = (low: number, high: number, next = random()) => () => low + (high - low) * next()

const million = 1_000_000

export const cases: Case[] = [
  { name: 'axpy 8M', kernel: 'axpy', prepare: (a) => { const x = a.f64(8 * million, uniform(-1, 1)); const y = a.f64(8 * million, uniform(-1, 1)); return (k) => k.axpy(1e-9, x, y) } },
  { name: 'sum 8M', kernel: 'sum', prepare: (a) => { const x = a.f64(8 * million, uniform(-1, 1)); return (k) => k.sum(x) } },
  { name: 'dot 8M', kernel: 'dot', prepare: (a) => { const x = a.f64(8 * million, uniform(-1, 1)); const y = a.f64(8 * million, uniform(-1, 1)); return (k) => k.dot(x, y) } },
  { name: 'horner 13, 1M', kernel: 'horner', prepare: (a) => { const x = a.f64(million, uniform(-1, 1)); const out = a.f64(million); return (k) => k.horner(x, out) } },
  { name: 'exp 4M', kernel: 'exponential', prepare: (a) => { const x = a.f64(4 * million, uniform(-20, 20)); const out = a.f64(4 * million); return (k) => k.exponential(x, out) } },
  { name: 'mandelbrot 800×600×200', kernel: 'mandelbrot', prepare: (a) => { const out = a.i32(800 * 600); return (k) => k.mandelbrot(out, 800, 600, 200) } },
  {
    name: 'black-scholes 1M', kernel: 'blackScholes', prepare: (a) => {
      const next = random()
      const spot = a.f64(million, uniform(10, 100, next)), strike = a.f64(million, uniform(10, 100, next)), years = a.f64(million, uniform(0.1, 3, next))
      const call = a.f64(million), put = a.f64(million)
      return (k) => k.blackScholes(spot, strike, years, call, put, 0.03, 0.25)
    },
  },
  { name: 'jacobi_2d 700², 100', kernel: 'jacobi2d', prepare: (a) => { const x = a.f64(490_000, uniform(0, 1)); const y = a.f64(490_000); return (k) => k.jacobi2d(x, y, 700, 100) } },
  { name: 'matmul 512', kernel: 'matmul', prepare: (a) => { const n = 512; const x = a.f64(n * n, uniform(-1, 1)), y = a.f64(n * n, uniform(-1, 1)), c = a.f64(n * n); return (k) => k.matmul(x, y, c, n) } },
  {
    name: 'spmv 200k × 16', kernel: 'spmv', prepare: (a) => {
      const n = 200_000, per = 16
      const column = uniform(0, n)
      const rows = a.i32(n + 1, (i) => i * per), columns = a.i32(n * per, () => Math.floor(column()))
      const values = a.f64(n * per, uniform(-1, 1)), x = a.f64(n, uniform(-1, 1)), y = a.f64(n)
      return (k) => k.spmv(rows, columns, values, x, y)
    },
  },
  { name: 'conditional mean 4M', kernel: 'conditionalMean', prepare: (a) => { const x = a.f64(4 * million, uniform(-1, 1)), key = a.f64(4 * million, uniform(0, 1)); return (k) => k.conditionalMean(x, key, 0.4) } },
  { name: 'histogram 4M → 256', kernel: 'histogram', prepare: (a) => { const x = a.f64(4 * million, uniform(-1, 1)), counts = a.i32(256); return (k) => k.histogram(x, -1, 128, counts) } },
  { name: 'filter 4M, half kept', kernel: 'filter', prepare: (a) => { const n = 4 * million, x = a.f64(n, uniform(0, 1)), kept = a.f64(n), where = a.i32(n); return (k) => k.filter(x, 0.5, kept, where) } },
  // Sorted, so that plain JavaScript predicts every branch.
  { name: 'filter 4M, sorted', kernel: 'filter', prepare: (a) => { const n = 4 * million, x = a.f64(n, (i) => i / n), kept = a.f64(n), where = a.i32(n); return (k) => k.filter(x, 0.5, kept, where) } },
]

/** Calls so small that the gate should keep them in plain JavaScript: many calls are timed together. */
export const tinyLengths = [10, 100, 1000]
