import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

test('100,000 calls of four functions leak neither heap blocks nor kernels nor memory', { timeout: 300_000 }, () => {
  const program = fileURLToPath(new URL('leaks/program.mjs', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', '--import', 'parfor/register', program], {
    cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8', env: { ...process.env, PARFOR_GATE: 'off' },
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const left = JSON.parse(stdout.trim().split('\n').at(-1)!) as { wrong: number; inKernels: number; used: number; size: number; resident: number }
  expect(left.wrong).toBe(0)
  expect(left.inKernels).toBeGreaterThan(100_000)
  expect(left.used).toBe(0)
  // 4 GB of arrays were made.
  expect(left.size).toBeLessThan(2 ** 30)
  expect(left.resident).toBeLessThan(2 ** 30)
})
