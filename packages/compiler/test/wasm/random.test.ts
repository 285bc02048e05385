/** Random parallel loops in lanes against the js back end, which knows nothing of lanes. */
import { expect, test } from 'vitest'
import type { ElementType } from '../../src/ir/types.ts'
import { cloneRegion } from '../../src/ir/clone.ts'
import { printRegion } from '../../src/ir/print.ts'
import { emitJavaScript } from '../../src/js/emit.ts'
import { Random } from '../simplify/generate.ts'
import { generateLoop } from './generate.ts'
import { runnerOf, type Scalar, type TypedArray } from './harness.ts'

const FIRST = 1
const PROGRAMS = 300

const makers = {
  f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, i16: Int16Array, u16: Uint16Array, i8: Int8Array, u8: Uint8Array,
  u8c: Uint8ClampedArray, i64: BigInt64Array, u64: BigUint64Array,
} as const

function array(element: ElementType, length: number, random: Random): TypedArray {
  const make = makers[element as keyof typeof makers]
  if (element === 'i64' || element === 'u64') {
    return (make as typeof BigInt64Array).from({ length }, () => random.pick([0n, 1n, -1n, 2n ** 62n, BigInt(random.below(1000))]))
  }
  const odd = [NaN, -0, 0, Infinity, -Infinity, 5e-324, 2 ** 31, 4e9, 1e300, 0.5, 1.5, 254.5, -0.5]
  return (make as typeof Float64Array).from({ length }, () => random.chance(0.2) ? random.pick(odd) : random.chance(0.5) ? random.below(20) - 5 : random.next() * 4 - 2)
}

function firstDifference(a: ArrayLike<Scalar>, b: ArrayLike<Scalar>): number {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i
  return -1
}

function check(seed: number): void {
  const { region, inputs, outputs } = generateLoop(seed)
  const text = printRegion(region)
  const reference = new Function(`return (${emitJavaScript(cloneRegion(region))})`)() as (...values: unknown[]) => boolean
  const kernel = runnerOf(region)
  const random = new Random(seed * 7919)
  for (const n of [0, 1, 8, 21, 67, 2100]) {
    const ins = inputs.map((element) => array(element, n + 3, random))
    const outs = outputs.map((element) => array(element, n, random))
    const expected = outs.map((one) => one.slice())
    const scalars = [random.next() * 3, random.below(9) - 3, random.chance(0.5)]
    const results: Scalar[] = []
    reference(...ins, ...expected, ...scalars, results)
    const actual = kernel.run([...ins, ...outs], scalars)
    outs.forEach((one, k) => {
      const at = firstDifference(one, expected[k])
      if (at >= 0) expect.fail(`seed ${seed}, n ${n}: out${k}[${at}] is ${one[at]}, not ${expected[k][at]}\n${text}`)
    })
    const at = firstDifference(actual.outputs, results)
    if (at >= 0) expect.fail(`seed ${seed}, n ${n}: result ${at} is ${actual.outputs[at]}, not ${results[at]}\n${text}`)
  }
}

test(`${PROGRAMS} random loops`, () => {
  for (let seed = FIRST; seed < FIRST + PROGRAMS; seed++) {
    try { check(seed) } catch (error) { throw new Error(`seed ${seed}: ${(error as Error).message}`, { cause: error }) }
  }
})
