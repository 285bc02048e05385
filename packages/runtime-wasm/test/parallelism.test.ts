import { availableParallelism } from 'node:os'
import { expect, test } from 'vitest'
import { cgroupQuota, nodeParallelism } from '../src/platform/parallelism.ts'

const quota = (files: Record<string, string>): number => cgroupQuota((path) => files[path])

test.each<[string, Record<string, string>, number]>([
  ['no control groups', {}, Infinity],
  ['version 2, no limit', { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'max 100000\n' }, Infinity],
  ['version 2, limit of the container', { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': '150000 100000\n' }, 1.5],
  ['version 2, an ancestor is stricter', {
    '/proc/self/cgroup': '0::/a/b\n', '/sys/fs/cgroup/a/b/cpu.max': '400000 100000', '/sys/fs/cgroup/a/cpu.max': '200000 100000',
  }, 2],
  ['version 2, the path of the host', { '/proc/self/cgroup': '0::/docker/4711\n', '/sys/fs/cgroup/cpu.max': '50000 100000' }, 0.5],
  ['version 1', {
    '/proc/self/cgroup': '11:memory:/x\n4:cpu,cpuacct:/x\n0::/y\n', '/sys/fs/cgroup/cpu/x/cpu.cfs_quota_us': '300000\n', '/sys/fs/cgroup/cpu/x/cpu.cfs_period_us': '100000\n',
  }, 3],
  ['version 1, no limit', { '/proc/self/cgroup': '4:cpu,cpuacct:/\n', '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n' }, Infinity],
  ['unreadable', { '/proc/self/cgroup': '0::/\n', '/sys/fs/cgroup/cpu.max': 'nonsense\n' }, Infinity],
])('%s', (_, files, expected) => {
  expect(quota(files)).toBe(expected)
})

test('this process', () => {
  expect(nodeParallelism()).toBeGreaterThanOrEqual(1)
  expect(nodeParallelism()).toBeLessThanOrEqual(availableParallelism())
})
