/** Runs every kernel, small and large, against the plain function. In a page, a worker or a shared worker. */
import { alloc, configure, info, ready, withOptions } from 'parfor'
import type { Information } from 'parfor'
import * as parallel from './kernels.parallel.ts'
import * as plain from './kernels.ts'

export interface Outcome {
  /** Names of kernels and sizes with other results than the plain functions. */
  wrong: string[]
  /** Of all bits of `score`, which must be the same on every rung. */
  fingerprint: string
  info: Information
  isolated: boolean
}

const same = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((value, i) => Object.is(value, b[i]))

/** FNV-1a. */
function hash(array: Float64Array): string {
  let h = 0x811c9dc5
  for (const byte of new Uint8Array(Float64Array.from(array).buffer)) h = Math.imul(h ^ byte, 0x01000193)
  return (h >>> 0).toString(16)
}

/** Whole numbers, so that sums of any shape are exact. */
const input = (length: number): Float64Array => Float64Array.from({ length }, (_, i) => (i * 7919) % 1009)

export function compute(): Pick<Outcome, 'wrong' | 'fingerprint'> {
  const wrong: string[] = []
  const fingerprints: string[] = []
  const check = (name: string, length: number, right: boolean): void => { if (!right) wrong.push(`${name} of ${length}`) }
  for (const length of [0, 1, 100, 5000, 100_000]) {
    const ordinary = input(length)
    const inHeap = alloc(Float64Array, length)
    inHeap.set(ordinary)
    for (const x of [ordinary, inHeap]) {
      const where = x === inHeap ? ', in the heap,' : ''
      check(`sum${where}`, length, Object.is(parallel.sum(x), plain.sum(ordinary)))
      check(`mapped${where}`, length, same(parallel.mapped(x), plain.mapped(ordinary)))
      const [a, b] = [Float64Array.from(ordinary), new Float64Array(length)]
      plain.heat(a, b, 7)
      const [c, d] = x === inHeap ? [alloc(Float64Array, length), alloc(Float64Array, length)] : [new Float64Array(length), new Float64Array(length)]
      c.set(ordinary)
      parallel.heat(c, d, 7)
      check(`heat${where}`, length, same(a, c) && same(b, d))
      const scores = parallel.score(x)
      check(`score${where}`, length, scores.every((value, i) => Math.abs(value - 1 / (1 + Math.exp(-x[i] / 1000))) < 1e-15))
      fingerprints.push(hash(scores))
    }
  }
  return { wrong, fingerprint: fingerprints.join() }
}

/** Before anything is there, then with everything. */
export async function suite(): Promise<Outcome> {
  const early = compute()
  await ready()
  const late = compute()
  // Small calls, and copies, on all threads.
  configure({ gate: 'off' })
  const forced = compute()
  configure({ gate: 'on' })
  const alone = withOptions(compute, { threads: 1 })()
  const wrong = [early, late, forced, alone].flatMap((one) => one.wrong)
  // Without the gate small calls are kernels too, so their bits may differ.
  if (early.fingerprint !== late.fingerprint || late.fingerprint !== alone.fingerprint) wrong.push('bits of score')
  return { wrong, fingerprint: late.fingerprint, info: info(), isolated: globalThis.crossOriginIsolated === true }
}
