const page = 65536
const largest = 2 ** 32
const smallest = 2 ** 29

/** Pages that core.wasm wants at least (build.mjs: INITIAL_MEMORY). */
export const initialPages = 16

/** Some engines that know nothing of shared memory ignore the word. */
function isShared(memory: WebAssembly.Memory): boolean {
  return Object.prototype.toString.call(memory.buffer) === '[object SharedArrayBuffer]'
}

/** A memory with the largest maximum, from `wanted` bytes down to 512 MB, that the engine grants. The whole maximum of a shared one is address space that is reserved at once. */
function grantedMemory(wanted: number | undefined, shared: boolean, reasons: string[]): WebAssembly.Memory {
  let bytes = wanted ?? largest
  for (;;) {
    try {
      const memory = new WebAssembly.Memory({ initial: initialPages, maximum: Math.floor(bytes / page), shared })
      if (isShared(memory) !== shared) throw new TypeError('shared memory is not supported')
      if (bytes < (wanted ?? largest)) reasons.push(`the heap can grow to ${bytes / 2 ** 20} MB only: the engine refused more`)
      return memory
    } catch (error) {
      if (error instanceof TypeError || bytes / 2 < smallest) throw error
      bytes /= 2
    }
  }
}

export interface Heap {
  memory: WebAssembly.Memory
  /** False where the engine has no shared memory: one thread, and growth detaches every view. */
  shared: boolean
}

export function makeMemory(wanted: number | undefined, reasons: string[]): Heap {
  if (wanted !== undefined && !(wanted >= initialPages * page && wanted <= largest)) throw new RangeError(`maximumBytes must be from ${initialPages * page} to ${largest}, not ${wanted}`)
  try {
    return { memory: grantedMemory(wanted, true, reasons), shared: true }
  } catch (error) {
    const memory = grantedMemory(wanted, false, reasons)
    reasons.push(`shared WebAssembly memory is refused here (${String(error)}), so calls copy their arrays. Browsers grant it to cross-origin isolated pages (how: docs/hosting.md)`)
    return { memory, shared: false }
  }
}
