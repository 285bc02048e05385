import { describe, test } from 'vitest'
import { expectSimplified, withEffects, withOutput } from './helpers.ts'

const disjoint = 'alias x y alias x n alias y n alias x big alias y big alias n big alias x small alias y small'

describe('common subexpressions', () => {
  test('found through commuted operands, in enclosing blocks, and in the prologue', () => {
    expectSimplified(
      `region r { array y: f64 written scalar a = %a: f64 scalar b = %b: f64 scalar c = %c: bool
        prologue { %1: i32 = length y %2: f64 = add %a, %b } work %2
        body { %3: i32 = length y %4: f64 = add %b, %a if %c { %5: f64 = add %a, %b store y[%3] = %5 checked store y[%1] = %4 checked } } }`,
      `region r { array y: f64 written scalar a = %a: f64 scalar b = %b: f64 scalar c = %c: bool
        prologue { %1: i32 = length y %2: f64 = add %a, %b } work %2
        body { if %c { store y[%1] = %2 checked store y[%1] = %2 checked } } }`)
  })

  test('not from one branch into the other, nor out of a branch', () => {
    const text = withEffects('if %c { %1: f64 = div %a, %b store x[%i] = %1 checked } else { %2: f64 = div %a, %b store y[%i] = %2 checked } %3: f64 = div %a, %b store x[%j] = %3 checked')
    expectSimplified(text, text)
  })

  test('subtraction and comparison do not commute', () => {
    const text = withEffects('%1: f64 = sub %a, %b %2: f64 = sub %b, %a store x[%1] = %2 checked')
    expectSimplified(text, text)
  })
})

const pair = (between: string): string => `%1: f64 = load x[%i] checked ${between} %2: f64 = load x[%i] checked %3: f64 = mul %1, %2 yield %3`

describe('loads', () => {
  test('one load for two without a store between', () => {
    expectSimplified(
      withOutput('f64', '%1: f64 = load x[%i] checked %2: f64 = load x[%i] checked %3: f64 = mul %1, %2 yield %3'),
      withOutput('f64', '%1: f64 = load x[%i] checked %3: f64 = mul %1, %1 yield %3'))
  })

  const separate: [string, string, string][] = [
    ['a store to the array', 'store x[%j] = %a checked', disjoint],
    ['a store to an array that may be the same view', 'store y[%j] = %a checked', disjoint.replace('alias x y', 'alias x y same')],
    ['a store to any array, before the rules are made', 'store y[%j] = %a checked', ''],
    ['a store in a branch', 'if %c { store x[%j] = %a checked }', disjoint],
    ['a store in a loop', 'loop #0 %k: i32 < %j { store x[%k] = %a checked }', disjoint],
    ['a barrier', 'barrier', disjoint],
    ['a histogram', 'parfor #0 [#0 %k: i32 < %j] { histogram x[%k] max %a checked }', disjoint],
  ]
  test.each(separate)('two loads around %s', (_, between, rules) => {
    const text = withOutput('f64', pair(between), rules)
    expectSimplified(text, text)
  })

  test('a store to another array does not matter once the rules say so', () => {
    expectSimplified(
      withOutput('f64', pair('store y[%j] = %a checked'), disjoint),
      withOutput('f64', '%1: f64 = load x[%i] checked store y[%j] = %a checked %3: f64 = mul %1, %1 yield %3', disjoint))
  })

  test('a load in a loop is not the one before it when the loop stores', () => {
    const text = withOutput('f64',
      `%1: f64 = load x[%i] checked
       %2: f64 = loop #0 %k: i32 < %j carry (%s: f64 = %1) { %3: f64 = load x[%i] checked %4: f64 = add %s, %3 store x[%k] = %4 checked yield %4 } yield %2`, disjoint)
    expectSimplified(text, text)
  })

  test('different bounds are different loads', () => {
    const text = withOutput('f64', '%1: f64 = load x[%i] checked %2: f64 = load x[%i] strict %3: f64 = mul %1, %2 yield %3')
    expectSimplified(text, text)
  })

  test('what was just stored is what is read', () => {
    expectSimplified(
      withOutput('f64', 'store x[%i] = %a guarded %1: f64 = load x[%i] guarded yield %1'),
      withOutput('f64', 'store x[%i] = %a guarded yield %a'))
  })

  test('unless the store rounds, or may be out of range', () => {
    const rounds = withOutput('f64', 'store n[%i] = %a guarded %1: f64 = load n[%i] guarded yield %1')
    expectSimplified(rounds.replace('n: i32', 'n: i16'), rounds.replace('n: i32', 'n: i16'))
    expectSimplified(rounds, rounds)
    const narrow = withOutput('i32', 'store n[%i] = %j guarded %1: i32 = load n[%i] guarded yield %1').replace('n: i32', 'n: i16')
    expectSimplified(narrow, narrow)
    const checked = withOutput('f64', 'store x[%i] = %a checked %1: f64 = load x[%i] checked yield %1')
    expectSimplified(checked, checked)
  })
})

describe('invariant code', () => {
  test('leaves all loops in which it does not change, and branches on the way', () => {
    expectSimplified(
      withEffects(`for #0 %k: f64 = %a while lt %b step 1 { loop #1 %t: i32 < %i { if %c {
        %1: f64 = sqrt %a %2: f64 = mul %1, %k %3: f64 = call sin(%2) store x[%t] = %3 checked } } }`).replace('for #0', '%e: f64 = for #0'),
      withEffects(`%1: f64 = sqrt %a for #0 %k: f64 = %a while lt %b step 1 { %2: f64 = mul %1, %k %3: f64 = call sin(%2)
        loop #1 %t: i32 < %i { if %c { store x[%t] = %3 checked } } }`).replace('for #0', '%e: f64 = for #0'))
  })

  test('leaves a while, from its condition and its body', () => {
    expectSimplified(
      withOutput('f64', `%1: f64 = while #0 carry (%s: f64 = %a) { %2: f64 = sqrt %b %3: bool = lt %s, %2 yield %3 } do { %4: f64 = abs %b %5: f64 = add %s, %4 yield %5 } yield %1`),
      withOutput('f64', `%2: f64 = sqrt %b %4: f64 = abs %b
        %1: f64 = while #0 carry (%s: f64 = %a) { %3: bool = lt %s, %2 yield %3 } do { %5: f64 = add %s, %4 yield %5 } yield %1`))
  })

  test('stays in a branch that is in no loop', () => {
    const text = withEffects('if %c { %1: f64 = sqrt %a store x[%i] = %1 checked }')
    expectSimplified(text, text)
  })

  test('nothing that may trap is moved: integer division, conversion to BigInt', () => {
    const text = withEffects('loop #0 %t: i32 < %i { %1: i32 = div %i, %j store n[%t] = %1 checked %2: i64 = convert exact %a store big[%t] = %2 checked }')
    expectSimplified(text, text)
  })

  test('a guarded load goes behind a test of the trips', () => {
    expectSimplified(
      withEffects('parfor #0 [#0 %t: i32 < %i] { %1: f64 = load x[%j] guarded store y[%t] = %1 guarded }', disjoint),
      withEffects(`%1: i32 = const 0 %2: bool = gt %i, %1 %3: f64 = const 0
        %4: f64 = if %2 { %5: f64 = load x[%j] guarded yield %5 } else { yield %3 }
        parfor #0 [#0 %t: i32 < %i] { store y[%t] = %4 guarded }`, disjoint))
  })

  test('without the test when there are trips for sure', () => {
    expectSimplified(
      withEffects('%n: i32 = const 8 loop #0 %t: i32 < %n { %1: f64 = load x[%j] guarded store y[%t] = %1 guarded }', disjoint),
      withEffects('%n: i32 = const 8 %1: f64 = load x[%j] guarded loop #0 %t: i32 < %n { store y[%t] = %1 guarded }', disjoint))
  })

  test('the tests of two loops', () => {
    expectSimplified(
      withEffects('loop #0 %s: i32 < %i { loop #1 %t: i32 < %j { %1: f64 = load x[%i] guarded store y[%t] = %1 guarded } }', disjoint),
      withEffects(`%1: i32 = const 0 %2: bool = gt %j, %1 %3: bool = gt %i, %1 %4: bool = and %2, %3 %5: f64 = const 0
        %6: f64 = if %4 { %7: f64 = load x[%i] guarded yield %7 } else { yield %5 }
        loop #0 %s: i32 < %i { loop #1 %t: i32 < %j { store y[%t] = %6 guarded } }`, disjoint))
  })

  const staying: [string, string, string][] = [
    ['checked', 'loop #0 %t: i32 < %i { %1: f64 = load x[%j] checked store y[%t] = %1 checked }', disjoint],
    ['the loop stores to it', 'loop #0 %t: i32 < %i { %1: f64 = load x[%j] guarded store x[%t] = %1 guarded }', disjoint],
    ['the loop may store to it', 'loop #0 %t: i32 < %i { %1: f64 = load x[%j] guarded store y[%t] = %1 guarded }', disjoint.replace('alias x y', 'alias x y same')],
    ['conditional', 'loop #0 %t: i32 < %i { %0: f64 = load small[%t] guarded %2: bool = lt %0, %a if %2 { %1: f64 = load x[%j] guarded store y[%t] = %1 guarded } }', disjoint],
    ['in a while', 'while #0 { yield %c } do { %1: f64 = load x[%j] guarded store y[%i] = %1 guarded }', disjoint],
  ]
  test.each(staying)('a load stays when %s', (_, body, rules) => expectSimplified(withEffects(body, rules), withEffects(body, rules)))
})
