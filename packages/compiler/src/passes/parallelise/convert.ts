/** A loop that was found to be parallel becomes a parfor. */
import { Builder } from '../../ir/builder.ts'
import { cloneOperations } from '../../ir/clone.ts'
import type { Combine, LoopOperation, Operation, ParforOperation, Region, Value } from '../../ir/types.ts'
import { carryBits } from '../../analysis/reductions/bits.ts'
import { Mirror } from '../../analysis/reductions/mirror.ts'
import type { Reduction } from '../../analysis/reductions/recognise.ts'
import type { Step } from '../../analysis/reductions/updates.ts'

/** What takes the place of the loop. */
export function convertLoop(region: Region, loop: LoopOperation, reductions: readonly Reduction[]): { operations: Operation[]; parfor: ParforOperation } {
  return new Conversion(region, loop, reductions).run()
}

class Conversion {
  private readonly region: Region
  private readonly loop: LoopOperation
  private readonly reductions: readonly Reduction[]
  private readonly before: Builder
  private readonly after: Builder
  /** Kinds of the hidden values, by position. */
  private readonly hidden = new Map<number, Combine>()

  constructor(region: Region, loop: LoopOperation, reductions: readonly Reduction[]) {
    this.region = region
    this.loop = loop
    this.reductions = reductions
    this.before = new Builder(region, { operations: [], yields: [] })
    this.after = new Builder(region, { operations: [], yields: [] })
  }

  run(): { operations: Operation[]; parfor: ParforOperation } {
    const { region, loop, reductions, before, after } = this
    const takeNaN = reductions.flatMap((reduction, position) => 'takesNaN' in reduction && reduction.takesNaN ? [position] : [])
    const [again] = takeNaN.length > 0 ? cloneOperations(region, [loop]) : []
    const combines = reductions.map((reduction, position) => this.combine(reduction, position))
    if (again?.kind === 'loop') this.repeat(again, takeNaN)
    combines.push(...loop.carried.slice(reductions.length).map((_, index) => this.hidden.get(reductions.length + index)!))
    const { id, label, location, trip, trips, carried, results, body } = loop
    const parfor: ParforOperation = {
      kind: 'parfor', id,
      dimensions: [{ trip, trips, id, ...(label !== undefined && { label }), ...(location && { location }) }],
      results, carried, combines, builders: [], body, ...(location && { location }),
    }
    return { operations: [...before.block.operations, parfor, ...after.block.operations], parfor }
  }

  private combine(reduction: Reduction, position: number): Combine {
    switch (reduction.kind) {
      case 'companion': return { kind: 'companion', of: reduction.of }
      case 'flag': return { kind: 'or' }
      case 'first': case 'last': return { kind: reduction.kind, winner: this.addWinner(reduction.steps) }
      case 'least': case 'greatest': return { kind: reduction.kind, tie: reduction.tie, winner: this.addWinner(reduction.steps) }
      case 'and': case 'or': case 'xor':
        if (this.loop.carried[position].parameter.type === 'f64') carryBits(this.region, this.loop, position, this.before, this.after)
        return { kind: reduction.kind }
      default: return { kind: reduction.kind }
    }
  }

  private addWinner(steps: Step[]): number {
    const winner = new Mirror(this.region, this.loop, 'i32', 'winner', () => ({ operations: [], value: this.loop.trip }))
    const position = winner.add(steps, this.before.i32(-1))
    this.hidden.set(position, { kind: 'winner' })
    return position
  }

  /** Where there was a NaN, takes the extrema and their companions from the loop as it was written. */
  private repeat(again: LoopOperation, extrema: number[]): void {
    const { region, loop, reductions, after } = this
    const conditions = extrema.flatMap((position) => {
      const reduction = reductions[position]
      const { initial } = loop.carried[position]
      return 'steps' in reduction ? [this.addNaN(reduction.steps), after.compare('ne', initial, initial)] : []
    })
    const taken = reductions.flatMap((reduction, position) =>
      extrema.includes(reduction.kind === 'companion' ? reduction.of : position) ? [position] : [])
    const condition = conditions.reduce((left, right) => after.or(left, right))
    const originals = taken.map((position) => loop.results[position])
    for (const position of taken) loop.results[position] = { ...loop.results[position], id: region.nextValue++ }
    after.append({
      kind: 'if', condition, results: originals,
      then: { operations: [again], yields: taken.map((position) => again.results[position]) },
      else: { operations: [], yields: taken.map((position) => loop.results[position]) },
    })
  }

  /** Carries whether a NaN was taken, and returns that after the loop. */
  private addNaN(steps: Step[]): Value {
    const { region, loop } = this
    const mirror = new Mirror(region, loop, 'bool', 'nan', (taken, before) => {
      const builder = new Builder(region, { operations: [], yields: [] })
      const value = builder.or(before, builder.compare('ne', taken, taken))
      return { operations: builder.block.operations, value }
    })
    const position = mirror.add(steps, this.before.bool(false))
    this.hidden.set(position, { kind: 'or' })
    return loop.results[position]
  }
}
