/** Small kernels written by hand, and frames for them. */
import makeWabt from 'wabt'
import type { Core } from '../src/index.ts'

const wabt = await makeWabt()

export function assemble(wat: string): Uint8Array {
  const module = wabt.parseWat('kernel.wat', wat, { threads: true })
  try {
    return module.toBinary({}).buffer
  } finally {
    module.destroy()
  }
}

const head = `
  (import "env" "memory" (memory 1 65536 shared))
  (import "env" "barrier" (func $barrier (param i32)))
  (func (export "plan") (param $frame i32) (result f64) (f64.convert_i32_u (i32.load offset=64 (local.get $frame))))`

/** Words of the frame that the kernels below use. */
export const word = { chunks: 16, rounds: 17, visits: 18, entered: 19, cells: 20 }

const enter = '(drop (i32.atomic.rmw.add offset=76 (local.get $frame) (i32.const 1)))'
const visit = '(drop (i32.atomic.rmw.add offset=72 (local.get $frame) (i32.const 1)))'
const meet = '(call $barrier (i32.load (local.get $frame)))'

/** In each round takes all chunks once, and without an atomic adds 1 to a cell that another thread may have written in the round before; then all meet. */
export const roundsKernel = assemble(`(module ${head}
  (func (export "region") (param $frame i32) (param $thread i32) (local $round i32) (local $chunk i32) (local $chunks i32) (local $cell i32)
    (local.set $chunks (i32.load offset=64 (local.get $frame)))
    ${enter}
    (block $done (loop $rounds
      (br_if $done (i32.ge_u (local.get $round) (i32.load offset=68 (local.get $frame))))
      (block $taken (loop $next
        (local.set $chunk (i32.atomic.rmw.add (i32.load (local.get $frame)) (i32.const 1)))
        (br_if $taken (i32.ge_u (local.get $chunk) (local.get $chunks)))
        (local.set $cell (i32.add (i32.load offset=80 (local.get $frame))
          (i32.shl (i32.rem_u (i32.add (local.get $chunk) (local.get $round)) (local.get $chunks)) (i32.const 2))))
        (i32.store (local.get $cell) (i32.add (i32.load (local.get $cell)) (i32.const 1)))
        ${visit}
        (br $next)))
      ${meet}
      (local.set $round (i32.add (local.get $round) (i32.const 1)))
      (br $rounds)))))`)

/** Every thread meets the others; then the thread whose number is in the word \`rounds\` traps, the others meet again. */
export const trappingKernel = assemble(`(module ${head}
  (func (export "region") (param $frame i32) (param $thread i32)
    ${enter} ${meet}
    (if (i32.eq (local.get $thread) (i32.load offset=68 (local.get $frame))) (then (drop (i32.load (i32.const -4)))))
    ${meet} ${visit}))`)

/** Thread 0 waits until the others are in the region and leaves; the others never do. */
export const endlessKernel = assemble(`(module ${head}
  (func (export "region") (param $frame i32) (param $thread i32)
    (if (local.get $thread) (then ${enter} (loop $for_ever (br $for_ever))))))`)

/** What the calling thread runs in place of it: calls back once the worker is inside, then returns or meets. */
export const hookedRegion = (meets: boolean): Uint8Array => assemble(`(module
  (import "env" "memory" (memory 1 65536 shared))
  (import "env" "barrier" (func $barrier (param i32)))
  (import "env" "hook" (func $hook))
  (func (export "region") (param $frame i32) (param $thread i32)
    (loop $until_inside (br_if $until_inside (i32.eqz (i32.atomic.load offset=76 (local.get $frame)))))
    (call $hook) ${meets ? meet : ''}))`)

/** Thread t writes \`value\` to word 24 + t. */
export const writingKernel = (value: number): Uint8Array => assemble(`(module ${head}
  (func (export "region") (param $frame i32) (param $thread i32)
    (i32.store offset=96 (i32.add (local.get $frame) (i32.shl (local.get $thread) (i32.const 2))) (i32.const ${value}))))`)

/** Does nothing: what a launch costs. */
export const emptyKernel = assemble(`(module ${head} (func (export "region") (param i32 i32)))`)

/** A frame with room for the cells behind it. */
export function makeFrame(core: Core, chunks: number, rounds: number): { address: number; words: Int32Array<SharedArrayBuffer>; cells: Int32Array<SharedArrayBuffer> } {
  const address = core.allocZeroed(256 + 4 * chunks)
  const words = new Int32Array(core.buffer(), address, 64 + chunks)
  words[word.chunks] = chunks
  words[word.rounds] = rounds
  words[word.cells] = address + 256
  return { address, words, cells: words.subarray(64) }
}
