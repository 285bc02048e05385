/** How many threads this process may keep busy. */

/** Reads a file, or undefined if there is none. */
type Read = (path: string) => string | undefined

function quotaOfGroup(read: Read, path: string): number {
  const [quota, period] = (read(`/sys/fs/cgroup${path}/cpu.max`) ?? '').trim().split(' ')
  return quota && quota !== 'max' ? Number(quota) / Number(period) : Infinity
}

function quotaOfGroupV1(read: Read, path: string): number {
  const quota = Number(read(`/sys/fs/cgroup/cpu${path}/cpu.cfs_quota_us`) ?? -1)
  const period = Number(read(`/sys/fs/cgroup/cpu${path}/cpu.cfs_period_us`) ?? 100000)
  return quota > 0 ? quota / period : Infinity
}

/** Processors' worth of time that the control groups of this process allow (each ancestor's limit counts), Infinity without a limit. */
export function cgroupQuota(read: Read): number {
  let least = Infinity
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers, group] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? []
    if (group === undefined || (controllers !== '' && !controllers.split(',').includes('cpu'))) continue
    const quotaOf = controllers === '' ? quotaOfGroup : quotaOfGroupV1
    // Inside a container the path may be the host's, which is not there; the root is then the container's own group.
    for (let path = group === '/' ? '' : group; ; path = path.slice(0, path.lastIndexOf('/'))) {
      const quota = quotaOf(read, path)
      if (quota > 0) least = Math.min(least, quota)
      if (path === '') break
    }
  }
  return least
}

/** A fraction of a processor is rounded up, as Go and the JVM do: a thread that is throttled at times beats one that is missing. */
export function nodeParallelism(): number {
  const { readFileSync } = process.getBuiltinModule('node:fs')
  const read: Read = (path) => {
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return undefined
    }
  }
  const available = process.getBuiltinModule('node:os').availableParallelism()
  const quota = process.platform === 'linux' ? cgroupQuota(read) : Infinity
  return Math.max(1, Math.min(available, Math.ceil(quota)))
}
