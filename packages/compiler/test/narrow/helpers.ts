import { expect } from 'vitest'
import type { PassContext } from '../../src/context.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import type { Block, Operation, Region } from '../../src/ir/types.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { forEachOperation } from '../../src/ir/walk.ts'
import { narrow } from '../../src/passes/narrow.ts'
import { normalise } from '../../src/passes/normalise.ts'
import { simplify } from '../../src/passes/simplify.ts'
import { subscripts } from '../../src/passes/subscripts.ts'

const passes = { simplify, normalise, subscripts, narrow }

export function newContext(): PassContext {
  return { options: {}, diagnostics: [] }
}

export function after(text: string, names: (keyof typeof passes)[], context = newContext()): Region {
  const region = parseRegion(text)
  verifyRegion(region, 'parse')
  for (const name of names) {
    passes[name](region, context)
    if (!context.refused) verifyRegion(region, name)
  }
  return region
}

/** The body with values numbered anew in order of appearance. */
export function bodyOf(region: Region): string {
  const text = printRegion(region).replace(/ @\d+:\d+(-\d+:\d+)?/g, '')
  return text.slice(text.indexOf('body {'))
}

export function canonical(text: string): string {
  const numbers = new Map<string, number>()
  return text.replace(/%[\w$.]+/g, (name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size)
    return `%${numbers.get(name)}`
  }).replace(/\s+/g, ' ').trim()
}

export function operationsOf<Kind extends Operation['kind']>(region: Region, kind: Kind): (Operation & { kind: Kind })[] {
  const found: (Operation & { kind: Kind })[] = []
  const visit = (block: Block): void => forEachOperation(block, (operation) => { if (operation.kind === kind) found.push(operation as Operation & { kind: Kind }) })
  visit(region.body)
  return found
}

/** Where constants stand does not matter: they are written into the uses. */
export function expectBody(region: Region, expected: string): void {
  expect(inlined(bodyOf(region).replace(/^body \{|\}\s*\}\s*$/g, ''))).toBe(inlined(expected))
}

function inlined(text: string): string {
  const constants = new Map([...text.matchAll(/(%[\w$.]+): (\w+) = const (\S+)/g)].map(([, name, type, value]) => [name, `${value}:${type}`]))
  return canonical(text.replace(/%[\w$.]+: \w+ = const \S+/g, '').replace(/%[\w$.]+/g, (name) => constants.get(name) ?? name))
}
