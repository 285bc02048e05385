/**
 * Finds the parallel loops, from the outside in. A loop is parallel if its trips touch different elements, and if what it carries are reductions.
 * Loops inside a parallel one become parfors too where that costs nothing, for lanes; `collapse` merges them or takes them back.
 */
import { Dependences, isObstacle } from '../analysis/dependence.ts'
import { Facts } from '../analysis/facts.ts'
import { hasLoopInside, type Histogram, Histograms } from '../analysis/histograms.ts'
import { isFollowing } from '../analysis/plausible.ts'
import { type Reduction, recognise } from '../analysis/reductions/recognise.ts'
import { isExactSum } from '../analysis/reductions/exact.ts'
import type { PassContext } from '../context.ts'
import type { ArrayParameter, Block, LoopOperation, Operation, Region, WhileOperation } from '../ir/types.ts'
import { forEachOperation } from '../ir/walk.ts'
import { addAliasRules } from './parallelise/aliases.ts'
import { convertLoop } from './parallelise/convert.ts'
import { convertUpdates } from './parallelise/histograms.ts'
import { replaceInductions } from './parallelise/inductions.ts'
import {
  aroundVerdict, carriedReason, exactReason, histogramReason, insideVerdict, obstacleReason, parallelVerdict, type Reason, sequentialVerdict, whileReason,
} from './parallelise/verdicts.ts'

export function parallelise(region: Region, context: PassContext): void {
  replaceInductions(region)
  new Paralleliser(region, context).block(region.body)
  context.diagnostics.sort((one, other) => (one.loop?.id ?? -1) - (other.loop?.id ?? -1))
}

/** What a parallel loop produces besides elements that are each one trip's own. */
interface Products { reductions: Reduction[]; histograms: Histogram[] }

class Paralleliser {
  private readonly region: Region
  private readonly context: PassContext

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
    const found = this.examine(loop, false)
    if ('code' in found) {
      this.block(loop.body)
      this.context.diagnostics.push(hasParfor(loop.body) ? aroundVerdict(loop, found) : sequentialVerdict(loop, found))
      return [loop]
    }
    this.context.diagnostics.push(parallelVerdict(loop, loop.carried, found.reductions, found.histograms))
    const { operations, parfor } = convertLoop(this.region, loop, found.reductions)
    this.inside(parfor.body)
    return operations
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
    const { reductions, others } = recognise(loop, facts.definitions)
    if (others.length > 0) return carriedReason(loop, others[0], facts.definitions)
    const choice = reductions.findIndex((one) => 'steps' in one || one.kind === 'flag')
    if (nested && choice >= 0) return carriedReason(loop, choice, facts.definitions)
    if (this.context.options.exact) {
      const reshaped = reductions.findIndex((one, position) =>
        (one.kind === 'sum' || one.kind === 'product') && !isExactSum(loop, position, one.kind, facts.definitions))
      if (reshaped >= 0) return exactReason(loop.carried[reshaped].parameter.name)
    }
    let independence = new Dependences(facts).loop(loop.trip, loop.body)
    const histograms: Histogram[] = []
    if (isObstacle(independence) && !nested) {
      const search = new Histograms(this.region, facts, loop)
      const shared = new Set<ArrayParameter>()
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
    for (const assumption of [...independence.assumptions, ...histograms.flatMap((one) => one.assumptions)]) facts.assume(assumption)
    addAliasRules(this.region, independence.pairs)
    for (const histogram of histograms) convertUpdates(this.region, histogram)
    return { reductions, histograms }
  }
}

function hasParfor(block: Block): boolean {
  let found = false
  forEachOperation(block, ({ kind }) => { if (kind === 'parfor') found = true })
  return found
}
