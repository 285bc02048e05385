/** Stores that append become a builder of the parfor: what is written and whether it is are values of the trip, the counter is gone from the body. */
import type { Advance, Compaction } from '../../analysis/compactions.ts'
import { holdsStore } from '../../analysis/compactions.ts'
import { Builder } from '../../ir/builder.ts'
import type { ArrayParameter, Block, Builder as ParforBuilder, IfOperation, LoopOperation, Operation, Region, Value } from '../../ir/types.ts'
import { forEachOperation } from '../../ir/walk.ts'

type CompactBuilder = Extract<ParforBuilder, { kind: 'compact' }>

export interface ConvertedCompactions {
  /** Before and after the loop. */
  before: Operation[]
  after: Operation[]
  builders: CompactBuilder[]
}

/** Takes the counters out of the loop. */
export function convertCompactions(region: Region, loop: LoopOperation, compactions: readonly Compaction[]): ConvertedCompactions {
  const ifs = new Map<Value, IfOperation>()
  forEachOperation(loop.body, (operation) => { if (operation.kind === 'if') for (const result of operation.results) ifs.set(result, operation) })
  const [before, after] = [new Builder(region, { operations: [], yields: [] }), new Builder(region, { operations: [], yields: [] })]
  const builders = compactions.map((compaction): CompactBuilder => {
    const lift = new Lift(region, ifs, compaction)
    const condition = lift.condition(loop.body, compaction.advance)
    const columns = compaction.arrays.map((array) => ({ array, value: lift.value(loop.body, array)! }))
    lift.removeStores(loop.body)
    const { initial } = loop.carried[compaction.position]
    const count = before.value('i32', loop.results[compaction.position].name)
    after.append({ kind: 'convert', mode: 'value', result: loop.results[compaction.position], operand: count })
    return { kind: 'compact', condition, initial: before.convert('exact', 'i32', initial), columns, count }
  })
  const gone = new Set(compactions.map(({ position }) => position))
  const keep = <Item>(items: Item[]): Item[] => items.filter((_, index) => !gone.has(index))
  dropCounters(region, loop.body, new Set(compactions.map(({ position }) => loop.carried[position].parameter)))
  loop.carried = keep(loop.carried)
  loop.results = keep(loop.results)
  loop.body.yields = keep(loop.body.yields)
  return { before: before.block.operations, after: after.block.operations, builders }
}

class Lift {
  private readonly region: Region
  private readonly ifs: ReadonlyMap<Value, IfOperation>
  private readonly compaction: Compaction

  constructor(region: Region, ifs: ReadonlyMap<Value, IfOperation>, compaction: Compaction) {
    this.region = region
    this.ifs = ifs
    this.compaction = compaction
  }

  /** Whether the counter advances, computed at the end of the block. */
  condition(block: Block, advance: Advance): Value {
    const builder = new Builder(this.region, block)
    switch (advance.kind) {
      case 'keep': return builder.bool(false)
      case 'step': return builder.bool(true)
      case 'select': return builder.select(advance.condition, this.condition(block, advance.then), this.condition(block, advance.else))
      case 'if': {
        const operation = this.ifs.get(advance.value)!
        return addResult(builder, operation, this.condition(operation.then, advance.then), this.condition(operation.else, advance.else))
      }
    }
  }

  /** What the block appends, or else `before`, or else nothing that counts. */
  value(block: Block, array: ArrayParameter, before?: Value): Value | undefined {
    const { stores } = this.compaction
    let value = before
    for (const operation of block.operations) {
      if (operation.kind === 'store' && stores.has(operation) && operation.array === array) ({ value } = operation)
      if (operation.kind !== 'if' || !holdsStore({ operations: [operation], yields: [] }, stores, array)) continue
      const [then, otherwise] = [operation.then, operation.else].map((inner) => this.value(inner, array, value))
      const { type } = (then ?? otherwise)!
      const yielded = [then, otherwise].map((one, index) => one ?? this.nothing(index === 0 ? operation.then : operation.else, type))
      value = addResult(new Builder(this.region, block), operation, yielded[0], yielded[1])
    }
    return value
  }

  private nothing(block: Block, type: Value['type']): Value {
    return new Builder(this.region, block).constant(type, type === 'i64' || type === 'u64' ? 0n : 0)
  }

  removeStores(block: Block): void {
    block.operations = block.operations.filter((operation) => {
      if (operation.kind === 'if') for (const inner of [operation.then, operation.else]) this.removeStores(inner)
      return operation.kind !== 'store' || !this.compaction.stores.has(operation)
    })
  }
}

function addResult(builder: Builder, operation: IfOperation, then: Value, otherwise: Value): Value {
  const result = builder.value(then.type)
  operation.results.push(result)
  operation.then.yields.push(then)
  operation.else.yields.push(otherwise)
  return result
}

/** Takes out what is computed from the counters. Results of branches keep their numbers, by which reductions are known: nobody uses them any more. */
function dropCounters(region: Region, block: Block, states: Set<Value>): void {
  block.operations = block.operations.filter((operation) => {
    if (operation.kind === 'if') {
      const branches = [operation.then, operation.else]
      for (const inner of branches) dropCounters(region, inner, states)
      operation.results.forEach((result, index) => {
        if (!branches.some((inner) => states.has(inner.yields[index]))) return
        states.add(result)
        for (const inner of branches) inner.yields[index] = new Builder(region, inner).constant(result.type, 0)
      })
      return true
    }
    if (operation.kind !== 'binary' && operation.kind !== 'convert' && operation.kind !== 'select') return true
    const operands = operation.kind === 'binary' ? [operation.left, operation.right] : operation.kind === 'convert' ? [operation.operand] : [operation.whenTrue, operation.whenFalse]
    if (!operands.some((operand) => states.has(operand))) return true
    states.add(operation.result)
    return false
  })
}
