import type { Platform } from './platform.ts'

const gigabyte = 2 ** 30

export const platform: Platform = {
  environment: { mode: 'marked', dump: [], disabled: false },
  // Not every browser tells, and those that do tell at most 8.
  memory: () => ((globalThis.navigator as { deviceMemory?: number } | undefined)?.deviceMemory ?? 4) * gigabyte,
  isWorkerThread: false,
  inOtherRealm: false,
  // More than the loader gives the workers, whose reason is the better one.
  readyLimit: 15_000,
  noteFunctions: () => {},
  addReportSource: () => {},
  startReport: () => {},
}
