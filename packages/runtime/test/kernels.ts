/** A region written by hand: `out[i] = x[i] * factor`, with the length as its output. Not compiled by parfor, so that the runtime is tested alone. */
import type { RegionDescriptor } from '@parfor/compiler'
import makeWabt from 'wabt'

const wabt = await makeWabt()

function assemble(text: string): string {
  const module = wabt.parseWat('kernel.wat', text, { threads: true })
  const { buffer } = module.toBinary({})
  module.destroy()
  return Buffer.from(buffer).toString('base64')
}

/** Work per element that the plan reports. A factor of NaN fails guard 0. A factor of −1 traps. Chunks are 64 elements. */
const kernel = (work: number): string => assemble(`(module
  (import "env" "memory" (memory 1 65536 shared))
  (import "env" "barrier" (func $barrier (param i32)))
  (func (export "plan") (param $frame i32) (result f64)
    (if (f64.ne (f64.load offset=80 (local.get $frame)) (f64.load offset=80 (local.get $frame))) (then (return (f64.const -1))))
    (f64.mul (f64.const ${work}) (f64.convert_i32_s (i32.load offset=68 (local.get $frame)))))
  (func (export "region") (param $frame i32) (param $thread i32)
    (local $i i32) (local $n i32) (local $out i32) (local $x i32)
    (local.set $out (i32.load offset=64 (local.get $frame)))
    (local.set $n (i32.load offset=68 (local.get $frame)))
    (local.set $x (i32.load offset=72 (local.get $frame)))
    (if (i32.eqz (local.get $thread)) (then (f64.store offset=88 (local.get $frame) (f64.convert_i32_s (local.get $n)))))
    (block $done (loop $next
      (if (i32.eqz (i32.and (local.get $i) (i32.const 63)))
        (then (local.set $i (i32.shl (i32.atomic.rmw.add (i32.load (local.get $frame)) (i32.const 1)) (i32.const 6)))))
      (br_if $done (i32.ge_s (local.get $i) (local.get $n)))
      (f64.store (i32.add (local.get $out) (i32.shl (local.get $i) (i32.const 3)))
        (f64.mul (f64.load (i32.add (local.get $x) (i32.shl (local.get $i) (i32.const 3)))) (f64.load offset=80 (local.get $frame))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br $next)))
    (if (f64.eq (f64.load offset=80 (local.get $frame)) (f64.const -1)) (then unreachable))))`)

/** Which rung ran, told by the results: the js rung counts its calls. */
export const javaScriptCalls = { count: 0 }

function scaleInJavaScript(...values: unknown[]): boolean {
  const [out, x, factor, outputs] = values as [Float64Array, Float64Array, number, unknown[]]
  if (Number.isNaN(factor)) return false
  javaScriptCalls.count++
  for (let i = 0; i < out.length; i++) out[i] = x[i] * factor
  outputs[0] = out.length
  return true
}

let names = 0

export function scaleDescriptor(changes: Partial<RegionDescriptor> & { work?: number } = {}): RegionDescriptor {
  const { work = 1000, ...rest } = changes
  return {
    abi: 2, name: `scale:${++names}`, file: 'test/scale.ts', line: names,
    arrays: [{ name: 'out', element: 'f64', read: false, written: true, overwritten: true }, { name: 'x', element: 'f64', read: true, written: false }],
    scalars: [{ name: 'factor', type: 'f64' }],
    outputs: [{ name: 'n', type: 'f64' }],
    aliases: [[0, 1, 1]],
    exact: false, gate: 100,
    wasm: kernel(work),
    layout: { arrays: 64, scalars: 80, outputs: 88, bytes: 128, threadBytes: 64 },
    js: scaleInJavaScript,
    guards: ['the factor is a number'],
    ...rest,
  }
}
