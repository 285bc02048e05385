const page = 65536
const largest = 2 ** 32
const smallest = 2 ** 29

/** Pages that core.wasm wants at least (build.mjs: INITIAL_MEMORY). */
export const initialPages = 16

/** A shared memory with the largest maximum, from `wanted` bytes down to 512 MB, that the engine grants. The whole maximum is address space that is reserved at once. */
export function makeMemory(wanted: number | undefined, reasons: string[]): WebAssembly.Memory {
  if (wanted !== undefined && !(wanted >= initialPages * page && wanted <= largest)) throw new RangeError(`maximumBytes must be from ${initialPages * page} to ${largest}, not ${wanted}`)
  let bytes = wanted ?? largest
  for (;;) {
    try {
      const memory = new WebAssembly.Memory({ initial: initialPages, maximum: Math.floor(bytes / page), shared: true })
      if (bytes < (wanted ?? largest)) reasons.push(`the heap can grow to ${bytes / 2 ** 20} MB only: the engine refused more`)
      return memory
    } catch (error) {
      if (bytes / 2 < smallest) throw error
      bytes /= 2
    }
  }
}
