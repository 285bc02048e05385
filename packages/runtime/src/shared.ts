/** One runtime per process and realm, however many copies of this package a program contains: one pool, one heap. */
import type { RegionDescriptor } from '@parfor/compiler'
import { platform } from '#platform'
import { coreReady, loaded, wantCore } from './core.ts'
import { ParforError } from './error.ts'
import { alloc, free, make } from './heap.ts'
import { info } from './information.ts'
import { compilerReady } from './jit.ts'
import { sayOnce } from './messages.ts'
import { Region } from './region.ts'
import type { RegionHandle } from './region.ts'
import type { Environment } from './environment.ts'
import type { Platform } from './platform/platform.ts'
import { configure, environment, withOptions } from './settings.ts'
import { abiVersion, protocol, version } from './version.ts'

function region(descriptor: RegionDescriptor): RegionHandle | undefined {
  if (descriptor.abi === abiVersion) return new Region(descriptor)
  sayOnce(`abi ${descriptor.abi}`, 'PF405', `${descriptor.file} was compiled by a plugin for ABI ${descriptor.abi}, this runtime (${version}) has ABI ${abiVersion}. ` +
    'Its functions run as plain JavaScript. Install the same version of parfor and of its plugin.')
  return undefined
}

/** For modules that a newer version replaces: the finalisation registry would free their kernels too, but nobody knows when. */
function release(handles: readonly (RegionHandle | undefined)[]): void {
  for (const handle of handles) handle?.dispose()
}

async function ready(): Promise<void> {
  if (environment.disabled) return
  const there = Promise.all([coreReady(), compilerReady()])
  if (platform.readyLimit === Infinity) {
    await there
    return
  }
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      sayOnce('late', 'PF404', `core.wasm or the compiler is still being loaded after ${platform.readyLimit / 1000} s, marked functions run as plain JavaScript until it comes. Does the server answer?`)
      resolve()
    }, platform.readyLimit)
  })
  await Promise.race([there, late])
  clearTimeout(timer)
}

/** What the copies of the package share. */
export interface SharedRuntime {
  protocol: number
  version: string
  region: typeof region
  release: typeof release
  make: typeof make
  ready: typeof ready
  info: typeof info
  configure: typeof configure
  withOptions: typeof withOptions
  alloc: typeof alloc
  free: typeof free
  noteFunctions: Platform['noteFunctions']
  addReportSource: Platform['addReportSource']
  environment: Environment
  ParforError: typeof ParforError
}

const own: SharedRuntime = {
  protocol, version, region, release, make, ready, info, configure, withOptions,
  alloc: (constructor, length) => {
    if (!loaded.core) wantCore()
    return alloc(constructor, length)
  },
  free, noteFunctions: platform.noteFunctions, addReportSource: platform.addReportSource, environment, ParforError,
}

const key = Symbol.for('parfor.runtime')

function acquire(): SharedRuntime {
  const holder = globalThis as { [key]?: SharedRuntime }
  const first = holder[key]
  if (first?.protocol === protocol) return first
  if (first) {
    sayOnce('protocol', 'PF405', `two versions of parfor are loaded, ${first.version} and ${version}: each has a pool of threads and a heap of its own. Install one version.`)
  } else {
    Object.defineProperty(holder, key, { value: own, configurable: true })
  }
  platform.startReport()
  return own
}

export const runtime: SharedRuntime = acquire()
