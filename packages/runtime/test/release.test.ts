import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { alloc, free, info, ready } from 'parfor'
import { region, release } from 'parfor/internal'
import { loaded } from '../src/core.ts'
import { decodeBase64 } from '../src/jit.ts'
import { scaleDescriptor } from './kernels.ts'

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {})
beforeAll(async () => { await ready() })
afterAll(() => { expect(warnings).not.toHaveBeenCalled() })

const descriptor = scaleDescriptor()
const numbers = Float64Array.from({ length: 1000 }, (_, i) => i + 0.5)

/** The slot that the next kernel gets. */
function nextSlot(): number {
  const core = loaded.core!
  const kernel = core.addKernel(decodeBase64(descriptor.wasm!))
  const slot = Reflect.get(kernel, 'slot') as number
  core.removeKernel(kernel)
  return slot
}

describe('release', () => {
  it('frees kernels, frames and slots of a thousand modules at once', () => {
    const [out, x] = [alloc(Float64Array, 1000), alloc(Float64Array, 1000)]
    x.set(numbers)
    const runModule = (): void => {
      const handles = Array.from({ length: 3 }, (_, line) => region({ ...descriptor, line }))
      for (const handle of handles) expect(handle!.run(out, x, 2)).toBe(true)
      release(handles)
    }
    runModule()
    const [used, slot] = [loaded.core!.heapUsed(), nextSlot()]
    for (let module = 0; module < 1000; module++) runModule()
    expect([loaded.core!.heapUsed(), nextSlot()]).toEqual([used, slot])
    expect(out).toEqual(numbers.map((value) => value * 2))
    free(out)
    free(x)
  })

  it('leaves later calls to the original, on every rung, however often it is called', () => {
    const own = scaleDescriptor()
    const handle = region(own)!
    const out = new Float64Array(1000)
    const counted = (): unknown => info().regions.find((one) => one.name === own.name)
    expect(handle.run(out, numbers, 2)).toBe(true)
    expect(counted()).toMatchObject({ calls: 1, wasm: 1 })
    const newer = region(own)!
    release([handle, undefined])
    release([handle])
    expect(handle.run(out, numbers, 3)).toBe(false)
    expect(out).toEqual(numbers.map((value) => value * 2))
    // A newer version has the region too, and goes on counting. Without one, edits would leave a row of info() behind each.
    expect(counted()).toMatchObject({ calls: 2, wasm: 1, original: 1 })
    release([newer])
    expect(counted()).toBeUndefined()
  })

  it('costs nothing for a region that was never used, and spares the others', () => {
    const [unused, other] = [region(descriptor)!, region(descriptor)!]
    const out = new Float64Array(1000)
    expect(other.run(out, numbers, 2)).toBe(true)
    const used = loaded.core!.heapUsed()
    release([unused])
    expect(loaded.core!.heapUsed()).toBe(used)
    expect(unused.run(out, numbers, 3)).toBe(false)
    expect(other.run(out, numbers, 4)).toBe(true)
    release([other])
    expect(loaded.core!.heapUsed()).toBeLessThan(used)
  })
})
