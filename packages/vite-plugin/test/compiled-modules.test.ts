import { expect, test } from 'vitest'
import { CompiledModules } from '../src/compiled-modules.ts'

test('the same source is compiled once, also when it is asked for meanwhile', async () => {
  const modules = new CompiledModules<number>()
  let runs = 0
  const compile = async (): Promise<number> => ++runs
  expect(await Promise.all([modules.get('a', compile), modules.get('a', compile)])).toEqual([1, 1])
  expect(await modules.get('a', compile)).toBe(1)
  expect(await modules.get('b', compile)).toBe(2)
})

test('a failure is not kept', async () => {
  const modules = new CompiledModules<number>()
  await expect(modules.get('a', async () => { throw new Error('first') })).rejects.toThrow('first')
  expect(await modules.get('a', async () => 2)).toBe(2)
})

test('old results go', async () => {
  const modules = new CompiledModules<number>()
  for (let i = 0; i < 1000; i++) await modules.get(String(i), async () => i)
  let again = 0
  await modules.get('999', async () => again++)
  expect(again).toBe(0)
  await modules.get('0', async () => again++)
  expect(again).toBe(1)
})
