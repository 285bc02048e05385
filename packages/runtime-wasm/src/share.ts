/**
 * One core for many realms of a process. Jest gives each test file a realm of its own in one process and drops it afterwards: a core for each would leave
 * its threads and its memory behind.
 */
import { loadCoreSync } from './load.ts'
import type { Core, CoreOptions, Kernel, LaunchStatus } from './types.ts'

/** What a realm holds in the core, apart from the share, so that it can be given back when the share is gone. */
interface Holdings { core: Core; blocks: Set<number>; kernels: Set<Kernel> }

/** Made with the first core: bundles for browsers leave out what only Node asks for. */
let gone: FinalizationRegistry<Holdings>

function giveBack({ core, blocks, kernels }: Holdings): void {
  for (const kernel of kernels) core.removeKernel(kernel)
  for (const block of blocks) core.free(block)
}

class CoreShare implements Core {
  private readonly core: Core
  private readonly holdings: Holdings
  private readonly now: () => number

  constructor(core: Core, now: () => number) {
    this.core = core
    this.now = now
    this.holdings = { core, blocks: new Set(), kernels: new Set() }
    gone.register(this, this.holdings)
  }

  get memory(): WebAssembly.Memory { return this.core.memory }
  get shared(): boolean { return this.core.shared }
  get ready(): Promise<void> { return this.core.ready }
  get reasons(): readonly string[] { return this.core.reasons }
  threads(): number { return this.core.threads() }
  awake(): number { return this.core.awake() }
  workersReady(): boolean { return this.core.workersReady() }
  heapUsed(): number { return this.core.heapUsed() }
  buffer(): SharedArrayBuffer { return this.core.buffer() }
  alloc(bytes: number): number { return this.hold(this.core.alloc(bytes)) }
  allocZeroed(bytes: number): number { return this.hold(this.core.allocZeroed(bytes)) }

  free(address: number): void {
    this.core.free(address)
    this.holdings.blocks.delete(address)
  }

  addKernel(bytes: Uint8Array): Kernel {
    const kernel = this.core.addKernel(bytes)
    this.holdings.kernels.add(kernel)
    return kernel
  }

  removeKernel(kernel: Kernel): void {
    this.core.removeKernel(kernel)
    this.holdings.kernels.delete(kernel)
  }

  plan(kernel: Kernel, frame: number): number {
    return this.core.plan(kernel, frame)
  }

  /** Realms have clocks of their own, in jsdom and under fake timers. */
  launch(kernel: Kernel, frame: number, threads: number, deadline?: number): LaunchStatus {
    return this.core.launch(kernel, frame, threads, deadline === undefined ? undefined : deadline - this.now() + performance.now())
  }

  /** The workers are everybody's. */
  async terminate(): Promise<void> {}

  private hold(address: number): number {
    if (address !== 0) this.holdings.blocks.add(address)
    return address
  }
}

let first: Core | undefined

/** For a caller in another realm, whose time is `now`: a share of the one core that this realm lends. Its options are those of the first who asks. */
export function shareCore(options: CoreOptions, now: () => number): Core {
  if (!first) {
    first = loadCoreSync(options)
    gone = new FinalizationRegistry(giveBack)
  }
  return new CoreShare(first, now)
}
