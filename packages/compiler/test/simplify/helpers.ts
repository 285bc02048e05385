import { expect } from 'vitest'
import type { Region } from '../../src/ir/types.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { simplify } from '../../src/passes/simplify.ts'

export function simplified(text: string): Region {
  const region = parseRegion(text)
  verifyRegion(region, 'parse')
  simplify(region, { options: {}, diagnostics: [] })
  verifyRegion(region, 'simplify')
  const once = printRegion(region)
  simplify(region, { options: {}, diagnostics: [] })
  expect(printRegion(region), 'simplify twice').toBe(once)
  return region
}

/** Compares by structure: values are numbered anew in order of appearance. */
export function canonical(text: string): string {
  const numbers = new Map<string, number>()
  return text.replace(/%[\w$.]+/g, (name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size)
    return `%${numbers.get(name)}`
  })
}

export function expectSimplified(text: string, expected: string): void {
  const wanted = parseRegion(expected)
  verifyRegion(wanted, 'the expected text')
  expect(canonical(printRegion(simplified(text)))).toBe(canonical(printRegion(wanted)))
}

const declarations = `
  array x: f64 read written array y: f64 read written array n: i32 read written array big: i64 read written array small: u8 read
  scalar a = %a: f64 scalar b = %b: f64 scalar i = %i: i32 scalar j = %j: i32 scalar c = %c: bool scalar d = %d: bool
  scalar u = %u: u32 scalar g = %g: i64 scalar h = %h: u64 scalar f = %f: f32`

/** A region of one output; `rules` are alias rules. */
export function withOutput(type: string, body: string, rules = ''): string {
  return `region r { ${declarations} output o: ${type} ${rules} body { ${body} } }`
}

export function withEffects(body: string, rules = ''): string {
  return `region r { ${declarations} ${rules} body { ${body} } }`
}
