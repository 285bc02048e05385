/**
 * Loops that update elements wherever a subscript leads them, `h[bin[i]] += w[i]`, without reading them for anything else. Trips may touch the same element,
 * so that they can only run in any order if the order cannot be seen: sums and differences of integers wrap modulo a power of two as they are stored, bit operations are
 * exact, and of several numbers the least and the greatest are the same however one gets there. Sums of floats round: they are refused.
 */
import type { ArrayParameter, Block, HistogramOperator, LoopOperation, Operation, Region, Value } from '../ir/types.ts'
import { isFloat, nativeType } from '../ir/vocabulary.ts'
import { builderOperands, forEachOperation, forEachRegionOperation, nestedBlocks, operands } from '../ir/walk.ts'
import { accessesIn } from './accesses.ts'
import type { Assumption, Facts } from './facts.ts'
import { InRange } from './histograms/in-range.ts'
import { findUpdate, type Update } from './histograms/updates.ts'
import { elementRange } from './ranges/range.ts'

/** Integers up to here can be added to any element without rounding. */
const addends = { lo: -(2 ** 52), hi: 2 ** 52 }

export type HistogramRefusal =
  /** The sum of floats depends on the order. */
  | 'float sum'
  /** A clamped element forgets how far it went past the end. */
  | 'clamped sum'
  /** What is added, or compared, may be a fraction, NaN, or more than the element holds. */
  | 'value'
  /** Some of its updates are by one operator, some by another. */
  | 'operators'

export interface Histogram {
  array: ArrayParameter
  operator: HistogramOperator
  updates: Update[]
  assumptions: Assumption[]
}

export class Histograms {
  private readonly region: Region
  private readonly facts: Facts
  private readonly loop: LoopOperation
  private inRange: InRange | undefined
  private readonly uses: ReadonlyMap<Value, number>

  constructor(region: Region, facts: Facts, loop: LoopOperation) {
    this.region = region
    this.facts = facts
    this.loop = loop
    this.uses = countUses(region)
  }

  /** Undefined: the array is read or written in other ways too. */
  of(array: ArrayParameter): Histogram | HistogramRefusal | undefined {
    const updates = this.updatesOf(array)
    if (!updates) return undefined
    const [{ operator }] = updates
    const { element } = array
    const native = nativeType(element)
    if (element === 'num') return undefined
    if (updates.some((update) => update.operator !== operator)) return 'operators'
    if (operator === 'add' && isFloat(native)) return 'float sum'
    if (operator === 'add' && element === 'u8c') return 'clamped sum'
    const assumptions: Assumption[] = []
    for (const { value } of updates) {
      const known = this.suits(array, operator, value)
      if (!known) return 'value'
      assumptions.push(...known)
    }
    return { array, operator, updates, assumptions }
  }

  /** One update for all accesses of the array in the loop, each of which is part of one. */
  private updatesOf(array: ArrayParameter): Update[] | undefined {
    const updates: Update[] = []
    const visit = (block: Block): void => {
      for (const operation of block.operations) {
        const update = findUpdate(operation, block, array, { definitions: this.facts.definitions, uses: this.uses })
        if (update) updates.push(update)
        else nestedBlocks(operation).forEach(visit)
      }
    }
    visit(this.loop.body)
    const all = accessesIn(this.loop.body).filter((access) => access.array === array)
    return updates.length > 0 && all.length === 2 * updates.length ? updates : undefined
  }

  /** What has to hold for the value to be one that the element takes in any order. */
  private suits({ element }: ArrayParameter, operator: HistogramOperator, value: Value): Assumption[] | undefined {
    const native = nativeType(element)
    // In 64 bits everything wraps; Math.min and Math.max order all floats, with NaN above them all.
    if (isFloat(native) || native === 'i64' || native === 'u64') return []
    const isBitwise = operator === 'and' || operator === 'or' || operator === 'xor'
    if (isBitwise && (element !== 'u8c' || operator === 'and')) return []
    const { lo, hi } = operator === 'add' ? addends : elementRange(element)
    this.inRange ??= new InRange(this.region, this.loop)
    return this.inRange.suits(value, (range) => range.integer && !range.mayBeNaN && range.lo >= lo && range.hi <= hi)
  }
}

/** Where a loop inside has elements of its own, running that one in parallel needs no copies. */
export function hasLoopInside(loop: LoopOperation): boolean {
  let found = false
  forEachOperation(loop.body, ({ kind }) => { if (kind === 'loop' || kind === 'while' || kind === 'parfor') found = true })
  return found
}

function countUses(region: Region): Map<Value, number> {
  const uses = new Map<Value, number>()
  const use = (value: Value): void => { uses.set(value, (uses.get(value) ?? 0) + 1) }
  const visit = (operation: Operation): void => {
    operands(operation).forEach(use)
    builderOperands(operation).forEach(use)
    for (const block of nestedBlocks(operation)) block.yields.forEach(use)
  }
  forEachRegionOperation(region, visit)
  region.body.yields.forEach(use)
  for (const { condition } of region.guards) use(condition)
  if (region.work) use(region.work)
  return uses
}
