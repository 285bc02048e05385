/** What the `parfor` runtime package sees of the WebAssembly side. */

export interface CoreOptions {
  /** Threads wanted, the calling one included. Default: what this process may use (affinity, cgroup quota); 1 inside a worker thread. */
  threads?: number
  /** The largest heap asked for, in bytes. Default 4 GB; halved down to 512 MB while the engine refuses. */
  maximumBytes?: number
}

/** A kernel module that has been added to a core. Opaque: only the core that made it can use it, until `removeKernel`. */
export interface Kernel {
  readonly slot: number
}

/** done: every thread has left the region. trapped: a thread met a trap (also: its copy of the kernel could not be compiled).
 *  lost: a worker vanished in the region. After the last two the region's results are partly written; no thread is in it any more. */
export const launchStatus = { done: 0, trapped: 1, lost: 2 } as const
export type LaunchStatus = (typeof launchStatus)[keyof typeof launchStatus]

export interface Core {
  readonly memory: WebAssembly.Memory
  /** False where the engine refuses shared memory: one thread, and whenever the memory grows every view of it is detached. */
  readonly shared: boolean
  /** Threads that a launch can have now: ready workers and the calling thread. */
  threads(): number
  /** Those of them that come at once; the others sleep. */
  awake(): number
  /** True when no worker is still starting. */
  workersReady(): boolean
  /** Settles when no worker is still starting; never rejects (failures are in `reasons`). Keeps the process alive while it is pending. */
  readonly ready: Promise<void>

  /** Address of a 64-byte aligned block with undefined contents; 0 when the heap is full. May grow the memory: views made earlier keep their old length, or, if it is not shared, are detached. */
  alloc(bytes: number): number
  /** As `alloc`, every byte 0; memory that was never used is not written to. */
  allocZeroed(bytes: number): number
  /** Throws if `address` is not a block in use. */
  free(address: number): void
  /** Bytes in use by blocks, with their headers (kernels and stacks of workers included). */
  heapUsed(): number
  /** A fresh look at the whole heap; growth makes a new object (and detaches the old one if it is not shared). */
  buffer(): SharedArrayBuffer

  /** Compiles and instantiates here, now; the workers do so at their first launch. Throws what WebAssembly throws, or if the heap is full. */
  addKernel(bytes: Uint8Array): Kernel
  /** The kernel must not be running. */
  removeKernel(kernel: Kernel): void
  /** The kernel's `plan`: the work estimate, or −1 − number of the first guard that failed. */
  plan(kernel: Kernel, frame: number): number
  /** Runs the kernel's `region` on at most `threads` threads, this one included; returns when all have left it.
   *  The number that takes part is at frame + 4; afterwards, of those that came. Alone if the pool is busy. `deadline`: the time (`performance.now()`) from
   *  which workers that have not come yet are not waited for, for kernels that leave no work to a certain thread. Default: all must come. */
  launch(kernel: Kernel, frame: number, threads: number, deadline?: number): LaunchStatus

  /** Ends the workers. The core goes on with one thread. */
  terminate(): Promise<void>
  /** Why there are fewer threads or less memory than wanted, and what went wrong in workers; grows. */
  readonly reasons: readonly string[]
}
