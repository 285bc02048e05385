/** parfor: functions marked `@parallel` on all cores. This is what applications import; the compiler's output imports `parfor/internal`. */
import type { TypedArray, TypedArrayConstructor } from './arrays.ts'
import type { Information } from './information.ts'
import { validateThreads } from './options.ts'
import type { CallOptions, Configuration } from './options.ts'
import { runtime } from './shared.ts'

export type { Information } from './information.ts'
export type { Rung } from './core.ts'
export type { Backend, CallOptions, Configuration, LabelOptions } from './options.ts'
export type { RegionStatistics } from './statistics.ts'
export type { TypedArray, TypedArrayConstructor } from './arrays.ts'

/**
 * Thrown when parfor is used wrongly: an unknown option, an array that is freed twice. `code` is stable and has a paragraph in
 * docs/diagnostics.md. Marked functions never throw it for what they cannot speed up; they run as plain JavaScript then.
 *
 * @example
 * try { configure({ thread: 2 }) } catch (error) { if (error instanceof ParforError) console.log(error.code) } // PF500
 */
export const ParforError = runtime.ParforError
export type ParforError = InstanceType<typeof ParforError>

/**
 * Settles when all threads have started and, if a loaded function needs it, the compiler is there. Nothing has to wait for it: before, calls
 * run on fewer threads with the same results. Never rejects, and waits for no server that does not answer; `info().ladder` says what is missing.
 * A page, each of its workers and each iframe have threads and a heap of their own, and so has each worker thread of Node.
 *
 * @example
 * await ready()
 * console.log(info().threads)
 */
export const ready: () => Promise<void> = runtime.ready

/**
 * What parfor does here: the rung of the ladder in use and why not a better one, threads, versions, the heap, and where the calls of each
 * compiled region ran.
 *
 * @example
 * for (const { name, calls, wasm } of info().regions) console.log(name, `${wasm} of ${calls} calls as kernels`)
 */
export const info: () => Information = runtime.info

/**
 * Sets options for the whole process. Environment variables (PARFOR_THREADS, PARFOR_BACKEND, PARFOR_GATE) win over it, `withOptions` wins over both.
 * The size of the pool is fixed when the first compiled module is loaded: later calls can only lower the number of threads.
 *
 * @throws {ParforError} PF500 for an unknown option, PF501 for a value that means nothing.
 * @example
 * configure({ threads: 4, backend: 'wasm' })
 */
export const configure: (options: Configuration) => void = runtime.configure

/**
 * The same function, called with options. They hold for everything that runs during its synchronous part. Wrappers nest: what the inner one says counts.
 *
 * Labels are those of JavaScript: `rows: for (let i = 0; i < n; i++) { … }`. A label that no loop in compiled code has is an error, here if the function
 * is known by its name, else when it first calls a kernel.
 *
 * @throws {ParforError} PF500 for an unknown option or label, PF501 for a value that means nothing.
 * @example
 * const total = withOptions(sum, { threads: 2, exact: true })(values)
 * withOptions(blur, { labels: { rows: threads(4) } })(image)
 */
export const withOptions: <F extends (...values: never[]) => unknown>(f: F, options: CallOptions) => F = runtime.withOptions

/**
 * A zeroed typed array in the shared heap, which parallel calls use without copying. Its `buffer` is the whole heap, so it cannot be transferred; hand
 * a copy (`array.slice()`) to `postMessage` and `structuredClone`, which would share it without keeping it alive: when this side holds no view of it
 * any more, it is freed, and the receiver sees what others store there. It is freed by `free`, or when the
 * garbage collector finds that nothing views it any more. Before the core is loaded (in browsers; see `ready`) and when the heap is full it is an ordinary
 * array. With a DisposableStack: `stack.adopt(alloc(Float64Array, n), free)`.
 *
 * @throws {ParforError} PF501 if the arguments are not a typed-array constructor and a length.
 * @example
 * const x = alloc(Float64Array, 1_000_000)
 */
export const alloc: <T extends TypedArray>(constructor: TypedArrayConstructor<T>, length: number) => T = runtime.alloc

/**
 * Frees an array of `alloc` or of a marked function at once. Neither it nor any view of it may be used afterwards: its memory belongs to
 * others then.
 *
 * @throws {ParforError} PF502 if the array is not in the shared heap or was freed before.
 * @example
 * const x = alloc(Float64Array, 1000)
 * free(x)
 */
export const free: (array: TypedArray) => void = runtime.free

/** A legacy TypeScript decorator. */
export function parallel(target: object, key: string | symbol, descriptor: PropertyDescriptor): void
/**
 * Marks a function to be compiled: `parallel(function f() { … })`, or as a decorator of a method. The compiler takes the mark away; without the
 * compiler it changes nothing.
 *
 * @example
 * export const scale = parallel((x: Float64Array, a: number) => { for (let i = 0; i < x.length; i++) x[i] *= a })
 */
export function parallel<F extends (...values: never[]) => unknown>(f: F, context?: ClassMethodDecoratorContext): F
export function parallel(f: unknown, _context?: unknown, descriptor?: unknown): unknown {
  return descriptor === undefined ? f : undefined
}

/**
 * Options that ask for a number of threads: for a call, or in `labels` for the regions that contain a loop.
 *
 * @throws {ParforError} PF501 if the number means nothing.
 * @example
 * withOptions(f, threads(4))(x)
 * withOptions(f, { labels: { rows: threads(4), totals: threads(1) } })(x)
 */
export function threads(count: number): { threads: number } {
  return { threads: validateThreads(count) }
}
