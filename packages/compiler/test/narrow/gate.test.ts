import { describe, expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { gate, isExact, sizeTest } from '../../src/passes/gate.ts'
import { specialise } from '../../src/passes/specialise.ts'
import { newContext } from './helpers.ts'

function sizeOf(prologue: string, body: string): ReturnType<typeof sizeTest> {
  const region = parseRegion(`region r { array x: f64 read written array y: f64 read written scalar n = %n: f64 scalar c = %c: bool
    prologue { %lx: i32 = length x %ly: i32 = length y ${prologue} } body { %zero: f64 = const 0 ${body} } }`)
  gate(region, newContext())
  verifyRegion(region, 'gate')
  return sizeTest(region)
}

const value = (found: ReturnType<typeof sizeTest>, lengths: number[], scalars: number[] = []): unknown => {
  const text = found!.expression.replace(/\$(\d+)\.length/g, (_, k: string) => String(lengths[Number(k)])).replace(/%(\d+)/g, (_, k: string) => String(scalars[Number(k)]))
  return new Function(`return ${text}`)()
}

describe('the size test', () => {
  test('is the trips times the cost of one', () => {
    const found = sizeOf('', 'parfor #0 [#0 %i: i32 < %lx] { %v: f64 = load x[%i] guarded %w: f64 = sqrt %v store x[%i] = %w guarded }')
    expect(found).toMatchObject({ arrays: ['x'], scalars: [] })
    expect(value(found, [1000])).toBe(6000)
  })

  test('adds loops, multiplies dimensions and loops around, and counts nothing outside of parallel loops', () => {
    const found = sizeOf('%trips: i32 = convert wrap %n', `
      loop #0 %t: i32 < %trips {
        %outside: f64 = sqrt %zero
        parfor #1 [#1 %i: i32 < %lx, #2 %j: i32 < %ly] { store x[%i] = %zero guarded }
      }`)
    expect(value(found, [10, 20], [5])).toBe(1000)
    expect([...found!.arrays].sort()).toEqual(['x', 'y'])
    expect(found!.scalars).toEqual(['n'])
  })

  test('takes the trip in the middle of a triangle, and a guess where nothing is known', () => {
    const triangle = sizeOf('', 'parfor #0 [#0 %i: i32 < %lx] { loop #1 %j: i32 < %i { store x[%j] = %zero guarded } }')
    expect(value(triangle, [100])).toBeCloseTo(5000, -3)
    const unknown = sizeOf('', 'parfor #0 [#0 %i: i32 < %lx] { %v: f64 = load x[%i] guarded %k: i32 = convert wrap %v loop #1 %j: i32 < %k { store x[%j] = %zero guarded } }')
    expect(value(unknown, [100])).toBe(1700)
  })

  test('transcendental functions and whiles count for more', () => {
    const plain = value(sizeOf('', 'parfor #0 [#0 %i: i32 < %lx] { store x[%i] = %zero guarded }'), [100]) as number
    const sine = value(sizeOf('', 'parfor #0 [#0 %i: i32 < %lx] { %v: f64 = load x[%i] guarded %s: f64 = call sin(%v) store x[%i] = %s guarded }'), [100]) as number
    expect(sine).toBeGreaterThan(20 * plain)
  })

  test('a clamp of normalise is left out', () => {
    const found = sizeOf('%w: i32 = convert wrap %n %top: i32 = const 1073741824 %low: i32 = min %w, %top %bottom: i32 = const -1073741824 %trips: i32 = max %low, %bottom', `
      parfor #0 [#0 %i: i32 < %trips] { store x[%i] = %zero guarded }`)
    expect(found!.expression).toBe('%0')
  })

  test('does without what takes statements', () => {
    expect(sizeOf('%a: i32 = const 5 %trips: i32 = select %c, %a, %lx', 'parfor #0 [#0 %i: i32 < %trips] { store x[%i] = %zero guarded }')).toBeUndefined()
  })
})

const exact = (body: string, output = ''): boolean => {
  const region = parseRegion(`region r { array x: f64 read written ${output} body { %length: i32 = length x %zero: f64 = const 0 ${body} } }`)
  return isExact(region, region)
}

const map = (operation: string): string => `parfor #0 [#0 %i: i32 < %length] { %v: f64 = load x[%i] guarded %w: f64 = ${operation} store x[%i] = %w guarded }`

const reduce = (combine: string, operation: string): string => `%s: f64 = parfor #0 [#0 %i: i32 < %length] carry (%t: f64 = %zero ${combine}) {
  %v: f64 = load x[%i] guarded %w: f64 = ${operation} %t, %v yield %w } yield %s`

describe('isExact', () => {

  test('element-wise arithmetic is, transcendental functions are not', () => {
    expect(exact(map('sqrt %v'))).toBe(true)
    expect(exact(map('call round(%v)'))).toBe(true)
    expect(exact(map('call fround(%v)'))).toBe(true)
    expect(exact(map('call exp(%v)'))).toBe(false)
    expect(exact(map('call cbrt(%v)'))).toBe(false)
  })

  test('sums of floats are not, maxima are', () => {
    expect(exact(reduce('sum', 'add'), 'output s: f64')).toBe(false)
    expect(exact(reduce('max', 'max'), 'output s: f64')).toBe(true)
  })
})

test('specialise takes the types that the options say, and only where none is known', () => {
  const region = parseRegion('region r { array x: num read array y: f32 read array z: num read body { } }')
  specialise(region, { options: { elements: { x: 'u8', y: 'f64' } }, diagnostics: [] })
  expect(region.arrays.map((array) => array.element)).toEqual(['u8', 'f32', 'num'])
})
