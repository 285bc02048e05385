import { expect, test } from 'vitest'
import { Prelude } from '../../src/js/prelude.ts'
import type { HelperName } from '../../src/js/prelude.ts'

const names: HelperName[] = ['exponent', 'mantissa', 'pow2', 'high', 'copysign', 'nearest', 'absBigInt', 'minBigInt', 'maxBigInt', 'toBigInt', 'bigIntToFloat']

test.each(names)('%s: the names of helpers may stand in Svelte components', (name) => {
  const prelude = new Prelude()
  const called = prelude.helper(name)
  const text = prelude.close(`(x, y) => ${called}(x, y)`)
  expect(text.match(/[\p{ID_Continue}$]+/gu)!.filter((word) => word.startsWith('$'))).toEqual([])
  expect(new Function(`return ${text}`)()).toBeInstanceOf(Function)
})
