/**
 * Counting loops become `loop` with an i32 trip, the counter being computed from it in the body; the number of trips is known before the first.
 * That is right only for integer counters in the range of i32 (semantics: 7), so that bounds known on entry are guarded and others must be proved.
 * Every other counting loop becomes a `while` that counts in f64 as JavaScript does.
 */
import type { Pass } from '../context.ts'
import { guardBounds } from './normalise/bounds.ts'
import { LoopConverter } from './normalise/loops.ts'
import { Prologue } from './normalise/prologue.ts'
import { speculateBits } from './normalise/bits.ts'
import { speculateIntegers } from './normalise/speculate.ts'

export const normalise: Pass = (region) => {
  const prologue = new Prologue(region)
  speculateIntegers(region, prologue)
  speculateBits(region, prologue)
  const guarded = guardBounds(region, prologue)
  new LoopConverter(region, prologue, guarded).run()
}
