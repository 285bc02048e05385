/**
 * Modules that import a shared memory, made to import one that is not: core and kernels then run where there is no shared memory, on one thread.
 * Atomic operations are valid on any memory; only `memory.atomic.wait`, which one thread never needs, traps there (threads proposal of WebAssembly, "Overview").
 */

const importSection = 2
const kinds = { function: 0, table: 1, memory: 2, global: 3 }
/** Flags of a memory type: 1 has a maximum, 2 is shared. */
const sharedFlag = 2

/** A copy of the module in which the imported memory is not shared. */
export function withUnsharedMemory(module: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = module.slice()
  let at = 8
  const unsigned = (): number => {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
  }
  const skipName = (): void => { const length = unsigned(); at += length }
  const skipLimits = (): void => {
    const flags = unsigned()
    unsigned()
    if (flags & 1) unsigned()
  }
  while (at < bytes.length) {
    const section = bytes[at++]
    const end = unsigned() + at
    if (section !== importSection) {
      at = end
      continue
    }
    for (let count = unsigned(); count > 0; count--) {
      skipName()
      skipName()
      const kind = bytes[at++]
      if (kind === kinds.memory) {
        bytes[at] &= ~sharedFlag
        skipLimits()
      } else if (kind === kinds.table) {
        at++
        skipLimits()
      } else if (kind === kinds.function) {
        unsigned()
      } else {
        at += 2
      }
    }
    return bytes
  }
  return bytes
}
