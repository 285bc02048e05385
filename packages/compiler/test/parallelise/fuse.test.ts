/** What may stand between two loops that are fused, and what may not. */
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import type { Region } from '../../src/ir/types.ts'
import { forEachRegionOperation } from '../../src/ir/walk.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { collapse } from '../../src/passes/collapse.ts'
import { fuse } from '../../src/passes/fuse.ts'

const first = 'parfor #0 [#0 %i.10: i32 < %n.3 @2:0] { %11: f64 = load a[%i.10] guarded store b[%i.10] = %11 guarded }'

function region(between: string, second: string, outputs = ''): Region {
  return parseRegion(`region test {
    array a: f64 read written array b: f64 read written array c: f64 read written scalar n = %n.0: f64 ${outputs ? 'output s: f64' : ''}
    prologue { %n.3: i32 = convert wrap %n.0 %m.4: i32 = convert exact %n.0 }
    body { %zero.5: f64 = const 0 ${first} ${between} ${second} ${outputs} }
  }`)
}

function loops(input: Region, diagnostics: Diagnostic[] = []): number {
  fuse(input, { options: {}, diagnostics })
  verifyRegion(input, 'fuse')
  let count = 0
  forEachRegionOperation(input, ({ kind }) => { if (kind === 'parfor') count++ })
  return count
}

const readsSame = 'parfor #1 [#1 %j.20: i32 < %n.3] { %21: f64 = load b[%j.20] guarded store c[%j.20] = %21 guarded }'

describe('fusion', () => {
  test('same trips, same element', () => {
    const diagnostics: Diagnostic[] = [0, 1].map((id) => ({ code: 'PF100', severity: 'info', message: 'parallel', loop: { id } }))
    const input = region('', readsSame)
    expect(loops(input, diagnostics)).toBe(1)
    expect(diagnostics[1]).toMatchObject({ code: 'PF104', message: 'parallel, fused with the loop before it (line 2)' })
    expect(input.aliases.map(({ first: one, second, same }) => [one.name, second.name, same])).toEqual([['a', 'c', true], ['b', 'c', true]])
  })

  test.each([
    ['a neighbour', '', 'parfor #1 [#1 %j.20: i32 < %n.3] { %25: i32 = const 1 %26: i32 = add %j.20, %25 %21: f64 = load b[%26] guarded store c[%j.20] = %21 guarded }'],
    ['an element that a later trip of the first still reads', '', 'parfor #1 [#1 %j.20: i32 < %n.3] { %25: i32 = const 1 %26: i32 = add %j.20, %25 store a[%26] = %zero.5 guarded }'],
    ['one element for all', '', 'parfor #1 [#1 %j.20: i32 < %n.3] { %25: i32 = const 0 %21: f64 = load b[%25] guarded store c[%j.20] = %21 guarded }'],
    ['another subscript by data', '', 'parfor #1 [#1 %j.20: i32 < %n.3] { %25: f64 = load a[%j.20] guarded %21: f64 = load b[%25] checked store c[%j.20] = %21 guarded }'],
    ['a store in between', 'store c[%zero.5] = %zero.5 checked', readsSame],
    ['a loop with stores in between', 'loop #7 %k.30: i32 < %n.3 { store c[%k.30] = %zero.5 guarded }', readsSame],
    ['a read in between of what both write', '%30: f64 = load b[%zero.5] checked', 'parfor #1 [#1 %j.20: i32 < %n.3] { store b[%j.20] = %zero.5 guarded }'],
    ['a read in between that the second needs', '%30: f64 = load b[%zero.5] checked', 'parfor #1 [#1 %j.20: i32 < %n.3] { store c[%j.20] = %30 guarded }'],
    ['other dimensions', '', 'parfor #1 [#1 %j.20: i32 < %n.3, #2 %k.22: i32 < %n.3] { store c[%j.20] = %zero.5 guarded }'],
    ['other trips', '%31: i32 = const 7', 'parfor #1 [#1 %j.20: i32 < %31] { store c[%j.20] = %zero.5 guarded }'],
  ])('not: %s', (_, between, second) => {
    expect(loops(region(between, second))).toBe(2)
  })

  test('scalars in between move out of the way', () => {
    const input = region('%30: f64 = add %zero.5, %zero.5', readsSame.replace('store c[%j.20] = %21', '%31: f64 = add %21, %30 store c[%j.20] = %31'))
    expect(loops(input)).toBe(1)
  })

  test('a read of what the first writes moves behind both', () => {
    const input = region('%30: f64 = load b[%zero.5] checked', readsSame, 'yield %30')
    expect(loops(input)).toBe(1)
    expect(input.body.operations.map(({ kind }) => kind)).toEqual(['const', 'parfor', 'load'])
  })
})

const nest = (between: string, inner: string): Region => parseRegion(`region test {
  array a: f64 read written array b: f64 read written scalar n = %n.0: f64 ${between.includes('same') ? 'alias a b same' : ''}
  prologue { %n.3: i32 = convert wrap %n.0 }
  body { parfor #0 [#0 %i.10: i32 < %n.3] { %11: i32 = mul %i.10, %n.3 ${between.replace('same', '')} parfor #1 [#1 %j.20: i32 < ${inner}] { %21: i32 = add %11, %j.20 %22: f64 = load b[%21] guarded store a[%21] = %22 guarded } } }
}`)
const dimensions = (input: Region): number => {
  collapse(input, { options: {}, diagnostics: [] })
  verifyRegion(input, 'collapse')
  const [parfor] = input.body.operations
  return parfor.kind === 'parfor' ? parfor.dimensions.length : 0
}

describe('nests', () => {
  test('scalars and reads of other arrays sink', () => {
    expect(dimensions(nest('', '%n.3'))).toBe(2)
    expect(dimensions(nest('%12: f64 = load b[%i.10] guarded', '%n.3'))).toBe(2)
  })

  test('not: triangles, reads of what is written, of what may be the same, calls, stores', () => {
    expect(dimensions(nest('', '%i.10'))).toBe(1)
    expect(dimensions(nest('%12: f64 = load a[%11] guarded', '%n.3'))).toBe(1)
    expect(dimensions(nest('%12: f64 = load b[%11] guarded same', '%n.3'))).toBe(1)
    expect(dimensions(nest('%12: f64 = call exp(%n.0)', '%n.3'))).toBe(1)
    expect(dimensions(nest('store b[%i.10] = %n.0 guarded', '%n.3'))).toBe(1)
  })
})
