/**
 * Buffer objects over the whole shared memory, a new one at each call, which nothing but its views keeps alive: by its end the heap knows that a block is
 * free. Engines differ in what makes one: Node's `memory.grow(0)` does; Chromium (156, tried) and Firefox (153, tried) hand out the same object until the memory
 * really grows, but make a new one whenever its length changes between fixed and resizable (WebAssembly JavaScript interface, "refresh the memory buffer").
 * WebKit (2.50, tried) has neither, and its `structuredClone` copies shared memory instead of sharing it: so each way is tried out before it is trusted.
 */
export type BufferMaker = (memory: WebAssembly.Memory) => ArrayBufferLike

/** Not in TypeScript's library yet. */
type ResizableMemory = WebAssembly.Memory & { toResizableBuffer(): ArrayBufferLike; toFixedLengthBuffer(): ArrayBufferLike }

function byGrowth(memory: WebAssembly.Memory): ArrayBufferLike {
  memory.grow(0)
  const { buffer } = memory
  // The memory must not be what keeps the buffer alive.
  memory.grow(0)
  return buffer
}

function byLength(memory: WebAssembly.Memory): ArrayBufferLike {
  const { toResizableBuffer: resizable, toFixedLengthBuffer: fixed } = memory as ResizableMemory
  resizable.call(memory)
  const buffer = fixed.call(memory)
  resizable.call(memory)
  fixed.call(memory)
  return buffer
}

/** In isolated pages only. */
const byCloning = (memory: WebAssembly.Memory): ArrayBufferLike => structuredClone(memory.buffer) as ArrayBufferLike

/** Whether they are the same memory: asked of its first byte, where the null pointer points and nobody's data is. */
function isSame(one: ArrayBufferLike, other: ArrayBufferLike): boolean {
  const [here, there] = [new Uint8Array(one), new Uint8Array(other)]
  const before = there[0]
  here[0] = before ^ 1
  const same = there[0] !== before
  there[0] = before
  return same
}

function works(make: BufferMaker, memory: WebAssembly.Memory): boolean {
  try {
    const [one, two] = [make(memory), make(memory)]
    return one !== two && two !== memory.buffer && two.byteLength === memory.buffer.byteLength && isSame(two, memory.buffer)
  } catch {
    return false
  }
}

/** What makes buffers of their own here, if anything does. */
export const bufferMaker = (memory: WebAssembly.Memory): BufferMaker | undefined => [byGrowth, byLength, byCloning].find((make) => works(make, memory))
