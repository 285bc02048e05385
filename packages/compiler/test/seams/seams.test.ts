import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import { verifyRegion } from '../../src/ir/verify.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const fixtures = { dataframe: read('./dataframe.ir'), distributed: read('./distributed.ir') }

test.each(Object.entries(fixtures))('%s parses, verifies and prints back', (name, text) => {
  const region = parseRegion(text)
  verifyRegion(region, name, ['for', 'num', 'call', 'strict'])
  expect(printRegion(region)).toBe(text)
})

test('ARCHITECTURE.md shows exactly the fixtures', () => {
  const document = read('../../../../ARCHITECTURE.md')
  const section = /^## Seams\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(document)?.[1]
  const blocks = section?.match(/(?:^ {4}.*\n)+/gm)?.map((block) => block.replace(/^ {4}/gm, ''))
  expect(blocks).toEqual([fixtures.dataframe, fixtures.distributed])
})
