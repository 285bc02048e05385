/** One kernel and the frame through which it gets its arguments. */
import type { FrameLayout, ScalarType } from '@parfor/compiler'
import type { Core, Kernel, LaunchStatus } from '@parfor/runtime-wasm'
import type { Arguments } from './arguments.ts'
import { copyInto, elementBytes, viewAt } from './arrays.ts'
import type { TypedArray } from './arrays.ts'
import { heapView } from './heap.ts'
import type { KernelDescriptor } from './jit.ts'

export class Launcher {
  readonly kernel: Kernel
  private readonly core: Core
  private readonly descriptor: KernelDescriptor
  private readonly layout: FrameLayout
  private frame = 0
  private frameThreads = 0
  /** Views of the frame, by 8-byte cells or halves of them; they stay good when the memory grows, unless it is not shared. */
  private integers!: Int32Array
  private doubles!: Float64Array
  private singles!: Float32Array
  private longs!: BigInt64Array
  /** By array: its copy in the heap (0: none, or that of an identical view), whether the contents are there, whether they go back. */
  private readonly copies: number[]
  private readonly filled: boolean[]
  private readonly back: boolean[]

  constructor(core: Core, descriptor: KernelDescriptor, bytes: Uint8Array, layout: FrameLayout) {
    this.core = core
    this.descriptor = descriptor
    this.layout = layout
    this.kernel = core.addKernel(bytes)
    this.copies = descriptor.arrays.map(() => 0)
    this.filled = descriptor.arrays.map(() => false)
    this.back = descriptor.arrays.map(() => false)
  }

  /** Frees what the kernel holds in the shared memory. */
  dispose(): void {
    if (this.frame !== 0) this.core.free(this.frame)
    this.frame = 0
    this.frameThreads = 0
    this.core.removeKernel(this.kernel)
  }

  /** False when the heap is full. */
  reserve(threads: number): boolean {
    if (threads <= this.frameThreads) return true
    const { bytes, threadBytes } = this.layout
    const frame = this.core.allocZeroed(bytes + threads * threadBytes)
    if (frame === 0) return false
    if (this.frame !== 0) this.core.free(this.frame)
    this.frame = frame
    this.frameThreads = threads
    this.viewFrame()
    return true
  }

  private viewFrame(): void {
    const { frame, layout: { bytes } } = this
    const { buffer } = heapView(7, frame + bytes)
    this.integers = viewAt(2, buffer, frame, bytes / 4) as Int32Array
    this.doubles = viewAt(0, buffer, frame, bytes / 8) as Float64Array
    this.singles = viewAt(1, buffer, frame, bytes / 4) as Float32Array
    this.longs = viewAt(9, buffer, frame, bytes / 8) as BigInt64Array
  }

  /** After anything that may have made the memory grow: a memory that is not shared detaches its views then. */
  private keepViews(): void {
    if (this.integers.length === 0) this.viewFrame()
  }

  private writeScalar(byte: number, type: ScalarType, value: unknown): void {
    switch (type) {
      case 'f64': this.doubles[byte / 8] = value as number; break
      case 'f32': this.singles[byte / 4] = value as number; break
      case 'i64': case 'u64': this.longs[byte / 8] = value as bigint; break
      // Stores wrap: a u32 keeps its bits, a boolean becomes 0 or 1.
      case 'i32': case 'u32': case 'bool': this.integers[byte / 4] = value as number; break
    }
  }

  private readOutput(byte: number, type: ScalarType): unknown {
    switch (type) {
      case 'f64': return this.doubles[byte / 8]
      case 'f32': return this.singles[byte / 4]
      case 'i64': return this.longs[byte / 8]
      case 'u64': return BigInt.asUintN(64, this.longs[byte / 8])
      case 'i32': return this.integers[byte / 4]
      case 'u32': return this.integers[byte / 4] >>> 0
      case 'bool': return this.integers[byte / 4] !== 0
    }
  }

  /** Lengths and scalars into the frame, then the kernel's guards: the work estimate, or −1 − number of the first that failed. */
  plan(given: Arguments, values: readonly unknown[]): number {
    const { lengths } = given
    this.keepViews()
    const cells = this.layout.arrays / 4
    for (let i = 0; i < lengths.length; i++) this.integers[cells + 2 * i + 1] = lengths[i]
    const { scalars } = this.descriptor
    for (let i = 0; i < scalars.length; i++) this.writeScalar(this.layout.scalars + 8 * i, scalars[i].type, values[lengths.length + i])
    return this.core.plan(this.kernel, this.frame)
  }

  private isTouched(index: number): boolean {
    const { read, written } = this.descriptor.arrays[index]
    return read || written
  }

  /** Nobody can see the old contents. */
  private isOverwritten({ lengths }: Arguments, values: readonly unknown[], index: number): boolean {
    const { overwritten, coveredBy } = this.descriptor.arrays[index]
    if (overwritten || coveredBy === undefined) return overwritten ?? false
    return (coveredBy < lengths.length ? lengths[coveredBy] : values[coveredBy]) === lengths[index]
  }

  /** Bytes that a call with these arrays copies, both ways. */
  copiedBytes(given: Arguments, values: readonly unknown[]): number {
    let bytes = 0
    for (let i = 0; i < given.addresses.length; i++) {
      if (given.addresses[i] >= 0 || !this.isTouched(i)) continue
      const { written } = this.descriptor.arrays[i]
      bytes += given.lengths[i] * elementBytes[given.codes[i]] * ((this.isOverwritten(given, values, i) ? 0 : 1) + (written ? 1 : 0))
    }
    return bytes
  }

  /** Addresses into the frame; arrays from outside the heap are copied there. False, with nothing kept, when the heap is full. */
  enter(given: Arguments, values: readonly unknown[]): boolean {
    const { addresses, lengths } = given
    const cells = this.layout.arrays / 4
    for (let i = 0; i < addresses.length; i++) {
      let address = addresses[i]
      if (address < 0) {
        // An array without elements, or of which only the length is used, may point anywhere: nothing is read there.
        address = this.isTouched(i) && lengths[i] > 0 ? this.copyIn(given, values, i) : this.frame
        if (address === 0) {
          this.release()
          return false
        }
        this.keepViews()
      }
      this.integers[cells + 2 * i] = address
    }
    return true
  }

  /** The address of a copy; 0 when the heap is full. Identical views share one. */
  private copyIn(given: Arguments, values: readonly unknown[], index: number): number {
    let owner = 0
    while (owner < index && !(this.copies[owner] !== 0 && given.identical(owner, index))) owner++
    const { written } = this.descriptor.arrays[index]
    const code = given.codes[index]
    const size = elementBytes[code]
    const bytes = given.lengths[index] * size
    if (owner === index) {
      this.copies[index] = this.core.alloc(bytes)
      this.filled[index] = false
      this.back[index] = false
    }
    const address = this.copies[owner]
    if (address === 0) return 0
    if (!this.isOverwritten(given, values, index) && !this.filled[owner]) {
      copyInto(heapView(code, address + bytes), values[index] as TypedArray, address / size)
      this.filled[owner] = true
    }
    if (written) this.back[owner] = true
    return address
  }

  /** Threads that have not come by the `deadline` are not waited for (Core.launch). */
  launch(threads: number, deadline: number): LaunchStatus {
    return this.core.launch(this.kernel, this.frame, threads, deadline)
  }

  /** How many threads came to the last launch: the core writes it into the frame. */
  team(): number {
    return this.integers[1]
  }

  /** Written arrays go back to where they came from, and the outputs to `out`. */
  leave(given: Arguments, values: readonly unknown[], out: unknown[]): void {
    for (let i = 0; i < this.copies.length; i++) {
      if (this.copies[i] === 0 || !this.back[i]) continue
      const [code, length] = [given.codes[i], given.lengths[i]]
      const { buffer } = heapView(code, this.copies[i] + length * elementBytes[code])
      copyInto(values[i] as TypedArray, viewAt(code, buffer, this.copies[i], length), 0)
    }
    const { outputs } = this.descriptor
    for (let i = 0; i < outputs.length; i++) out[i] = this.readOutput(this.layout.outputs + 8 * i, outputs[i].type)
  }

  /** Frees the copies. */
  release(): void {
    for (let i = 0; i < this.copies.length; i++) {
      if (this.copies[i] === 0) continue
      this.core.free(this.copies[i])
      this.copies[i] = 0
    }
  }
}
