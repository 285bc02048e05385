/** Compiles a region and runs its kernel on the calling thread, with a hand-made memory and a barrier for a team of one. */
import type { Region, ScalarType } from '../../src/ir/types.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { team } from '../../src/passes/team.ts'
import { compileWasm, type WasmKernel } from '../../src/wasm/compile.ts'

export type TypedArray =
  | Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array | Uint8ClampedArray
  | BigInt64Array | BigUint64Array
export type Scalar = number | bigint | boolean

const TEAM = 64
const FRAME = 1024
const GUARD_BYTES = 64
const PAGE = 65536

function whyInvalid(bytes: Uint8Array): unknown {
  try { return new WebAssembly.Module(bytes as BufferSource) } catch (error) { return error }
}

export function compileRegion(region: Region): WasmKernel {
  team(region, { options: {}, diagnostics: [] })
  const kernel = compileWasm(region)
  if (!WebAssembly.validate(kernel.bytes as BufferSource)) throw new Error(`invalid module: ${String(whyInvalid(kernel.bytes))}`)
  return kernel
}

export interface Runner {
  region: Region
  bytes: Uint8Array
  /** Runs on copies of the arrays and writes the results back. Returns the outputs, or the number of the guard that failed. */
  run(arrays: TypedArray[], scalars?: Scalar[]): { outputs: Scalar[]; plan: number }
}

function write(view: DataView, type: ScalarType, offset: number, value: Scalar): void {
  switch (type) {
    case 'f64': return view.setFloat64(offset, value as number, true)
    case 'f32': return view.setFloat32(offset, value as number, true)
    case 'i64': case 'u64': return view.setBigInt64(offset, BigInt.asIntN(64, value as bigint), true)
    default: return view.setInt32(offset, Number(value), true)
  }
}

function read(view: DataView, type: ScalarType, offset: number): Scalar {
  switch (type) {
    case 'f64': return view.getFloat64(offset, true)
    case 'f32': return view.getFloat32(offset, true)
    case 'i64': return view.getBigInt64(offset, true)
    case 'u64': return view.getBigUint64(offset, true)
    case 'u32': return view.getUint32(offset, true)
    case 'bool': return view.getInt32(offset, true) !== 0
    default: return view.getInt32(offset, true)
  }
}

/** Arrays are surrounded by bytes that nobody may write, and every array starts at an odd multiple of its element size. */
export function runner(text: string): Runner {
  return runnerOf(parseRegion(text))
}

export function runnerOf(region: Region): Runner {
  const kernel = compileRegion(region)
  const { layout, bytes } = kernel
  const module = new WebAssembly.Module(bytes as BufferSource)
  return {
    region, bytes,
    run(arrays, scalars = []) {
      let next = FRAME + layout.bytes + layout.threadBytes + GUARD_BYTES
      const addresses = arrays.map((array) => {
        const size = array.BYTES_PER_ELEMENT
        const address = Math.ceil(next / 64) * 64 + GUARD_BYTES + size
        next = address + array.byteLength + GUARD_BYTES
        return address
      })
      const memory = new WebAssembly.Memory({ initial: Math.ceil(next / PAGE), maximum: 65536, shared: true })
      const all = new Uint8Array(memory.buffer)
      all.fill(0xa5, FRAME + layout.bytes + layout.threadBytes)
      const view = new DataView(memory.buffer)
      const teamCounter = new Int32Array(memory.buffer, TEAM, 1)
      const instance = new WebAssembly.Instance(module, { env: { memory, barrier: () => { teamCounter[0] = 0 } } })
      view.setInt32(FRAME, TEAM, true)
      view.setInt32(FRAME + 4, 1, true)
      arrays.forEach((array, index) => {
        view.setInt32(FRAME + layout.arrays + 8 * index, addresses[index], true)
        view.setInt32(FRAME + layout.arrays + 8 * index + 4, array.length, true)
        all.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), addresses[index])
      })
      region.scalars.forEach(({ value }, index) => write(view, value.type, FRAME + layout.scalars + 8 * index, scalars[index]))
      const { plan, region: entry } = instance.exports as unknown as { plan: (frame: number) => number; region: (frame: number, thread: number) => void }
      const estimate = plan(FRAME)
      if (estimate < 0) return { outputs: [], plan: estimate }
      entry(FRAME, 0)
      arrays.forEach((array, index) => {
        const end = addresses[index] + array.byteLength
        for (let at = 1; at <= GUARD_BYTES; at++) {
          if (all[addresses[index] - at] !== 0xa5) throw new Error(`array ${index}: byte −${at} was written`)
          if (all[end + at - 1] !== 0xa5) throw new Error(`array ${index}: byte ${at} past the end was written`)
        }
        new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(all.subarray(addresses[index], end))
      })
      return { outputs: region.outputs.map(({ type }, index) => read(view, type, FRAME + layout.outputs + 8 * index)), plan: estimate }
    },
  }
}

/** A sum in the shape of reductions, written independently of the kernels. */
export function shapedSum(values: number[], initial: number, block: number): number {
  if (values.length <= block) return values.reduce((sum, value) => sum + value, initial)
  const blocks: number[] = []
  for (let start = 0; start < values.length; start += block) {
    const lanes = Array.from({ length: 8 }, () => -0)
    values.slice(start, start + block).forEach((value, trip) => { lanes[trip % 8] += value })
    const [a, b, c, d, e, f, g, h] = lanes
    blocks.push(((a + e) + (c + g)) + ((b + f) + (d + h)))
  }
  const tree = (low: number, high: number): number => {
    if (high - low === 1) return blocks[low]
    let half = 1
    while (half * 2 < high - low) half *= 2
    return tree(low, low + half) + tree(low + half, high)
  }
  return initial + tree(0, blocks.length)
}

/** Deterministic numbers in −1 … 1 with the special ones among them where asked for. */
export function numbers(count: number, special = false): number[] {
  let state = 12345
  const odd = [NaN, -0, 0, Infinity, -Infinity, 5e-324, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e300, 0.5, 1.5, 2.5, 254.5, 255.5, -0.5]
  return Array.from({ length: count }, (_, index) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    return special && index % 3 === 0 ? odd[(state >>> 8) % odd.length] : (state / 2 ** 31 - 1)
  })
}
