/**
 * Makes the region fit for a team of threads that all run it (ARCHITECTURE.md: threads). Outside parfors, what stores becomes `single`;
 * a barrier goes where a thread could still be reading, outside parfors, what another is about to write. Parfors and singles end with a meeting of all.
 */
import type { PassContext } from '../context.ts'
import type { Block, Operation, Region } from '../ir/types.ts'
import { forEachOperation, nestedBlocks, operands, results } from '../ir/walk.ts'

function contains(block: Block, test: (operation: Operation) => boolean): boolean {
  let found = false
  forEachOperation(block, (operation) => { if (test(operation)) found = true })
  return found
}

const inside = (operation: Operation, test: (operation: Operation) => boolean): boolean =>
  test(operation) || nestedBlocks(operation).some((block) => contains(block, test))
const isStore = (operation: Operation): boolean => operation.kind === 'store' || operation.kind === 'histogram' || (operation.kind === 'parfor' && operation.builders.length > 0)
const isLoad = ({ kind }: Operation): boolean => kind === 'load'
const isParfor = ({ kind }: Operation): boolean => kind === 'parfor'

class Team {
  private readonly used = new Set<object>()

  constructor(region: Region) {
    const collect = (block: Block): void => {
      for (const value of block.yields) this.used.add(value)
      for (const operation of block.operations) {
        for (const value of operands(operation)) this.used.add(value)
        for (const nested of nestedBlocks(operation)) collect(nested)
      }
    }
    collect(region.body)
  }

  /** `reading`: some thread may still be reading an array outside a parfor. Returns whether that is so at the end. */
  block(block: Block, reading: boolean): boolean {
    let pending = reading
    const out: Operation[] = []
    const writes = (operation: Operation): void => {
      if (pending) out.push({ kind: 'barrier' })
      out.push(operation)
      pending = false
    }
    for (const operation of block.operations) {
      if (isParfor(operation)) {
        if (inside(operation, isStore)) writes(operation)
        else { out.push(operation); pending = false }
      } else if (!inside(operation, isStore) && !inside(operation, isParfor)) {
        out.push(operation)
        pending ||= inside(operation, isLoad)
      } else if (!inside(operation, isParfor) && !results(operation).some((value) => this.used.has(value))) {
        writes(merged(out, operation, pending))
      } else {
        pending = this.nested(operation, pending)
        out.push(operation)
      }
    }
    block.operations = out
    return pending
  }

  /** Control flow that all threads follow together, with stores or parfors in it. */
  private nested(operation: Operation, pending: boolean): boolean {
    switch (operation.kind) {
      case 'if': {
        const then = this.block(operation.then, pending)
        return this.block(operation.else, pending) || then
      }
      case 'loop': {
        // What the end of a trip has read, the next one may write.
        const around = pending || contains(operation.body, isLoad)
        return this.block(operation.body, around) || pending
      }
      case 'while': {
        const around = pending || contains(operation.body, isLoad) || contains(operation.condition, isLoad)
        this.block(operation.body, this.block(operation.condition, around))
        return around
      }
      default: throw new Error(`team: ${operation.kind} around a store`)
    }
  }
}

/** Appends to the single before it, if that is the last operation and nothing has been read since. */
function merged(out: Operation[], operation: Operation, pending: boolean): Operation {
  const last = out[out.length - 1]
  if (last?.kind !== 'single' || pending) return { kind: 'single', body: { operations: [operation], yields: [] } }
  out.pop()
  return { kind: 'single', body: { operations: [...last.body.operations, operation], yields: [] } }
}

export function team(region: Region, _context: PassContext): void {
  new Team(region).block(region.body, false)
}
