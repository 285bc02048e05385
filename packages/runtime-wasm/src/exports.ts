/** The exports of core.wasm (contracts: runtime-core/abi.h) and its imports. Addresses are i32, so JS sees them signed. */

export interface CoreExports {
  __stack_pointer: WebAssembly.Global<'i32'>
  __indirect_function_table: WebAssembly.Table
  pf_pool_start(tableBase: number, cores: number, callerMayBlock: number): void
  pf_ready_count(): number
  pf_awake_count(): number
  pf_worker_enter(id: number): number
  pf_worker_fault(id: number): number
  pf_worker_lost(id: number): void
  pf_pool_close(): void
  pf_launch(slot: number, frame: number, threads: number, deadline: number): 0 | 1 | 2
  pf_recover(): number
  pf_barrier_caller(team: number): void
  pf_barrier_worker(team: number): void
  pf_kernel_add(address: number, bytes: number): number
  pf_kernel_remove(slot: number): number
  pf_alloc(bytes: number): number
  pf_alloc_zeroed(bytes: number): number
  pf_free(address: number): number
  pf_heap_used(): number
}

/** Part of what pf_recover returns: the trap was the calling thread's own. */
export const ownTrap = 256

export interface CoreImports {
  load_kernel(slot: number, version: number, address: number, bytes: number): void
  find_lost(): number
}

/** Instantiates the core on this thread, over the memory of all. */
export function instantiateCore(module: WebAssembly.Module, memory: WebAssembly.Memory, imports: CoreImports): CoreExports {
  const instance = new WebAssembly.Instance(module, { env: { memory, now: () => performance.now(), ...imports } })
  return instance.exports as unknown as CoreExports
}

export interface KernelExports {
  plan(frame: number): number
  region(frame: number, thread: number): void
}

export function instantiateKernel(module: WebAssembly.Module, memory: WebAssembly.Memory, barrier: (team: number) => void): KernelExports {
  const { plan, region } = new WebAssembly.Instance(module, { env: { memory, barrier } }).exports
  if (typeof plan !== 'function' || typeof region !== 'function') throw new TypeError('a kernel module must export plan and region')
  return { plan, region } as KernelExports
}

/** Makes the region callable through the table of this thread. */
export function installRegion(core: CoreExports, index: number, kernel: KernelExports): void {
  const table = core.__indirect_function_table
  // Doubled, so that many kernels do not cost a growth each.
  if (index >= table.length) table.grow(Math.max(index + 1 - table.length, table.length))
  table.set(index, kernel.region)
}

/** What a worker gets to start with. */
export interface WorkerStart {
  id: number
  module: WebAssembly.Module
  memory: WebAssembly.Memory
  stackTop: number
  tableBase: number
}

/** What a worker tells through its port: that its event loop has begun, a trap in a region, or why no worker can begin. */
export type WorkerMessage = { started: true } | { fault: string } | { absent: string }
