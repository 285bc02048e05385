/** A loop that was found to be parallel becomes a parfor. */
import { Builder } from '../../ir/builder.ts'
import type { Combine, LoopOperation, Operation, ParforOperation, Region } from '../../ir/types.ts'
import { carryBits } from '../../analysis/reductions/bits.ts'
import type { Reduction } from '../../analysis/reductions/recognise.ts'
import { Winner } from '../../analysis/reductions/winners.ts'

/** What takes the place of the loop. */
export function convertLoop(region: Region, loop: LoopOperation, reductions: readonly Reduction[]): { operations: Operation[]; parfor: ParforOperation } {
  const before = new Builder(region, { operations: [], yields: [] })
  const after: Operation[] = []
  const combines = reductions.map((reduction, position) => combineOf(region, loop, reduction, position, before, after))
  for (let position = reductions.length; position < loop.carried.length; position++) combines.push({ kind: 'winner' })
  const { id, label, location, trip, trips, carried, results, body } = loop
  const parfor: ParforOperation = {
    kind: 'parfor', id,
    dimensions: [{ trip, trips, id, ...(label !== undefined && { label }), ...(location && { location }) }],
    results, carried, combines, builders: [], body, ...(location && { location }),
  }
  return { operations: [...before.block.operations, parfor, ...after], parfor }
}

function combineOf(region: Region, loop: LoopOperation, reduction: Reduction, position: number, before: Builder, after: Operation[]): Combine {
  switch (reduction.kind) {
    case 'companion': return { kind: 'companion', of: reduction.of }
    case 'flag': return { kind: 'or' }
    case 'first': case 'last': return { kind: reduction.kind, winner: addWinner(region, loop, reduction, before) }
    case 'least': case 'greatest': return { kind: reduction.kind, tie: reduction.tie, winner: addWinner(region, loop, reduction, before) }
    case 'and': case 'or': case 'xor':
      if (loop.carried[position].parameter.type === 'f64') after.push(...carryBits(region, loop, position, before))
      return { kind: reduction.kind }
    default: return { kind: reduction.kind }
  }
}

/** Appends the carried number of the winning trip and returns its position. */
function addWinner(region: Region, loop: LoopOperation, { steps }: Extract<Reduction, { steps: unknown }>, before: Builder): number {
  const winner = new Winner(region, loop.body, loop.trip)
  const parameter = winner.value()
  const next = winner.after(steps, parameter)
  loop.body.yields.push(next)
  loop.results.push(winner.value())
  return loop.carried.push({ parameter, initial: before.i32(-1) }) - 1
}
