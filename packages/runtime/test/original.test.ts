/** Original statements that are timed: what `run` and `ended` say to each other, and that the faster rung is found in modules as the front end prints them. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ready, withOptions } from 'parfor'
import { region } from 'parfor/internal'
import type { RegionHandle } from 'parfor/internal'
import type { TimedCall } from '../src/region.ts'
import { scaleDescriptor } from './kernels.ts'
import { Project } from './project.ts'

beforeAll(async () => { await ready() })

describe('the end of the original', () => {
  let now = 0
  beforeEach(() => { vi.spyOn(performance, 'now').mockImplementation(() => now) })
  afterEach(() => { vi.restoreAllMocks() })

  const [out, x] = [new Float64Array(10_000), new Float64Array(10_000)]
  /** By estimate the original wins, since the arrays are copied. Kernels take no time by this clock, so that the first sample of the original brings a try soon. */
  const handleOf = (): RegionHandle => region(scaleDescriptor({ exact: true, work: 0.001 }))!
  const call = (handle: RegionHandle): boolean | TimedCall => handle.run(out, x, 2)
  /** Of so many calls, each with a millisecond of the original where `run` leaves it to that. */
  const kernels = (handle: RegionHandle, calls: number, ended: (call: TimedCall) => void): number => {
    let count = 0
    for (let k = 0; k < calls; k++) {
      const result = call(handle)
      now++
      if (typeof result === 'object') ended(result)
      else count++
    }
    return count
  }

  it('is what makes it known', () => {
    const handle = handleOf()
    expect(kernels(handle, 100, (number) => handle.ended(number))).toBeGreaterThan(90)
  })

  it('is not guessed where nobody tells: the statements threw', () => {
    const handle = handleOf()
    expect(kernels(handle, 100, () => {})).toBe(0)
  })

  it('counts for the call that it ends, whatever else ran meanwhile', () => {
    const [handle, other] = [handleOf(), handleOf()]
    expect(kernels(handle, 100, (outer) => {
      const inner = call(handle)
      now++
      if (typeof inner === 'object') handle.ended(inner)
      handle.ended(outer)
    })).toBeGreaterThan(80)
    // Nobody has told `other` anything.
    expect(kernels(other, 50, () => {})).toBe(0)
  })

  it('means nothing after the region was disposed of', () => {
    const handle = handleOf()
    const result = call(handle) as TimedCall
    handle.dispose()
    handle.ended(result)
    expect(call(handle)).toBe(false)
  })

  it('is asked for only where the choice is free', () => {
    const handle = handleOf()
    expect(withOptions(() => call(handle), { backend: 'wasm' })()).toBe(true)
    expect(withOptions(() => call(handle), { backend: 'wasm1' })()).toBe(true)
    expect(withOptions(() => call(handle), { backend: 'js' })()).toBe(true)
    // A guard of the kernel fails, or the arguments are of other kinds: nothing to compare.
    expect(handle.run(out, x, NaN)).toBe(false)
    expect(handle.run(out, [1, 2], 2)).toBe(false)
    // A number of threads says how a kernel runs, not whether.
    expect(withOptions(() => call(handle), { threads: 1 })()).toBeTypeOf('object')
  })
})

/** By estimate the loop inside has 32 trips, and a kernel is worth copying all of `x`. It has none, so that the copy takes ten times as long as the original. */
const rarely = `
/** @parallel */
export function rarely(x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < out.length; i++) {
    let v = x[i]
    while (v > 1e300) v = Math.sqrt(v) * 3 - 1
    out[i] = v
  }
}
`

const projects: Project[] = []
afterAll(() => { for (const project of projects) project.remove() })

describe('in a process', () => {
  const run = (env: Record<string, string> = {}): { same: boolean; first: string; last: string } => {
    const project = new Project({ 'kernel.mts': rarely, 'app.mjs': `
      import { info, ready } from 'parfor'
      import { rarely } from './kernel.mts'
      await ready()
      const x = new Float64Array(3_000_000).map((_, i) => i), out = new Float64Array(200_000)
      const rung = () => {
        const before = info().regions[0]?.wasm ?? 0
        rarely(x, out)
        return info().regions[0].wasm > before ? 'kernel' : 'original'
      }
      const rungs = []
      const often = () => rungs.slice(-50).filter((one) => one === 'original').length > 25
      // As many calls as it takes: a process that is stopped during a try waits before it tries again.
      while (rungs.length < (process.env.PARFOR_THREADS ? 3000 : 200) && !often()) rungs.push(rung())
      const last = often() ? 'original' : 'kernel'
      console.log(JSON.stringify({ same: out.every((value, i) => value === i), first: rungs[0], last }))
    ` })
    projects.push(project)
    const { stdout, stderr } = project.run(['--import', 'parfor/register', 'app.mjs'], { env })
    expect(stderr).toBe('')
    return JSON.parse(stdout) as ReturnType<typeof run>
  }

  it.each([1, 2])('a region whose kernel loses goes back to its original (%i threads)', (threads) => {
    expect(run({ PARFOR_THREADS: String(threads) })).toEqual({ same: true, first: 'kernel', last: 'original' })
  })

  it.each([['PARFOR_GATE', 'off'], ['PARFOR_BACKEND', 'wasm'], ['PARFOR_BACKEND', 'wasm1']])('%s=%s means kernels, however slow', (name, value) => {
    expect(run({ [name]: value })).toEqual({ same: true, first: 'kernel', last: 'kernel' })
  })
})
