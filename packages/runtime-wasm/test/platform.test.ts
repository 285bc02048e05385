/** How many threads a process of Node asks for by itself. */
import { afterEach, expect, it, vi } from 'vitest'
import { platform } from '../src/platform/node.ts'

afterEach(() => { vi.unstubAllEnvs() })

function threadsWith(variables: Record<string, string | undefined>, wanted?: number): number {
  for (const name of ['VITEST_WORKER_ID', 'JEST_WORKER_ID', 'NODE_TEST_CONTEXT']) vi.stubEnv(name, variables[name])
  const reasons: string[] = []
  const threads = platform.threads(wanted, 8, reasons)
  expect(reasons).toEqual([])
  return threads
}

it('is that of the cores', () => {
  expect(threadsWith({})).toBe(8)
})

it.each(['VITEST_WORKER_ID', 'JEST_WORKER_ID', 'NODE_TEST_CONTEXT'])('is two in a process of a test runner, of which there is one per core (%s)', (name) => {
  expect(threadsWith({ [name]: '1' })).toBe(2)
})

it('is what was asked for, wherever it is', () => {
  expect(threadsWith({ JEST_WORKER_ID: '1' }, 5)).toBe(5)
  expect(threadsWith({}, 1)).toBe(1)
})
