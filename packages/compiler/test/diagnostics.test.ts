import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diagnosticCodes } from '../src/diagnostics/codes.ts'

test('every diagnostic code has its paragraph in the documentation, with the same title, and no paragraph is left over', () => {
  const text = readFileSync(new URL('../../../docs/diagnostics.md', import.meta.url), 'utf8')
  const documented = Object.fromEntries([...text.matchAll(/^## (PF\d+) (.*)$/gm)].map(([, code, title]) => [code, title]))
  expect(documented).toEqual(diagnosticCodes)
})
