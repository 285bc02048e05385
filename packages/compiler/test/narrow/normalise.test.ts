import { describe, expect, test } from 'vitest'
import { cloneRegion } from '../../src/ir/clone.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { emitJavaScript } from '../../src/js/emit.ts'
import { normalise } from '../../src/passes/normalise.ts'
import { Random } from '../simplify/generate.ts'
import { after, newContext, operationsOf } from './helpers.ts'

const region = (body: string, outputs = ''): string => `region r {
  array x: f64 read written array rows: i32 read array counts: u8 read
  scalar n = %n: f64 scalar m = %m: f64 ${outputs}
  body { ${body} } }`

function kinds(text: string): string[] {
  const normal = after(text, ['normalise', 'simplify'])
  return [...operationsOf(normal, 'loop'), ...operationsOf(normal, 'while')].map((one) => one.kind)
}

const storing = `store x[%i] = %i checked`

describe('what becomes a loop', () => {
  test('up to a length: no guard, and the length is the number of trips', () => {
    const normal = after(region(`%length: i32 = length x %top: f64 = convert value %length %zero: f64 = const 0
      %end: f64 = for #0 %i: f64 = %zero while lt %top step 1 { ${storing} }`), ['normalise', 'simplify'])
    expect(normal.guards).toEqual([])
    const [loop] = operationsOf(normal, 'loop')
    expect(normal.prologue.operations.find((one) => one.kind === 'length')).toMatchObject({ result: loop.trips })
  })

  test('up to a live-in: guarded to be an integer', () => {
    const normal = after(region(`%zero: f64 = const 0 %end: f64 = for #0 %i: f64 = %zero while lt %n step 1 { ${storing} }`), ['normalise'])
    expect(normal.guards.map((guard) => guard.reason)).toEqual(['n is an integer up to 2^30'])
    expect(operationsOf(normal, 'loop')).toHaveLength(1)
  })

  test('up to half a live-in', () => {
    const normal = after(region(`%zero: f64 = const 0 %two: f64 = const 2 %half: f64 = div %n, %two
      %end: f64 = for #0 %i: f64 = %zero while lt %half step 1 { ${storing} }`), ['normalise'])
    expect(normal.guards.map((guard) => guard.reason)).toEqual(["the bound of 'i' is below 2^31"])
    expect(operationsOf(normal, 'loop')).toHaveLength(1)
  })

  test('triangles and tiles, whose bounds are counters', () => {
    const triangle = region(`%zero: f64 = const 0 %one: f64 = const 1
      %e: f64 = for #0 %i: f64 = %zero while lt %n step 1 {
        %from: f64 = add %i, %one
        %f: f64 = for #1 %j: f64 = %from while lt %n step 1 { store x[%j] = %i checked }
        %g: f64 = for #2 %k: f64 = %zero while lt %i step 1 { store x[%k] = %i checked }
        %h: f64 = for #3 %l: f64 = %i while ge %zero step -1 { store x[%l] = %i checked }
      }`)
    expect(kinds(triangle)).toEqual(['loop', 'loop', 'loop', 'loop'])
    const tiles = region(`%zero: f64 = const 0 %b: f64 = const 64
      %e: f64 = for #0 %i: f64 = %zero while lt %n step 64 {
        %past: f64 = add %i, %b
        %end: f64 = min %past, %n
        %f: f64 = for #1 %j: f64 = %i while lt %end step 1 { store x[%j] = %i checked }
      }`)
    expect(kinds(tiles)).toEqual(['loop', 'loop'])
  })

  test('a bound that may be NaN means no trip', () => {
    expect(kinds(region(`%zero: f64 = const 0 %count: f64 = load counts[%n] checked
      %e: f64 = for #0 %i: f64 = %zero while lt %count step 1 { ${storing} }`))).toEqual(['loop'])
  })
})

describe('what stays a while', () => {
  test.each([
    ['a fractional step', `%zero: f64 = const 0 %e: f64 = for #0 %i: f64 = %zero while lt %n step 0.1 { ${storing} }`],
    ['the wrong direction', `%zero: f64 = const 0 %e: f64 = for #0 %i: f64 = %zero while gt %n step 1 { ${storing} }`],
    ['bounds from memory, which may be too far apart', `%from: f64 = load rows[%n] checked %to: f64 = load rows[%m] checked
      %e: f64 = for #0 %i: f64 = %from while lt %to step 1 { ${storing} }`],
    ['any number from memory', `%zero: f64 = const 0 %to: f64 = load x[%n] checked %e: f64 = for #0 %i: f64 = %zero while lt %to step 1 { ${storing} }`],
    ['!= with a step that may jump over the bound', `%zero: f64 = const 0 %e: f64 = for #0 %i: f64 = %zero while ne %n step 2 { ${storing} }`],
    ['a first counter that may be -0', `%zero: f64 = const 0 %e: f64 = for #0 %j: f64 = %zero while lt %n step 1 {
      %minus: f64 = neg %j %f: f64 = for #1 %i: f64 = %minus while lt %n step 1 { ${storing} } }`],
  ])('%s', (_, body) => { expect(kinds(region(body))).toContain('while') })
})

test('nothing is hoisted out of what it depends on', () => {
  const normal = after(region(`%zero: f64 = const 0 %to: f64 = load rows[%zero] checked %one: f64 = const 1 %end: f64 = add %to, %one
    %e: f64 = for #0 %i: f64 = %zero while lt %end step 1 { ${storing} }`), ['normalise'])
  verifyRegion(normal, 'normalise', ['for'])
  expect(normal.prologue.operations.some((one) => one.kind === 'load')).toBe(false)
})

/** Runs the region as JavaScript before and after; undefined if a guard fails. */
function run(text: string, lowered: boolean, values: number[]): unknown[] | undefined {
  const parsed = cloneRegion(parseRegion(text))
  if (lowered) normalise(parsed, newContext())
  const kernel = new Function(`return ${emitJavaScript(parsed)}`)() as (...values: unknown[]) => boolean
  const [x, out] = [new Float64Array(40).fill(-7), [] as number[]]
  return kernel(x, ...values, out) ? [...x, '|', ...out] : undefined
}

describe('the same trips, counters and exits', () => {
  const specials = [0, -0, 1, -1, 2.5, -2.5, 7.999, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 31), 2 ** 31 - 1, 2 ** 53]

  test.each(['lt', 'le', 'gt', 'ge', 'ne'] as const)('%s', (relation) => {
    const random = new Random(42)
    let ran = 0
    for (let round = 0; round < 1500; round++) {
      const bound = (): number => random.chance(0.6) ? random.below(41) - 20 : random.pick(specials)
      const value: Record<string, number> = { '%n': bound(), '%m': bound(), '%zero': 0 }
      value['%half'] = value['%n'] / 2
      const step = random.pick([1, -1, 2, -3, 5])
      const [lower, upper] = [random.pick(Object.keys(value)), random.pick(Object.keys(value))]
      const text = `region r { array x: f64 read written scalar n = %n: f64 scalar m = %m: f64 output s: f64 output e: f64 output v: f64
        body {
          %zero: f64 = const 0 %two: f64 = const 2 %half: f64 = div %n, %two %base: f64 = const 20 %one: f64 = const 1
          %s: f64, %e: f64 = for #0 %i: f64 = ${lower} while ${relation} ${upper} step ${step} carry (%sum: f64 = %zero) {
            %at: f64 = add %i, %base
            %inverse: f64 = div %one, %i
            store x[%at] = %inverse checked
            %next: f64 = add %sum, %i
            yield %next
          }
          %v: f64 = div %one, %e
          yield %s, %e, %v
        } }`
      // What would run for ever, or nearly so, is not run at all.
      const trips = (value[upper] - value[lower]) / step
      const isTowards = relation === 'ne' ? trips >= 0 && Number.isInteger(trips) : step > 0 === (relation === 'lt' || relation === 'le')
      const isNaN = Number.isNaN(value[lower]) || Number.isNaN(value[upper])
      const runs = isNaN ? relation !== 'ne' : isTowards && Math.abs(trips) < 1e4 && Math.abs(value[lower]) < 2 ** 53
      if (!runs) continue
      const actual = run(text, true, [value['%n'], value['%m']])
      if (!actual) continue
      ran++
      expect(actual, `${JSON.stringify(value)}\n${text}`).toEqual(run(text, false, [value['%n'], value['%m']]))
    }
    expect(ran).toBeGreaterThan(100)
  })
})
