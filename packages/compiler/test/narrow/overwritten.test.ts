import { describe, expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import type { ArrayParameter } from '../../src/ir/types.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { overwritten } from '../../src/passes/overwritten.ts'

/** Of `out`, for a loop over `%n` with this body. */
function found(trips: string, body: string, declaration = 'array out: f64 written'): Pick<ArrayParameter, 'overwritten' | 'coveredBy'> {
  const region = parseRegion(`region r {
    array x: f64 read ${declaration} scalar n = %s: f64
    prologue { ${trips} %zero: f64 = const 0 }
    body { parfor #0 [#0 %i: i32 < %n] { %a: f64 = load x[%i] guarded ${body} } } }`)
  verifyRegion(region, 'parse')
  overwritten(region)
  verifyRegion(region, 'overwritten')
  expect(printRegion(parseRegion(printRegion(region)))).toBe(printRegion(region))
  const { overwritten: always, coveredBy } = region.arrays.find(({ name }) => name === 'out')!
  return { ...(always && { overwritten: always }), ...(coveredBy !== undefined && { coveredBy }) }
}

const store = 'store out[%i] = %a guarded'
const ofX = '%n: i32 = length x'

describe('every element is stored', () => {
  test('over its own length', () => expect(found('%n: i32 = length out', store)).toEqual({ overwritten: true }))
  test('over the length of another array', () => expect(found(ofX, store)).toEqual({ coveredBy: 'x' }))
  test('up to a scalar', () => {
    const trips = `%1: i32 = convert wrap %s %2: i32 = const 1073741824 %3: i32 = min %1, %2 %4: i32 = const -1073741824 %5: i32 = max %3, %4
      %6: i32 = const 0 %n: i32 = max %5, %6`
    expect(found(trips, store)).toEqual({ coveredBy: 'n' })
  })
  test('beside other stores', () => {
    expect(found(ofX, `%c: bool = gt %a, %zero if %c { store out[%i] = %zero guarded } ${store}`)).toEqual({ coveredBy: 'x' })
  })
})

describe('some element may not be stored', () => {
  test.each([
    ['under a condition', ofX, `%c: bool = gt %a, %zero if %c { ${store} }`],
    ['one further', '%0: i32 = length x %one: i32 = const 1 %n: i32 = sub %0, %one', '%j: i32 = add %i, %one store out[%j] = %a guarded'],
    ['one less', '%0: i32 = length x %one: i32 = const 1 %n: i32 = sub %0, %one', store],
    ['every other', '%0: i32 = length x %one: i32 = const 1 %n: i32 = shr %0, %one', store],
    ['up to a limit', '%0: i32 = length x %most: i32 = const 100 %n: i32 = min %0, %most', store],
    ['at most as many as both', '%0: i32 = length x %1: i32 = length out %n: i32 = min %0, %1', store],
    ['where the subscript is in range', ofX, 'store out[%i] = %a checked'],
  ])('%s', (_, trips, body) => expect(found(trips, body)).toEqual({}))

  test('it is read', () => {
    expect(found(ofX, `%b: f64 = load out[%i] guarded %c: f64 = add %a, %b store out[%i] = %c guarded`, 'array out: f64 read written')).toEqual({})
  })

  test('the loop itself is under a condition', () => {
    const region = parseRegion(`region r { array x: f64 read array out: f64 written scalar c = %c: bool
      prologue { %n: i32 = length out %zero: f64 = const 0 }
      body { if %c { parfor #0 [#0 %i: i32 < %n] { store out[%i] = %zero guarded } } } }`)
    overwritten(region)
    expect(region.arrays[1]).toEqual({ name: 'out', element: 'f64', read: false, written: true })
  })

  test('a loop of several dimensions', () => {
    const region = parseRegion(`region r { array out: f64 written
      prologue { %n: i32 = length out %m: i32 = const 3 %zero: f64 = const 0 }
      body { parfor #0 [#0 %i: i32 < %n, #1 %j: i32 < %m] { store out[%i] = %zero guarded } } }`)
    overwritten(region)
    expect(region.arrays[0].overwritten).toBeUndefined()
  })

  test('nobody could tell whose length it is', () => {
    const region = parseRegion(`region r { array n: f64 read array out: f64 written scalar n = %s: f64
      prologue { %n: i32 = length n %zero: f64 = const 0 }
      body { parfor #0 [#0 %i: i32 < %n] { store out[%i] = %zero guarded } } }`)
    overwritten(region)
    expect(region.arrays[1].coveredBy).toBeUndefined()
  })
})

test('covered by something that is not there', () => {
  expect(() => verifyRegion(parseRegion('region r { array out: f64 written covered y body { } }'), 'parse')).toThrow('out is covered by y, which is not there')
})
