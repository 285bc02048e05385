/**
 * Finds the parallel loops, from the outside in. A loop is parallel if its trips touch different elements, and if what it carries are reductions.
 * Loops inside a parallel one become parfors too where that costs nothing, for lanes; `collapse` merges them or takes them back.
 */
import { Dependences, isObstacle } from '../analysis/dependence.ts'
import { type Assumption, Facts } from '../analysis/facts.ts'
import { type Compaction, decidingPairs, findCompactions } from '../analysis/compactions.ts'
import { hasLoopInside, type Histogram, Histograms } from '../analysis/histograms.ts'
import { isFollowing } from '../analysis/plausible.ts'
import { Positions } from '../analysis/positions.ts'
import { type Reduction, recognise } from '../analysis/reductions/recognise.ts'
import { isExactSum } from '../analysis/reductions/exact.ts'
import type { PassContext } from '../context.ts'
import type { Block, LoopOperation, Operation, Region, WhileOperation } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'
import { addAliasRules } from './parallelise/aliases.ts'
import { convertCompactions } from './parallelise/compactions.ts'
import { convertLoop } from './parallelise/convert.ts'
import { convertUpdates } from './parallelise/histograms.ts'
import { appendingNest } from './parallelise/nests.ts'
import { replaceInductions } from './parallelise/inductions.ts'
import {
  aroundVerdict, carriedReason, compactionReason, exactReason, histogramReason, insideVerdict, obstacleReason, parallelVerdict, type Reason, sequentialVerdict, startReason, whileReason,
} from './parallelise/verdicts.ts'

export function parallelise(region: Region, context: PassContext): void {
  replaceInductions(region)
  new Paralleliser(region, context).block(region.body)
  context.diagnostics.sort((one, other) => (one.loop?.id ?? -1) - (other.loop?.id ?? -1))
}

/** What a parallel loop produces besides elements that are each one trip's own. */
interface Products { reductions: Reduction[]; histograms: Histogram[]; compactions: Compaction[] }

class Paralleliser {
  private readonly region: Region
  private readonly context: PassContext
  private readonly positions = new Positions()

  constructor(region: Region, context: PassContext) {
    this.region = region
    this.context = context
  }

  block(block: Block): void {
    block.operations = block.operations.flatMap((operation) => {
      switch (operation.kind) {
        case 'loop': return this.loop(operation)
        case 'while': this.while(operation); break
        case 'if': this.block(operation.then); this.block(operation.else); break
        default:
      }
      return [operation]
    })
  }

  private loop(loop: LoopOperation): Operation[] {
    const nest = this.nest(loop)
    if (nest) return nest
    const found = this.examine(loop, false)
    if ('code' in found) {
      this.block(loop.body)
      this.context.diagnostics.push(hasParfor(loop.body) ? aroundVerdict(loop, found) : sequentialVerdict(loop, found))
      return [loop]
    }
    const { reductions, histograms, compactions } = found
    this.context.diagnostics.push(parallelVerdict(loop, withoutCounters(loop, compactions).carried, found))
    const converted = convertCompactions(this.region, loop, compactions)
    const { operations, parfor } = convertLoop(this.region, loop, reductions)
    parfor.builders = converted.builders
    for (const histogram of histograms) convertUpdates(this.region, histogram)
    this.inside(parfor.body)
    return [...converted.before, ...operations, ...converted.after]
  }

  /** A nest that appends: one parfor over both loops. */
  private nest(outer: LoopOperation): Operation[] | undefined {
    const nest = appendingNest(outer)
    if (!nest) return undefined
    const { inner, joined } = nest
    const facts = new Facts(this.region)
    const compactions = findCompactions(inner, facts.definitions)
    if (!Array.isArray(compactions) || compactions.length < inner.carried.length) return undefined
    const shared = new Set(compactions.flatMap(({ arrays }) => arrays))
    const found = [new Dependences(facts).loop(outer.trip, outer.body, shared), new Dependences(facts).loop(inner.trip, inner.body, shared)]
    const deciding = compactions.map((compaction) => decidingPairs(inner, compaction, facts.definitions))
    const starts = compactions.map(({ position }) => this.positions.fit([outer, inner], position, facts))
    const assumptions: Assumption[] = []
    for (const one of found) {
      if (isObstacle(one)) return undefined
      assumptions.push(...one.assumptions)
    }
    for (const one of starts) {
      if (!one) return undefined
      assumptions.push(one)
    }
    if (deciding.includes(undefined)) return undefined
    compactions.forEach(({ position }) => this.positions.remember([outer, inner], position, facts))
    for (const assumption of assumptions) facts.assume(assumption)
    for (const one of found) if (!isObstacle(one)) addAliasRules(this.region, one.pairs)
    addAliasRules(this.region, deciding.flatMap((pairs) => pairs ?? []).map(([first, second]) => ({ first, second, same: false })))
    this.context.diagnostics.push(parallelVerdict(outer, [], { reductions: [], histograms: [], compactions }), insideVerdict(inner))
    const converted = convertCompactions(this.region, joined, compactions)
    const { operations, parfor } = convertLoop(this.region, joined, [])
    parfor.builders = converted.builders
    const { id, label, location, trip, trips } = outer
    parfor.id = id
    parfor.dimensions.unshift({ trip, trips, id, ...(label !== undefined && { label }), ...(location && { location }) })
    if (location) parfor.location = location
    this.inside(parfor.body)
    return [...converted.before, ...operations, ...converted.after]
  }

  private while(loop: WhileOperation): void {
    const reason = whileReason(loop)
    this.block(loop.condition)
    this.block(loop.body)
    this.context.diagnostics.push(hasParfor(loop.body) ? aroundVerdict(loop, reason) : sequentialVerdict(loop, reason))
  }

  /** Inside a parallel loop. */
  private inside(block: Block): void {
    block.operations = block.operations.flatMap((operation) => {
      switch (operation.kind) {
        case 'loop': {
          this.context.diagnostics.push(insideVerdict(operation))
          const found = this.examine(operation, true)
          const { operations, body } = 'code' in found ? { operations: [operation], body: operation.body } : this.nested(operation, found.reductions)
          this.inside(body)
          return operations
        }
        case 'while':
          this.context.diagnostics.push(insideVerdict(operation))
          this.inside(operation.condition)
          this.inside(operation.body)
          break
        case 'if': this.inside(operation.then); this.inside(operation.else); break
        default:
      }
      return [operation]
    })
  }

  private nested(loop: LoopOperation, reductions: Reduction[]): { operations: Operation[]; body: Block } {
    const { operations, parfor } = convertLoop(this.region, loop, reductions)
    return { operations, body: parfor.body }
  }

  /** The reductions and histograms of a parallel loop, or why it is not one. A nested loop must be parallel under the conditions of the outer one. */
  private examine(loop: LoopOperation, nested: boolean): Products | Reason {
    const facts = new Facts(this.region)
    const compactions = findCompactions(loop, facts.definitions)
    if (!Array.isArray(compactions)) return compactionReason(loop, compactions, facts.definitions)
    if (nested && compactions.length > 0) return carriedReason(loop, compactions[0].position, facts.definitions)
    const plain = withoutCounters(loop, compactions)
    const { reductions, others } = recognise(plain, facts.definitions)
    if (others.length > 0) return carriedReason(plain, others[0], facts.definitions)
    const choice = reductions.findIndex((one) => 'steps' in one || one.kind === 'flag')
    if (nested && choice >= 0) return carriedReason(plain, choice, facts.definitions)
    if (this.context.options.exact) {
      const reshaped = reductions.findIndex((one, position) =>
        (one.kind === 'sum' || one.kind === 'product') && !isExactSum(plain, position, one.kind, facts.definitions))
      if (reshaped >= 0) return exactReason(plain.carried[reshaped].parameter.name)
    }
    const shared = new Set(compactions.flatMap(({ arrays }) => arrays))
    let independence = new Dependences(facts).loop(loop.trip, loop.body, shared)
    const histograms: Histogram[] = []
    if (isObstacle(independence) && !nested) {
      const search = new Histograms(this.region, facts, loop)
      while (isObstacle(independence) && (independence.kind === 'subscript' || !hasLoopInside(loop))) {
        const found = search.of(independence.store.array)
        if (typeof found === 'string') return histogramReason(independence, found)
        if (!found) break
        histograms.push(found)
        shared.add(found.array)
        independence = new Dependences(facts).loop(loop.trip, loop.body, shared)
      }
    }
    if (isObstacle(independence)) return obstacleReason(independence)
    if (nested && !isFollowing(independence.assumptions.map(({ condition }) => condition), facts)) {
      return { code: 'PF201', message: 'whether its trips are independent is known only at run time' }
    }
    for (const compaction of compactions) {
      const pairs = decidingPairs(plain, compaction, facts.definitions)
      if (!pairs) return compactionReason(loop, { position: compaction.position, array: compaction.arrays[0], refusal: 'condition' }, facts.definitions)
      for (const [first, second] of pairs) independence.pairs.push({ first, second, same: false })
    }
    const starts = compactions.map(({ position }) => this.positions.fit([loop], position, facts))
    const unknown = starts.indexOf(undefined)
    if (unknown >= 0) return startReason(loop, compactions[unknown].position)
    compactions.forEach(({ position }) => this.positions.remember([loop], position, facts))
    for (const assumption of [...independence.assumptions, ...histograms.flatMap((one) => one.assumptions), ...starts.flatMap((one) => one ?? [])]) facts.assume(assumption)
    addAliasRules(this.region, independence.pairs)
    for (const histogram of histograms) convertUpdates(this.region, histogram)
    return { reductions, histograms, compactions }
  }
}

/** The loop without the counters by which it appends: what else it carries. */
function withoutCounters(loop: LoopOperation, compactions: readonly Compaction[]): LoopOperation {
  const others = <Item>(items: Item[]): Item[] => items.filter((_, index) => compactions.every(({ position }) => position !== index))
  return { ...loop, carried: others(loop.carried), results: others(loop.results), body: { ...loop.body, yields: others(loop.body.yields) } }
}

function hasParfor(block: Block): boolean {
  let found = false
  forEachOperation(block, ({ kind }) => { if (kind === 'parfor') found = true })
  return found
}
