import { expect, test } from 'vitest'
import { cloneRegion } from '../../src/ir/clone.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { printConstant, printRegion } from '../../src/ir/print.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { generate, LENGTH, LOG_LENGTH, Random, scalarFor, scalarValues } from './generate.ts'
import { interpret, type Memory } from './interpret.ts'

const COUNT = 1500

function makeMemory(random: Random, together: boolean): Memory {
  const numbers = (): number[] => Array.from({ length: LENGTH }, () => scalarValues.f64(random) as number)
  const first = new Float64Array(numbers())
  return new Map<string, NonNullable<ReturnType<Memory['get']>>>([
    ['a0', first], ['a1', together ? first : new Float64Array(numbers())], ['a2', new Int32Array(numbers())], ['a3', new Uint8ClampedArray(numbers())],
    ['a4', new Float32Array(numbers())], ['a5', new BigInt64Array(LENGTH).map(() => scalarValues.i64(random) as bigint)],
    ['a6', new Float64Array(LOG_LENGTH)], ['a7', new Int32Array(LOG_LENGTH)],
  ])
}

function run(region: ReturnType<typeof generate>, seed: number, together: boolean): string {
  const random = new Random(seed)
  const memory = makeMemory(random, together)
  const outputs = interpret(region, memory, region.scalars.map((scalar) => scalarFor(scalar.name, scalar.value.type, random)))
  return outputs.map(printConstant).join() + [...memory].map(([name, array]) => `${name}: ${[...array].map(printConstant).join()}`).join()
}

test('random regions mean the same before and after, verify, and settle', () => {
  for (let seed = 1; seed <= COUNT; seed++) {
    const original = generate(seed)
    verifyRegion(original, `generate ${seed}`)
    const text = printRegion(original)
    expect(printRegion(parseRegion(text))).toBe(text)
    const region = cloneRegion(original)
    simplify(region, { options: {}, diagnostics: [] })
    verifyRegion(region, `simplify of seed ${seed}\n${text}`)
    const once = printRegion(region)
    for (let input = 0; input < 6; input++) {
      const together = input % 2 === 1
      const [before, after] = [run(original, input, together), run(region, input, together)]
      expect(after, `seed ${seed}, input ${input}:\n${text}\n${once}`).toBe(before)
    }
    simplify(region, { options: {}, diagnostics: [] })
    expect(printRegion(region), `seed ${seed} twice`).toBe(once)
  }
})
