import { describe, expect, test } from 'vitest'
import { expectSimplified, simplified, withEffects, withOutput } from './helpers.ts'

describe('branches', () => {
  test('cheap and pure: a select', () => {
    expectSimplified(
      withOutput('f64', '%1: f64 = if %c { %2: f64 = mul %a, %b yield %2 } else { yield %a } yield %1'),
      withOutput('f64', '%2: f64 = mul %a, %b %1: f64 = select %c, %2, %a yield %1'))
  })

  test('nested ones, from the inside', () => {
    expectSimplified(
      withOutput('f64', '%1: f64 = if %c { %2: f64 = if %d { yield %a } else { yield %b } yield %2 } else { yield %a } yield %1'),
      withOutput('f64', '%2: f64 = select %d, %a, %b %1: f64 = select %c, %2, %a yield %1'))
  })

  const staying: [string, string][] = [
    ['a call', '%1: f64 = if %c { %2: f64 = call sin(%a) yield %2 } else { yield %a } yield %1'],
    ['a load', '%1: f64 = if %c { %2: f64 = load x[%i] guarded yield %2 } else { yield %a } yield %1'],
    ['a remainder of doubles', '%1: f64 = if %c { %2: f64 = rem %a, %b yield %2 } else { yield %a } yield %1'],
    ['a division of integers', '%1: i32 = if %c { %2: i32 = div %i, %j yield %2 } else { yield %i } %3: f64 = convert value %1 yield %3'],
    ['a store', '%1: f64 = if %c { store x[%i] = %a checked yield %b } else { yield %a } yield %1'],
    ['much', `%1: f64 = if %c { %2: f64 = div %a, %b %3: f64 = sqrt %2 %4: f64 = mul %3, %2 yield %4 } else { yield %a } yield %1`],
  ]
  test.each(staying)('%s in a branch keeps it', (_, body) => expectSimplified(withOutput('f64', body), withOutput('f64', body)))

  test('a known condition', () => {
    expectSimplified(
      withOutput('f64', '%1: bool = const true %2: f64 = if %1 { store x[%i] = %a checked yield %a } else { store y[%i] = %a checked yield %b } yield %2'),
      withOutput('f64', 'store x[%i] = %a checked yield %a'))
  })

  test('results that both branches agree on, results that are equal, results that nobody uses', () => {
    expectSimplified(
      withOutput('f64', `%1: f64, %2: f64, %3: f64, %4: f64 = if %c { store x[%i] = %a checked yield %a, %a, %b, %b } else { yield %a, %b, %b, %a }
        %5: f64 = add %1, %2 %6: f64 = add %5, %3 yield %6`),
      withOutput('f64', '%2: f64 = if %c { store x[%i] = %a checked yield %a } else { yield %b } %5: f64 = add %a, %2 %6: f64 = add %5, %b yield %6'))
  })

  test('empty ones go, with what only they needed', () => {
    expectSimplified(withEffects('%1: f64 = sqrt %a %2: bool = lt %1, %b if %2 { %3: f64 = neg %a } else { }'), withEffects(''))
  })

  test('a negated condition exchanges the branches', () => {
    expectSimplified(
      withEffects('%1: bool = not %c if %1 { store x[%i] = %a checked } else { store y[%i] = %a checked }'),
      withEffects('if %c { store y[%i] = %a checked } else { store x[%i] = %a checked }'))
  })
})

describe('carried values', () => {
  test('unchanged, and set to the initial value each time', () => {
    expectSimplified(
      withOutput('f64', `%1: f64, %2: f64, %3: f64 = loop #0 %t: i32 < %i carry (%p: f64 = %a, %q: f64 = %b, %s: f64 = %a) {
        %4: f64 = mul %p, %q %5: f64 = add %s, %4 yield %p, %b, %5 } %6: f64 = add %1, %2 %7: f64 = add %6, %3 yield %7`),
      withOutput('f64', `%4: f64 = mul %a, %b %3: f64 = loop #0 %t: i32 < %i carry (%s: f64 = %a) { %5: f64 = add %s, %4 yield %5 }
        %6: f64 = add %a, %b %7: f64 = add %6, %3 yield %7`))
  })

  test('unused, also when they need each other', () => {
    expectSimplified(
      withEffects(`%1: f64, %2: f64 = loop #0 %t: i32 < %i carry (%p: f64 = %a, %q: f64 = %b) {
        %3: f64 = add %p, %q %4: f64 = mul %p, %q store x[%t] = %a checked yield %3, %4 }`),
      withEffects('loop #0 %t: i32 < %i { store x[%t] = %a checked }'))
  })

  test('used only inside', () => {
    const text = withEffects('%1: f64 = loop #0 %t: i32 < %i carry (%p: f64 = %a) { store x[%t] = %p checked %3: f64 = add %p, %b yield %3 }')
    expectSimplified(text, text)
  })

  test('what a while tests is used', () => {
    const text = withOutput('f64', `%1: f64, %2: f64 = while #0 carry (%p: f64 = %a, %q: f64 = %b) { %3: bool = lt %p, %q yield %3 } do { %4: f64 = add %p, %b %5: f64 = mul %q, %b yield %4, %5 } yield %2`)
    expectSimplified(text, text)
  })

  test('of a parfor: winners stay with those that need them, and are numbered anew', () => {
    expectSimplified(
      withOutput('f64', `%0: i32 = const -1 %z: f64 = const -0
        %1: f64, %2: f64, %3: i32, %4: f64, %5: i32 = parfor #0 [#0 %t: i32 < %i] carry (%s: f64 = %z sum, %m: f64 = %a least first winner 2, %w: i32 = %0 winner, %v: f64 = %b companion 1, %q: i32 = %j companion 1) {
          %6: f64 = load x[%t] guarded %7: f64 = add %s, %6 %8: bool = lt %6, %m %9: f64 = select %8, %6, %m %10: i32 = select %8, %t, %w
          %11: f64 = load y[%t] guarded %12: f64 = select %8, %11, %v %13: i32 = select %8, %t, %q yield %7, %9, %10, %12, %13 } yield %4`),
      withOutput('f64', `%0: i32 = const -1
        %2: f64, %3: i32, %4: f64 = parfor #0 [#0 %t: i32 < %i] carry (%m: f64 = %a least first winner 1, %w: i32 = %0 winner, %v: f64 = %b companion 0) {
          %6: f64 = load x[%t] guarded %8: bool = lt %6, %m %9: f64 = select %8, %6, %m %10: i32 = select %8, %t, %w
          %11: f64 = load y[%t] guarded %12: f64 = select %8, %11, %v yield %9, %10, %12 } yield %4`))
  })

  test('of a parfor: never assigned is the initial value, but inside it is the identity', () => {
    expectSimplified(
      withOutput('f64', '%1: f64 = parfor #0 [#0 %t: i32 < %i] carry (%s: f64 = %a sum) { store x[%t] = %a guarded yield %s } yield %1'),
      withOutput('f64', 'parfor #0 [#0 %t: i32 < %i] { store x[%t] = %a guarded } yield %a'))
  })
})

describe('dead code', () => {
  test('pure loops go, loops with stores, builders or collectives stay', () => {
    expectSimplified(
      withEffects(`%1: f64 = loop #0 %t: i32 < %i carry (%s: f64 = %a) { %2: f64 = load x[%t] checked %3: f64 = add %s, %2 yield %3 }
        parfor #1 [#1 %p: i32 < %i] { histogram n[%p] add %i checked } single { } %4: f64 = allreduce sum %a`),
      withEffects('parfor #1 [#1 %p: i32 < %i] { histogram n[%p] add %i checked } %4: f64 = allreduce sum %a'))
  })

  test('an unused strict read of numbers goes, one of BigInts stays: undefined in their arithmetic throws', () => {
    expectSimplified(withEffects('%1: f64 = load x[%i] strict %2: i64 = load big[%i] strict %3: i64 = add %2, %g'), withEffects('%2: i64 = load big[%i] strict'))
  })

  test('guards that hold or repeat go; the prologue keeps what the rest needs', () => {
    const region = simplified(`region r { array x: f64 read scalar a = %a: f64 prologue {
      %1: i32 = length x %2: i32 = length x %3: bool = eq %1, %2 %4: bool = ge %a, %a %5: bool = ge %a, %a %6: f64 = sqrt %a }
      guard %3 "same" guard %4 "number" guard %5 "number again" body { } }`)
    expect(region.guards.map((guard) => guard.reason)).toEqual(['number'])
    expect(region.prologue.operations).toHaveLength(1)
  })

  test('a guard that never holds stays', () => {
    const region = simplified('region r { prologue { %1: bool = const false } guard %1 "never" body { } }')
    expect(region.guards).toHaveLength(1)
  })
})

test('the time is linear: a quadratic pass would not finish this', () => {
  const count = 40_000
  const chain = Array.from({ length: count }, (_, k) => `%${k + 1}: f64 = ${['add', 'mul', 'sub'][k % 3]} %${k}, %${k >> 1}`).join('\n')
  const region = simplified(
    `region r { array x: f64 written scalar a = %0: f64 scalar n = %n: i32 body { parfor #0 [#0 %t: i32 < %n] { ${chain} store x[%t] = %${count} checked } } }`)
  expect(region.body.operations).toHaveLength(count + 1)
}, 20_000)
