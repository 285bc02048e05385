/** Runs in the page and in its workers, only while developing: keeps track of the marked modules that are loaded, and puts new versions in the place of old ones. */

type Callable = (this: unknown, ...values: unknown[]) => unknown

interface Region { dispose(): void }

interface Followed {
  signature: string | undefined
  /** All that were ever loaded: the application may have references to functions of each. */
  instances: Instance[]
  /** Of the version that is in use, by what they are. */
  regions: Map<string, WeakRef<Region>>
  /** A version is being loaded that may fail, so the regions of the last one stay. */
  trying: boolean
}

const modules = new Map<string, Followed>()

class Instance {
  /** The functions of the newest version; undefined: its own. */
  f: Record<string, Callable> | undefined
  readonly signature: string | undefined
  readonly regions = new Map<string, WeakRef<Region>>()
  private readonly followed: Followed
  /** What this one made, until it takes over. */
  private fresh: Region[] = []

  constructor(followed: Followed, signature: string | undefined) {
    this.followed = followed
    this.signature = signature
  }

  /** The region of the last version if it is the same one: older functions that are still in use keep their kernels. */
  keep(key: string, made: Region | undefined): Region | undefined {
    if (!made) return undefined
    const known = this.followed.regions.get(key)?.deref()
    if (known) made.dispose()
    else this.fresh.push(made)
    const region = known ?? made
    this.regions.set(key, new WeakRef(region))
    return region
  }

  /** All regions are there. */
  settle(): void {
    if (!this.followed.trying) this.takeOver()
  }

  takeOver(): void {
    const { followed } = this
    for (const [key, region] of followed.regions) if (!this.regions.has(key)) region.deref()?.dispose()
    followed.regions = this.regions
    followed.signature = this.signature
    this.fresh = []
  }

  discard(): void {
    for (const region of this.fresh) region.dispose()
    this.followed.instances.splice(this.followed.instances.indexOf(this), 1)
  }

  /** Around an exported function that is an initialiser. */
  wrap(exported: string, name: string, own: Callable): Callable {
    const current = (): Callable => this.f?.[exported] ?? own
    const forwarder = function (this: unknown, ...values: unknown[]): unknown {
      return current().apply(this, values)
    }
    Object.defineProperty(forwarder, 'name', { value: own.name || name, configurable: true })
    Object.defineProperty(forwarder, 'length', { value: own.length, configurable: true })
    return forwarder
  }
}

/** A module by the path under which its page knows it, whatever its version. */
function keyOf(url: string): string {
  const { pathname, search } = new URL(url, 'http://localhost')
  const query = search.slice(1).split('&').filter((part) => part !== '' && part !== 'import' && !part.startsWith('t='))
  return query.length > 0 ? `${pathname}?${query.join('&')}` : pathname
}

/** Called by each marked module when it runs. With a signature, its functions can be replaced. */
export function follow(url: string, signature?: string): Instance {
  const key = keyOf(url)
  let followed = modules.get(key)
  if (!followed) modules.set(key, followed = { signature, instances: [], regions: new Map(), trying: false })
  const instance = new Instance(followed, signature)
  followed.instances.push(instance)
  return instance
}

/** Updates wait for each other. */
let updates = Promise.resolve()

export function update(path: string, load: () => Promise<unknown>): void {
  updates = updates.then(() => replace(path, load))
}

async function replace(path: string, load: () => Promise<unknown>): Promise<void> {
  const followed = modules.get(keyOf(path))
  if (!followed) return
  const before = followed.instances.length
  followed.trying = true
  let functions: Record<string, Callable>
  try {
    functions = await load() as Record<string, Callable>
  } catch (error) {
    for (const instance of followed.instances.slice(before)) instance.discard()
    console.error(`[parfor] the new version of ${path} could not be loaded; the last one goes on.`, error)
    return
  } finally {
    followed.trying = false
  }
  const newest = followed.instances.at(-1)!
  if (newest.signature !== followed.signature) {
    location.reload()
    return
  }
  newest.takeOver()
  for (const instance of followed.instances) instance.f = instance === newest ? undefined : functions
  console.debug(`[parfor] hot updated: ${path}`)
}

// Vite's client is for pages: in a worker it would connect, and fail to reload.
// @ts-expect-error hot.ts makes it
if (typeof document !== 'undefined') void import('virtual:parfor/hot-listener')
