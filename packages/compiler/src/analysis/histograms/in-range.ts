/** Ranges of values in a loop, if what it reads is in range: a read that is not gives NaN. Guards can see to it where subscripts are affine. */
import type { LoopOperation, LoadOperation, Region, Value } from '../../ir/types.ts'
import { accessesOf, type Access } from '../../passes/subscripts/accesses.ts'
import { Exactness } from '../../passes/subscripts/exactness.ts'
import { Paths } from '../../passes/subscripts/paths.ts'
import { Prover } from '../../passes/subscripts/prover.ts'
import { type Assumption, Facts } from '../facts.ts'
import { Polynomial } from '../polynomial.ts'
import { analyseRanges, type Range, type Ranges } from '../ranges.ts'
import * as symbolic from '../symbolic.ts'
import type { Condition } from '../symbolic.ts'

export class InRange {
  private readonly region: Region
  private readonly facts: Facts
  private readonly loop: LoopOperation
  private readonly plain: Ranges
  private guarded: { ranges: Ranges; assumptions: Assumption[] } | undefined

  constructor(region: Region, loop: LoopOperation) {
    addLengths(region)
    this.region = region
    this.facts = new Facts(region)
    this.loop = loop
    this.plain = analyseRanges(region)
  }

  /** Under which assumptions the range of a value is one that suits. */
  suits(value: Value, test: (range: Range) => boolean): Assumption[] | undefined {
    if (test(this.plain.of(value))) return []
    const { ranges, assumptions } = this.guarded ??= this.guard()
    return test(ranges.of(value)) ? assumptions : undefined
  }

  /** As if every read were guarded that can be. Which of them a range hangs on is not asked: most get these guards anyway, for speed. */
  private guard(): { ranges: Ranges; assumptions: Assumption[] } {
    const { region, facts } = this
    const { accesses, depths } = accessesOf(region)
    const prover = new Prover(facts, this.plain, depths)
    const exactness = new Exactness(facts, this.plain, prover)
    const paths = new Paths(facts, this.plain, prover, exactness)
    const guarded = new Map<LoadOperation, LoadOperation['bounds']>()
    const assumptions: Assumption[] = []
    for (const access of accesses) {
      const { operation } = access
      if (operation.kind !== 'load' || operation.bounds === 'guarded' || !access.trips.includes(this.loop.trip)) continue
      const condition = this.condition(access, operation, prover, paths, exactness)
      if (condition === false) continue
      guarded.set(operation, operation.bounds)
      assumptions.push({ condition, reason: `subscripts of '${operation.array.name}' are in range`, ...(operation.location && { location: operation.location }) })
    }
    for (const load of guarded.keys()) load.bounds = 'guarded'
    const ranges = analyseRanges(region)
    for (const [load, bounds] of guarded) load.bounds = bounds
    return { ranges, assumptions }
  }

  private condition({ trips, path, conditional }: Access, { array, index }: LoadOperation, prover: Prover, paths: Paths, exactness: Exactness): Condition {
    const length = this.lengthOf(array.name)
    if (!length) return false
    const subscript = prover.polynomial(index)
    const given = paths.along(path)
    const fromZero = prover.nonNegative(subscript, trips, given)
    // What a condition avoids, the whole region must not depend on.
    if (conditional && fromZero !== true) return false
    const belowLength = prover.nonNegative(Polynomial.atom(length).minus(subscript).minus(Polynomial.constant(1)), trips, given)
    const condition = symbolic.all(fromZero, belowLength, exactness.of(index))
    if (typeof condition === 'boolean') return condition
    const counts = trips.map((trip) => this.facts.extents.get(trip)!).filter((count) => this.facts.isEarly(count))
    return symbolic.any(...counts.map((count) => symbolic.lessOrEqual(symbolic.known(count), 0)), condition)
  }

  private lengthOf(name: string): Value | undefined {
    return this.region.prologue.operations.flatMap((operation) => operation.kind === 'length' && operation.array.name === name ? [operation.result] : [])[0]
  }
}

/** Facts know only values that exist when they are made. */
function addLengths(region: Region): void {
  const known = new Set<string>()
  for (const operation of region.prologue.operations) if (operation.kind === 'length') known.add(operation.array.name)
  for (const array of region.arrays) {
    if (!known.has(array.name)) region.prologue.operations.push({ kind: 'length', result: { id: region.nextValue++, type: 'i32' }, array })
  }
}
