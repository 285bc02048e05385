/** Branches that are seldom taken: out of line where they can be, and the same results wherever they are. */
import { describe, expect, test } from 'vitest'
import wabt from 'wabt'
import { parseRegion } from '../../src/ir/parse.ts'
import { expandMath } from '../../src/passes/expand-math.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { runnerOf, type Runner } from './harness.ts'

function region(body: string, scalars = ''): Runner {
  return runnerOf(parseRegion(`
    region r {
      array x: f64 read
      array y: f64 read
      array out: f64 written
      ${scalars}
      prologue { %n: i32 = length x }
      body { parfor #0 [#0 %i: i32 < %n] {
        %a: f64 = load x[%i] guarded
        %b: f64 = load y[%i] guarded
        ${body}
      } }
    }`))
}

async function functions({ bytes }: Runner): Promise<string[]> {
  const { readWasm } = await wabt()
  const module = readWasm(bytes, { readDebugNames: true, simd: true, threads: true })
  try {
    module.applyNames()
    return [...module.toText({ foldExprs: false, inlineExport: false }).matchAll(/\(func \$(\S+) /g)].map(([, name]) => name).filter((name) => name.startsWith('rarely'))
  } finally { module.destroy() }
}

const x = Float64Array.from({ length: 203 }, (_, i) => (i % 7 === 3 || (i > 100 && i < 120) ? -i : i))
const y = Float64Array.from({ length: 203 }, (_, i) => i * 0.5 + 1)

function run(one: Runner, scalars: number[] = []): number[] {
  const out = new Float64Array(x.length)
  one.run([x, y, out], scalars)
  return [...out]
}
const expected = (f: (a: number, b: number) => number): number[] => [...x].map((a, i) => f(a, y[i]))

/** Long enough not to be executed by all lanes. */
const scaled = `%zero: f64 = const 0 %c: bool = lt %a, %zero
  %r: f64 = if %c rare {
    %p: f64 = mul %a, %b %q: f64 = add %p, %s %t: f64 = mul %q, %q %u: f64 = sub %t, %b %v: f64 = mul %u, %s %w: f64 = sqrt %v
    yield %w
  } else { yield %a }
  store out[%i] = %r guarded`

describe('out of line', () => {
  test('with values of the lane and of all lanes', async () => {
    const one = region(scaled, 'scalar s = %s: f64')
    expect(await functions(one)).toEqual(['rarely_0', 'rarely_0_vectors'])
    expect(run(one, [0.25])).toEqual(expected((a, b) => (a < 0 ? Math.sqrt(((a * b + 0.25) * (a * b + 0.25) - b) * 0.25) : a)))
  })

  test('several results, a truth value, a loop, a branch inside', async () => {
    const one = region(`%zero: f64 = const 0 %ten: f64 = const 10 %c: bool = lt %a, %zero %d: bool = gt %b, %ten
      %r: f64, %t: f64 = if %c rare {
        %u: f64 = select %d, %a, %b
        %v: f64 = while #-1 carry (%w: f64 = %u) { %more: bool = lt %w, %ten yield %more } do { %next: f64 = add %w, %ten yield %next }
        %deep: bool = gt %v, %b
        %z: f64 = if %deep rare { %m: f64 = mul %v, %ten yield %m } else { yield %v }
        yield %z, %u
      } else { yield %a, %b }
      %sum: f64 = sub %r, %t
      store out[%i] = %sum guarded`)
    expect(await functions(one)).toEqual(['rarely_0', 'rarely_1', 'rarely_0_vectors'])
    expect(run(one)).toEqual(expected((a, b) => {
      if (!(a < 0)) return a - b
      const u = b > 10 ? a : b
      let v = u
      while (v < 10) v += 10
      return (v > b ? v * 10 : v) - u
    }))
  })

  test('what is used twice is there once', async () => {
    const region = parseRegion(`
      region r { array x: f64 read array y: f64 read array out: f64 written
        prologue { %n: i32 = length x }
        body { parfor #0 [#0 %i: i32 < %n] {
          %a: f64 = load x[%i] guarded %b: f64 = load y[%i] guarded
          %1: f64 = call exp(%a) %2: f64 = call exp(%b) %3: f64 = call sin(%a) %4: f64 = call sin(%b) %5: f64 = call cos(%2)
          %6: f64 = add %1, %2 %7: f64 = add %6, %3 %8: f64 = add %7, %4 %9: f64 = add %8, %5
          store out[%i] = %9 guarded } } }`)
    const context = { options: {}, diagnostics: [] }
    expandMath(region, context)
    simplify(region, context)
    // exp, sin with its huge arguments, cos: each for a lane and for a vector.
    expect(await functions(runnerOf(region))).toHaveLength(7)
  })
})

describe('in line', () => {
  test('a branch that reads memory', async () => {
    const one = region(`%zero: f64 = const 0 %c: bool = lt %a, %zero
      %r: f64 = if %c rare { %p: f64 = load x[%i] guarded %q: f64 = mul %p, %b yield %q } else { yield %a }
      store out[%i] = %r guarded`)
    expect(await functions(one)).toEqual([])
    expect(run(one)).toEqual(expected((a, b) => (a < 0 ? a * b : a)))
  })

  test('a branch that writes memory', async () => {
    const one = region(`%zero: f64 = const 0 %c: bool = lt %a, %zero
      store out[%i] = %b guarded
      if %c rare { %p: f64 = mul %a, %b store out[%i] = %p guarded }`)
    expect(await functions(one)).toEqual([])
    expect(run(one)).toEqual(expected((a, b) => (a < 0 ? a * b : b)))
  })

  test('a branch with a result that is no double', async () => {
    const one = region(`%zero: f64 = const 0 %c: bool = lt %a, %zero %k: i32 = const 7
      %r: i32 = if %c rare { %p: f64 = mul %a, %b %q: i32 = convert wrap %p %5: i32 = add %q, %k %6: i32 = mul %5, %q %7: i32 = sub %6, %k yield %7 } else { yield %i }
      %s: f64 = convert value %r
      store out[%i] = %s guarded`)
    expect(await functions(one)).toEqual([])
    expect(run(one)).toEqual([...x].map((a, i) => {
      const q = (a * y[i]) | 0
      return a < 0 ? (Math.imul((q + 7) | 0, q) - 7) | 0 : i
    }))
  })
})
