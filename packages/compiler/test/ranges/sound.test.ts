/** Whatever a value turns out to be when a random region runs lies in its range. */
import { expect, test } from 'vitest'
import { analyseRanges, type Range } from '../../src/analysis/ranges.ts'
import { cloneRegion } from '../../src/ir/clone.ts'
import { printRegion, printValue } from '../../src/ir/print.ts'
import type { Value } from '../../src/ir/types.ts'
import { forEachRegionOperation } from '../../src/ir/walk.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { generate, LENGTH, LOG_LENGTH, Random, scalarFor, scalarValues } from '../simplify/generate.ts'
import { interpret, type Memory, type Scalar } from '../simplify/interpret.ts'

const COUNT = 1500

function makeMemory(random: Random): Memory {
  const numbers = (): number[] => Array.from({ length: LENGTH }, () => scalarValues.f64(random) as number)
  return new Map<string, NonNullable<ReturnType<Memory['get']>>>([
    ['a0', new Float64Array(numbers())], ['a1', new Float64Array(numbers())], ['a2', new Int32Array(numbers())], ['a3', new Uint8ClampedArray(numbers())],
    ['a4', new Float32Array(numbers())], ['a5', new BigInt64Array(LENGTH).map(() => scalarValues.i64(random) as bigint)],
    ['a6', new Float64Array(LOG_LENGTH)], ['a7', new Int32Array(LOG_LENGTH)],
  ])
}

export function contains(range: Range, is: Scalar): boolean {
  const number = Number(is)
  if (Number.isNaN(number)) return range.mayBeNaN
  if (Object.is(number, -0) && !range.mayBeNegativeZero) return false
  if (range.integer && Number.isFinite(number) && !Number.isInteger(number)) return false
  return number >= range.lo && number <= range.hi
}

test('random regions stay in their ranges', () => {
  let narrow = 0
  for (let seed = 1; seed <= COUNT; seed++) {
    const region = generate(seed)
    const simple = cloneRegion(region)
    simplify(simple, { options: {}, diagnostics: [] })
    for (const one of [region, simple]) {
      const ranges = analyseRanges(one)
      // The interpreter also sets them after the last trip, where nothing sees them.
      const counters = new Set<Value>()
      forEachRegionOperation(one, (operation) => { if (operation.kind === 'for') counters.add(operation.counter) })
      for (let input = 0; input < 6; input++) {
        const random = new Random(seed * 100 + input)
        const seen = new Set<Value>()
        const scalars = one.scalars.map((scalar) => scalarFor(scalar.name, scalar.value.type, random))
        interpret(one, makeMemory(random), scalars, 1000, (value, is) => {
          const range = ranges.of(value)
          if (!seen.has(value) && range.hi - range.lo < 1000) narrow++
          seen.add(value)
          if (!counters.has(value) && !contains(range, is)) {
            expect.fail(`seed ${seed}: ${printValue(value)} is ${Object.is(is, -0) ? '-0' : is}, not in ${JSON.stringify(range)}:\n${printRegion(one)}`)
          }
        })
      }
    }
  }
  expect(narrow).toBeGreaterThan(COUNT * 100)
})
