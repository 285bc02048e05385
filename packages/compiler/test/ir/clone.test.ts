import { expect, test } from 'vitest'
import { cloneOperations, cloneRegion } from '../../src/ir/clone.ts'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import { verifyRegion } from '../../src/ir/verify.ts'
import { axpy, everything, sum } from './texts.ts'

function objectsOf(root: unknown, found = new Set<object>()): Set<object> {
  if (typeof root !== 'object' || root === null || found.has(root)) return found
  found.add(root)
  for (const child of Object.values(root)) objectsOf(child, found)
  return found
}

test.each([['axpy', axpy], ['sum', sum], ['everything', everything]])('a clone of %s prints alike and shares nothing', (_, text) => {
  const region = parseRegion(text)
  const copy = cloneRegion(region)
  verifyRegion(copy, 'clone')
  expect(printRegion(copy)).toBe(text)
  const original = objectsOf(region)
  const shared = [...objectsOf(copy)].filter((object) => original.has(object))
  expect(shared).toEqual([])
  expect(objectsOf(copy).size).toBe(original.size)
})

test('operations cloned within their region get numbers of their own and keep what they take from outside', () => {
  const region = parseRegion(everything)
  const { body } = region
  const before = body.operations.length
  body.operations.push(...cloneOperations(region, body.operations))
  verifyRegion(region, 'clone')
  expect(body.operations.length).toBe(2 * before)
  expect(printRegion(region)).toContain('neg %a.0')
})
