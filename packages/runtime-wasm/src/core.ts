/** The core on the thread that owns it. */
import { installRegion, instantiateCore, instantiateKernel, ownTrap } from './exports.ts'
import type { CoreExports, KernelExports } from './exports.ts'
import { launchStatus } from './types.ts'
import type { PoolWorker, StartWorker } from './pool-worker.ts'
import type { Core, Kernel, LaunchStatus } from './types.ts'
import { withUnsharedMemory } from './unshared.ts'

const stackBytes = 65536
const maximumWorkers = 255

/** A kernel's place; `slot` is −1 when it has been removed. */
class PlacedKernel implements Kernel {
  slot: number
  readonly plan: KernelExports['plan']

  constructor(slot: number, plan: KernelExports['plan']) {
    this.slot = slot
    this.plan = plan
  }
}

const counted = (threads: number): string => (threads === 1 ? '1 thread' : `${threads} threads`)

function place(kernel: Kernel): PlacedKernel {
  if (!(kernel instanceof PlacedKernel) || kernel.slot < 0) throw new Error('this kernel has been removed or is none')
  return kernel
}

export interface CoreParts {
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  shared: boolean
  threads: number
  /** How many threads can run at once. */
  cores: number
  /** Whether the calling thread may use Atomics.wait. */
  mayBlock: boolean
  startWorker: StartWorker
  startLimit: number
  reasons: string[]
}

export class WasmCore implements Core {
  readonly memory: WebAssembly.Memory
  readonly shared: boolean
  readonly reasons: string[]
  private readonly startLimit: number
  private readonly exports: CoreExports
  private readonly tableBase: number
  private readonly stackTop: number
  /** By number; empty where a worker is gone. */
  private readonly workers: (PoolWorker | undefined)[] = []
  private settling: Promise<void> | undefined
  private launching = false

  constructor({ module, memory, shared, threads, cores, mayBlock, startWorker, startLimit, reasons }: CoreParts) {
    this.memory = memory
    this.shared = shared
    this.startLimit = startLimit
    this.reasons = reasons
    this.exports = instantiateCore(module, memory, {
      load_kernel: () => { throw new Error('the calling thread has every kernel') },
      find_lost: () => this.findLost(),
    })
    this.tableBase = this.exports.__indirect_function_table.length
    this.stackTop = this.exports.__stack_pointer.value
    this.exports.pf_pool_start(this.tableBase, cores, mayBlock ? 1 : 0)
    const wanted = Math.min(threads - 1, maximumWorkers)
    if (wanted < threads - 1) reasons.push(`${wanted + 1} threads instead of ${threads}: the pool has no room for more`)
    for (let id = 0; id < wanted; id++) {
      if (!this.startWorker(startWorker, module, id)) break
    }
  }

  threads(): number {
    return this.exports.pf_ready_count() + 1
  }

  awake(): number {
    return this.exports.pf_awake_count() + 1
  }

  workersReady(): boolean {
    let living = 0
    for (const worker of this.workers) if (worker) living++
    return this.exports.pf_ready_count() >= living
  }

  /** Polled: readiness is in the shared memory, and a timer keeps the process alive, which the workers do not. */
  get ready(): Promise<void> {
    this.settling ??= new Promise((resolve) => {
      const end = performance.now() + this.startLimit
      const look = (): void => {
        const settled = this.workersReady()
        if (!settled && performance.now() < end) {
          setTimeout(look, 1)
          return
        }
        if (!settled) this.remark(`${counted(this.threads())} so far: some workers have not started within ${this.startLimit / 1000} s. Is their script (worker.mjs) still being loaded?`)
        resolve()
      }
      look()
    })
    return this.settling
  }

  alloc(bytes: number): number {
    return this.fits(bytes) ? this.exports.pf_alloc(bytes) >>> 0 : 0
  }

  allocZeroed(bytes: number): number {
    return this.fits(bytes) ? this.exports.pf_alloc_zeroed(bytes) >>> 0 : 0
  }

  free(address: number): void {
    if (this.exports.pf_free(address) === 0) throw new Error(`${address} is not the address of a heap block in use`)
  }

  heapUsed(): number {
    return this.exports.pf_heap_used()
  }

  buffer(): SharedArrayBuffer {
    return this.memory.buffer as unknown as SharedArrayBuffer
  }

  addKernel(bytes: Uint8Array): Kernel {
    const kernel = instantiateKernel(new WebAssembly.Module((this.shared ? bytes : withUnsharedMemory(bytes)) as BufferSource), this.memory, this.exports.pf_barrier_caller)
    const address = this.alloc(bytes.length)
    const slot = address === 0 ? -1 : this.exports.pf_kernel_add(address, bytes.length)
    if (slot < 0) {
      if (address !== 0) this.free(address)
      throw new Error('the heap is full: no room for a kernel')
    }
    new Uint8Array(this.buffer(), address, bytes.length).set(bytes)
    installRegion(this.exports, this.tableBase + slot, kernel)
    return new PlacedKernel(slot, kernel.plan)
  }

  removeKernel(kernel: Kernel): void {
    const placed = place(kernel)
    if (this.launching) throw new Error('a kernel cannot be removed from inside a launch')
    this.exports.__indirect_function_table.set(this.tableBase + placed.slot, null)
    this.free(this.exports.pf_kernel_remove(placed.slot) >>> 0)
    placed.slot = -1
  }

  plan(kernel: Kernel, frame: number): number {
    return place(kernel).plan(frame)
  }

  launch(kernel: Kernel, frame: number, threads: number, deadline = Infinity): LaunchStatus {
    const { slot } = place(kernel)
    const nested = this.launching
    const stack = nested ? this.exports.__stack_pointer.value : this.stackTop
    this.launching = true
    try {
      return this.exports.pf_launch(slot, frame, threads, deadline)
    } catch (error) {
      this.exports.__stack_pointer.value = stack
      // A nested launch had no team to clear up, and the outer one is still in its own.
      const outcome = nested ? launchStatus.trapped | ownTrap : this.exports.pf_recover()
      if ((outcome & ownTrap) !== 0) this.remark(`the calling thread trapped in a kernel: ${String(error)}`)
      return (outcome & ~ownTrap) as LaunchStatus
    } finally {
      this.launching = nested
    }
  }

  async terminate(): Promise<void> {
    this.exports.pf_pool_close()
    await Promise.all(this.workers.map((worker) => worker?.terminate()))
    // Browsers do not say when a thread has really ended: there the stacks are not given back.
    this.workers.length = 0
  }

  private fits(bytes: number): boolean {
    if (!(bytes >= 0)) throw new RangeError(`a heap block cannot have ${bytes} bytes`)
    return bytes < 2 ** 32
  }

  private startWorker(start: StartWorker, module: WebAssembly.Module, id: number): boolean {
    const stack = this.alloc(stackBytes)
    if (stack === 0) {
      this.reasons.push(`${counted(id + 1)} only: no room in the heap for another stack`)
      return false
    }
    const data = { id, module, memory: this.memory, stackTop: stack + stackBytes, tableBase: this.tableBase }
    try {
      this.workers[id] = start(data, {
        fault: (message) => this.remark(`worker ${id + 1} trapped in a kernel: ${message}`),
        ended: (reason) => this.bury(id, stack, reason && `worker ${id + 1} is gone: ${reason}`),
        absent: (reason) => this.bury(id, stack, reason),
      })
      return true
    } catch (error) {
      this.free(stack)
      this.reasons.push(`${counted(id + 1)} only: worker ${id + 1} could not be started: ${String(error)}`)
      return false
    }
  }

  /** Once: a kernel that traps may do so at every call, and what keeps one worker from starting keeps all. */
  private remark(reason: string): void {
    if (!this.reasons.includes(reason)) this.reasons.push(reason)
  }

  private findLost(): number {
    const id = this.workers.findIndex((worker) => worker?.hasEnded())
    if (id >= 0) this.workers[id] = undefined
    return id + 1
  }

  private bury(id: number, stack: number, reason: string | undefined): void {
    this.workers[id] = undefined
    this.exports.pf_worker_lost(id)
    this.free(stack)
    if (reason !== undefined) this.remark(reason)
  }
}
