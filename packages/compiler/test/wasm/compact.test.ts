/**
 * What appends in lanes writes elements that it does not keep, and overwrites or restores them. Here a team gets only some of the chunks, so that an element of another chunk, or one behind the
 * last, that is touched even for a moment too long, stays wrong. That threads can run at the same time is for the tests with workers.
 */
import { describe, expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import { nativeType } from '../../src/ir/vocabulary.ts'
import { compileRegion, type TypedArray } from './harness.ts'

const makers = {
  f64: Float64Array, f32: Float32Array, i64: BigInt64Array, u64: BigUint64Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array,
  i8: Int8Array, u8: Uint8Array, u8c: Uint8ClampedArray,
} as const
type Element = keyof typeof makers

const TEAM = 64
const FRAME = 1024
const FIRST = 5
/** Stands in the array before, and is never appended. */
const OLD = 99

const source = (element: Element): string => `region r {
  array keep: u8 read array x: ${element} read array out: ${element} written
  output n: i32
  prologue { %n: i32 = length keep %first: i32 = const ${FIRST} %zero: i32 = const 0 }
  body {
    %count: i32 = parfor #0 [#0 %i: i32 < %n] {
      %k: i32 = load keep[%i] guarded
      %c: bool = gt %k, %zero
      %v: ${nativeType(element)} = load x[%i] guarded
      compact from %first [out = %v] when %c
    }
    yield %count
  }
}`

interface Run { threads: number; thread: number; /** Chunks that others take in the second phase. */ taken: number }

/** One thread's part; the counter after the loop, which thread 0 tells. */
function run(text: string, arrays: TypedArray[], { threads, thread, taken }: Run): number | undefined {
  const { bytes, layout } = compileRegion(parseRegion(text))
  let next = FRAME + layout.bytes + threads * layout.threadBytes
  const addresses = arrays.map((array) => {
    const address = Math.ceil(next / 64) * 64 + 64
    next = address + array.byteLength + 64
    return address
  })
  const memory = new WebAssembly.Memory({ initial: Math.ceil(next / 65536), maximum: 65536, shared: true })
  const view = new DataView(memory.buffer)
  const all = new Uint8Array(memory.buffer)
  arrays.forEach((array, index) => {
    all.set(new Uint8Array(array.buffer), addresses[index])
    view.setInt32(FRAME + layout.arrays + 8 * index, addresses[index], true)
    view.setInt32(FRAME + layout.arrays + 8 * index + 4, array.length, true)
  })
  view.setInt32(FRAME, TEAM, true)
  view.setInt32(FRAME + 4, threads, true)
  // The last thread at a barrier sets the counter of chunks back.
  const barrier = (): void => view.setInt32(TEAM, taken, true)
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), { env: { memory, barrier } })
  ;(exports.region as (frame: number, thread: number) => void)(FRAME, thread)
  const [address, out] = [addresses[2], arrays[2]]
  for (let byte = 1; byte <= 64; byte++) if (all[address - byte] !== 0 || all[address + out.byteLength + byte - 1] !== 0) throw new Error('bytes beside the array were written')
  new Uint8Array(out.buffer).set(all.subarray(address, address + out.byteLength))
  return thread === 0 ? view.getInt32(FRAME + layout.outputs, true) : undefined
}

const trips = 20_011
const patterns: Record<string, (index: number) => boolean> = {
  none: () => false, all: () => true, third: (index) => index % 3 === 1, some: (index) => (Math.imul(index, 0x9e3779b1) >>> 13) % 5 < 2, few: (index) => index % 1009 === 1000,
}

function inputs(element: Element, pattern: string): { keep: Uint8Array; x: TypedArray; kept: (number | bigint)[] } {
  const keep = Uint8Array.from({ length: trips }, (_, index) => Number(patterns[pattern](index)))
  const isLong = element === 'i64' || element === 'u64'
  const values = Array.from(keep, (_, index) => 1 + ((index * 7) % 90))
  const x: TypedArray = isLong ? new makers[element](values.map(BigInt)) : new makers[element](values)
  const kept = [...(x as Iterable<number | bigint>)].filter((_, index) => keep[index] > 0)
  return { keep, x, kept }
}

function target(element: Element, length: number): TypedArray {
  return element === 'i64' || element === 'u64' ? new makers[element](length).fill(BigInt(OLD)) : new makers[element](length).fill(OLD)
}

const runs: Run[] = [
  { threads: 1, thread: 0, taken: 0 }, { threads: 2, thread: 0, taken: 0 }, { threads: 2, thread: 1, taken: 0 }, { threads: 2, thread: 0, taken: 12 }, { threads: 2, thread: 1, taken: 5 },
  { threads: 3, thread: 2, taken: 0 }, { threads: 3, thread: 1, taken: 7 }, { threads: 7, thread: 6, taken: 9 },
]

describe.each(Object.keys(makers) as Element[])('%s', (element) => {
  test.each(Object.keys(patterns))('%s kept', (pattern) => {
    const { keep, x, kept } = inputs(element, pattern)
    for (const room of [FIRST + kept.length + 20, FIRST + kept.length, FIRST + (kept.length >> 1), 3, 0]) {
      for (const one of runs) {
        const out = target(element, room)
        const what = `${room} elements, ${JSON.stringify(one)}`
        expect(run(source(element), [keep, x, out], one) ?? FIRST + kept.length, what).toBe(FIRST + kept.length)
        const wrong: number[] = []
        let written = 0
        for (let k = 0; k < room; k++) {
          if (Number(out[k]) === OLD) continue
          written++
          if (out[k] !== kept[k - FIRST]) wrong.push(k)
        }
        expect(wrong, what).toEqual([])
        if (one.taken === 0) expect(written, what).toBe(Math.max(0, Math.min(kept.length, room - FIRST)))
        else if (room > FIRST + kept.length && (pattern === 'all' || pattern === 'third')) expect(written > 0 && written < kept.length, what).toBe(true)
      }
    }
  })
})
