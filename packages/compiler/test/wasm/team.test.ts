/** Real threads: the same bits whatever their number, and scalars, singles and barriers between parallel loops. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { parseRegion } from '../../src/ir/parse.ts'
import { printRegion } from '../../src/ir/print.ts'
import { team } from '../../src/passes/team.ts'
import { compileRegion, numbers, shapedSum } from './harness.ts'

const TEAM = 64
const FRAME = 1024

/** Normalises a few arrays again and again: sums, a scalar computed from them, stores outside parfors, two parfors a step. */
const text = `
region steps {
  array a: f64 read written
  array log: f64 read written
  scalar steps = %steps: i32
  output last: f64
  prologue { %n: i32 = length a %one: i32 = const 1 %zero: f64 = const 0 %i0: i32 = const 0 %half: f64 = const 0.5 }
  body {
    %r: f64 = loop #0 %s: i32 < %steps carry (%before: f64 = %zero) {
      %sum: f64 = parfor #1 [#1 %i: i32 < %n] carry (%t: f64 = %zero sum) {
        %v: f64 = load a[%i] guarded
        %u: f64 = add %t, %v
        yield %u
      }
      %first: f64 = load a[%i0] guarded
      store log[%s] = %sum guarded
      parfor #2 [#2 %k: i32 < %n] {
        %w: f64 = load a[%k] guarded
        %x: f64 = mul %w, %half
        %y: f64 = add %x, %first
        store a[%k] = %y guarded
      }
      %read: f64 = load log[%s] guarded
      %next: f64 = add %before, %read
      yield %next
    }
    yield %r
  }
}`

async function run(threads: number, n: number, steps: number): Promise<{ a: number[]; log: number[]; last: number }> {
  const { bytes, layout } = compileRegion(parseRegion(text))
  const memory = new WebAssembly.Memory({ initial: 64, maximum: 65536, shared: true })
  const view = new DataView(memory.buffer)
  const arrays = Math.ceil((FRAME + layout.bytes + threads * layout.threadBytes) / 64) * 64
  const a = new Float64Array(memory.buffer, arrays, n)
  const log = new Float64Array(memory.buffer, arrays + n * 8, steps)
  a.set(numbers(n))
  ;[[FRAME, TEAM], [FRAME + 4, threads], [FRAME + 64, a.byteOffset], [FRAME + 68, n], [FRAME + 72, log.byteOffset], [FRAME + 76, steps], [FRAME + layout.scalars, steps]]
    .forEach(([address, value]) => view.setInt32(address, value, true))
  const workers = Array.from({ length: threads }, (_, thread) => new Worker(new URL('./team-worker.mjs', import.meta.url), {
    workerData: { bytes, memory, team: TEAM, frame: FRAME, thread, threads },
  }))
  const codes = await Promise.all(workers.map((worker) => once(worker, 'exit')))
  expect(codes.flat()).toEqual(codes.map(() => 0))
  return { a: [...a], log: [...log], last: view.getFloat64(FRAME + layout.outputs, true) }
}

describe('teams', () => {
  test.each([1, 2, 3, 7])('%i threads', async (threads) => {
    const [n, steps] = [30_001, 6]
    const a = numbers(n)
    const log: number[] = []
    for (let s = 0; s < steps; s++) {
      log.push(shapedSum(a, 0, 2048))
      const [first] = a
      a.forEach((value, i) => { a[i] = value * 0.5 + first })
    }
    const result = await run(threads, n, steps)
    expect(result.log).toEqual(log)
    expect(result.a).toEqual(a)
    expect(result.last).toBe(log.reduce((sum, value) => sum + value, 0))
  })

  test('what the pass puts between the loops', () => {
    const region = parseRegion(text)
    team(region, { options: {}, diagnostics: [] })
    const lines = printRegion(region).split('\n').map((line) => line.trim())
    const kinds = lines.map((line) => /^(%\S+ = )?(single|barrier|parfor|store log|store a|%first\S* = load|%read\S* = load)/.exec(line)?.[2]
      ?? (/= parfor/.test(line) ? 'parfor' : /^%(first|read)\S*: f64 = load/.exec(line)?.[1])).filter(Boolean)
    // The sum writes nothing; the load of a[0] must be over in all threads before anybody stores.
    expect(kinds).toEqual(['parfor', 'first', 'barrier', 'single', 'store log', 'parfor', 'store a', 'read'])
  })
})
