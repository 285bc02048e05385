/** Whatever order the trips of a parfor run in, the region gives what the sequential loops give, for every memory that its guards and rules let through. */
import { describe, expect, test } from 'vitest'
import { cloneRegion } from '../../src/ir/clone.ts'
import type { Region } from '../../src/ir/types.ts'
import { forEachRegionOperation } from '../../src/ir/walk.ts'
import { printRegion } from '../../src/ir/print.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { collapse } from '../../src/passes/collapse.ts'
import { fuse } from '../../src/passes/fuse.ts'
import { parallelise } from '../../src/passes/parallelise.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { execute } from './execute.ts'
import { generate, type Random, randomSource } from './generate.ts'

const COUNT = 1000
const ELEMENTS = 40

function transform(original: Region): Region {
  const region = cloneRegion(original)
  const context = { options: {}, diagnostics: [] }
  simplify(region, context)
  for (const [name, pass] of Object.entries({ parallelise, collapse, fuse, simplify })) {
    pass(region, context)
    verifyRegion(region, name)
  }
  return region
}

interface View { start: number; length: number }

/** Views of one buffer: apart, identical or overlapping. */
function views(random: Random, count: number): View[] {
  const found: View[] = []
  for (let index = 0; index < count; index++) {
    const kind = random()
    if (kind < 0.5 || index === 0) found.push({ start: index * ELEMENTS, length: ELEMENTS })
    else if (kind < 0.8) found.push({ ...found[index - 1] })
    else found.push({ start: Math.floor(random() * 2 * ELEMENTS), length: ELEMENTS })
  }
  return found
}

function allowed(region: Region, bound: Map<string, View>): boolean {
  return region.aliases.every(({ first, second, same }) => {
    const [one, other] = [bound.get(first.name)!, bound.get(second.name)!]
    const apart = one.start + one.length <= other.start || other.start + other.length <= one.start
    return apart || (same && one.start === other.start && one.length === other.length)
  })
}

function memory(bound: Map<string, View>): { all: Float64Array; arrays: Map<string, Float64Array> } {
  const all = Float64Array.from({ length: 4 * ELEMENTS }, (_, index) => index % 7 === 3 ? -0 : index % 23 === 5 ? NaN : (index * 37) % 19 - 6)
  return { all, arrays: new Map([...bound].map(([name, { start, length }]) => [name, all.subarray(start, start + length)])) }
}

describe('random loop nests', () => {
  const statistics = { parfors: 0, dimensions: 0, reductions: 0, compared: 0, refused: 0 }

  test.each(Array.from({ length: 10 }, (_, part) => part))('part %d', (part) => {
    for (let number = 0; number < COUNT / 10; number++) {
      const seed = part * 100_000 + number
      const random = randomSource(seed)
      const original = generate(random)
      verifyRegion(original, 'generate')
      const region = transform(original)
      forEachRegionOperation(region, (operation) => {
        if (operation.kind !== 'parfor') return
        statistics.parfors++
        if (operation.dimensions.length > 1) statistics.dimensions++
        if (operation.carried.length > 0) statistics.reductions++
      })
      for (const scalars of [[3, 4, 2], [5, 5, 1], [4, 3, 7], [2, 9, 0], [6, 1, -2]]) {
        const bound = new Map(views(random, 3).map((view, index) => [original.arrays[index].name, view]))
        const expected = memory(bound)
        const { outputs } = execute(original, expected.arrays, scalars)
        if (!allowed(region, bound)) continue
        const actual = memory(bound)
        const result = execute(region, actual.arrays, scalars, random)
        if (result.failedGuard !== undefined) { statistics.refused++; continue }
        statistics.compared++
        const isSame = result.outputs.every((value, index) => Object.is(value, outputs[index])) && actual.all.every((value, index) => Object.is(value, expected.all[index]))
        if (!isSame) expect.fail(`seed ${seed}, scalars ${scalars}, ${JSON.stringify([...bound])}: ${result.outputs} instead of ${outputs}\n${printRegion(original)}\n${printRegion(region)}`)
      }
    }
  })

  test('most of them are worth the trouble', () => {
    expect(statistics.parfors).toBeGreaterThan(COUNT / 2)
    expect(statistics.reductions).toBeGreaterThan(COUNT / 20)
    expect(statistics.dimensions).toBeGreaterThan(COUNT / 50)
    expect(statistics.compared).toBeGreaterThan(2 * COUNT)
    expect(statistics.refused).toBeLessThan(statistics.compared / 3)
  })
})
