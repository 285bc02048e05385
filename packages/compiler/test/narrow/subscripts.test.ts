import { describe, expect, test } from 'vitest'
import type { Region } from '../../src/ir/types.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { emitJavaScript } from '../../src/js/emit.ts'
import { subscripts } from '../../src/passes/subscripts.ts'
import { Random } from '../simplify/generate.ts'
import { after, newContext, operationsOf } from './helpers.ts'

const region = (body: string, outputs = ''): string => `region r {
  array x: f64 read written array y: f64 read written array col: i32 read array bytes: u8 read array big: i64 read
  scalar n = %n: f64 scalar m = %m: f64 scalar a = %a: f64 ${outputs}
  body { %zero: f64 = const 0 %one: f64 = const 1 %two: f64 = const 2 ${body} } }`

const passes = ['simplify', 'normalise', 'simplify', 'subscripts', 'simplify'] as const
const compiled = (body: string): Region => after(region(body), [...passes])
const bounds = (one: Region): string[] => [...operationsOf(one, 'load'), ...operationsOf(one, 'store')].map((access) => `${access.array.name} ${access.bounds} ${access.index.type}`)
const rangeGuards = (one: Region): string[] => one.guards.map((guard) => guard.reason).filter((reason) => reason.startsWith('subscripts'))

const overX = (body: string): string => `%length: i32 = length x %top: f64 = convert value %length
  %e: f64 = for #0 %i: f64 = %zero while lt %top step 1 { ${body} }`
const upToN = (body: string): string => `%e: f64 = for #0 %i: f64 = %zero while lt %n step 1 { ${body} }`

describe('guards', () => {
  test('none for a loop over the array itself', () => {
    const done = compiled(overX('store x[%i] = %i checked'))
    expect(rangeGuards(done)).toEqual([])
    expect(bounds(done)).toEqual(['x guarded i32'])
  })

  test('one for an array as long as another', () => {
    const done = compiled(overX('%v: f64 = load y[%i] checked store x[%i] = %v checked'))
    expect(rangeGuards(done)).toEqual(["subscripts of 'y' are in range"])
    expect(bounds(done)).toEqual(['y guarded i32', 'x guarded i32'])
  })

  test('a read that always goes past the end stays checked', () => {
    const done = compiled(overX('%next: f64 = add %i, %one %v: f64 = load x[%next] checked store y[%zero] = %v checked'))
    expect(bounds(done)).toContain('x checked f64')
  })

  test('what memory says is checked', () => {
    const done = compiled(upToN('%k: f64 = load col[%i] checked %v: f64 = load x[%k] checked store y[%i] = %v checked'))
    expect(bounds(done)).toEqual(['col guarded i32', 'x checked f64', 'y guarded i32'])
    // Ten bins for labels that happen to be below ten are fine.
    const bins = compiled(upToN('%k: f64 = load bytes[%i] checked store x[%k] = %i checked'))
    expect(bounds(bins)).toEqual(['bytes guarded i32', 'x checked f64'])
  })

  test('a fraction as a subscript is checked', () => {
    expect(bounds(compiled(upToN('%half: f64 = div %i, %two store x[%half] = %i checked')))).toEqual(['x checked f64'])
  })
})

describe('accesses that not every trip makes', () => {
  test('follow an unconditional one with the same subscript', () => {
    const done = compiled(upToN('%v: f64 = load y[%i] checked %c: bool = gt %v, %a if %c { store x[%i] = %v checked }'))
    expect(bounds(done)).toEqual(['y guarded i32', 'x guarded i32'])
  })

  test('are guarded where the tests of the program bound them', () => {
    const done = compiled(upToN(`%c: bool = gt %i, %zero %last: f64 = sub %n, %one %d: bool = lt %i, %last %both: bool = and %c, %d
      if %both { %l: f64 = sub %i, %one %r: f64 = add %i, %one %v: f64 = load x[%l] checked %w: f64 = load x[%r] checked
        %s: f64 = add %v, %w store y[%i] = %s checked }`))
    expect(bounds(done)).toEqual(['x guarded i32', 'x guarded i32', 'y guarded i32'])
  })

  test('are checked where they do not', () => {
    const done = compiled(upToN('%c: bool = gt %a, %zero if %c { %l: f64 = sub %i, %one %v: f64 = load x[%l] checked store x[%l] = %v checked }'))
    expect(bounds(done)).toEqual(['x checked f64', 'x checked f64'])
    expect(rangeGuards(done)).toEqual([])
  })
})

const strictLoad = (index: string): string => upToN(`%v: i64 = load big[${index}] strict store x[%i] = %i checked`)

describe('strict', () => {

  test('becomes guarded, or the region is refused', () => {
    const context = newContext()
    after(region(strictLoad('%i')), [...passes], context)
    expect(context.refused).toBeUndefined()
    const other = newContext()
    const done = after(region(upToN('%k: f64 = load col[%i] checked %v: i64 = load big[%k] strict store x[%i] = %i checked')), ['normalise', 'simplify'], other)
    subscripts(done, other)
    expect(other.refused).toMatchObject({ code: 'PF308', severity: 'warning' })
    expect(other.refused!.message).toContain("'big'")
  })

  test('in a branch too is guarded', () => {
    const done = after(region(upToN('%c: bool = gt %a, %zero if %c { %v: i64 = load big[%i] strict } store x[%i] = %i checked')), ['normalise', 'subscripts'])
    expect(bounds(done)).toContain('big guarded i32')
  })
})

/** What a region may do: stored elements are read back by the caller; the kernel refuses or agrees with plain JavaScript. */
describe('guards let through nothing that is out of range', () => {
  const shapes: [string, string][] = [
    ['offsets', upToN('%p: f64 = add %i, %m %v: f64 = load x[%p] checked store y[%i] = %v checked')],
    ['rows', `%e: f64 = for #0 %i: f64 = %zero while lt %n step 1 { %f: f64 = for #1 %j: f64 = %one while lt %m step 1 {
      %row: f64 = mul %i, %m %at: f64 = add %row, %j %v: f64 = load x[%at] checked store y[%at] = %v checked } }`],
    ['triangles', `%e: f64 = for #0 %i: f64 = %zero while lt %n step 1 { %from: f64 = add %i, %one %f: f64 = for #1 %j: f64 = %from while lt %n step 1 {
      %row: f64 = mul %i, %n %at: f64 = add %row, %j %v: f64 = load x[%at] checked store y[%at] = %v checked } }`],
    ['backwards', `%last: f64 = sub %n, %one %e: f64 = for #0 %i: f64 = %last while ge %zero step -1 { %p: f64 = sub %m, %i %v: f64 = load x[%p] checked store y[%i] = %v checked }`],
    ['strides', `%e: f64 = for #0 %i: f64 = %zero while lt %n step 3 { %v: f64 = load x[%i] checked store y[%i] = %v checked }`],
    ['halves', upToN('%c: f64 = const 0.5 %h: f64 = mul %i, %c %k: f64 = floor %h %v: f64 = load x[%k] checked store y[%i] = %v checked')],
    ['rings', upToN('%p: f64 = add %i, %m %k: f64 = rem %p, %n %v: f64 = load x[%k] checked store y[%i] = %v checked')],
    ['clamps', upToN('%p: f64 = sub %i, %m %l: f64 = max %p, %zero %last: f64 = sub %n, %one %k: f64 = min %l, %last %v: f64 = load x[%k] checked store y[%i] = %v checked')],
    ['tests', upToN('%c: bool = ge %i, %m if %c { %k: f64 = sub %i, %m %v: f64 = load x[%k] checked store y[%k] = %v checked }')],
    ['tiles', `%four: f64 = const 4 %e: f64 = for #0 %o: f64 = %zero while lt %n step 4 { %p: f64 = add %o, %four %end: f64 = min %p, %n
      %f: f64 = for #1 %i: f64 = %o while lt %end step 1 { %v: f64 = load x[%i] checked store y[%i] = %v checked } }`],
  ]

  test.each(shapes)('%s', (_, body) => {
    const text = region(body)
    const done = after(text, [...passes])
    verifyRegion(done, 'subscripts', ['for', 'strict'])
    for (const access of [...operationsOf(done, 'load'), ...operationsOf(done, 'store')]) expect(access).toMatchObject({ bounds: 'guarded', index: { type: 'i32' } })
    // `guarded` is printed without a test: make the arrays tell.
    const kernels = [after(text, []), done].map((one) => new Function(`return ${emitJavaScript(one)}`)() as (...values: unknown[]) => boolean)
    const random = new Random(7)
    let ran = 0
    for (let round = 0; round < 400; round++) {
      const small = (): number => random.chance(0.9) ? random.below(9) - 1 : random.pick([0, -0, 2.5, NaN, -3])
      const [n, m] = [small(), small()]
      const length = (): number => random.chance(0.5) ? Math.max(0, Math.floor(n || 0)) * random.pick([1, Math.max(1, Math.floor(m || 0)), Math.max(0, Math.floor(n || 0))]) : random.below(80)
      const [lengthX, lengthY] = [length(), length()]
      const call = (kernel: (typeof kernels)[number], watch: boolean): { ok: boolean; y: number[]; outside: boolean } => {
        let outside = false
        const watched = (array: Float64Array): Float64Array => !watch ? array : new Proxy(array, {
          get: (target, key) => {
            if (typeof key === 'string' && key !== 'length' && !(key in target)) outside = true
            return Reflect.get(target, key) as unknown
          },
          set: (target, key, value) => { if (!(key in target)) outside = true; return Reflect.set(target, key, value) },
        })
        const x = Float64Array.from({ length: lengthX }, (_one, index) => index + 0.5)
        const y = new Float64Array(lengthY).fill(-1)
        const ok = kernel(watched(x), watched(y), new Int32Array(4), new Uint8Array(4), new BigInt64Array(4), n, m, 1, [])
        return { ok, y: [...y], outside }
      }
      const actual = call(kernels[1], true)
      if (!actual.ok) continue
      ran++
      const values = `n ${n}, m ${m}, lengths ${lengthX} and ${lengthY}`
      expect(actual.outside, values).toBe(false)
      expect(actual.y, values).toEqual(call(kernels[0], false).y)
    }
    expect(ran).toBeGreaterThan(20)
  })
})
