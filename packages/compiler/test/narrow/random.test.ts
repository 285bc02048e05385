/** Random regions mean the same after narrowing, to the sign of zero. */
import { expect, test } from 'vitest'
import { cloneRegion } from '../../src/ir/clone.ts'
import { printConstant, printRegion } from '../../src/ir/print.ts'
import type { Region } from '../../src/ir/types.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { forEachRegionOperation } from '../../src/ir/walk.ts'
import { narrow } from '../../src/passes/narrow.ts'
import { normalise } from '../../src/passes/normalise.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { generate, LENGTH, LOG_LENGTH, Random, scalarFor, scalarValues } from '../simplify/generate.ts'
import { interpret, type Memory } from '../simplify/interpret.ts'

const COUNT = 800
const context = { options: {}, diagnostics: [] }

function makeMemory(random: Random): Memory {
  const numbers = (): number[] => Array.from({ length: LENGTH }, () => scalarValues.f64(random) as number)
  return new Map<string, NonNullable<ReturnType<Memory['get']>>>([
    ['a0', new Float64Array(numbers())], ['a1', new Float64Array(numbers())], ['a2', new Int32Array(numbers())], ['a3', new Uint8ClampedArray(numbers())],
    ['a4', new Float32Array(numbers())], ['a5', new BigInt64Array(LENGTH).map(() => scalarValues.i64(random) as bigint)],
    ['a6', new Float64Array(LOG_LENGTH)], ['a7', new Int32Array(LOG_LENGTH)],
  ])
}

/** Undefined if a guard fails. */
function run(region: Region, seed: number): string | undefined {
  const random = new Random(seed)
  const memory = makeMemory(random)
  const guards = new Map(region.guards.map(({ condition }) => [condition, false]))
  const outputs = interpret(region, memory, region.scalars.map((scalar) => scalarFor(scalar.name, scalar.value.type, random)), 1000, (value, is) => {
    if (guards.has(value)) guards.set(value, is as boolean)
  })
  if ([...guards.values()].includes(false)) return undefined
  return outputs.map(printConstant).join() + [...memory].map(([name, array]) => `${name}: ${[...array].map(printConstant).join()}`).join()
}

test('random regions mean the same before and after', () => {
  let [changed, ran] = [0, 0]
  for (let seed = 1; seed <= COUNT; seed++) {
    const original = generate(seed)
    const text = printRegion(original)
    const region = cloneRegion(original)
    simplify(region, context)
    normalise(region, context)
    verifyRegion(region, `normalise of seed ${seed}\n${text}`, ['for'])
    simplify(region, context)
    const before = printRegion(region)
    narrow(region, context)
    verifyRegion(region, `narrow of seed ${seed}\n${before}`, ['for'])
    simplify(region, context)
    verifyRegion(region, `simplify after narrow of seed ${seed}\n${before}`, ['for'])
    const after = printRegion(region)
    if (after !== before) changed++
    for (let input = 0; input < 6; input++) {
      const [expected, actual] = [run(original, seed * 10 + input), run(region, seed * 10 + input)]
      if (actual === undefined) continue
      ran++
      expect(actual, `seed ${seed}, input ${input}:\n${text}\n${before}\n${after}`).toBe(expected)
    }
  }
  expect(changed).toBeGreaterThan(COUNT / 4)
  expect(ran).toBeGreaterThan(COUNT * 3)
})

test('there are loops and native accesses in what is tested', () => {
  let [loops, native] = [0, 0]
  for (let seed = 1; seed <= 100; seed++) {
    const region = generate(seed)
    normalise(region, context)
    narrow(region, context)
    forEachRegionOperation(region, (operation) => {
      if (operation.kind === 'loop') loops++
      if (operation.kind === 'load' && operation.result.type === 'i32') native++
    })
  }
  expect(loops).toBeGreaterThan(20)
  expect(native).toBeGreaterThan(20)
})
